"""What must hold beyond each field's own kind: one rule a function, from Site to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from cronaca.issue import CODES, Finding, Level, Place, Report, did_you_mean
from cronaca.model import Site
from cronaca.rules import facts, hours, markdown, present, site, status, texts, times

Rule = Callable[[Site], Iterator[Finding]]

ALONE: tuple[Rule, ...] = (  # look at one incident by itself
    times.updates_out_of_order,
    times.steps_out_of_order,
    times.ends_before_begin,
    times.before_its_update,
    times.postmortem_before_incident,
    times.far_window,
    times.file_date,
    status.resolved_but_open,
    status.status_of_another_kind,
    texts.missing_language,
    markdown.markdown,
)
TOGETHER: tuple[Rule, ...] = (  # compare files
    site.duplicate_id,
    site.duplicate_component,
    site.duplicate_code,
    site.unknown_component,
    site.unknown_related,
    site.case_collision,
    times.coverage_ends_before_begin,
)
HINTS: tuple[Rule, ...] = (  # never stop anything, or cost more than a build can wait for
    facts.facts_differ,
    facts.shapes_differ,
    hours.times_outside,
    hours.ranges_differ,
    status.ended_but_unresolved,
    texts.machine_text,
    texts.wrong_language,
)
TIMED: tuple[Callable[[Site, datetime], Iterator[Finding]], ...] = (
    present.overdue,
    present.in_the_future,
)


def check(
    written: Site, report: Report, now: datetime | None = None, more: Sequence[Rule] = ()
) -> Iterator[Finding]:
    """What the rules find, less what authors accepted; that is taken from the report too.

    Without ``now``, only what can stop a build is looked for. A file with errors of form is judged for
    its meaning once it is mended: half of it would raise false alarms.
    """
    answers = Answers.of(written)
    report.issues = [
        each for each in report.issues if not answers.cover(each.code, each.level, each.mark.path)
    ]
    broken = {each.mark.path for each in report.issues if each.level == Level.ERROR}
    sound = replace(written, incidents=tuple(each for each in written.incidents if each.path not in broken))
    for found in _found(written, sound, broken, now, more):
        if not answers.cover(found.code, found.level, found.place.path):
            yield found
    if now:
        yield from answers.unused(broken)


def _found(
    written: Site, sound: Site, broken: set[str], now: datetime | None, more: Sequence[Rule]
) -> Iterator[Finding]:
    for rule in (*ALONE, *more):
        yield from rule(sound)
    for rule in TOGETHER:
        if rule is site.unknown_component and site.COMPONENTS in broken:
            continue
        for found in rule(written):
            counted = any(isinstance(key, int) for key in found.place.keys)
            if not (counted and found.place.path in broken):
                yield found
    if now:
        for hint in HINTS:
            yield from hint(sound)
        for timed in TIMED:
            yield from timed(sound, now)


@dataclass(slots=True)
class Answers:
    """The findings that authors accepted, and which of these came up."""

    places: dict[tuple[str, str], Place]  # by path and code
    used: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, site: Site) -> Answers:
        return cls(
            {
                (incident.path, answer.code): Place(incident.path, ("accept", n, "code"))
                for incident in site.incidents
                for n, answer in enumerate(incident.accept)
            }
        )

    def cover(self, code: str, level: Level, path: str) -> bool:
        """Whether a finding was accepted; an error cannot be."""
        if level == Level.ERROR or (path, code) not in self.places:
            return False
        self.used.add((path, code))
        return True

    def unused(self, broken: set[str]) -> Iterator[Finding]:
        """What was accepted and never came up."""
        for (path, code), place in self.places.items():
            if (path, code) in self.used or path in broken:
                continue
            message, hint = f"there is no finding {code} here to accept", "delete this answer"
            if code not in CODES:
                hint = did_you_mean(code, CODES) or hint
            elif CODES[code][0] == Level.ERROR:
                message = f"{code} is an error: it cannot be accepted, only mended"
            yield Finding("unused-accept", message, place, Level.HINT, hint)
