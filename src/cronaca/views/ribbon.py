"""An incident's interruptions and messages to scale."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from cronaca.clock import Interval
from cronaca.model import Incident
from cronaca.views.parts import Ribbon

TICKS = 5
_STEPS = [timedelta(minutes=n) for n in (5, 10, 15, 30, 60, 120, 180, 360, 720)]


def ribbon(incident: Incident, intervals: list[Interval], zone: ZoneInfo) -> Ribbon | None:
    """None when there is nothing to draw, or too little."""
    said = [(update.at.instant, str(update.status)) for update in incident.updates if update.at.instant]
    points = [*chain.from_iterable(intervals), *(at for at, _ in said)]
    if len(points) < 2 or not intervals:
        return None
    first, last = min(points), max(points)
    if last - first < timedelta(minutes=2):
        return None
    step = next((each for each in _STEPS if (last - first) / each <= TICKS), None)
    dated = step is None
    step = step or timedelta(days=-(-(last - first) // (timedelta(1) * TICKS)))
    local = first.astimezone(zone)
    midnight = local.replace(hour=0, minute=0)
    start = (midnight + (local - midnight) // step * step).astimezone(points[0].tzinfo)
    end = start
    ticks = [start]
    while end < last:
        end += step
        ticks.append(end)
    end += (end - start) / 9  # room for the last label

    def place(at: datetime) -> float:
        return round((at - start) / (end - start) * 100, 2)

    return Ribbon(
        tuple((place(a), round(place(b) - place(a), 2), b - a) for a, b in intervals),
        tuple((place(at), at, status) for at, status in said),
        tuple((place(at), at) for at in ticks),
        dated,
    )
