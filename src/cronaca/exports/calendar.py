"""Calendars to subscribe to (RFC 5545): maintenance, and the interruptions of the past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cronaca import history, instants
from cronaca.clock import Moment
from cronaca.model import Incident, Kind
from cronaca.views.page import Page
from cronaca.views.reader import Reader
from cronaca.views.site_history import SiteHistory

if TYPE_CHECKING:
    import icalendar

LATEST_EVENTS = 100
DayOrInstant = datetime | date


class Event(NamedTuple):
    """``start`` and ``end``: both instants, or both days with the last one left out."""

    uid: str
    sequence: int  # how often something was said of it after the first time
    created: datetime
    modified: datetime
    start: DayOrInstant
    end: DayOrInstant | None
    summary: str
    description: str
    url: str
    cancelled: bool = False


class CalendarFile(NamedTuple):
    """What calendar programs read."""

    lang: str
    name: str
    zone: str
    events: tuple[Event, ...]


def icalendar_text(file: CalendarFile) -> str:
    """RFC 5545; nothing in it comes from the clock."""
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", f"-//cronaca//status history//{file.lang.upper()}")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        made.add(key, file.name)
    made.add("x-wr-timezone", file.zone)
    made.add("refresh-interval", timedelta(hours=1), {"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for each in file.events:
        made.add_component(_vevent(each))
    if not file.events:
        made.add_component(_utc())
    text: str = made.to_ical().decode()
    return text


def calendars(site: SiteHistory) -> Iterator[Page]:
    zone = site.present.zone
    work = [each for each in site.incidents if each.kind == Kind.MAINTENANCE][:LATEST_EVENTS]
    hurt = [each for each in site.incidents if any(window.end for window in each.windows)][:LATEST_EVENTS]
    for lang, locale in site.locales.items():
        reader, word = Reader.of(site, lang), locale.words.gettext
        title = reader.said(site.settings.title).text
        planned = tuple(_planned(reader, each, zone) for each in work)
        name = f"{title} – {word('Maintenance')}"
        yield Page.file(
            f"{lang}/maintenance.ics", CalendarFile(lang, name, zone.key, planned), icalendar_text
        )
        past = tuple(event for each in hurt for event in _interruptions(reader, each, zone))
        name = f"{title} – {word('Interruptions')}"
        yield Page.file(f"{lang}/interruptions.ics", CalendarFile(lang, name, zone.key, past), icalendar_text)


def _planned(reader: Reader, incident: Incident, zone: ZoneInfo) -> Event:
    """A maintenance as it was planned, and where its messages say so as it really was."""
    schedule, at = incident.schedule, instants.instants(incident, zone)
    said = list(zip(incident.updates, at, strict=True))
    start = schedule.start if schedule else history.begin(incident)
    last = schedule.end if schedule else None
    ended = next((t for update, t in reversed(said) if update.status in history.ENDED), None)
    first = start.start(zone) or instants.begun(incident, zone)
    cancelled = ended is not None and ended <= first
    if not cancelled:
        begun = next((_moment(t, zone) for update, t in said if update.status in history.BEGUN), None)
        start, last = begun or start, _moment(ended, zone) if ended else last
    return _event(reader, incident, zone, f"{incident.code}", start, last, cancelled)


def _interruptions(reader: Reader, incident: Incident, zone: ZoneInfo) -> Iterator[Event]:
    for number, window in enumerate(incident.windows, 1):
        if window.end and window.start.known:
            yield _event(reader, incident, zone, f"{incident.code}-{number}", window.start, window.end)


def _moment(instant: datetime, zone: ZoneInfo) -> Moment:
    return Moment("", instant, instant.astimezone(zone).date())


def _event(
    reader: Reader,
    incident: Incident,
    zone: ZoneInfo,
    name: str,
    start: Moment,
    last: Moment | None,
    cancelled: bool = False,
) -> Event:
    settings = reader.site.settings
    at = instants.instants(incident, zone)
    begin: DayOrInstant = start.start(zone) or instants.begun(incident, zone)
    end: DayOrInstant | None = last.end(zone) if last else None
    if start.day and not start.instant and last and last.day and not last.instant:
        begin, end = start.day, last.day + timedelta(1)
    elif isinstance(end, datetime) and isinstance(begin, datetime) and end <= begin:
        end = None
    messages = [reader.said(update.body).text for update in incident.updates[-1:]]
    url = f"{settings.base_url}{reader.lang}/incidents/{incident.id}/"
    return Event(
        f"{name}@{urlsplit(settings.base_url).hostname}",
        max(0, len(incident.updates) - 1) + sum(each.corrected_at is not None for each in incident.updates),
        at[0] if at else instants.begun(incident, zone),
        instants.newest(incident, zone),
        begin,
        end,
        reader.said(incident.title).text,
        "\n\n".join([*messages, url]),
        url,
        cancelled,
    )


def _vevent(event: Event) -> icalendar.Event:
    import icalendar

    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("dtstamp", event.modified)
    made.add("created", event.created)
    made.add("last-modified", event.modified)
    made.add("sequence", event.sequence)
    made.add("dtstart", event.start)
    if event.end:
        made.add("dtend", event.end)
    made.add("summary", event.summary)
    made.add("description", event.description)
    made.add("url", event.url)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    return made


def _utc() -> icalendar.Timezone:
    """What stands in a calendar without events, for it must hold something."""
    import icalendar

    zone, part = icalendar.Timezone(), icalendar.TimezoneStandard()
    zone.add("tzid", "UTC")
    part.add("dtstart", datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None))
    part.add("tzoffsetfrom", timedelta())
    part.add("tzoffsetto", timedelta())
    zone.add_component(part)
    return zone
