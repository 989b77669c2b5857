"""Each file of content, read into what it says."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from cronaca import model
from cronaca.issue import Issue, Mark, Report, short
from cronaca.lang import DEFAULT
from cronaca.schema.context import INVALID, Context
from cronaca.schema.phrases import Phrase
from cronaca.schema.records import MapOf, Table
from cronaca.schema.tables import COMPONENTS, INCIDENT, PHRASES, SITE
from cronaca.sources.folder import COMPONENTS_FILE, PHRASES_FILE, SITE_FILE, Folder, printable
from cronaca.text import Localized, plain
from cronaca.yaml import nodes
from cronaca.yaml.nodes import SourceFile

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)\.yaml", re.ASCII)


def _read(kind: Table | MapOf, called: str, source: SourceFile, at: Context, **given: Any) -> Any:
    known = len(at.report.issues)
    node = nodes.compose(source, at.report)
    if node is None:
        if len(at.report.issues) == known and not at.report.full(source.path):
            at.report.add(Issue("empty", f"{called} is empty", Mark(source.path)))
        return INVALID
    return kind.read(node, at.of(source), **given)


def read_site(folder: Folder, report: Report) -> tuple[model.Settings | None, Context]:
    """Languages and zone are read first: everything else is read by them."""
    source = folder.read(SITE_FILE, report)
    at = Context(source or SourceFile(SITE_FILE, ""), Report(), ZoneInfo("UTC"), DEFAULT)
    node = nodes.compose(source, Report()) if source else None
    table = SITE.fields
    found = {key: node.get(key) for key in ("languages", "time_zone")} if node else {}
    first = {key: table[key].kind.read(each, at) for key, each in found.items() if each}
    languages, zone = first.get("languages", INVALID), first.get("time_zone", INVALID)
    if languages is not INVALID and at.report.issues:  # a mistyped language is said once, not at every text
        languages = (*languages, *(each for each in at.languages if each not in languages))
    at = at._replace(
        report=report,
        zone=at.zone if zone is INVALID else ZoneInfo(zone),
        languages=at.languages if languages is INVALID or not languages else languages,
    )
    read = _read(SITE, "site.yaml", source, at) if source else INVALID
    if read is INVALID or languages is INVALID or not read["languages"]:
        return None, at
    read["cname"] = read.pop("publish", {}).get("cname", "")
    read["base_url"] = read["base_url"].rstrip("/") + "/"
    return model.Settings(**read), at


def read_components(folder: Folder, at: Context) -> tuple[model.Group, ...]:
    source = folder.read(COMPONENTS_FILE, at.report) if folder.has(COMPONENTS_FILE) else None
    read = _read(COMPONENTS, "components.yaml", source, at) if source else INVALID
    if read is INVALID:
        return ()
    groups = [
        group._replace(components=tuple(each._replace(group=group.id) for each in group.components))
        for group in read.get("groups", ())
    ]
    if read.get("components"):
        groups.append(model.Group("", Localized(()), None, read["components"]))
    return tuple(groups)


def read_phrases(folder: Folder, at: Context) -> dict[str, Phrase]:
    """The reviewed sentences, by name."""
    source = folder.read(PHRASES_FILE, at.report) if folder.has(PHRASES_FILE) else None
    read = _read(PHRASES, "phrases.yaml", source, at) if source else INVALID
    return {} if read is INVALID else dict(read)


def incident_id(name: str, given: bool, report: Report) -> str | None:
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


def read_incident(source: SourceFile, id: str, at: Context) -> model.Incident:
    """One incident; a draft with nothing but its address when its file cannot be read."""
    read = _read(INCIDENT, "the incident", source, at, id=id, path=source.path)
    return model.Incident(id, source.path, plain(id), draft=True) if read is INVALID else read
