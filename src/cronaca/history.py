"""What follows from the incidents: open or closed, the four clocks, the days touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum, StrEnum
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cronaca import clock
from cronaca.clock import Interval, Moment
from cronaca.model import Impact, Incident, Kind, Role, Settings, State, Status, Window

ENDED = (Status.RESOLVED, Status.COMPLETED)
BEGUN = (Status.IN_PROGRESS, Status.VERIFYING)
NEVER = datetime.min.replace(tzinfo=UTC)  # before every instant


class Phase(StrEnum):
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


class Grade(IntEnum):
    """How bad a day was; ``UNKNOWN``: something happened, nobody said how bad."""

    QUIET = 0
    MAINTENANCE = 1
    UNKNOWN = 2
    DEGRADED = 3
    PARTIAL = 4
    MAJOR = 5


_BY_STATE = {
    State.OPERATIONAL: Grade.QUIET,
    State.MAINTENANCE: Grade.MAINTENANCE,
    State.DEGRADED: Grade.DEGRADED,
    State.PARTIAL: Grade.PARTIAL,
    State.MAJOR: Grade.MAJOR,
}
_BY_IMPACT = {
    Impact.MAINTENANCE: Grade.MAINTENANCE,
    Impact.MINOR: Grade.DEGRADED,
    Impact.MAJOR: Grade.PARTIAL,
    Impact.CRITICAL: Grade.MAJOR,
}


class Present(NamedTuple):
    """The moment that the site speaks from: the only place where time enters."""

    now: datetime  # UTC, to the minute
    as_of: datetime  # an archive's coverage may have ended before now
    day: date  # of as_of, in the zone
    dated: bool  # as_of is a day, not an instant
    zone: ZoneInfo
    until: datetime | None = None  # UTC, to the minute: when a build first says something else

    @classmethod
    def of(cls, settings: Settings, now: datetime) -> Present:
        zone = ZoneInfo(settings.time_zone)
        now = now.astimezone(UTC).replace(second=0, microsecond=0)
        until = settings.coverage.until
        if settings.role == Role.ARCHIVE and until and until < now.astimezone(zone).date():
            return cls(now, clock.midnight(until + timedelta(1), zone), until, True, zone)
        return cls(now, now, now.astimezone(zone).date(), False, zone)


def last_status(incident: Incident) -> Status:
    """The last status that is known."""
    known = (update.status for update in reversed(incident.updates) if update.status != Status.UNKNOWN)
    return next(known, Status.UNKNOWN)


def phase(incident: Incident, present: Present) -> Phase:
    status = last_status(incident)
    if status in ENDED:
        return Phase.CLOSED
    if incident.schedule and status in (Status.UNKNOWN, Status.SCHEDULED):
        start = incident.schedule.start.start(present.zone)
        end = incident.schedule.end.end(present.zone)
        if start and present.as_of < start:
            return Phase.UPCOMING
        return Phase.OPEN if end and present.as_of < end else Phase.CLOSED
    if status == Status.UNKNOWN and all(window.end for window in incident.windows):
        return Phase.CLOSED
    return Phase.OPEN


def is_final(incident: Incident) -> bool:
    """Whether it is over by what is written, so that the passing of time changes nothing of it."""
    status = last_status(incident)
    closed = status in ENDED or (status == Status.UNKNOWN and not incident.schedule)
    return closed and not lasts(incident)


def begin(incident: Incident) -> Moment:
    """When it began, as well as that is known: by its windows, its schedule, its messages."""
    moments = [window.start for window in incident.windows if window.start.known]
    if not moments and incident.schedule:
        moments = [incident.schedule.start]
    if not moments:
        moments = [update.at for update in incident.updates if update.at.known]
    if not moments and incident.postmortem:
        steps = [step.at for step in incident.postmortem.timeline if step.at.known]
        moments = steps or [incident.postmortem.published_at]
    return min(moments, key=moment_order, default=Moment(clock.UNKNOWN))


def moment_order(moment: Moment) -> tuple[date, datetime]:
    return moment.day or date.max, moment.instant or NEVER


def interval(window: Window) -> Interval | None:
    """A window that can be counted in minutes: it is over, and both its ends are times."""
    start, end = window.start.instant, window.end.instant if window.end else None
    return (start, end) if start and end and start <= end else None


def intervals(incident: Incident) -> list[Interval]:
    found = (interval(window) for window in incident.windows)
    return [each for each in found if each]


def lasts(incident: Incident) -> bool:
    """Whether users are still hurt: of that only the beginning is said, never a length."""
    return any(window.end is None for window in incident.windows)


def interruption(incident: Incident) -> timedelta | None:
    """How long users were hurt; None while it lasts, and when no window has both its times."""
    found = [] if lasts(incident) else intervals(incident)
    return clock.total(found) if found else None


def messages(incident: Incident) -> list[datetime]:
    return [update.at.instant for update in incident.updates if update.at.instant]


def follow_up(incident: Incident) -> timedelta | None:
    """From the first message to the last."""
    times = messages(incident)
    return times[-1] - times[0] if len(times) > 1 else None


def to_first_message(incident: Incident) -> timedelta | None:
    return _since_begin(incident, min(messages(incident), default=None))


def to_detection(incident: Incident) -> timedelta | None:
    """By the operator's own timeline: its first step after the start; detections by others stay out."""
    steps = incident.postmortem.timeline if incident.postmortem else ()
    times = [step.at.instant for step in steps if step.at.instant and not step.marks]
    return _since_begin(incident, min(times, default=None))


