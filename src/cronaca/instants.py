"""Instants for programs: every time of an incident, also where its author knew only a day or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from cronaca import clock, history
from cronaca.clock import Moment
from cronaca.history import Phase
from cronaca.model import Incident, Kind, Status, code

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(4096)  # an incident has few instants, and its files say them often
def rfc3339(instant: datetime) -> str:
    """RFC 3339 in UTC, with milliseconds."""
    return f"{instant.astimezone(UTC).isoformat(timespec='milliseconds')[:-6]}Z"


def as_written(moment: Moment | None) -> str | None:
    """As well as it is known: an instant, a day, "unknown"; None where there is nothing."""
    if moment is None:
        return None
    if moment.instant:
        return rfc3339(moment.instant)
    return moment.day.isoformat() if moment.day else clock.UNKNOWN


def begun(incident: Incident, zone: ZoneInfo) -> datetime:
    """When it began; the first instant of that day, or of the file's date, where no more is known."""
    found = history.begin(incident).start(zone)
    if found:
        return found
    try:
        return clock.midnight(date.fromisoformat(incident.path.rpartition("/")[2][:10]), zone)
    except ValueError:
        return EPOCH


def instants(incident: Incident, zone: ZoneInfo) -> tuple[datetime, ...]:
    """One for each update: its own, else the last one known before it, else its day's first."""
    found: list[datetime] = []
    for update in incident.updates:
        at = update.at.instant
        if at is None:
            start = update.at.start(zone)
            if found:
                at = max(found[-1], start or found[-1])
            else:
                begin = begun(incident, zone)
                near = start is None or begin.astimezone(zone).date() == update.at.day
                at = begin if near or start is None else start
        found.append(at)
    return tuple(found)


def newest(incident: Incident, zone: ZoneInfo, at: tuple[datetime, ...] = ()) -> datetime:
    """The newest instant that the incident holds: of a message, a correction, its post-mortem.

    ``at``: the instants of its updates, where they are known already.
    """
    found = list(at or instants(incident, zone))
    moments = [update.corrected_at for update in incident.updates if update.corrected_at]
    if incident.postmortem:
        moments.append(incident.postmortem.published_at)
    found += [start for moment in moments if (start := moment.start(zone))]
    return max(found) if found else begun(incident, zone)


def resolved_at(
    incident: Incident, phase: Phase, at: tuple[datetime, ...], zone: ZoneInfo
) -> datetime | None:
    """When it was said to be over, else when it was; None while it lasts and where nobody knows."""
    if phase != Phase.CLOSED:
        return None
    for update, said in zip(reversed(incident.updates), reversed(at), strict=True):
        if update.status in history.ENDED:
            return said
    ends = [window.end.end(zone) if window.end else None for window in incident.windows]
    if not ends and incident.schedule:
        ends = [incident.schedule.end.end(zone)]
    known = [each for each in ends if each]
    return max(known) if known and len(known) == len(ends) else None


def statuses(incident: Incident) -> list[Status]:
    """One for each update: its own, else the preceding one, else the first of its kind."""
    found: list[Status] = []
    last = Status.SCHEDULED if incident.kind == Kind.MAINTENANCE else Status.INVESTIGATING
    for update in incident.updates:
        last = update.status if update.status != Status.UNKNOWN else last
        found.append(last)
    return found


def codes(incident: Incident) -> list[str]:
    """One for each update: twelve characters that no translation changes."""
    key = incident.aliases[0] if incident.aliases else incident.id
    seen: dict[str, int] = {}
    found = []
    for update in incident.updates:
        at = update.at.written
        seen[at] = seen.get(at, 0) + 1
        again = f" {seen[at]}" if seen[at] > 1 else ""
        found.append(update.code or code(f"{key} {at}{again}"))
    return found
