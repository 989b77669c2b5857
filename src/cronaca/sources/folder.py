"""The files of a folder of content, and where things stand in them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cronaca import disk
from cronaca.issue import Finding, Issue, KeyPath, Mark, Report
from cronaca.yaml import nodes
from cronaca.yaml.nodes import Node, SourceFile

SITE_FILE, COMPONENTS_FILE, PHRASES_FILE = (
    "content/site.yaml",
    "content/components.yaml",
    "content/phrases.yaml",
)
INCIDENTS_FOLDER = "content/incidents"
MAX_FILES = 200_000


@dataclass(frozen=True, slots=True)
class Folder:
    """The files below a root, by their names from there.

    ``given`` files are read in place of those on disk, or beside them: unsaved ones, or from elsewhere.
    """

    root: Path
    given: Mapping[str, bytes] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return name in self.given or (self.root / name).exists()

    def read(self, name: str, report: Report) -> SourceFile | None:
        """A file's text; None with a finding when it cannot be read."""
        data = self.bytes(name, report)
        return None if data is None else nodes.decode(name, data, report)

    def bytes(self, name: str, report: Report) -> bytes | None:
        """What stands in a file; None with a finding when it cannot be read."""
        if name in self.given:
            return self.given[name]
        path = self.root / name
        if path.is_symlink() or (self.root / "content").is_symlink():
            report.add(Issue("symbolic-link", "symbolic links are not followed", Mark(name)))
            return None
        try:
            return disk.read_bytes(path, nodes.MAX_BYTES + 1)
        except disk.NotAFile as error:
            self._other(name, str(error.strerror), report)
            return None
        except OSError as error:
            self._unreadable(name, error, report)
            return None

    def incidents(self, report: Report) -> list[str]:
        """The names of all files that should be incidents, in order."""
        apart = (SITE_FILE, COMPONENTS_FILE, PHRASES_FILE)
        names = {name for name in self.given if name not in apart}
        if not (self.root / "content").is_symlink():
            names.update(self._walk("content", report))
        if len(names) > MAX_FILES:
            report.add(Issue("too-many", f"more than {MAX_FILES:,} incident files", Mark(INCIDENTS_FOLDER)))
        return sorted(names)[:MAX_FILES]

    def _walk(self, below: str, report: Report) -> Iterator[str]:
        """The incident files; what is no file is said, wherever it stands in content/."""
        try:
            entries = disk.twice(lambda: list(os.scandir(self.root / below)))
        except OSError as error:
            if below != "content":  # without it, its settings are missed
                self._unreadable(below, error, report)
            return
        for entry in entries:
            if not entry.name.startswith(".") and entry.name != "__pycache__":
                yield from self._entry(f"{below}/{entry.name}", entry, report)

    def _entry(self, name: str, entry: os.DirEntry[str], report: Report) -> Iterator[str]:
        """The incident file that one is, or those below it."""
        within = f"{name}/".startswith(f"{INCIDENTS_FOLDER}/")
        if entry.is_symlink():
            if within:
                message = "symbolic links are not followed"
                report.add(Issue("symbolic-link", message, Mark(printable(name))))
        elif entry.is_dir():
            if within and name.count("/") < 10:
                yield from self._walk(name, report)
        elif not entry.is_file():
            what = disk.kind(entry.stat().st_mode)
            self._other(name, f"{what or 'something'} stands here, not a file", report)
        elif within and name != INCIDENTS_FOLDER and name.casefold().endswith((".yaml", ".yml")):
            yield name

    def _other(self, name: str, message: str, report: Report) -> None:
        report.add(Issue("not-a-file", message, Mark(printable(name)), hint="move it out of content/"))

    def _unreadable(self, name: str, error: OSError, report: Report) -> None:
        hint = "give this user the right to read it"
        if isinstance(error, FileNotFoundError):
            hint = 'begin with "cronaca init", or name the folder with --root' if name == SITE_FILE else ""
        message = error.strerror or "cannot be read"
        report.add(Issue("unreadable", message, Mark(printable(name)), hint=hint))


@dataclass(slots=True)
class Locator:
    """Where things stand: files are read again for it, for only findings need to know."""

    folder: Folder
    _name: str = ""
    _source: SourceFile | None = None
    _root: Node | None = None

    def issue(self, found: Finding) -> Issue:
        message = found.message
        if found.other:
            other = self.mark(found.other)
            message += f" ({other.line}:{other.column})"
        return Issue(found.code, message, self.mark(found.place), found.level, found.hint)

    def root(self, name: str) -> Node | None:
        """What stands in a file; the last one is at hand."""
        if name != self._name:
            self._name = name
            self._source = self.folder.read(name, Report()) if self.folder.has(name) else None
            self._root = nodes.compose(self._source, Report()) if self._source else None
        return self._root

    def mark(self, place: KeyPath) -> Mark:
        found = nodes.find_node(self.root(place.path), place.keys, place.on_key) if place.keys else None
        if found is None or self._source is None:
            return Mark(printable(place.path))
        return self._source.mark(found, place.word, place.nth)


def locate(folder: Folder, findings: Iterable[Finding]) -> Iterator[Issue]:
    """Findings with their places; a file is read again only when there is one."""
    locator = None
    for finding in findings:
        locator = locator or Locator(folder)
        yield locator.issue(finding)


def printable(name: str) -> str:
    """A file's name as it can be printed, whatever bytes it has."""
    return name.encode("utf-8", "replace").decode()
