"""Rules that need to know what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from cronaca.history import Phase, Present, phase
from cronaca.issue import Finding, KeyPath, Level
from cronaca.model import Site

_CLOCKS_DIFFER = timedelta(minutes=10)


def overdue(site: Site, now: datetime) -> Iterator[Finding]:
    """An open incident promised its next message for a time that has passed."""
    present = Present.of(site.settings, now)
    for incident in site.incidents:
        promised = incident.updates[-1].next_at if incident.updates else None
        due = promised.instant if promised else None
        if promised and due and due < present.as_of and phase(incident, present) == Phase.OPEN:
            place = KeyPath(incident.path, ("updates", len(incident.updates) - 1, "next_at"))
            message = f"the next message was due at {promised.written}"
            yield Finding("overdue", message, place, Level.HINT, "add an update, if only with a new next_at")


def in_the_future(site: Site, now: datetime) -> Iterator[Finding]:
    """An update is dated later than now."""
    for incident in site.incidents:
        for n, update in enumerate(incident.updates):
            if update.at.instant and update.at.instant > now + _CLOCKS_DIFFER:
                place = KeyPath(incident.path, ("updates", n, "at"))
                message = f"{update.at.written} is still to come"
                hint = f"a time without an offset is in {site.settings.time_zone}; write Z after UTC"
                yield Finding("in-the-future", message, place, Level.HINT, hint)
