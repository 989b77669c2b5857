"""The way through the program: load, check, plan, render, write; and the short way when nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cronaca import kept, place, program
from cronaca.inputs import Inputs, default_folder
from cronaca.issue import Report
from cronaca.kept import Look
from cronaca.place import Written

if TYPE_CHECKING:
    from cronaca.model import Site
    from cronaca.placed import Last
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
    said: list[str] = field(default_factory=list)  # what of what was kept could not be used, a line each
    settled: bool = False  # whether the next build may ask its look alone


class Order(NamedTuple):
    """What is to be built."""

    root: Path
    out: Path
    kept: Path | None  # the folder of what is kept; None: there is none
    now: datetime  # UTC, to the minute
    base_url: str  # "": as site.yaml has it
    strict: bool
    fresh: bool  # nothing that was kept is used
    prune: bool  # what is not ours in the output goes
    drafts: bool  # shown too, and marked: for a preview
    jobs: int
    theme: Theme | None  # one that was read before
    progress: Progress | None

    def file(self, kind: str) -> Path | None:
        """Where something is kept for this output folder."""
        return self.kept / f"site-{kept.stem(self.out)}.{kind}" if self.kept else None


def check(
    root: Path, now: datetime | None = None, given: Mapping[str, bytes] | None = None, jobs: int = 1
) -> tuple[Site | None, Report]:
    """The site below ``root`` and everything that is wrong with it; of what is kept only changes are read.

    Without ``now``, only what can stop a build. ``given`` files are read in place of those on disk.
    """
    from cronaca.build.checking import examine

    found = examine(root, now, given or {}, jobs, whole=True)
    return found.site(), found.report


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

    ``strict``: nor when a check of all would find a warning. ``fresh``: nothing that was kept is used.
    ``prune``: what is not ours in ``out`` goes, but for hidden files. ``drafts``: shown too, and marked; for
    a preview only. ``theme``: one that was read before. ``jobs``: how many processes work at once.
    ``waiting`` is called when another build has to end first. Raises stage.Refused when ``out`` cannot be
    ours, store.Busy, and OSError, with a path.
    """
    now = now.astimezone(UTC).replace(second=0, microsecond=0)
    root, out = place.checked(root, out)
    folder, unkept = kept.folder(root)
    order = Order(root, out, folder, now, base_url, strict, fresh, prune, drafts, jobs, theme, progress)
    result, inputs = _same(order)
    if not result:
        result = _alone(order, inputs, waiting)
    if unkept:
        result.said = [f"nothing is kept for the next build: {unkept}"]
    return result


def _same(order: Order) -> tuple[Result | None, Inputs]:
    """What the last build made, when nothing changed since; and what there is to build from."""
    inputs = Inputs.look(_folders(order.root), order.kept)
    path = order.file("look")
    if not path or order.fresh or order.prune or order.theme or not place.stamp(order.out):
        return None, inputs
    known = Look.read(path)
    if not known or known.inputs != _stands_for(order, inputs) or known.site != place.stamp(order.out):
        return None, inputs
    report = Report()
    report.extend(known.issues)
    return Result(report, Written(kept=known.files), known.incidents), inputs


def _stands_for(order: Order, inputs: Inputs) -> str:
    given = order.now, order.base_url, order.drafts, order.strict
    return inputs.digest(program.fingerprint(), *given).hex()


def _alone(order: Order, inputs: Inputs, waiting: Callable[[], None]) -> Result:
    """Build while no other build does, into this folder."""
    from cronaca import store
    from cronaca.build import rows

    said: list[str] = []
    place = order.kept
    for _ in range(4):  # either of the two stores may be spoilt: all in it is made anew
        try:
            return _tried(order, inputs, waiting, place, said)
        except store.Spoilt as spoilt:
            line, gone = spoilt.drop()
            said.append(line)
            place = place if gone else None
        except store.Unusable as unusable:
            if place is None or unusable.store.path != place / rows.NAME:
                raise
            place = None
            said.append(f"nothing is kept for the next build: {unusable.filename} {unusable.strerror}")
    raise OSError(None, said[-1], str(order.kept))


def _tried(
    order: Order, inputs: Inputs, waiting: Callable[[], None], place: Path | None, said: list[str]
) -> Result:
    """Raises Spoilt and Unusable, with the store."""
    from cronaca import placed, store
    from cronaca.build import rows
    from cronaca.build.making import make

    with store.held(order.file("db"), placed.TABLES, waiting) as site:
        if site.waited:  # the other one may have made the very same, and the content another
            same, inputs = _same(order)
            if same:
                return same
        with rows.held(place) as sources, sources.reading():
            result = make(order, inputs, site, sources)
        result.said = [*said, *site.said, *sources.said]
        _look(order, inputs, result)
        return result


def _look(order: Order, inputs: Inputs, result: Result) -> None:
    """Let the next build see at once that nothing changed, where that is sure. An older look is of other
    inputs."""
    path, written = order.file("look"), result.written
    if not path or written is None or order.theme:  # a theme may have been read before the inputs were seen
        return
    if result.settled and inputs.calm:
        files = written.kept + len(written.rendered)
        issues = tuple(result.report.issues)
        look = Look(_stands_for(order, inputs), place.stamp(order.out), result.incidents, files, issues)
        with suppress(OSError):  # the next build then looks closer
            look.save(path)


def last(root: Path, out: Path) -> Last | None:
    """What the last build that had something to do did; None when there is nothing on record.

    Raises OSError while a build is at work.
    """
    from cronaca import store
    from cronaca.placed import Placed

    path = root / ".cronaca" / f"site-{kept.stem(out)}.db"
    if not path.is_file():
        return None
    site = store.read_only(path)
    with closing(site.database), suppress(store.Spoilt):
        return Placed.read(site).last
    return None


def _folders(root: Path) -> list[Path]:
    return [root / "content", root / "templates", default_folder()]
