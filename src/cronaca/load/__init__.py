"""A folder of content read into a Site, with all that is wrong in it."""

from __future__ import annotations

from cronaca import model
from cronaca.fields import Reading
from cronaca.issue import Report
from cronaca.load import files
from cronaca.load.files import phrases
from cronaca.load.folder import COMPONENTS, INCIDENTS, PHRASES, SITE, Folder, Places, printable

__all__ = ["COMPONENTS", "INCIDENTS", "PHRASES", "SITE", "Folder", "Places", "load", "phrases", "printable"]


def load(folder: Folder) -> tuple[model.Site | None, Report]:
    """The site in a folder; None when its settings cannot be read."""
    report = Report()
    settings, at = files.site(folder, report)
    groups = files.components(folder, at)
    phrases(folder, at)
    incidents = _incidents(folder, at)
    return (model.Site(settings, groups, incidents) if settings else None), report


def _incidents(folder: Folder, at: Reading) -> tuple[model.Incident, ...]:
    incidents: list[model.Incident] = []
    for name in folder.incidents(at.report):
        id = files.id(name, name in folder.given, at.report)
        source = folder.read(name, at.report) if id else None
        if source and id:
            incidents.append(files.incident(source, id, at))
    return tuple(incidents)
