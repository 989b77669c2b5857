"""A folder of content read into a Site, with all that is wrong in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cronaca import model, nodes, schema
from cronaca.fields import BAD, MapOf, Reading, Record
from cronaca.issue import Finding, Issue, Mark, Place, Report, short
from cronaca.nodes import Node, Source
from cronaca.schema import Phrase
from cronaca.text import Localized, plain

SITE, COMPONENTS, PHRASES = "content/site.yaml", "content/components.yaml", "content/phrases.yaml"
INCIDENTS = "content/incidents"
MAX_FILES = 200_000
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)\.yaml", re.ASCII)


def load(folder: Folder) -> tuple[model.Site | None, Report]:
    """The site in a folder; None when its settings cannot be read."""
    report = Report()
    settings, at = _settings(folder, report)
    groups = _groups(folder, at)
    phrases(folder, at)
    incidents = _incidents(folder, at)
    return (model.Site(settings, groups, incidents) if settings else None), report


@dataclass(frozen=True, slots=True)
class Folder:
    """The files below a root, by their names from there.

    ``given`` files are read in place of those on disk, or beside them: unsaved ones, or from elsewhere.
    """

    root: Path
    given: Mapping[str, bytes] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return name in self.given or (self.root / name).exists()

    def read(self, name: str, report: Report) -> Source | None:
        """A file's text; None with a finding when it cannot be read."""
        if name in self.given:
            return nodes.decode(name, self.given[name], report)
        path = self.root / name
        if path.is_symlink() or (self.root / "content").is_symlink():
            report.add(Issue("symbolic-link", "symbolic links are not followed", Mark(name)))
            return None
        try:
            with path.open("rb") as file:
                return nodes.decode(name, file.read(nodes.MAX_BYTES + 1), report)
        except OSError as error:
            hint = 'begin with "cronaca init", or name the folder with --root' if name == SITE else ""
            report.add(Issue("unreadable", error.strerror or "cannot be read", Mark(name), hint=hint))
            return None

    def incidents(self, report: Report) -> list[str]:
        """The names of all files that should be incidents, in order."""
        apart = (SITE, COMPONENTS, PHRASES)
        names = {name for name in self.given if name not in apart}
        if not (self.root / "content").is_symlink():
            names.update(self._walk(INCIDENTS, report))
        return sorted(names)

    def _walk(self, below: str, report: Report, depth: int = 0) -> Iterator[str]:
        try:
            entries = list(os.scandir(self.root / below))
        except OSError:
            return
        for entry in entries:
            name = f"{below}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                message = "symbolic links are not followed"
                report.add(Issue("symbolic-link", message, Mark(printable(name))))
            elif entry.is_dir() and depth < 8:
                yield from self._walk(name, report, depth + 1)
            elif entry.name.casefold().endswith((".yaml", ".yml")):
                yield name


@dataclass(slots=True)
class Places:
    """Where things stand: files are read again for it, for only findings need to know."""

    folder: Folder
    _name: str = ""
    _source: Source | None = None
    _root: Node | None = None

    def issue(self, found: Finding) -> Issue:
        message = found.message
        if found.other:
            other = self.mark(found.other)
            message += f" ({other.line}:{other.column})"
        return Issue(found.code, message, self.mark(found.place), found.level, found.hint)

    def mark(self, place: Place) -> Mark:
        if place.path != self._name:
            self._name = place.path
            self._source = self.folder.read(place.path, Report()) if self.folder.has(place.path) else None
            self._root = nodes.compose(self._source, Report()) if self._source else None
        found = nodes.find(self._root, place.keys, place.on_key) if place.keys else None
        if found is None or self._source is None:
            return Mark(printable(place.path))
        return self._source.mark(found, place.word, place.nth)


def printable(name: str) -> str:
    """A file's name as it can be printed, whatever bytes it has."""
    return name.encode("utf-8", "replace").decode()


