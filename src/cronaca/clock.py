"""Instants, days and unknown times; zones; intervals that are counted once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

Interval = tuple[datetime, datetime]

UNKNOWN = "unknown"
_WRITTEN = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[Tt ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?[ ]*([Zz]|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
YEARS = range(1970, 2200)  # beyond them a zone's midnights cannot be reckoned safely


class BadTime(ValueError):
    """A time that cannot be read; ``code`` tells a clock change from other faults."""

    def __init__(self, message: str, hint: str = "", code: str = "time") -> None:
        super().__init__(message)
        self.hint, self.code = hint, code


class Moment(NamedTuple):
    """When something happened, as precisely as its author knew.

    ``instant`` is set (UTC) for a time, ``day`` for a time or a bare date (in the site's zone),
    neither for ``unknown``.
    """

    written: str
    instant: datetime | None = None
    day: date | None = None

    @property
    def timed(self) -> bool:
        return self.instant is not None

    @property
    def known(self) -> bool:
        return self.day is not None

    def start(self, zone: ZoneInfo) -> datetime | None:
        """The instant, or the first one of the day."""
        return self.instant or (midnight(self.day, zone) if self.day else None)

    def end(self, zone: ZoneInfo) -> datetime | None:
        """The instant, or the first one after the day: a date as an end includes its day."""
        return self.instant or (midnight(self.day + timedelta(1), zone) if self.day else None)


@lru_cache(maxsize=4096)
def read_moment(text: str, zone: ZoneInfo) -> Moment:
    """A moment from ``2025-03-27 16:11``, ``2025-03-27T15:42Z``, ``2025-03-27`` or ``unknown``.

    Raises BadTime, also for a local time that a clock change makes ambiguous or missing.
    """
    text = text.strip()
    if text == UNKNOWN:
        return Moment(UNKNOWN)
    match = _WRITTEN.fullmatch(text)
    if not match:
        raise BadTime(
            f'"{text[:40]}" is not a time', "write 2025-03-27 16:11, 2025-03-27T15:42Z or 2025-03-27"
        )
    year, month, day, hour, minute, second, offset = match.groups()
    if int(year) not in YEARS:
        raise BadTime(f'"{text}" is not in any year that is likely here')
    try:
        date_ = date(int(year), int(month), int(day))
        if hour is None:
            return Moment(text, None, date_)
        naive = datetime(
            date_.year, date_.month, date_.day, int(hour), int(minute), int(second or 0), tzinfo=UTC
        )
        instant = _shift(naive, offset) if offset else _local(naive.replace(tzinfo=None), zone)
        return Moment(text, instant, instant.astimezone(zone).date())
    except BadTime:
        raise
    except (ValueError, OverflowError) as error:
        raise BadTime(f'"{text}" is not a time: {error}') from None


def _shift(naive: datetime, offset: str) -> datetime:
    if offset in "Zz":
        return naive
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > 14 or minutes > 59:
        raise BadTime(f'"{offset}" is not an offset', "write +01:00 or Z")
    return naive - timedelta(hours=hours, minutes=minutes) * (-1 if offset[0] == "-" else 1)


def _local(wall: datetime, zone: ZoneInfo) -> datetime:
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    text, one, two = f"{wall:%Y-%m-%d %H:%M}", f"{first:%z}", f"{second:%z}"
    choices = f"write {text}{one[:3]}:{one[3:]} or {text}{two[:3]}:{two[3:]}"
    missing = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall
    what = "does not exist" if missing else "happens twice"
    raise BadTime(f"{text} {what} in {zone.key}: the clocks change then", choices, "clock-change")


@lru_cache(maxsize=4096)
def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a day of the zone, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def abbreviation(local: datetime) -> str:
    """A zone's name at an instant in it: CET; or UTC+3 where it has no letters."""
    name = local.tzname() or ""
    return name if name.isalpha() else offset(local)


def offset(local: datetime) -> str:
    """How far a local instant is from UTC: UTC+5:30."""
    minutes = int((local.utcoffset() or timedelta()).total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time, in intervals that neither overlap nor touch."""
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def total(intervals: Iterable[Interval]) -> timedelta:
    """How long the intervals last together; what overlaps counts once."""
    return sum((end - start for start, end in merge(intervals)), timedelta())


def within(merged: Sequence[Interval], start: datetime, end: datetime) -> list[Interval]:
    """As ``clip``, of intervals as ``merge`` gives them: only those that matter are looked at."""
    low = bisect_right(merged, start, key=itemgetter(1))
    high = bisect_left(merged, end, key=itemgetter(0))
    return clip(merged[low:high], start, end)


def clip(intervals: Iterable[Interval], start: datetime, end: datetime) -> list[Interval]:
    """The part of the intervals between two instants."""
    cut = ((max(a, start), min(b, end)) for a, b in intervals)
    return [(a, b) for a, b in cut if a < b]
