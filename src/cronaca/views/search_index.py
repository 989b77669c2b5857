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
from cronaca.views.page import Page
from cronaca.views.reader import Reader
from cronaca.views.site_history import SiteHistory

LAST_YEAR = 2037  # offsets are told up to here, whenever the site is built
_EVER = -(10**11)

Offset = tuple[int, int, str]  # the instant from which it holds; seconds east of UTC; its name


def index_files(site: SiteHistory) -> Iterator[Page]:
    """search.json of every language: lists rather than objects, for there may be ten thousand incidents."""
    begin, until, zone = _begin(site), site.settings.coverage.until, site.present.zone
    services, used = [each.id for each in site.components], impacts(site)
    head = {
        "services": services,
        "impacts": used,
        "from": _epoch(clock.midnight(begin, zone)) if begin else None,
        "until": _epoch(clock.midnight(until + timedelta(1), zone)) if until else None,
        "zone": offsets(site),
    }
    rows = [_row(site, each, services, used) for each in site.incidents]
    for lang in site.settings.languages:
        reader, incidents = Reader.of(site, lang), []
        for each, row in zip(site.incidents, rows, strict=True):
            title = reader.said(each.title)
            shown = title.lang or lang
            incidents.append([each.id, typography(title.text, shown), *row, shown])
        text = json.dumps({**head, "incidents": incidents}, ensure_ascii=False, separators=(",", ":"))
        yield Page.file(f"{lang}/search.json", text + "\n")


def impacts(site: SiteHistory) -> list[str]:
    """The impacts that occur; the script knows them by their place here."""
    used = {each.impact for each in site.incidents}
    return [each.value for each in Impact if each in used]


def _row(site: SiteHistory, incident: Incident, services: list[str], grades: list[str]) -> list[Any]:
    day = site.begins[incident.id]
    touched = site.records[incident.id].touched
    hurt = [number for number, name in enumerate(services) if name in touched]
    spans = reaches(incident, site.present.zone)
    return [incident.reference, day.isoformat() if day else "", grades.index(incident.impact), hurt, spans]


def _begin(site: SiteHistory) -> date | None:
    days = [day for day in site.begins.values() if day]
    return site.settings.coverage.start or min(days, default=None)


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


def offsets(site: SiteHistory) -> list[Offset]:
    """The zone's offsets from UTC in the years of the site, and in those to come."""
    zone, begin = site.present.zone, _begin(site)
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
