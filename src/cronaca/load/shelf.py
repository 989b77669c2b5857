"""The site as a build needs it: a brief of every incident, and the incidents themselves on demand."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cronaca import brief, crew, drafts, model, nodes
from cronaca.brief import Brief
from cronaca.fields import Reading
from cronaca.inputs import Inputs, Stamp
from cronaca.issue import Issue, Report
from cronaca.kept import Pack, Where
from cronaca.ledger import Ledger
from cronaca.load import files
from cronaca.load.folder import COMPONENTS, PHRASES, SITE, Folder
from cronaca.nodes import Source

Judge = Callable[[model.Site, Report], None]  # adds what is wrong in one incident
_Found = tuple[bytes, tuple[Any, ...], bytes | None]  # digest of the file, brief, pickled incident if new
Kept = tuple[Stamp, bytes, tuple[Any, ...], Where]  # the file's stamp, its digest, brief, where its pickle is
_MANY = 200  # files that a process reads at a time


@dataclass(slots=True)
class Shelf:
    """Settings, components, and a brief of every incident; the incidents are unpacked when asked for."""

    settings: model.Settings
    groups: tuple[model.Group, ...]
    general: bytes  # stands for the files that all incidents are read by
    kept: dict[str, Kept]  # by the file's name
    pack: Pack
    last: dict[str, Brief] = field(default_factory=dict)  # the briefs of the last build, as far as kept
    state: bytes = b""  # what these were known as
    briefs: list[Brief] = field(default_factory=list)
    agreed: bytes = b""  # the agreement that the files were last found in: what they say of each other
    fresh: int = 0  # files that were read anew
    changed: bool = False  # since it was saved
    _where: dict[str, Where] = field(default_factory=dict)

    def site(self, briefs: Iterable[Brief]) -> model.Site:
        """The site with these incidents alone. Raises Spoilt."""
        return model.Site(self.settings, self.groups, tuple(self._incident(each) for each in briefs))

    @property
    def moved(self) -> bool:
        """Whether the briefs are others than those of the last build."""
        return len(self.briefs) != len(self.last) or any(
            self.last.get(each.path) is not each for each in self.briefs
        )

    def agreement(self) -> bytes:
        """Stands for all that files say of each other: as long as it is the same, they agree as before."""
        paths = "\n".join(each.path for each in self.briefs).encode("utf-8", "surrogatepass")
        return brief.join(self.general, paths, *(each.shape for each in self.briefs))

    def save(self, ledger: Ledger, state: bytes) -> None:
        """Keep what a later build may use again, and what it is known as."""
        self._tidy()
        self.pack.save()
        if self.pack.anew:  # the rows say where their incidents are in it
            ledger = Ledger(ledger.path)
        shared = pickle.dumps((self.settings, self.groups), 5)
        ledger.save((self.general, shared, self.agreed, state), self.kept)

    def keep(self, name: str, found: Kept, clean: bool = True) -> None:
        """Put an incident on the shelf; one with findings is read again next time."""
        last = self.last.get(name)
        self.briefs.append(last if last and last == found[2] else Brief(*found[2]))
        self._where[name] = found[3]
        if clean:
            self.kept[name] = found

    def _incident(self, of: Brief) -> model.Incident:
        found: model.Incident = pickle.loads(self.pack.get(self._where[of.path]))
        return found

    def _tidy(self) -> None:
        """Leave out what was replaced, once it is the most of the pack."""
        if self.pack.end < 2 * sum(where[1] for *_, where in self.kept.values()) + 2**20:
            return
        full, self.pack = self.pack, Pack(self.pack.path, anew=True, draft="tidy")
        for name, (*rest, where) in self.kept.items():
            self.kept[name] = (*rest, self.pack.add(full.get(where)))  # type: ignore[assignment]
        full.close()


def read(
    folder: Folder,
    inputs: Inputs,
    known: Ledger,
    pack: Path,
    judge: Judge,
    preview: bool,
    jobs: int,
) -> tuple[Shelf | None, Report]:
    """The folder's site, None when its settings cannot be read, with what is wrong in each file by itself.

    ``known``: what an earlier build saved, and ``pack``: where its incidents are; of it a file is used whose
    time and size, or bytes, are the same. ``preview``: drafts too. With several ``jobs`` the files are read
    by as many processes. Raises Spoilt.
    """
    report = Report()
    general = _general(folder, preview)
    before, shared, agreed, state = known.head or (None, b"", b"", b"")
    if before == general and pack.exists():
        settings, groups = pickle.loads(shared)
        last = {name: Brief(*each[2]) for name, each in known.rows.items()}
        shelf = Shelf(settings, groups, general, known.rows, Pack(pack, anew=False), last, state)
        shelf.agreed = agreed
        zone = ZoneInfo(shelf.settings.time_zone)
        at = Reading(Source("", ""), report, zone, shelf.settings.languages)
    else:
        written, at = files.site(folder, report)
        groups = files.components(folder, at)
        files.phrases(folder, at)
        if written is None:
            return None, report
        shelf = Shelf(written, groups, b"" if report.issues else general, {}, Pack(pack, anew=True))
    _fill(shelf, folder, inputs, _Reader(folder, shelf, at, judge, preview), report, jobs)
    return shelf, report


def _general(folder: Folder, preview: bool) -> bytes:
    """Stands for the files by which all others are read."""
    names = (SITE, COMPONENTS, PHRASES)
    found = [folder.bytes(name, Report()) if folder.has(name) else None for name in names]
    return brief.digest(preview, found)


def _fill(shelf: Shelf, folder: Folder, inputs: Inputs, reader: _Reader, report: Report, jobs: int) -> None:
    """The shelf's briefs, from what is kept and else from the files."""
    before, shelf.kept = shelf.kept, {}
    stale: list[str] = []
    root = str(folder.root)
    for name in folder.incidents(report):
        stamp = inputs.stamps.get(f"{root}/{name}")
        if name in before and before[name][0] == stamp and stamp[0] < inputs.since:
            shelf.keep(name, before[name])
        else:
            stale.append(name)
    tasks = [tuple(stale[n : n + _MANY]) for n in range(0, len(stale), _MANY)]
    reader.before = {name: before[name] for name in stale if name in before}
    for some in crew.share(reader.read, tasks, jobs):
        for name, found, issues in some:
            report.extend(issues)
            shelf.fresh += found is not None and found[2] is not None
            if found:
                sum_, told, packed = found
                stamp = inputs.stamps.get(f"{root}/{name}", (0, 0, 0))
                where = before[name][3] if packed is None else shelf.pack.add(packed)
                shelf.keep(name, (stamp, sum_, told, where), clean=not issues)
    shelf.pack.flush()
    shelf.changed = bool(stale) or before.keys() != shelf.kept.keys()
    shelf.briefs.sort(key=lambda each: each.path)


@dataclass(slots=True)
class _Reader:
    """Reads files into briefs and packed incidents."""

    folder: Folder
    shelf: Shelf
    at: Reading
    judge: Judge
    preview: bool
    before: dict[str, Kept] = field(default_factory=dict)

    def read(self, names: tuple[str, ...]) -> list[tuple[str, _Found | None, list[Issue]]]:
        return [(name, *self._one(name)) for name in names]

    def _one(self, name: str) -> tuple[_Found | None, list[Issue]]:
        report = Report()
        id = files.id(name, False, report)
        data = self.folder.bytes(name, report) if id else None
        if data is None or id is None:
            return None, report.issues
        sum_ = hashlib.blake2b(data, digest_size=16).digest()
        if name in self.before and self.before[name][1] == sum_:
            return (sum_, self.before[name][2], None), []
        source = nodes.decode(name, data, report)
        if source is None:
            return None, report.issues
        incident = files.incident(source, id, self.at._replace(report=report))
        self.judge(model.Site(self.shelf.settings, self.shelf.groups, (incident,)), report)
        if self.preview:
            incident = drafts.shown(incident)
        found = tuple(brief.of(incident, self.shelf.settings))
        return (sum_, found, pickle.dumps(incident, 5)), report.issues
