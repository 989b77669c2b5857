"""Rules that hold the times of a text against the incident's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from cronaca import history
from cronaca.clock import Moment
from cronaca.facts.fact import Fact, FactKind
from cronaca.facts.reading import facts
from cronaca.issue import Finding, KeyPath, Keys, Level
from cronaca.model import Incident, Site, Update
from cronaca.schema.words import texts
from cronaca.text import ANY

_AHEAD = timedelta(days=1)  # how far an open incident's message looks ahead
_RANGE = re.compile(r"\s?[-–]\s?|\s?(?:à|to|and|et|until|till|e|al|alle|e\salle|jusqu’à|fino\salle|all’)\s?")


def times_outside(site: Site) -> Iterator[Finding]:
    """A text names a time at which the incident did not last, by its windows, messages and steps."""
    zone = ZoneInfo(site.settings.time_zone)
    for incident in site.incidents:
        bounds = _bounds(incident, zone)
        if bounds is None:
            continue
        for keys, lang, fact in _times(incident, site.settings.languages):
            start, end = bounds
            end = max(end, _ahead(incident, keys, zone) or end)
            if _answered(incident, fact) or _lies(fact, start, end, zone):
                continue
            message = f'"{fact.words}" is not within the incident: {_said(start, zone)} to {_said(end, zone)}'
            hint = "is it mistyped? else widen the windows, or say why in disputes"
            place = KeyPath(incident.path, (*keys, lang), word=fact.words)
            yield Finding("fact-outside", message, place, Level.WARNING, hint)


def ranges_differ(site: Site) -> Iterator[Finding]:
    """A text gives a window another begin or end than the window has."""
    zone = ZoneInfo(site.settings.time_zone)
    for incident in site.incidents:
        windows = [
            (_minute(window.start, zone), _minute(window.end, zone))
            for window in incident.windows
            if window.end and window.start.timed and window.end.timed
        ]
        for keys, lang, one, other in _ranges(incident, site.settings.languages) if windows else ():
            told = (one.values[0][1], other.values[0][1])
            near = [each for each in windows if (each[0] == told[0]) != (each[1] == told[1])]
            wrong = other if near and near[0][0] == told[0] else one
            if not near or told in windows or _answered(incident, wrong):
                continue
            start, end = (f"{minute // 60:02}:{minute % 60:02}" for minute in near[0])
            message = f'"{one.words}" to "{other.words}", but the window is from {start} to {end}'
            place = KeyPath(incident.path, (*keys, lang), word=wrong.words)
            hint = "mend the wrong one, or say in disputes (of: windows) what the sources contradict"
            yield Finding("fact-window", message, place, Level.WARNING, hint)


def _times(incident: Incident, languages: tuple[str, ...]) -> Iterator[tuple[Keys, str, Fact]]:
    """The times of each text, in the first of its languages: the others are compared with it."""
    for keys, localized in texts(incident, anywhere=False):
        text = localized.pick(languages[0], languages)
        for fact in facts(text.text, text.lang) if text.lang != ANY else ():
            if (fact.kind == FactKind.TIME and len(fact.values) == 1 and not fact.soft) or (
                fact.kind == FactKind.TIME and not fact.soft and _is_clock(text.text, fact)
            ):
                yield keys, text.lang, fact


def _is_clock(text: str, fact: Fact) -> bool:
    """Whether « 16 h 11 » is a time there, and no duration."""
    before = text[max(0, fact.start - 14) : fact.start].casefold()
    return bool(
        re.search(r"(?:\bà|\bdepuis|\bdès|\bvers|\bavant|\baprès|\bentre|jusqu.à|alle|ore)\s$", before)
    )


def _ranges(incident: Incident, languages: tuple[str, ...]) -> Iterator[tuple[Keys, str, Fact, Fact]]:
    for keys, localized in texts(incident, anywhere=False):
        text = localized.pick(languages[0], languages)
        found = [
            each
            for each in facts(text.text, text.lang or "fr")
            if each.kind == FactKind.TIME and not each.soft
        ]
        for one, other in pairwise(found):
            if text.lang != ANY and _RANGE.fullmatch(text.text[one.end : other.start]):
                yield keys, text.lang, one, other


def _bounds(incident: Incident, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    moments: list[Moment | None] = []
    for window in incident.windows:
        moments += [window.start, window.end]
    for update in incident.updates:
        moments += [update.at, update.next_at, update.corrected_at]
    if incident.schedule:
        moments += [incident.schedule.start, incident.schedule.end]
    if incident.detected:
        moments.append(incident.detected.at)
    if incident.postmortem:
        moments += [step.at for step in incident.postmortem.timeline]
    known = [each for each in moments if each and each.known]
    starts = [start for each in known if (start := each.start(zone))]
    ends = [end for each in known if (end := each.end(zone))]
    return (min(starts), max(ends)) if starts else None


def _ahead(incident: Incident, keys: Keys, zone: ZoneInfo) -> datetime | None:
    """Until when a message may look ahead: only one of an incident that is not over."""
    if keys[0] != "updates":
        return None
    update: Update = incident.updates[int(keys[1])]
    at = update.at.start(zone)
    return at + _AHEAD if at and update.status not in history.ENDED else None


def _lies(fact: Fact, start: datetime, end: datetime, zone: ZoneInfo) -> bool:
    """Whether a time of day comes up between two instants."""
    minute = int(str(fact.values[0][1]))
    if end - start >= timedelta(days=1):
        return True
    where = ZoneInfo("UTC") if fact.utc else zone
    for shift in range(-1, 2):
        day = start.astimezone(where).date() + timedelta(days=shift)
        at = datetime.combine(day, time(minute // 60, minute % 60), where)
        if start.replace(second=0) <= at <= end:
            return True
    return False


def _answered(incident: Incident, fact: Fact) -> bool:
    """Whether a dispute speaks of this time."""
    for dispute in incident.disputes:
        for localized in (dispute.says, dispute.chosen):
            for text in localized.texts:
                told = facts(text.text, text.lang or "en")
                if any(value in each.values for each in told for value in fact.values[:1]):
                    return True
    return False


def _minute(moment: Moment | None, zone: ZoneInfo) -> int:
    assert moment
    assert moment.instant
    local = moment.instant.astimezone(zone)
    return local.hour * 60 + local.minute


def _said(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"
