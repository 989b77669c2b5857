"""Rules about what an incident's status claims."""

from __future__ import annotations

from collections.abc import Iterator

from cronaca import history
from cronaca.issue import Finding, KeyPath, Level
from cronaca.model import Kind, Site, Status

_OF_MAINTENANCE = {Status.SCHEDULED, Status.IN_PROGRESS, Status.VERIFYING, Status.COMPLETED}
_OF_INCIDENT = {Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING, Status.RESOLVED}
_OTHERS = {Kind.INCIDENT: _OF_MAINTENANCE, Kind.MAINTENANCE: _OF_INCIDENT, Kind.INFORMATION: set[Status]()}


def resolved_but_open(site: Site) -> Iterator[Finding]:
    """The last message says that it is over, but a window has no end: its minutes would count for ever."""
    for incident in site.incidents:
        status = history.last_status(incident)
        if status not in history.ENDED:
            continue
        for n, window in enumerate(incident.windows):
            if window.end is None:
                message = f"the incident is {status}, but this window has no end"
                hint = f"write until: {incident.updates[-1].at.written}, or until: unknown"
                yield Finding("resolved-but-open", message, KeyPath(incident.path, ("windows", n)), hint=hint)


def ended_but_unresolved(site: Site) -> Iterator[Finding]:
    """Every window has ended, but the last message still looks for the cause."""
    for incident in site.incidents:
        status = history.last_status(incident)
        if status not in (Status.INVESTIGATING, Status.IDENTIFIED) or not incident.windows:
            continue
        if all(window.end for window in incident.windows):
            place = KeyPath(incident.path, ("updates", len(incident.updates) - 1, "status"))
            message = f"every window has ended, but the incident is still {status}"
            hint = "add an update that says monitoring or resolved"
            yield Finding("ended-but-unresolved", message, place, Level.HINT, hint)


def status_of_another_kind(site: Site) -> Iterator[Finding]:
    """An incident is completed, or a maintenance resolved."""
    for incident in site.incidents:
        others = _OTHERS[incident.kind]
        for n, update in enumerate(incident.updates):
            if update.status in others:
                message = f"{update.status} is not said of kind {incident.kind}"
                known = _OF_INCIDENT if others is _OF_MAINTENANCE else _OF_MAINTENANCE
                hint = "write one of: " + ", ".join(status for status in Status if status in known)
                place = KeyPath(incident.path, ("updates", n, "status"))
                yield Finding("status-kind", message, place, Level.WARNING, hint)
