"""A folder of content read into a Site, with all that is wrong in it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cronaca import model, nodes, schema
from cronaca.fields import BAD, Reading, Record
from cronaca.issue import Issue, Mark, Place, Report
from cronaca.nodes import Source

MAX_FILES = 200_000
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)\.yaml")


def load(root: Path) -> tuple[model.Site | None, Report]:
    """The site below ``root``; None when its settings cannot be read."""
    report = Report()
    source = _source(root, root / "content/site.yaml", report)
    if source is None:
        return None, report
    settings, at = _settings(source, report)
    if settings is None or at is None:
        _incidents(root, Reading(source, report, ZoneInfo("UTC"), ("fr", "en", "it")))
        return None, report
    groups = _groups(root, at)
    return model.Site(settings, groups, _incidents(root, at)), report


def locate(root: Path, place: Place) -> Mark:
    """Where a place stands, read from its file again: only findings need to know."""
    source = _source(root, root / place.path, Report())
    node = nodes.compose(source, Report()) if source else None
    found = nodes.find(node, place.keys, place.on_key) if node else None
    return source.mark(found) if source and found else Mark(place.path)


def _source(root: Path, path: Path, report: Report) -> Source | None:
    name = path.relative_to(root).as_posix()
    if path.is_symlink() or root.resolve() not in path.resolve().parents:
        report.add(Issue("symbolic-link", "symbolic links are not followed", Mark(name)))
        return None
    try:
        return nodes.decode(name, path.read_bytes(), report)
    except OSError as error:
        report.add(Issue("unreadable", error.strerror or "cannot be read", Mark(name)))
        return None


def _read(record: Record, source: Source, at: Reading, **given: Any) -> Any:
    node = nodes.compose(source, at.report)
    if node is None:
        if not at.report.issues or at.report.issues[-1].mark.path != source.path:
            at.report.add(Issue("empty", f"{record.called} is empty", Mark(source.path)))
        return BAD
    return record.read(node, replace(at, source=source), **given)


def _settings(source: Source, report: Report) -> tuple[model.Settings | None, Reading | None]:
    """Languages and zone are read first: everything else is read by them."""
    quiet = Reading(source, Report(), ZoneInfo("UTC"), ())
    node = nodes.compose(source, Report())
    table = schema.SITE.table
    found = {key: node.get(key) for key in ("languages", "time_zone")} if node else {}
    first = {key: table[key].kind.read(each, quiet) for key, each in found.items() if each}
    languages, zone = first.get("languages", BAD), first.get("time_zone", BAD)
    at = Reading(
        source,
        report,
        ZoneInfo("UTC" if zone is BAD else zone),
        ("fr", "en", "it") if languages is BAD else languages,
    )
    read = _read(schema.SITE, source, at)
    if read is BAD or languages is BAD or not languages:
        return None, at
    read["cname"] = read.pop("publish", {}).get("cname", "")
    read["base_url"] = read["base_url"].rstrip("/") + "/"
    return model.Settings(**read), at


def _groups(root: Path, at: Reading) -> tuple[model.Group, ...]:
    path = root / "content/components.yaml"
    source = _source(root, path, at.report) if path.exists() else None
    read = _read(schema.COMPONENTS, source, at) if source else BAD
    if read is BAD:
        return ()
    groups = [
        replace(group, components=tuple(replace(each, group=group.id) for each in group.components))
        for group in read.get("groups", ())
    ]
    if read.get("components"):
        groups.append(model.Group("", model.Localized(()), None, read["components"]))
    return tuple(groups)


def _incidents(root: Path, at: Reading) -> tuple[model.Incident, ...]:
    folder = root / "content/incidents"
    incidents = []
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        name = path.relative_to(root).as_posix()
        match = _NAME.fullmatch(path.name)
        if not match:
            if path.name.startswith(".") or path.suffix not in (".yaml", ".yml"):
                continue
            hint = "call it YYYY-MM-DD-name.yaml, in lower-case letters, digits and hyphens"
            at.report.add(Issue("file-name", f'"{path.name}" is not an incident file', Mark(name), hint=hint))
            continue
        source = _source(root, path, at.report)
        if source is None:
            continue
        incident = _read(schema.INCIDENT, source, at, id=match[2], path=name)
        if incident is not BAD:
            incidents.append(incident)
    return tuple(incidents)
