"""What must hold beyond each field's own kind: one rule a function, from Site to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cronaca.issue import Finding, Level
from cronaca.model import Site
from cronaca.rules import incident, site

Rule = Callable[[Site], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    site.duplicate_id,
    site.duplicate_component,
    site.unknown_component,
    site.missing_language,
    incident.updates_out_of_order,
)


def check(written: Site, rules: Iterable[Rule] = RULES) -> Iterator[Finding]:
    """What the rules find, less what the authors accepted; an error cannot be accepted."""
    accepted = {(each.path, answer.code) for each in written.incidents for answer in each.accept}
    for rule in rules:
        for finding in rule(written):
            if finding.level == Level.ERROR or (finding.place.path, finding.code) not in accepted:
                yield finding
