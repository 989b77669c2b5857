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
    written: Written = field(default_factory=Written)
    incidents: int = 0
    read: int = 0  # files of content that were read anew
    dropped: list[str] = field(default_factory=list)  # what was kept and could not be used


class Last(NamedTuple):
    """What the last build did."""

    incidents: int
    read: int  # files of content that were read anew
    rendered: int  # files of the site; those that it left as they were, and those that it deleted
    kept: int
    deleted: int

    @classmethod
    def of(cls, result: Result) -> Last:
        written = result.written
        return cls(result.incidents, result.read, len(written.rendered), written.kept, len(written.deleted))


class Order(NamedTuple):
    """What is to be built."""

    root: Path
    out: Path
    now: datetime  # UTC, to the minute
    base_url: str  # "": as site.yaml has it
    strict: bool
    fresh: bool  # nothing that was kept is used
    drafts: bool  # shown too, and marked: for a preview
    jobs: int
    theme: Theme | None  # one that was read before
    progress: Progress | None

    def file(self, kind: str) -> Path:
        """Where something is kept for this output folder."""
        return _file(self.root, self.out, kind)


def _file(root: Path, out: Path, kind: str) -> Path:
    return root / ".cronaca" / f"{kept.stem(out)}.{kind}"


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
    drafts: bool = False,
    theme: Theme | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Result:
    """The site below ``root`` written into ``out``; nothing is written when anything is wrong.

    ``fresh``: nothing that was kept is used. ``drafts``: shown too, and marked; for a preview only.
    ``theme``: one that was read before. ``jobs``: how many processes work at once.
    Raises place.Refused when ``out`` is somebody else's folder.
    """
    now = now.astimezone(UTC).replace(second=0, microsecond=0)
    order = Order(root, out, now, base_url, strict, fresh, drafts, jobs, theme, progress)
    whole = not place.ready(out) or fresh
    inputs = Inputs.look(_folders(root), order.file("probe"))
    look = inputs.digest(__version__, now, base_url, drafts)
    known, dropped = _look(order)
    if known and not whole and known[0] == look:
        result = Result(Report(), Written(kept=known[2]), known[1])
    else:
        from cronaca.build.making import make

        order.file("look").unlink(missing_ok=True)
        result = make(order, inputs, whole)
        result.dropped = [*dropped, *result.dropped]
        if not result.report.issues and inputs.calm:
            files = result.written.kept + len(result.written.rendered)
            kept.save(order.file("look"), (look, result.incidents, files))
    if not result.report.failed(strict):
        kept.save(order.file("last"), tuple(Last.of(result)))
    return result


def last(root: Path, out: Path) -> Last | None:
    """What the last build of a site did; None when there is nothing on record."""
    try:
        found = kept.read(_file(root, out, "last"))
    except kept.Spoilt:
        return None
    return Last(*found) if found else None


def _folders(root: Path) -> list[Path]:
    return [root / "content", root / "templates", default_folder()]


def _look(order: Order) -> tuple[tuple[bytes, int, int] | None, list[str]]:
    """What the last build looked at, and how much it made of it; with what could not be read of it."""
    try:
        return kept.read(order.file("look")), []
    except kept.Spoilt as spoilt:
        return None, [str(spoilt)]
