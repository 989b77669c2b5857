"""The way through the program: load, check, plan, render, write; and the short way when nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cronaca import __version__, kept, place
from cronaca.inputs import Inputs, default_folder
from cronaca.issue import Report
from cronaca.place import Written

if TYPE_CHECKING:
    from cronaca.model import Site
    from cronaca.rules import Rule
    from cronaca.theme import Theme

Progress = Callable[[int, int, int], None]  # parts done, parts in all, files so far


@dataclass(slots=True)
class Result:
    """What a build found and did."""

    report: Report
    written: Written | None = None  # None: nothing was, and the old site is as it was
    incidents: int = 0
    read: int = 0  # files of content that were read anew
    base_url: str = ""  # of what was written; "" when nothing had to be
    dropped: list[str] = field(default_factory=list)  # what was kept and could not be used
    unkept: str = ""  # why nothing can be kept for the next build


class Last(NamedTuple):
    """What the last build did."""

    incidents: int
    read: int  # files of content that were read anew
    rendered: int  # files of the site; those that it left as they were, and those that it deleted
    kept: int
    deleted: int

    @classmethod
    def of(cls, result: Result, written: Written) -> Last:
        return cls(result.incidents, result.read, len(written.rendered), written.kept, len(written.deleted))


class Order(NamedTuple):
    """What is to be built."""

    root: Path
    out: Path
    kept: Path  # the folder of what is kept
    now: datetime  # UTC, to the minute
    base_url: str  # "": as site.yaml has it
    strict: bool
    fresh: bool  # nothing that was kept is used
    prune: bool  # what is not ours in the output goes
    drafts: bool  # shown too, and marked: for a preview
    jobs: int
    theme: Theme | None  # one that was read before
    progress: Progress | None

    def file(self, kind: str) -> Path:
        """Where something is kept for this output folder."""
        return self.kept / f"{kept.stem(self.out)}.{kind}"


def check(
    root: Path,
    now: datetime | None = None,
    given: Mapping[str, bytes] | None = None,
    more: Sequence[Rule] = (),
) -> tuple[Site | None, Report]:
    """The site below ``root`` and everything that is wrong with it.

    Without ``now``, only what can stop a build. ``given`` files are read in place of those on disk;
    ``more`` rules are asked too.
    """
    from cronaca import rules
    from cronaca.load import Folder, Places, load

    folder = Folder(root, given or {})
    site, report = load(folder)
    if site:
        places = Places(folder)
        for found in rules.check(site, report, now, more):
            report.add(places.issue(found))
    return site, report


def build(
    root: Path,
    out: Path,
    now: datetime,
    base_url: str = "",
    strict: bool = False,
    fresh: bool = False,
    prune: bool = False,
    drafts: bool = False,
    theme: Theme | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    waiting: Callable[[], None] = lambda: None,
) -> Result:
    """The site below ``root`` written into ``out``; nothing is written when anything is wrong.

    ``fresh``: nothing that was kept is used. ``prune``: what is not ours in ``out`` goes, but for hidden
    files. ``drafts``: shown too, and marked; for a preview only. ``theme``: one that was read before.
    ``jobs``: how many processes work at once. ``waiting`` is called when another build has to end first.
    Raises stage.Refused when ``out`` cannot be ours, lock.Busy, and OSError, with a path.
    """
    now = now.astimezone(UTC).replace(second=0, microsecond=0)
    root, out = place.checked(root, out)
    with kept.folder(root) as (folder, unkept):
        order = Order(root, out, folder, now, base_url, strict, fresh, prune, drafts, jobs, theme, progress)
        result, inputs = _same(order)
        if not result:
            result = _alone(order, inputs, waiting)
        result.unkept = unkept
    return result


def _same(order: Order) -> tuple[Result | None, Inputs]:
    """What the last build made, when nothing changed since; and what there is to build from."""
    inputs = Inputs.look(_folders(order.root), order.file("probe"))
    if order.fresh or order.prune or not place.stamp(order.out):
        return None, inputs
    try:
        known = kept.read(order.file("look"))
    except kept.Spoilt:
        return None, inputs
    if not known or known[0] != _look(order, inputs) or known[3] != place.stamp(order.out):
        return None, inputs
    return Result(Report(), Written(kept=known[2]), known[1]), inputs


def _look(order: Order, inputs: Inputs) -> bytes:
    return inputs.digest(__version__, order.now, order.base_url, order.drafts)


def _alone(order: Order, inputs: Inputs, waiting: Callable[[], None]) -> Result:
    """Build while no other build of this site does, into this folder."""
    from cronaca import lock
    from cronaca.build.making import make

    look = order.file("look")
    with lock.held(order.kept / f"site-{kept.stem(order.out)}.db", waiting) as waited:
        if waited:  # the other one may have made the very same, and the content another
            same, inputs = _same(order)
            if same:
                return same
        for left in order.kept.glob(f"{kept.stem(order.out)}.*.new"):
            left.unlink(missing_ok=True)  # by a build that was killed
        dropped = kept.drop(look)
        result = make(order, inputs)
        result.dropped = [*dropped, *result.dropped]
        if result.written is None:
            return result
        if not result.report.issues and inputs.calm:
            files = result.written.kept + len(result.written.rendered)
            kept.save(look, (_look(order, inputs), result.incidents, files, place.stamp(order.out)))
        kept.save(order.file("last"), tuple(Last.of(result, result.written)))
        return result


def last(root: Path, out: Path) -> Last | None:
    """What the last build that had something to do did; None when there is nothing on record."""
    try:
        found = kept.read(root / ".cronaca" / f"{kept.stem(out)}.last")
    except kept.Spoilt:
        return None
    return Last(*found) if found else None


def _folders(root: Path) -> list[Path]:
    return [root / "content", root / "templates", default_folder()]
