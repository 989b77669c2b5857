"""All that is wrong with a site: what is known of each file, and what files say of each other and of now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cronaca import rules
from cronaca.cache.content import ContentCache, held_content
from cronaca.cache.snapshot import cache_folder
from cronaca.cache.store import Spoilt, Unusable
from cronaca.check.sources import Sources
from cronaca.fingerprint import Fingerprint
from cronaca.issue import Issue, Report
from cronaca.model import Site
from cronaca.sources.folder import Folder, locate


@dataclass(slots=True)
class Checked:
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
) -> Checked:
    """Everything that is wrong with the site below ``root``; without ``now`` only what can stop a build.

    ``given`` files are read in place of those on disk. ``whole``: its incidents are asked for afterwards.
    ``beside``: the site of which what is kept is used; then nothing is kept of this one.
    """
    place, _ = cache_folder(beside or root)
    inputs = Fingerprint.scan([root / "content"], None if beside else place)
    said: list[str] = []
    for _ in range(3):  # what is kept may be spoilt, or not to be written
        sources = Sources(Folder(root, given), inputs, now is not None, jobs=jobs, write=not beside)
        try:
            return _tried(sources, place, now, whole, said)
        except Spoilt as spoilt:
            line, gone = spoilt.drop()
            said.append(line)
            place = place if gone else None
        except Unusable as unusable:
            place = None
            said.append(str(unusable.strerror))
    raise OSError(None, said[-1], str(root))


def _tried(
    sources: Sources, place: Path | None, now: datetime | None, whole: bool, said: list[str]
) -> Checked:
    with held_content(place) as store, store.reading():
        report, cache = Report(), ContentCache(store)
        valid = sources.read(cache, report)
        store.commit()
        if valid:
            judge(sources, cache, report, now)
            sources.fetch(cache, sources.summaries if whole else [])
        return Checked(report, sources if valid else None, [*said, *store.said])


def judge(sources: Sources, cache: ContentCache, report: Report, now: datetime | None) -> list[Issue]:
    """Add what files say of each other, and with ``now`` what is to be said at this time. Raises Spoilt."""
    summaries, broken = sources.summaries, sources.broken
    accepted = rules.accepted_places((each.path, each.accept) for each in summaries)
    used = {(path, code) for path, row in sources.rows.items() for code in row.used}
    components = frozenset(each.id for each in sources.site().components)
    doubtful = summaries if rules.at_odds(summaries, components) else []
    sources.fetch(cache, doubtful)
    found = list(rules.unanswered(rules.across(sources.site(doubtful), broken), accepted, used))
    if now:
        open_ = [each for each in summaries if each.path not in broken and each.may_be_late(now)]
        sources.fetch(cache, open_)
        found += rules.unanswered(rules.timed(sources.site(open_), now), accepted, used)
        found += rules.unused(accepted, used, broken)
    issues = list(locate(sources.folder, found))
    report.extend(issues)
    return issues
