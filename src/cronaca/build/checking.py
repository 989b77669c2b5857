"""All that is wrong with a site: what is known of each file, and what files say of each other and of now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cronaca import kept, rules
from cronaca.build import rows
from cronaca.build.rows import Rows
from cronaca.build.sources import Asked, Sources
from cronaca.inputs import Inputs
from cronaca.issue import Issue, Report
from cronaca.load import Folder, Places
from cronaca.model import Site
from cronaca.rules.table import at_odds
from cronaca.store import Spoilt, Unusable


@dataclass(slots=True)
class Examined:
    """A site, and all that is wrong with it."""

    report: Report
    sources: Sources | None
    said: list[str]  # what of what was kept could not be used, a line each

    def site(self) -> Site | None:
        """With all incidents; None when its settings cannot be read."""
        return self.sources.site(self.sources.summaries) if self.sources else None


def examine(
    root: Path,
    now: datetime | None,
    given: Mapping[str, bytes],
    jobs: int,
    whole: bool = False,
    beside: Path | None = None,
) -> Examined:
    """Everything that is wrong with the site below ``root``; without ``now`` only what can stop a build.

    ``given`` files are read in place of those on disk. ``whole``: its incidents are asked for afterwards.
    ``beside``: the site of which what is kept is used; then nothing is kept of this one.
    """
    place, _ = kept.folder(beside or root)
    inputs = Inputs.look([root / "content"], None if beside else place)
    asked = Asked(Folder(root, given), inputs, now is not None, jobs=jobs, write=not beside)
    said: list[str] = []
    for _ in range(3):  # what is kept may be spoilt, or not to be written
        try:
            return _tried(asked, place, now, whole, said)
        except Spoilt as spoilt:
            line, gone = spoilt.drop()
            said.append(line)
            place = place if gone else None
        except Unusable as unusable:
            place = None
            said.append(str(unusable.strerror))
    raise OSError(None, said[-1], str(root))


def _tried(asked: Asked, place: Path | None, now: datetime | None, whole: bool, said: list[str]) -> Examined:
    with rows.held(place) as store, store.reading():
        report, own = Report(), Rows(store)
        sources = asked.read(own, report)
        store.commit()
        if sources:
            judge(sources, own, asked.folder, report, now)
            sources.fetch(own, sources.summaries if whole else [])
        return Examined(report, sources, [*said, *store.said])


def judge(sources: Sources, own: Rows, folder: Folder, report: Report, now: datetime | None) -> list[Issue]:
    """Add what files say of each other, and with ``now`` what is to be said at this time. Raises Spoilt."""
    summaries, broken = sources.summaries, sources.broken
    answers = rules.Answers.of((each.path, each.accept) for each in summaries)
    answers.used = {(path, code) for path, seen in sources.seen.items() for code in seen.used}
    doubtful = summaries if at_odds(summaries, [each.id for each in sources.site().components]) else []
    sources.fetch(own, doubtful)
    found = list(answers.left(rules.across(sources.site(doubtful), broken)))
    if now:
        open_ = [each for each in summaries if each.path not in broken and each.may_be_late(now)]
        sources.fetch(own, open_)
        found += answers.left(rules.timed(sources.site(open_), now))
        found += answers.unused(broken)
    places = Places(folder)
    issues = [places.issue(each) for each in found]
    report.extend(issues)
    return issues
