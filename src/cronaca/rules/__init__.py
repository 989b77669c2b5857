"""What must hold beyond each field's own kind: one rule a function, from Site to findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from cronaca.issue import CODES, Finding, Level, Place, Report, did_you_mean
from cronaca.model import Site
from cronaca.rules import markdown, present, site, status, texts, times

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
TIMED: tuple[Callable[[Site, datetime], Iterator[Finding]], ...] = (
    present.overdue,
    present.in_the_future,
)


def _hints() -> tuple[Rule, ...]:
    """Those that never stop anything, or cost more than a build can wait for."""
    from cronaca.rules import facts, hours

    return (
        facts.facts_differ,
        facts.shapes_differ,
        hours.times_outside,
        hours.ranges_differ,
        status.ended_but_unresolved,
        texts.machine_text,
        texts.wrong_language,
    )


def check(written: Site, report: Report, now: datetime) -> Iterator[Finding]:
    """All that the rules find, less what authors accepted; that is taken from the report too."""
    answers = Answers.of(accepted(written))
    answers.answer(report)
    broken = {each.mark.path for each in report.issues if each.level == Level.ERROR}
    sound = written._replace(incidents=tuple(each for each in written.incidents if each.path not in broken))
    yield from answers.left(alone(sound))
    yield from answers.left(hints(sound))
    yield from answers.left(across(written, broken))
    yield from answers.left(timed(sound, now))
    yield from answers.unused(broken)


def alone(sound: Site) -> Iterator[Finding]:
    """What can stop a build in incidents by themselves, whatever else the site holds. ``sound``: without
    errors of form, for half of a file would raise false alarms."""
    return chain.from_iterable(rule(sound) for rule in ALONE)


def hints(sound: Site) -> Iterator[Finding]:
    """What else is to be said of incidents by themselves."""
    return chain.from_iterable(rule(sound) for rule in _hints())


def timed(sound: Site, now: datetime) -> Iterator[Finding]:
    """What is to be said of incidents at this time."""
    return chain.from_iterable(rule(sound, now) for rule in TIMED)


def across(written: Site, broken: Collection[str] = ()) -> Iterator[Finding]:
    """What can stop a build where files speak of each other. ``broken``: files with errors of form."""
    for rule in TOGETHER:
        if rule is site.unknown_component and site.COMPONENTS in broken:
            continue
        for found in rule(written):
            counted = any(isinstance(key, int) for key in found.place.keys)
            if not (counted and found.place.path in broken):
                yield found


def accepted(written: Site) -> Iterator[tuple[str, list[str]]]:
    """The paths of files, each with the codes of the findings that were answered in it."""
    return ((each.path, [answer.code for answer in each.accept]) for each in written.incidents)


@dataclass(slots=True)
class Answers:
    """The findings that authors accepted, and which of these came up."""

    places: dict[tuple[str, str], Place]  # by path and code
    used: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, codes: Iterable[tuple[str, Iterable[str]]]) -> Answers:
        return cls(
            {
                (path, code): Place(path, ("accept", n, "code"))
                for path, accepted in codes
                for n, code in enumerate(accepted)
            }
        )

    def answer(self, report: Report) -> None:
        """Take out of the report what was accepted."""
        issues = report.issues
        report.issues = [each for each in issues if not self.cover(each.code, each.level, each.mark.path)]

    def left(self, findings: Iterator[Finding]) -> Iterator[Finding]:
        return (each for each in findings if not self.cover(each.code, each.level, each.place.path))

    def cover(self, code: str, level: Level, path: str) -> bool:
        """Whether a finding was accepted; an error cannot be."""
        if level == Level.ERROR or (path, code) not in self.places:
            return False
        self.used.add((path, code))
        return True

    def unused(self, broken: Collection[str]) -> Iterator[Finding]:
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
