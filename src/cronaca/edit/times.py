"""Times as people type them at night, written so that a file can keep them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cronaca import clock

_HOUR = re.compile(r"(\d{1,2})[:hH.](\d{2})")
_CLOCKS_DIFFER = timedelta(minutes=10)


def when(text: str, now: datetime, zone: ZoneInfo, ahead: bool = False) -> str:
    """A time as it is written into a file: ``now``, ``16:11``, or one that a file may hold anyway.

    An hour alone is the last one that there was; ``ahead``: the next one that there will be.
    Raises clock.BadTime.
    """
    text, here = text.strip(), now.astimezone(zone)
    if text in ("", "now"):
        return local_time(here, zone)
    hour = _HOUR.fullmatch(text)
    if not hour:
        clock.read_moment(text, zone)
        return text
    day = here.date()
    said = clock.read_moment(f"{day} {int(hour[1]):02}:{hour[2]}", zone)
    if said.instant and not ahead and said.instant > now + _CLOCKS_DIFFER:
        day -= timedelta(1)
    elif said.instant and ahead and said.instant < now - _CLOCKS_DIFFER:
        day += timedelta(1)
    text = f"{day} {int(hour[1]):02}:{hour[2]}"
    clock.read_moment(text, zone)
    return text


def local_time(at: datetime, zone: ZoneInfo) -> str:
    """An instant as local time, with its offset where a clock change would make it ambiguous."""
    local = at.astimezone(zone)
    text = f"{local:%Y-%m-%d %H:%M}"
    try:
        clock.read_moment(text, zone)
    except clock.BadTime:
        offset = f"{local:%z}"
        return f"{text}{offset[:3]}:{offset[3:5]}"
    return text
