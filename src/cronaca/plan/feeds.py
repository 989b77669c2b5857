"""Feeds: Atom, RSS and JSON Feed; one entry an incident, with all its messages, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cronaca import clock
from cronaca.l10n import L10n
from cronaca.model import Component, Incident, Kind, Role, Status, Update
from cronaca.page import Page, Said
from cronaca.served import postmortem, texts, times
from cronaca.served.feeds import Atom, Entry, Feed, JsonFeed, Message, Rss
from cronaca.views import Facts, Voice

LATEST = 50
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Desk(NamedTuple):
    """Who writes entries, for whom: readers of a language, or of Statuspage's own feeds."""

    facts: Facts
    voice: Voice
    tongue: L10n
    folder: str  # "" for Statuspage's readers, who look for English labels


def pages(facts: Facts, tongues: Mapping[str, L10n]) -> Iterator[Page]:
    for lang in facts.settings.languages:
        desk = Desk(facts, Voice.of(facts, lang), tongues[lang], f"{lang}/")
        written: dict[str, Entry] = {}
        made = _feed(desk, "feed", facts.incidents, written)
        yield Page(f"{lang}/feed.atom", "", "", Atom(made))
        yield Page(f"{lang}/feed.json", "", "", JsonFeed(made))
        for each in facts.site.components:
            route = f"components/{each.id}/feed"
            made = _feed(desk, route, facts.of_component(each.id), written, each)
            yield Page(f"{lang}/{route}.atom", "", "", Atom(made))
    lang = facts.settings.languages[0]
    desk = Desk(facts, Voice.of(facts, lang), tongues[lang], "")
    made = _feed(desk, "history", facts.incidents, {})
    yield Page("history.atom", "", "", Atom(made))
    yield Page("history.rss", "", "", Rss(made))


def _feed(
    desk: Desk,
    name: str,
    incidents: tuple[Incident, ...],
    written: dict[str, Entry],
    component: Component | None = None,
) -> Feed:
    """``written``: entries of this desk that other feeds hold too."""
    settings, folder = desk.facts.settings, desk.folder
    latest = incidents[:LATEST]
    for each in latest:
        if each.id not in written:
            written[each.id] = _entry(desk, each)
    entries = tuple(written[each.id] for each in latest)
    title = desk.voice.said(settings.title).text
    if component:
        title += f" – {desk.voice.said(component.name).text}"
    begin = settings.coverage.start
    oldest = clock.midnight(begin, desk.facts.present.zone) if begin else times.EPOCH
    home = f"{folder}components/{component.id}/" if component else folder
    archive = settings.role == Role.ARCHIVE
    return Feed(
        desk.voice.lang,
        texts.tag(settings, f"{folder}{name}" if folder else f"/{name}"),
        title if folder else f"{title} - Incident History",
        desk.voice.said(settings.description).text,
        desk.voice.said(settings.title).text if archive else settings.operator.name,
        settings.base_url + home,
        settings.base_url + folder + name,
        tuple(
            (e, f"{settings.base_url}{e}/{name}")
            for e in settings.languages
            if folder and e != desk.voice.lang
        ),
        max((each.updated for each in entries), default=oldest),
        entries,
    )


def _entry(desk: Desk, incident: Incident) -> Entry:
    facts, voice, zone = desk.facts, desk.voice, desk.facts.present.zone
    at = times.instants(incident, zone)
    newest = times.newest(incident, zone)
    path = f"{desk.folder}incidents/{incident.id}/" if desk.folder else f"incidents/{incident.code}/"
    planned = None if desk.folder else _planned(incident, zone)
    shown = at or (times.begun(incident, zone),)
    return Entry(
        texts.tag(facts.settings, f"{desk.folder}Incident/{incident.code}"),
        facts.settings.base_url + path,
        voice.said(incident.title),
        shown[0] if desk.folder else shown[-1],
        newest,
        tuple(voice.said(each.name).text for each in facts.site.components if each.id in _touched(incident)),
        planned,
        _span(planned[0].astimezone(zone), planned[1].astimezone(zone)) if planned else "",
        tuple(_messages(desk, incident, at))[::-1],
    )


def _touched(incident: Incident) -> set[str]:
    found = {name for name, _ in incident.components}
    return found.union(*({name for name, _ in update.components} for update in incident.updates))


def _messages(desk: Desk, incident: Incident, at: tuple[datetime, ...]) -> Iterator[Message]:
    """In the order written, the post-mortem last."""
    before = None
    for update, instant in zip(incident.updates, at, strict=True):
        said = desk.voice.said(update.body)
        yield Message(*_heading(desk, update, instant, update.status == before), said)
        before = update.status
    pm = incident.postmortem
    if not pm:
        return
    text = Said(postmortem.markdown(pm, lambda each: desk.voice.said(each).text, desk.tongue))
    if desk.folder:
        yield Message(desk.tongue.moment(pm.published_at), desk.tongue.words.gettext("Post-mortem"), "", text)
    else:
        zone = desk.facts.present.zone
        published = pm.published_at.start(zone) or times.newest(incident, zone)
        yield Message(_english(published.astimezone(zone)), "Postmortem", "", text)


def _heading(desk: Desk, update: Update, instant: datetime, again: bool) -> tuple[str, str, str]:
    """When, what, and what a reader must know of the text."""
    words = desk.tongue.words
    if not desk.folder:
        label = (
            "Update"
            if again or update.status == Status.UNKNOWN
            else update.status.replace("_", " ").capitalize()
        )
        return _english(instant.astimezone(desk.facts.present.zone)), label, ""
    notes = []
    if update.corrected_at:
        notes.append(
            words.gettext("Text corrected on %(at)s") % {"at": desk.tongue.moment(update.corrected_at)}
        )
    if desk.voice.said(update.body).machine:
        notes.append(words.gettext("machine translation"))
    known = update.status != Status.UNKNOWN
    label = desk.tongue.word("status", update.status) if known else words.gettext("Message")
    return escape(desk.tongue.moment(update.at)), label, ", ".join(notes)


def _english(local: datetime) -> str:
    """A time as Statuspage's feeds mark it up: no year, the zone's letters at the end."""
    date = f"{MONTHS[local.month - 1]} <var data-var='date'>{local.day:2}</var>"
    return f"{date}, <var data-var='time'>{local:%H:%M}</var> {local.tzname()}"


def _planned(incident: Incident, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    if not incident.schedule or incident.kind != Kind.MAINTENANCE:
        return None
    start, end = incident.schedule.start.start(zone), incident.schedule.end.end(zone)
    return (start, end) if start and end else None


def _span(start: datetime, end: datetime) -> str:
    first = f"{MONTHS[start.month - 1]} {start.day}, {start:%H:%M}"
    day = "" if end.date() == start.date() else f"{MONTHS[end.month - 1]} {end.day}, "
    return f"{first} - {day}{end:%H:%M} {end.tzname()}"
