"""The site as a build needs it: a brief of every incident, and the incidents themselves on demand."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from cronaca import brief, crew, drafts, model, nodes
from cronaca.brief import Brief
from cronaca.fields import Reading
from cronaca.inputs import Inputs, Stamp
from cronaca.issue import Issue, Report
from cronaca.load import files
from cronaca.load.folder import COMPONENTS, PHRASES, SITE, Folder
from cronaca.nodes import Source

Judge = Callable[[model.Site, Report], None]  # adds what is wrong in one incident
_Found = tuple[bytes, tuple[Any, ...], bytes]  # digest of the file, brief, pickled incident
Kept = tuple[Stamp, bytes, tuple[Any, ...], bytes]  # the file's stamp, then as above
_MANY = 64  # files that a process reads at a time


@dataclass(slots=True)
class Shelf:
    """Settings, components, and a brief of every incident; the incidents are unpacked when asked for."""

    settings: model.Settings
    groups: tuple[model.Group, ...]
    general: bytes  # stands for the files that all incidents are read by
    kept: dict[str, Kept]  # by the file's name
    briefs: list[Brief] = field(default_factory=list)
    agreed: bytes = b""  # the agreement that the files were last found in
    fresh: int = 0  # files that were read anew
    changed: bool = False  # since it was saved
    _packed: dict[str, bytes] = field(default_factory=dict)
    _open: dict[str, model.Incident] = field(default_factory=dict)

    def site(self, briefs: Iterable[Brief]) -> model.Site:
        """The site with these incidents alone."""
        return model.Site(self.settings, self.groups, tuple(self._incident(each) for each in briefs))

    def agreement(self) -> bytes:
        """Stands for all that files say of each other: as long as it is the same, they agree as before."""
        return brief.digest(self.general, sorted((each.path, each.shape) for each in self.briefs))

    def save(self) -> dict[str, Any]:
        """What a later build may use again."""
        shared = pickle.dumps((self.settings, self.groups), 5)
        return {"general": self.general, "shared": shared, "files": self.kept, "agreement": self.agreed}

    def keep(self, name: str, found: Kept, clean: bool = True) -> None:
        """Put an incident on the shelf; one with findings is read again next time."""
        self.briefs.append(Brief(*found[2]))
        self._packed[name] = found[3]
        if clean:
            self.kept[name] = found

    def _incident(self, of: Brief) -> model.Incident:
        if of.path not in self._open:
            self._open[of.path] = pickle.loads(self._packed[of.path])
        return self._open[of.path]


def read(
    folder: Folder, inputs: Inputs, known: Mapping[str, Any], judge: Judge, preview: bool, jobs: int
) -> tuple[Shelf | None, Report]:
    """The folder's site, None when its settings cannot be read, with what is wrong in each file by itself.

    ``known``: what an earlier build saved; of it a file is used whose time and size, or bytes, are the same.
    ``preview``: drafts too. With several ``jobs`` the files are read by as many processes.
    """
    report = Report()
    general = _general(folder, preview)
    if known.get("general") == general:
        settings, groups = pickle.loads(known["shared"])
        shelf = Shelf(settings, groups, general, dict(known["files"]))
        zone = ZoneInfo(shelf.settings.time_zone)
        at = Reading(Source("", ""), report, zone, shelf.settings.languages)
    else:
        written, at = files.site(folder, report)
        groups = files.components(folder, at)
        files.phrases(folder, at)
        if written is None:
            return None, report
        shelf = Shelf(written, groups, b"" if report.issues else general, {})
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
    for name in folder.incidents(report):
        stamp = inputs.stamps.get(str(folder.root / name), (0, 0, 0))
        if name in before and before[name][0] == stamp and stamp[0] < inputs.since:
            shelf.keep(name, before[name])
        else:
            stale.append(name)
    tasks = [tuple(stale[n : n + _MANY]) for n in range(0, len(stale), _MANY)]
    reader.before = {name: before[name] for name in stale if name in before}
    for some in crew.share(reader.read, tasks, jobs):
        for name, found, issues in some:
            report.extend(issues)
            shelf.fresh += found is not None and found[0] != before.get(name, (0, b""))[1]
            if found:
                stamp = inputs.stamps.get(str(folder.root / name), (0, 0, 0))
                shelf.keep(name, (stamp, *found), clean=not issues)
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
            return self.before[name][1:], []
        source = nodes.decode(name, data, report)
        if source is None:
            return None, report.issues
        incident = files.incident(source, id, self.at._replace(report=report))
        self.judge(model.Site(self.shelf.settings, self.shelf.groups, (incident,)), report)
        if self.preview:
            incident = drafts.shown(incident)
        found = tuple(brief.of(incident, self.shelf.settings))
        return (sum_, found, pickle.dumps(incident, 5)), report.issues
