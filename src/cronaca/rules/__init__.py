"""What must hold beyond each field's own kind: one rule a function, from Site to findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain

from cronaca.issue import CODES, Finding, Issue, KeyPath, Level, Report, did_you_mean
from cronaca.model import Site
from cronaca.rules import doubts, markdown, present, site, status, texts, times
from cronaca.sources.folder import COMPONENTS_FILE
from cronaca.summary import Summary

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
OF_THE_SITE: tuple[Rule, ...] = (  # look at settings and components
    site.duplicate_component,
    site.case_collision,
    times.coverage_ends_before_begin,
)
TOGETHER: dict[Rule, doubts.Doubt] = {  # compare incidents, each where there is doubt
    site.duplicate_id: doubts.same_names,
    site.duplicate_code: doubts.same_codes,
    site.unknown_component: doubts.strange_components,
    site.unknown_related: doubts.strange_incidents,
}
TIMED: tuple[Callable[[Site, datetime], Iterator[Finding]], ...] = (  # ask only what ``may_be_late``
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


def findings(written: Site, report: Report, now: datetime) -> Iterator[Finding]:
    """All that the rules find, less what authors accepted; that is taken from the report too."""
    known, used = accepted(written), set[tuple[str, str]]()
    report.issues = [each for each in report.issues if not covers(each, known, used)]
    broken = {each.mark.path for each in report.issues if each.level == Level.ERROR}
    sound = written._replace(incidents=tuple(each for each in written.incidents if each.path not in broken))
    found = chain(alone(sound), hints(sound), across(written, broken), timed(sound, now))
    yield from unanswered(found, known, used)
    yield from unused(known, used, broken)


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
    for rule in (*OF_THE_SITE, *TOGETHER):
        if rule is site.unknown_component and COMPONENTS_FILE in broken:
            continue
        for found in rule(written):
            counted = any(isinstance(key, int) for key in found.place.keys)
            if not (counted and found.place.path in broken):
                yield found


def at_odds(summaries: Collection[Summary], components: frozenset[str]) -> bool:
    """Whether any rule that compares incidents may find something; if not, none of them need be read."""
    return any(doubt(summaries, components) for doubt in TOGETHER.values())


Accepted = Mapping[tuple[str, str], KeyPath]  # by a file's path and a finding's code, where it was answered


def accepted(written: Site) -> Accepted:
    """The findings that authors answered."""
    return accepted_places((each.path, [answer.code for answer in each.accept]) for each in written.incidents)


def accepted_places(codes: Iterable[tuple[str, Iterable[str]]]) -> Accepted:
    return {
        (path, code): KeyPath(path, ("accept", number, "code"))
        for path, answered in codes
        for number, code in enumerate(answered)
    }


def covers(issue: Issue, accepted: Accepted, used: set[tuple[str, str]]) -> bool:
    """Whether an issue was accepted, which is noted in ``used``; an error cannot be."""
    return _answered((issue.mark.path, issue.code), issue.level, accepted, used)


def unanswered(
    findings: Iterable[Finding], accepted: Accepted, used: set[tuple[str, str]]
) -> Iterator[Finding]:
    """The findings that nobody accepted; those that somebody did are noted in ``used``."""
    for finding in findings:
        if not _answered((finding.place.path, finding.code), finding.level, accepted, used):
            yield finding


def _answered(key: tuple[str, str], level: Level, accepted: Accepted, used: set[tuple[str, str]]) -> bool:
    if level == Level.ERROR or key not in accepted:
        return False
    used.add(key)
    return True


def unused(
    accepted: Accepted, used: Collection[tuple[str, str]], broken: Collection[str]
) -> Iterator[Finding]:
    """What was accepted and never came up."""
    for (path, code), place in accepted.items():
        if (path, code) in used or path in broken:
            continue
        message, hint = f"there is no finding {code} here to accept", "delete this answer"
        if code not in CODES:
            hint = did_you_mean(code, CODES) or hint
        elif CODES[code][0] == Level.ERROR:
            message = f"{code} is an error: it cannot be accepted, only mended"
        yield Finding("unused-accept", message, place, Level.HINT, hint)
