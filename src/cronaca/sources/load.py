"""A folder of content read into a Site, with all that is wrong in it."""

from __future__ import annotations

from cronaca import model
from cronaca.issue import Report
from cronaca.schema.context import Context
from cronaca.sources import files
from cronaca.sources.files import read_phrases
from cronaca.sources.folder import Folder


def load(folder: Folder) -> tuple[model.Site | None, Report]:
    """The site in a folder; None when its settings cannot be read."""
    report = Report()
    settings, at = files.read_site(folder, report)
    groups = files.read_components(folder, at)
    read_phrases(folder, at)
    incidents = _incidents(folder, at)
    return (model.Site(settings, groups, incidents) if settings else None), report


def _incidents(folder: Folder, at: Context) -> tuple[model.Incident, ...]:
    incidents: list[model.Incident] = []
    for name in folder.incidents(at.report):
        id = files.incident_id(name, name in folder.given, at.report)
        source = folder.read(name, at.report) if id else None
        if source and id:
            incidents.append(files.read_incident(source, id, at))
    return tuple(incidents)
