"""Statuspage's words for what we know: where an incident stands, how bad it was, how a component does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cronaca import history
from cronaca.history import Phase
from cronaca.model import Impact, Incident, Kind, State, Status

INDICATORS = ["none", "maintenance", "minor", "major", "critical"]


_BY_STATE = {
    State.MAINTENANCE: "maintenance",
    State.DEGRADED: "minor",
    State.PARTIAL: "major",
    State.MAJOR: "critical",
}


_INCIDENT = {
    Status.SCHEDULED: Status.INVESTIGATING,
    Status.IN_PROGRESS: Status.IDENTIFIED,
    Status.VERIFYING: Status.MONITORING,
    Status.COMPLETED: Status.RESOLVED,
}


_MAINTENANCE = {
    Status.INVESTIGATING: Status.IN_PROGRESS,
    Status.IDENTIFIED: Status.IN_PROGRESS,
    Status.MONITORING: Status.VERIFYING,
    Status.RESOLVED: Status.COMPLETED,
}


_BY_PHASE = {Phase.UPCOMING: Status.SCHEDULED, Phase.OPEN: Status.IN_PROGRESS, Phase.CLOSED: Status.COMPLETED}


def status(incident: Incident, phase: Phase) -> tuple[str, bool]:
    """Statuspage's word for where an incident stands, and whether somebody said so."""
    last = history.last_status(incident)
    if incident.kind == Kind.MAINTENANCE:
        if last == Status.UNKNOWN or (incident.schedule and last == Status.SCHEDULED):
            return _BY_PHASE[phase], last == _BY_PHASE[phase]
        return _MAINTENANCE.get(last, last), True
    if incident.postmortem and phase == Phase.CLOSED:
        return "postmortem", True
    if last == Status.UNKNOWN:
        return Status.RESOLVED if phase == Phase.CLOSED else Status.INVESTIGATING, False
    return _INCIDENT.get(last, last), True


def indicator(states: Iterable[State], incidents: Iterable[Incident], phases: Mapping[str, Phase]) -> str:
    """Statuspage's grade of the whole: the worst component or open incident; unknown counts as minor."""
    found = [_BY_STATE.get(state, "none") for state in states]
    for incident in incidents:
        if phases[incident.id] == Phase.OPEN and incident.kind == Kind.MAINTENANCE:
            found.append("maintenance")
        elif phases[incident.id] == Phase.OPEN:
            found.append("minor" if incident.impact == Impact.UNKNOWN else incident.impact)
    return max(found, key=INDICATORS.index, default="none")


def named(state: State) -> str:
    """Statuspage's word for a component's state."""
    return State.OPERATIONAL if state == State.UNKNOWN else state


def impact_word(incident: Incident) -> str:
    """Statuspage's word for how bad it was: it has none for what nobody said."""
    return Impact.NONE if incident.impact == Impact.UNKNOWN else incident.impact
