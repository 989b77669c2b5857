"""What is wrong since a commit: new findings, and what changed under its readers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cronaca import git
from cronaca.check.site import examine
from cronaca.issue import Issue, Keys, Level, Mark, Report
from cronaca.model import Site
from cronaca.parallel import cpu_count
from cronaca.rules.before import permalink_lost, text_changed
from cronaca.sources.folder import Folder, locate
from cronaca.yaml import nodes
from cronaca.yaml.nodes import Node

Told = tuple[str, str, Keys, str]  # code, file, keys, message
_ELSEWHERE = re.compile(r" \(\d+:\d+\)")  # a message's other place, which any line above it moves


class Unknown(Exception):
    """There is nothing to compare with; the message says why."""


def base(root: Path, rev: str) -> str:
    """The commit from which HEAD and a revision come. Raises Unknown, git.GitRefused without a repository."""
    if not git.inside(root):
        raise git.GitRefused(f"{root} is not in a git repository")
    if not rev.strip():
        raise git.GitRefused("name a revision, such as HEAD or origin/main")
    if not git.commit(root, rev):
        raise Unknown(
            "nothing was published before" if rev.strip("0") == "" else f'"{rev}" is no commit here'
        )
    try:
        return git.say(root, "merge-base", rev, "HEAD").strip()
    except git.GitRefused:
        raise Unknown(f'"{rev}" and HEAD have no commit in common here') from None


def since(
    root: Path,
    commit: str,
    now: datetime,
    given: Mapping[str, bytes] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Every error, and what else was not there at a commit; ``tell`` gets lines. Raises GitRefused."""
    with TemporaryDirectory(prefix="cronaca-") as name:
        git.export(root, commit, ("content",), Path(name))
        earlier = examine(Path(name), now, {}, cpu_count(), whole=True, beside=root)
        later = examine(root, now, given or {}, cpu_count(), whole=True)
        for line in dict.fromkeys((*earlier.said, *later.said)):
            tell(line)
        before, old, site, report = earlier.site(), earlier.report, later.site(), later.report
        folder = Folder(root, given or {})
        new = Report(list(_new(old.issues, report.issues, _Keys(Folder(Path(name))), _Keys(folder))))
    new.errors = max(new.errors, report.errors)
    if before and site:
        new.extend(_changes(before, site, report, folder))
    return new


def _changes(before: Site, site: Site, report: Report, folder: Folder) -> Iterator[Issue]:
    from cronaca.rules import accepted, unanswered

    broken = {each.mark.path for each in report.issues if each.level == Level.ERROR}
    found = [*text_changed(before, site, broken), *permalink_lost(before, site, broken)]
    return locate(folder, unanswered(found, accepted(site), set()))


def _new(old: list[Issue], new: list[Issue], was: _Keys, now: _Keys) -> Iterator[Issue]:
    """Errors, and those that the old ones do not hold: at their very place, else anywhere in its lists."""
    exact = Counter(was.told(each) for each in old)
    vague = Counter(_anywhere(key) for key in exact.elements())
    missed = []
    for each in new:
        key = now.told(each)
        if exact[key] > 0:
            exact[key] -= 1
            vague[_anywhere(key)] -= 1
        else:
            missed.append((each, _anywhere(key)))
    fresh = set()
    for each, key in missed:
        if vague[key] > 0:
            vague[key] -= 1
        else:
            fresh.add(id(each))
    return (each for each in new if each.level == Level.ERROR or id(each) in fresh)


def _anywhere(key: Told) -> Told:
    return key[0], key[1], tuple("" if isinstance(each, int) else each for each in key[2]), key[3]


class _Keys:
    """The paths of keys at which findings stand: every file is read once more for it."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._roots: dict[str, Node | None] = {}

    def told(self, issue: Issue) -> Told:
        """What makes a finding the same one, wherever it stands now."""
        return issue.code, issue.mark.path, self._of(issue.mark), _ELSEWHERE.sub("", issue.message)

    def _of(self, mark: Mark) -> Keys:
        if mark.path not in self._roots:
            source = self._folder.read(mark.path, Report()) if self._folder.has(mark.path) else None
            self._roots[mark.path] = nodes.compose(source, Report()) if source else None
        root = self._roots[mark.path]
        return tuple(_keys(root, (mark.line - 1, mark.column - 1))) if root else ()


def _keys(node: Node, at: tuple[int, int]) -> Iterator[str | int]:
    """The keys and numbers that lead to what stands at a line and a column, from 0."""
    if node.items:
        number = sum((each.line, each.column) <= at for each in node.items) - 1
        if number >= 0:
            yield number
            yield from _keys(node.items[number], at)
    before = [pair for pair in node.pairs if (pair[0].line, pair[0].column) <= at]
    if before:
        key, value = before[-1]
        yield key.value
        if (value.line, value.column) <= at:
            yield from _keys(value, at)
