"""Until when a build stays true: the next instant at which time alone changes what the site says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cronaca import clock, history, instants
from cronaca.history import Present
from cronaca.model import Incident, Kind

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


def transitions(incident: Incident, zone: ZoneInfo) -> tuple[float, ...]:
    """The seconds of the epoch at which it says something else: what is planned, promised or dated ahead."""
    found: list[datetime | None] = [instants.newest(incident, zone)]
    if not history.is_final(incident):
        if incident.schedule:
            found += [incident.schedule.start.start(zone), incident.schedule.end.end(zone)]
        found += [each.next_at.instant for each in incident.updates[-1:] if each.next_at]
    return tuple(sorted({each.timestamp() for each in found if each}))


def hourly(incident: Incident) -> bool:
    """Whether its readers wait for news, so that a page has to say how new it is."""
    over = history.is_final(incident) or history.last_status(incident) in history.ENDED
    return incident.kind != Kind.MAINTENANCE and not over


def next_change(present: Present, transitions: Iterable[float], hourly: bool) -> datetime | None:
    """The first whole minute, in UTC, at which a build says something else than now.

    None for an archive whose coverage is over: nothing in it ever changes with time. Else at the latest
    the site's midnight; with ``hourly`` the next full hour.
    """
    if present.dated:
        return None
    now = present.now
    ahead = [datetime.fromtimestamp(each, UTC) for each in transitions if each > now.timestamp()]
    ahead.append(clock.midnight(present.day + timedelta(1), present.zone))
    if hourly:
        ahead.append(now.replace(minute=0) + _HOUR)
    first = min(ahead)
    whole = first.replace(second=0, microsecond=0)
    return whole if whole == first else whole + _MINUTE
