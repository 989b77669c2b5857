"""Feeds: Atom, RSS and JSON Feed; one entry an incident, with all its messages, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cronaca import clock, instants
from cronaca.exports import texts
from cronaca.exports.feed_formats import Feed, FeedEntry, FeedMessage, atom, json_feed, rss
from cronaca.exports.postmortem_text import postmortem_markdown
from cronaca.model import Component, Incident, Kind, Role, Status, Update
from cronaca.views.page import Page
from cronaca.views.parts import PickedText
from cronaca.views.reader import Reader
from cronaca.views.site_history import SiteHistory

LATEST_ENTRIES = 50
SHORT_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class FeedWriter(NamedTuple):
    """Who writes entries, for whom: readers of a language, or of Statuspage's own feeds."""

    reader: Reader
    folder: str  # "" for Statuspage's readers, who look for English labels


def feeds(site: SiteHistory) -> Iterator[Page]:
    for lang in site.settings.languages:
        writer = FeedWriter(Reader.of(site, lang), f"{lang}/")
        written: dict[str, FeedEntry] = {}
        made = _feed(writer, "feed", site.incidents, written)
        yield Page.file(f"{lang}/feed.atom", made, atom)
        yield Page.file(f"{lang}/feed.json", made, json_feed)
        for each in site.components:
            route = f"components/{each.id}/feed"
            made = _feed(writer, route, site.of_component(each.id), written, each)
            yield Page.file(f"{lang}/{route}.atom", made, atom)
    lang = site.settings.languages[0]
    writer = FeedWriter(Reader.of(site, lang), "")
    made = _feed(writer, "history", site.incidents, {})
    yield Page.file("history.atom", made, atom)
    yield Page.file("history.rss", made, rss)


def _feed(
    writer: FeedWriter,
    name: str,
    incidents: tuple[Incident, ...],
    written: dict[str, FeedEntry],
    component: Component | None = None,
) -> Feed:
    """``written``: entries of this writer that other feeds hold too."""
    settings, folder = writer.reader.site.settings, writer.folder
    latest = incidents[:LATEST_ENTRIES]
    for each in latest:
        if each.id not in written:
            written[each.id] = _entry(writer, each)
    entries = tuple(written[each.id] for each in latest)
    title = writer.reader.said(settings.title).text
    if component:
        title += f" – {writer.reader.said(component.name).text}"
    begin = settings.coverage.start
    oldest = clock.midnight(begin, writer.reader.site.present.zone) if begin else instants.EPOCH
    home = f"{folder}components/{component.id}/" if component else folder
    archive = settings.role == Role.ARCHIVE
    return Feed(
        writer.reader.lang,
        texts.tag(settings, f"{folder}{name}" if folder else f"/{name}"),
        title if folder else f"{title} - Incident History",
        writer.reader.said(settings.description).text,
        writer.reader.said(settings.title).text if archive else settings.operator.name,
        settings.base_url + home,
        settings.base_url + folder + name,
        tuple(
            (e, f"{settings.base_url}{e}/{name}")
            for e in settings.languages
            if folder and e != writer.reader.lang
        ),
        max((each.updated for each in entries), default=oldest),
        entries,
    )


def _entry(writer: FeedWriter, incident: Incident) -> FeedEntry:
    site, reader, zone = writer.reader.site, writer.reader, writer.reader.site.present.zone
    at = instants.instants(incident, zone)
    newest, touched = instants.newest(incident, zone), site.records[incident.id].touched
    path = f"{writer.folder}incidents/{incident.id}/" if writer.folder else f"incidents/{incident.code}/"
    planned = None if writer.folder else _planned(incident, zone)
    shown = at or (instants.begun(incident, zone),)
    return FeedEntry(
        texts.tag(site.settings, f"{writer.folder}Incident/{incident.code}"),
        site.settings.base_url + path,
        reader.said(incident.title),
        shown[0] if writer.folder else shown[-1],
        newest,
        tuple(reader.said(each.name).text for each in site.components if each.id in touched),
        planned,
        _span(planned[0].astimezone(zone), planned[1].astimezone(zone)) if planned else "",
        tuple(_messages(writer, incident, at))[::-1],
    )


def _messages(writer: FeedWriter, incident: Incident, at: tuple[datetime, ...]) -> Iterator[FeedMessage]:
    """In the order written, the post-mortem last."""
    before = None
    for update, instant in zip(incident.updates, at, strict=True):
        said = writer.reader.said(update.body)
        yield FeedMessage(*_heading(writer, update, instant, update.status == before), said)
        before = update.status
    pm, locale = incident.postmortem, writer.reader.locale
    if not pm:
        return
    text = PickedText(postmortem_markdown(pm, lambda each: writer.reader.said(each).text, locale))
    if writer.folder:
        yield FeedMessage(locale.moment(pm.published_at), locale.words.gettext("Post-mortem"), "", text)
    else:
        zone = writer.reader.site.present.zone
        published = pm.published_at.start(zone) or instants.newest(incident, zone)
        yield FeedMessage(_english(published.astimezone(zone)), "Postmortem", "", text)


def _heading(writer: FeedWriter, update: Update, instant: datetime, again: bool) -> tuple[str, str, str]:
    """When, what, and what a reader must know of the text."""
    known, locale = update.status != Status.UNKNOWN, writer.reader.locale
    if not writer.folder:
        label = "Update" if again or not known else update.status.replace("_", " ").capitalize()
        return _english(instant.astimezone(writer.reader.site.present.zone)), label, ""
    words, notes = locale.words, []
    if update.corrected_at:
        corrected = locale.moment(update.corrected_at)
        notes.append(words.gettext("Text corrected on %(at)s") % {"at": corrected})
    if writer.reader.said(update.body).machine:
        notes.append(words.gettext("machine translation"))
    label = locale.word("status", update.status) if known else words.gettext("Message")
    return escape(locale.moment(update.at)), label, ", ".join(notes)


def _english(local: datetime) -> str:
    """A time as Statuspage's feeds mark it up: no year, the zone's letters at the end."""
    date = f"{SHORT_MONTHS[local.month - 1]} <var data-var='date'>{local.day:2}</var>"
    return f"{date}, <var data-var='time'>{local:%H:%M}</var> {local.tzname()}"


def _planned(incident: Incident, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    if not incident.schedule or incident.kind != Kind.MAINTENANCE:
        return None
    start, end = incident.schedule.start.start(zone), incident.schedule.end.end(zone)
    return (start, end) if start and end else None


def _span(start: datetime, end: datetime) -> str:
    first = f"{SHORT_MONTHS[start.month - 1]} {start.day}, {start:%H:%M}"
    day = "" if end.date() == start.date() else f"{SHORT_MONTHS[end.month - 1]} {end.day}, "
    return f"{first} - {day}{end:%H:%M} {end.tzname()}"
