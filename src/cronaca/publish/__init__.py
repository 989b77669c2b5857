"""The committed content, built and put on a branch; nothing that stands there is lost on the way."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from cronaca import git
from cronaca.git import GitRefused
from cronaca.issue import Report
from cronaca.publish.branch import Branch, Files, hashed

FOLDERS = ("content", "templates")  # what a site is built from
_PERMALINK = re.compile(r"[^/]+/((incidents|components)/[^/]+/(postmortem/)?)?index\.html")
_FEW = 5


class BranchChanges(NamedTuple):
    """What becomes of a branch, by the names of its files."""

    added: list[str]
    changed: list[str]
    removed: list[str]


class Published(NamedTuple):
    """What was done; ``commit`` is "" when nothing had to be, or nothing was to be written."""

    report: Report
    changes: BranchChanges | None = None  # None: the content cannot be built
    commit: str = ""
    pushed: str = ""  # the remote


def publish(
    root: Path, name: str, now: datetime, push: bool, dry: bool, waiting: Callable[[], None]
) -> Published:
    """Build HEAD's content below ``root`` and put it on a branch.

    Raises GitRefused, with one line that says why and what to do; the branch is then as it was before.
    """
    from cronaca.cache import store
    from cronaca.cache.snapshot import cache_folder

    source = _committed(root)
    branch = Branch.of(root, name)
    branch.free()
    if push and not branch.remote:
        raise GitRefused("there is no remote to push to: add one with git remote add origin ADDRESS")
    folder, _ = cache_folder(root)
    with TemporaryDirectory(prefix="cronaca-") as apart:
        place = folder or Path(apart)
        with store.held(place / "publish.db", (), waiting) as held:
            if not held.path:
                raise GitRefused(held.said[0])
            if push and not dry:
                branch.fetch()
            return _publish(root, branch, source, place / "publish", now, push, dry)


def _publish(
    root: Path, branch: Branch, source: str, scratch: Path, now: datetime, push: bool, dry: bool
) -> Published:
    from cronaca.output.options import BuildOptions
    from cronaca.parallel import cpu_count
    from cronaca.pipeline import build

    here, tip = branch.tip()
    for each in FOLDERS:
        shutil.rmtree(scratch / each, ignore_errors=True)
    scratch.mkdir(exist_ok=True)
    git.export(root, source, FOLDERS, scratch)
    site, last = scratch / "site", branch.build(tip) if tip else {}
    if tip:
        _descends(branch, tip, source)
    if _still_true(root, branch, tip, source, last, now):
        return Published(Report(), BranchChanges([], [], []), pushed=_push(branch, here, tip, push, dry))
    result = build(BuildOptions(scratch, site, now, jobs=cpu_count()))
    if not result.written:
        return Published(result.report)
    made = hashed(root, site)
    there = branch.files(tip)
    _ours(branch, tip, last, there, made, site)
    changes = compared(there, made)
    lost = [each for each in changes.removed if _PERMALINK.fullmatch(each)]
    if lost:
        raise GitRefused(
            f"published pages would be gone: {_listed(lost)}; put their files back, or name them in aliases"
        )
    if dry or not any(changes):
        return Published(result.report, changes, pushed=_push(branch, here, tip, push, dry))
    short = git.say(root, "rev-parse", "--short", source).strip()
    new = branch.put(site, here, tip, source, f"Publish {short}")
    return Published(result.report, changes, new, _push(branch, here, new, push, dry))


def _push(branch: Branch, old: str, new: str, push: bool, dry: bool) -> str:
    """The remote that took what was made now, or not before."""
    there = branch.tracking and git.commit(branch.root, branch.tracking)
    if not push or dry or not new or new == there:
        return ""
    branch.push(old, new)
    return branch.remote


def _committed(root: Path) -> str:
    """HEAD's commit. Raises GitRefused when the content is not in it as it stands."""
    if not git.inside(root):
        raise GitRefused(f"{root} is not in a git repository: publishing needs one")
    source = git.commit(root, "HEAD")
    if not source:
        raise GitRefused("nothing is committed yet: commit the content first")
    words = ("status", "--porcelain", "--untracked-files=all", "--no-renames", "--", *FOLDERS)
    changed = [each[3:] for each in git.names(root, *words)]
    if changed:
        raise GitRefused(f"not committed: {_listed(changed)}; commit it, or put it away with git stash -u")
    return source


def _descends(branch: Branch, tip: str, source: str) -> None:
    """Raises GitRefused when what stands there was made from content that is no part of this one's past."""
    _, before = branch.last(tip)
    if before and not (git.commit(branch.root, before) and branch.is_ancestor(before, source)):
        raise GitRefused(
            f"what stands on {branch.name} was made from {before[:7]}, which is not in HEAD's history: pull "
            f"first (if you rewrote that history: git merge -s ours {before[:7]})"
        )


def _still_true(
    root: Path, branch: Branch, tip: str, source: str, last: dict[str, object], now: datetime
) -> bool:
    """Whether a build would say what stands there: nothing of it changed, and its time is not over."""
    from cronaca import __version__

    if not tip or last.get("generator") != f"cronaca {__version__}":
        return False
    ours, before = branch.last(tip)
    if ours != tip or not before or not git.commit(root, before):
        return False
    until = last.get("valid_until", "")
    past = isinstance(until, str) and (not until or datetime.fromisoformat(until) <= now)
    return not past and not git.names(root, "diff-tree", "-r", "--name-only", before, source, "--", *FOLDERS)


def _ours(branch: Branch, tip: str, last: dict[str, object], there: Files, made: Files, site: Path) -> None:
    """Raises GitRefused for a branch that holds something else than this site, or files of somebody's."""
    import json

    if not tip:
        return
    own = json.loads((site / "build.json").read_text(encoding="utf-8"))["site"]
    ours, before = branch.last(tip)
    if last.get("site") not in (own, branch.address(before)):
        said = f"its build.json says {last['site']}" if last.get("site") else "it has no build.json of ours"
        raise GitRefused(f"{branch.name} is not a branch of {own} ({said}): name another with --branch")
    if "CNAME" in there and "CNAME" not in made:
        domain = branch.text(tip, "CNAME").strip()
        raise GitRefused(
            f"{branch.name} has the domain {domain}: add publish: {{cname: {domain}}} to content/site.yaml"
        )
    others = branch.touched(ours, tip) if ours else sorted(there.keys() - made.keys())
    foreign = [name for name in others if name != "CNAME" and there.get(name) != made.get(name)]
    if foreign:
        raise GitRefused(
            f"somebody put files on {branch.name}: {_listed(foreign)}; "
            "take them off there, or publish to another --branch"
        )


def compared(there: Files, made: Files) -> BranchChanges:
    return BranchChanges(
        sorted(made.keys() - there.keys()),
        sorted(name for name in made.keys() & there.keys() if made[name] != there[name]),
        sorted(there.keys() - made.keys()),
    )


def _listed(names: Iterable[str]) -> str:
    few = list(names)
    rest = f" and {len(few) - _FEW} more" if len(few) > _FEW else ""
    return ", ".join(few[:_FEW]) + rest
