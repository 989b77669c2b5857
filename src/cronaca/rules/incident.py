"""Rules that look at one incident by itself."""

from __future__ import annotations

from collections.abc import Iterator

from cronaca.issue import Finding, Place
from cronaca.model import Site


def updates_out_of_order(site: Site) -> Iterator[Finding]:
    """An update is older than the one before it."""
    for incident in site.incidents:
        before = None
        for n, update in enumerate(incident.updates):
            if before and update.at.instant and update.at.instant < before:
                place = Place(incident.path, ("updates", n, "at"))
                yield Finding(
                    "updates-out-of-order",
                    "this update is older than the one before it",
                    place,
                    hint="write the oldest update first",
                )
            before = update.at.instant or before
