"""What happened and what was said, in order of time and by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cronaca import history
from cronaca.clock import Moment
from cronaca.model import Incident, Marks, States, Window
from cronaca.text import Localized
from cronaca.views.parts import StepView, TimelineDay


class Line(NamedTuple):
    """A line of an incident's timeline, before a language is picked for its texts."""

    what: str  # as page.Entry
    at: Moment
    number: int = 0
    status: str = ""
    body: Localized | None = None
    lost: timedelta | None = None
    corrected_at: Moment | None = None
    states: States = ()


def lines(incident: Incident) -> list[Line]:
    """The oldest first; what has no time keeps its written place."""
    said = [
        Line("update", each.at, n, each.status, each.body, None, each.corrected_at, each.components)
        for n, each in enumerate(incident.updates, 1)
    ]
    events = []
    for window in incident.windows:
        events.append(Line("start", window.start, body=_step(incident, Marks.START, window.start)))
        if window.end:
            body, time = _step(incident, Marks.END, window.end), length(window)
            events.append(Line("end", window.end, lost=time, body=body))
    merged = _merge(said, events)
    if incident.postmortem:
        merged.append(Line("postmortem", incident.postmortem.published_at, len(said) + 1))
    return merged


def length(window: Window) -> timedelta | None:
    """How long it lasted; None while it does."""
    interval = history.interval(window)
    return interval[1] - interval[0] if interval else None


def _step(incident: Incident, marks: Marks, at: Moment) -> Localized | None:
    """What the post-mortem says of this very moment."""
    steps = incident.postmortem.timeline if incident.postmortem and at.instant else ()
    return next((step.text for step in steps if step.marks == marks and step.at.instant == at.instant), None)


def _merge(said: list[Line], events: list[Line]) -> list[Line]:
    merged = list(said)
    for event in events:
        if not event.at.known:
            # an end that nobody knows stands after its beginning
            before = next((n for n, each in enumerate(merged) if each.what == "start"), -1)
            merged.insert(before + 1, event)
            continue
        place = _place(event)
        after = (n for n, each in enumerate(merged) if each.at.known and _place(each) > place)
        merged.insert(next(after, len(merged)), event)
    return merged


def _place(line: Line) -> tuple[date, int, datetime, int]:
    """Where a line stands; of a day, what has no hour begins before and ends after what has one."""
    at = line.at
    part = 1 if at.instant else 0 if line.what == "start" else 2
    said = 2 if line.what == "update" else 1 if line.what == "end" else 0
    return at.day or date.min, part, at.instant or history.NEVER, said


def by_day(entries: Iterable[Line | StepView], zone: ZoneInfo) -> tuple[TimelineDay, ...]:
    """Entries in their order, under a heading for each day of the zone, and for each offset in it."""
    days: list[TimelineDay] = []
    offset: timedelta | None = None
    for entry in entries:
        moment = entry.at
        now = _offset(moment.instant, zone)
        if days and days[-1].day == moment.day and (now is None or offset in (None, now)):
            last = days.pop()
            days.append(
                TimelineDay(last.day, last.at or moment.instant, last.clocks_changed, (*last.entries, entry))
            )
            offset = now or offset
            continue
        changed = offset is not None and now is not None and now != offset
        offset = now or offset
        days.append(TimelineDay(moment.day, moment.instant, changed, (entry,)))
    return tuple(days)


def _offset(instant: datetime | None, zone: ZoneInfo) -> timedelta | None:
    return instant.astimezone(zone).utcoffset() if instant else None
