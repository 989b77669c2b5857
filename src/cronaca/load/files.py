"""Each file of content, read into what it says."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from cronaca import model, nodes, schema
from cronaca.fields import BAD, MapOf, Reading, Record
from cronaca.issue import Issue, Mark, Report, short
from cronaca.load.folder import COMPONENTS, PHRASES, SITE, Folder, printable
from cronaca.nodes import Source
from cronaca.schema import Phrase
from cronaca.text import Localized, plain

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)\.yaml", re.ASCII)


def _read(kind: Record | MapOf, called: str, source: Source, at: Reading, **given: Any) -> Any:
    known = len(at.report.issues)
    node = nodes.compose(source, at.report)
    if node is None:
        if len(at.report.issues) == known and not at.report.full(source.path):
            at.report.add(Issue("empty", f"{called} is empty", Mark(source.path)))
        return BAD
    return kind.read(node, at.of(source), **given)


def site(folder: Folder, report: Report) -> tuple[model.Settings | None, Reading]:
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
    at = at._replace(
        report=report,
        zone=at.zone if zone is BAD else ZoneInfo(zone),
        languages=at.languages if languages is BAD or not languages else languages,
    )
    read = _read(schema.SITE, "site.yaml", source, at) if source else BAD
    if read is BAD or languages is BAD or not read["languages"]:
        return None, at
    read["cname"] = read.pop("publish", {}).get("cname", "")
    read["base_url"] = read["base_url"].rstrip("/") + "/"
    return model.Settings(**read), at


def components(folder: Folder, at: Reading) -> tuple[model.Group, ...]:
    source = folder.read(COMPONENTS, at.report) if folder.has(COMPONENTS) else None
    read = _read(schema.COMPONENTS, "components.yaml", source, at) if source else BAD
    if read is BAD:
        return ()
    groups = [
        group._replace(components=tuple(each._replace(group=group.id) for each in group.components))
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


def id(name: str, given: bool, report: Report) -> str | None:
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


def incident(source: Source, id: str, at: Reading) -> model.Incident:
    """One incident; a draft with nothing but its address when its file cannot be read."""
    read = _read(schema.INCIDENT, "the incident", source, at, id=id, path=source.path)
    return model.Incident(id, source.path, plain(id), draft=True) if read is BAD else read
