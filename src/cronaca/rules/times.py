"""Rules about times that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from cronaca import history
from cronaca.clock import Moment
from cronaca.issue import Finding, KeyPath, Level
from cronaca.model import Kind, Site
from cronaca.sources.folder import SITE_FILE

FAR = timedelta(days=3)
_DATED = re.compile(r"(?:.*/(\d{4})/)?(?:.*/)?(\d{4}-\d{2}-\d{2})-[^/]*")


def before(one: Moment, other: Moment) -> bool:
    """Whether one moment is surely before another; by days where one is only known to the day."""
    if one.instant and other.instant:
        return one.instant < other.instant
    return bool(one.day and other.day and one.day < other.day)


def updates_out_of_order(site: Site) -> Iterator[Finding]:
    """An update is older than the one before it."""
    for incident in site.incidents:
        last = Moment("unknown")
        for n, update in enumerate(incident.updates):
            if before(update.at, last):
                place = KeyPath(incident.path, ("updates", n, "at"))
                message = f"this update is older than the one before it ({last.written})"
                yield Finding("updates-out-of-order", message, place, hint="write the oldest update first")
            last = update.at if update.at.known else last


def steps_out_of_order(site: Site) -> Iterator[Finding]:
    """A step of a post-mortem's timeline is older than the one before it."""
    for incident in site.incidents:
        last = Moment("unknown")
        for n, step in enumerate(incident.postmortem.timeline if incident.postmortem else ()):
            if before(step.at, last):
                place = KeyPath(incident.path, ("postmortem", "timeline", n, "at"))
                message = f"this step is older than the one before it ({last.written})"
                hint = "write the oldest step first"
                yield Finding("steps-out-of-order", message, place, Level.WARNING, hint)
            last = step.at if step.at.known else last


def ends_before_begin(site: Site) -> Iterator[Finding]:
    """A window or a schedule ends before it begins."""
    for incident in site.incidents:
        spans: list[tuple[tuple[str | int, ...], Moment, Moment | None]] = [
            (("windows", n, "until"), window.start, window.end) for n, window in enumerate(incident.windows)
        ]
        if incident.schedule:
            spans.append((("schedule", "until"), incident.schedule.start, incident.schedule.end))
        for keys, start, end in spans:
            if end and before(end, start):
                message = f"this ends before it begins ({start.written})"
                hint = "is it the day after?"
                yield Finding("ends-before-begin", message, KeyPath(incident.path, keys), hint=hint)


def coverage_ends_before_begin(site: Site) -> Iterator[Finding]:
    """The site's coverage ends before it begins."""
    coverage = site.settings.coverage
    if coverage.start and coverage.until and coverage.until < coverage.start:
        place = KeyPath(SITE_FILE, ("coverage", "until"))
        yield Finding("ends-before-begin", f"this ends before it begins ({coverage.start})", place)


def before_its_update(site: Site) -> Iterator[Finding]:
    """A next message is due, or a text was corrected, before the update was published."""
    for incident in site.incidents:
        for n, update in enumerate(incident.updates):
            for name, moment in (("next_at", update.next_at), ("corrected_at", update.corrected_at)):
                if moment and before(moment, update.at):
                    place = KeyPath(incident.path, ("updates", n, name))
                    message = f"{name} is before the update itself ({update.at.written})"
                    yield Finding("before-its-update", message, place, Level.WARNING)


def postmortem_before_incident(site: Site) -> Iterator[Finding]:
    """A post-mortem was published before the incident began."""
    for incident in site.incidents:
        if not incident.postmortem:
            continue
        starts = [window.start for window in incident.windows] or [each.at for each in incident.updates]
        known = [start for start in starts if start.known]
        if known and all(before(incident.postmortem.published_at, start) for start in known):
            place = KeyPath(incident.path, ("postmortem", "published_at"))
            message = f"published before the incident began ({known[0].written})"
            yield Finding("postmortem-before-incident", message, place)


def far_window(site: Site) -> Iterator[Finding]:
    """A window lies days away from every message: one of the dates may be a slip."""
    for incident in site.incidents:
        said = [update.at.day for update in incident.updates if update.at.day]
        if not said or incident.kind == Kind.MAINTENANCE:
            continue
        for n, window in enumerate(incident.windows):
            early = window.end and window.end.day and window.end.day < min(said) - FAR
            if early or (window.start.day and window.start.day > max(said) + FAR):
                message = "this window is more than three days away from every message"
                place = KeyPath(incident.path, ("windows", n, "until" if early else "from"))
                yield Finding("far-window", message, place, Level.WARNING, "is a date mistyped?")


def file_date(site: Site) -> Iterator[Finding]:
    """The date in the file's name is not the day on which the incident began."""
    for incident in site.incidents:
        match, day = _DATED.fullmatch(incident.path), history.begin(incident).day
        if not match:
            continue
        named = date.fromisoformat(match[2])
        if match[1] and match[1] != match[2][:4]:
            message = f"a file of {match[2][:4]} lies in the folder {match[1]}"
            yield Finding("file-date", message, KeyPath(incident.path), Level.WARNING, "move the file")
        elif day and abs(named - day) > timedelta(days=1):
            message = f"the file's name says {named}, but the incident began on {day}"
            yield Finding("file-date", message, KeyPath(incident.path), Level.WARNING, "is a date mistyped?")