def _read(kind: Record | MapOf, called: str, source: Source, at: Reading, **given: Any) -> Any:
    known = len(at.report.issues)
    node = nodes.compose(source, at.report)
    if node is None:
        if len(at.report.issues) == known and not at.report.full(source.path):
            at.report.add(Issue("empty", f"{called} is empty", Mark(source.path)))
        return BAD
    return kind.read(node, at.of(source), **given)


def _settings(folder: Folder, report: Report) -> tuple[model.Settings | None, Reading]:
    """Languages and zone are read first: everything else is read by them."""
    source = folder.read(SITE, report)
    at = Reading(source or Source(SITE, ""), Report(), ZoneInfo("UTC"), ("fr", "en", "it"))
    node = nodes.compose(source, Report()) if source else None
    table = schema.SITE.table
    found = {key: node.get(key) for key in ("languages", "time_zone")} if node else {}
    first = {key: table[key].kind.read(each, at) for key, each in found.items() if each}
    languages, zone = first.get("languages", BAD), first.get("time_zone", BAD)
    if languages is not BAD and at.report.issues:  # a mistyped language is said once, not at every text
        languages = (*languages, *(each for each in at.languages if each not in languages))
    at = replace(
        at,
        report=report,
        zone=at.zone if zone is BAD else ZoneInfo(zone),
        languages=at.languages if languages is BAD or not languages else languages,
    )
    read = _read(schema.SITE, "site.yaml", source, at) if source else BAD
    if read is BAD or languages is BAD or not languages:
        return None, at
    read["cname"] = read.pop("publish", {}).get("cname", "")
    read["base_url"] = read["base_url"].rstrip("/") + "/"
    return model.Settings(**read), at


def _groups(folder: Folder, at: Reading) -> tuple[model.Group, ...]:
    source = folder.read(COMPONENTS, at.report) if folder.has(COMPONENTS) else None
    read = _read(schema.COMPONENTS, "components.yaml", source, at) if source else BAD
    if read is BAD:
        return ()
    groups = [
        replace(group, components=tuple(replace(each, group=group.id) for each in group.components))
        for group in read.get("groups", ())
    ]
    if read.get("components"):
        groups.append(model.Group("", Localized(()), None, read["components"]))
    return tuple(groups)


def phrases(folder: Folder, at: Reading) -> dict[str, Phrase]:
    """The reviewed sentences, by name."""
    source = folder.read(PHRASES, at.report) if folder.has(PHRASES) else None
    read = _read(schema.PHRASES, "phrases.yaml", source, at) if source else BAD
    return {} if read is BAD else dict(read)


def _incidents(folder: Folder, at: Reading) -> tuple[model.Incident, ...]:
    incidents: list[model.Incident] = []
    names = folder.incidents(at.report)
    if len(names) > MAX_FILES:
        at.report.add(Issue("too-many", f"more than {MAX_FILES:,} incident files", Mark(INCIDENTS)))
    for name in names[:MAX_FILES]:
        id = _id(name, name in folder.given, at.report)
        source = folder.read(name, at.report) if id else None
        if source is None or id is None:
            continue
        incident = _read(schema.INCIDENT, "the incident", source, at, id=id, path=name)
        if incident is BAD:  # its address stays known, so that other files may name it
            incident = model.Incident(id, name, plain(id), draft=True)
        incidents.append(incident)
    return tuple(incidents)


def _id(name: str, given: bool, report: Report) -> str | None:
    """The incident's id, by its file's name; None with a finding when that is not a name for one."""
    base = name.rpartition("/")[2]
    match = _NAME.fullmatch(base)
    if match and _is_day(match[1]):
        return match[2]
    if given and not name.startswith("content/"):
        return base.partition(".")[0] or base
    hint = "call it YYYY-MM-DD-name.yaml: a real date, then lower-case letters, digits and hyphens"
    message = f'"{short(printable(base))}" is not an incident file'
    report.add(Issue("file-name", message, Mark(printable(name)), hint=hint))
    return None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