def to_postmortem(incident: Incident) -> timedelta | None:
    return _since_begin(incident, incident.postmortem.published_at.instant if incident.postmortem else None)


def _since_begin(incident: Incident, instant: datetime | None) -> timedelta | None:
    starts = [window.start.instant for window in incident.windows if window.start.instant]
    if not instant or not starts or instant < min(starts):
        return None
    return instant - min(starts)


def middle(durations: Iterable[timedelta | None]) -> timedelta | None:
    """The median of those that are known."""
    known = [each.total_seconds() for each in durations if each is not None]
    return timedelta(seconds=median(known)) if known else None


def spans(incident: Incident, present: Present) -> Iterator[tuple[date, date]]:
    """First and last day of each time in which the incident touched anybody."""
    if incident.windows:
        pairs = [(window.start, window.end) for window in incident.windows]
    elif incident.schedule and last_status(incident) not in ENDED:
        pairs = [(incident.schedule.start, incident.schedule.end)]
    elif incident.schedule:
        over = min(incident.schedule.end, incident.updates[-1].at, key=moment_order)
        begun = any(update.status in BEGUN for update in incident.updates)
        cancelled = not begun and moment_order(over) < moment_order(incident.schedule.start)
        pairs = [] if cancelled else [(incident.schedule.start, over)]
    else:
        known = [update.at for update in incident.updates if update.at.known]
        last = known[-1] if known and phase(incident, present) == Phase.CLOSED else None
        pairs = [(known[0], last)] if known else []
    for start, end in pairs:
        if start.day:
            last_day = end.day if end else present.day
            if end and end.instant and end.instant == clock.midnight(end.day or start.day, present.zone):
                last_day = (end.day or start.day) - timedelta(1)
            yield start.day, max(start.day, last_day or start.day)


def days(incident: Incident, present: Present) -> list[date]:
    """Every day that the incident touched, once."""
    found: set[date] = set()
    for first, last in spans(incident, present):
        found.update(first + timedelta(n) for n in range((last - first).days + 1))
    return sorted(found)


def grades(incident: Incident) -> dict[str, Grade]:
    """How bad it was for each component; under "" for the site as a whole."""
    stated = [incident.components, *(update.components for update in incident.updates)]
    whole = _BY_IMPACT.get(incident.impact, Grade.UNKNOWN)
    if incident.kind == Kind.MAINTENANCE:
        whole = Grade.MAINTENANCE
    worst: dict[str, Grade] = {}
    for states in stated:
        for component, state in states:
            grade = _BY_STATE.get(state, whole)
            worst[component] = max(grade, worst.get(component, Grade.QUIET))
    worst[""] = max(worst.values(), default=whole) or whole
    return worst


BADNESS = (State.OPERATIONAL, State.MAINTENANCE, State.UNKNOWN, State.DEGRADED, State.PARTIAL, State.MAJOR)
