"""What the search page's script reads: every incident, and what the clocks of the zone show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cronaca import clock, history
from cronaca.clock import Moment
from cronaca.markup import typography
from cronaca.model import Impact, Incident, Kind
from cronaca.page import Page
from cronaca.views import Facts, Voice

LAST_YEAR = 2037  # offsets are told up to here, whenever the site is built
_EVER = -(10**11)

Offset = tuple[int, int, str]  # the instant from which it holds; seconds east of UTC; its name


def pages(facts: Facts) -> Iterator[Page]:
    """search.json of every language: lists rather than objects, for there may be ten thousand incidents."""
    begin, until, zone = _begin(facts), facts.settings.coverage.until, facts.present.zone
    head = {
        "services": [each.id for each in facts.site.components],
        "impacts": impacts(facts),
        "from": _epoch(clock.midnight(begin, zone)) if begin else None,
        "until": _epoch(clock.midnight(until + timedelta(1), zone)) if until else None,
        "zone": offsets(facts),
    }
    rows = [_row(facts, each, head["services"], head["impacts"]) for each in facts.incidents]
    for lang in facts.settings.languages:
        voice, incidents = Voice.of(facts, lang), []
        for each, row in zip(facts.incidents, rows, strict=True):
            title = voice.said(each.title)
            shown = title.lang or lang
            incidents.append([each.id, typography(title.text, shown), *row, shown])
        text = json.dumps({**head, "incidents": incidents}, ensure_ascii=False, separators=(",", ":"))
        yield Page(f"{lang}/search.json", "", lang, text + "\n")


def impacts(facts: Facts) -> list[str]:
    """The impacts that occur; the script knows them by their place here."""
    used = {each.impact for each in facts.incidents}
    return [each.value for each in Impact if each in used]


def _row(facts: Facts, incident: Incident, services: Any, grades: Any) -> list[Any]:
    day = facts.begins[incident.id]
    touched = facts.gists[incident.id].touched
    hurt = [number for number, name in enumerate(services) if name in touched]
    spans = reaches(incident, facts.present.zone)
    return [incident.reference, day.isoformat() if day else "", grades.index(incident.impact), hurt, spans]


def _begin(facts: Facts) -> date | None:
    days = [day for day in facts.begins.values() if day]
    return facts.settings.coverage.start or min(days, default=None)


def reaches(incident: Incident, zone: ZoneInfo) -> list[list[int | None]]:
    """When it may have hurt a payment: [from, until], until None while it lasts; a third number, 1,
    where its hours are not known exactly."""
    found: list[list[int | None]] = []
    last = max((end for each in incident.updates if (end := each.at.end(zone))), default=None)
    for window in incident.windows:
        start = window.start.start(zone)
        if start is None:
            continue
        sure = window.start.timed and (window.end is None or window.end.timed)
        end = window.end.end(zone) if window.end else None
        if window.end and end is None:  # nobody knows: it lasted that day, or to the last message
            end = max(filter(None, (last, Moment("", None, window.start.day).end(zone))))
        found.append([_epoch(start), _epoch(end) if end else None, *([] if sure else [1])])
    first = min((start for each in incident.updates if (start := each.at.start(zone))), default=None)
    if not incident.windows and incident.kind != Kind.MAINTENANCE and first and last:
        over = history.last_status(incident) in (*history.ENDED, "unknown")
        found.append([_epoch(first), _epoch(last) if over else None, 1])
    return found


def offsets(facts: Facts) -> list[Offset]:
    """The zone's offsets from UTC in the years of the site, and in those to come."""
    zone, begin = facts.present.zone, _begin(facts)
    at = datetime((begin.year if begin else LAST_YEAR) - 1, 1, 1, tzinfo=UTC)
    found = [_offset_from(_EVER, at, zone)]
    while at.year <= LAST_YEAR:
        after = at + timedelta(1)
        if _seconds(after, zone) != found[-1][1]:
            change = _change(at, after, zone)
            found.append(_offset_from(_epoch(change), change, zone))
        at = after
    return found


def _offset_from(epoch: int, at: datetime, zone: ZoneInfo) -> Offset:
    return epoch, _seconds(at, zone), clock.abbreviation(at.astimezone(zone))


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first instant of a new offset, between two instants that differ in it."""
    before = _seconds(low, zone)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if _seconds(middle, zone) == before else (low, middle)
    return high


def _seconds(at: datetime, zone: ZoneInfo) -> int:
    return int((at.astimezone(zone).utcoffset() or timedelta()).total_seconds())


def _epoch(at: datetime) -> int:
    return int(at.timestamp())
