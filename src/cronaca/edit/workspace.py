"""What a command that writes needs to know of a site, without reading all of its incidents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from cronaca import clock, rules
from cronaca.edit.document import Document
from cronaca.edit.phrasing import Speaker, needed
from cronaca.history import Phase, Present, phase
from cronaca.issue import Keys, Level, Report, did_you_mean
from cronaca.lang.locale import Locale
from cronaca.model import Component, Incident, Settings, Site
from cronaca.schema.context import Context
from cronaca.schema.phrases import Phrase
from cronaca.schema.words import texts
from cronaca.sources.files import read_phrases
from cronaca.sources.folder import INCIDENTS_FOLDER, PHRASES_FILE, Folder, Locator
from cronaca.sources.load import load
from cronaca.yaml import nodes
from cronaca.yaml.nodes import SourceFile

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


class NotFound(LookupError):
    """No incident is meant by a word, or more than one; the message says which there are."""


class Unreadable(Exception):
    """Something is wrong that has to be mended first; ``report`` says what."""

    def __init__(self, report: Report) -> None:
        super().__init__("mend this first")
        self.report = report


@dataclass(frozen=True, slots=True)
class FoundIncident:
    """An incident, and the file that it was read from."""

    incident: Incident
    document: Document


@dataclass(frozen=True, slots=True)
class _Few(Folder):
    """A folder of which only the named incidents are read."""

    names: tuple[str, ...] = ()

    def incidents(self, report: Report) -> list[str]:
        return sorted(self.names)


@dataclass
class Workspace:
    """A site, as somebody who writes an incident sees it. Raises Unreadable when it has no settings."""

    root: Path
    now: datetime
    site: Site = field(init=False)

    def __post_init__(self) -> None:
        site, report = load(_Few(self.root))
        if site is None:
            raise Unreadable(report)
        self.site = site

    @property
    def settings(self) -> Settings:
        return self.site.settings

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.time_zone)

    @property
    def components(self) -> Mapping[str, Component]:
        return {each.id: each for each in self.site.components}

    @cached_property
    def phrases(self) -> dict[str, Phrase]:
        """The reviewed sentences by name; those that cannot be read are left out."""
        at = Context(SourceFile(PHRASES_FILE, ""), Report(), self.zone, self.settings.languages)
        return read_phrases(Folder(self.root), at)

    def parameters(self, phrase: str) -> list[str]:
        """The names of a phrase's parameters; none when there is no such phrase."""
        found = self.phrases.get(phrase)
        return needed(found.text) if found else []

    def speaker(self, at: str) -> Speaker:
        """Who says phrases in a message of that time."""
        from cronaca.theme.theme import Theme

        theme, report = Theme(self.root), Report()
        catalogs = {lang: theme.catalog(lang, report) for lang in self.settings.languages}
        locales = {lang: Locale(lang, self.zone, words) for lang, words in catalogs.items() if words}
        instant = clock.read_moment(at, self.zone).start(self.zone) or self.now
        return Speaker(locales, self.components, self.zone, instant)

    def find(self, word: str) -> FoundIncident:
        """The incident of an id, alias, code or reference; the only open one for "".

        Raises NotFound, and Unreadable when its file is broken.
        """
        names = self._named(word)
        if len(names) != 1:
            names = [self._search(word)]
        document = Document.read(self.root / names[0])
        incident, report = self.judge(names[0], document.text)
        if incident is None or _grave(report):
            raise Unreadable(report)
        return FoundIncident(incident, document)

    def of_issue(self, number: str) -> str:
        """The name of the file that was made from an issue of that number; "" where none was."""
        for path in sorted((self.root / INCIDENTS_FOLDER).rglob("*.yaml")):
            name = path.relative_to(self.root).as_posix()
            source = Folder(self.root).read(name, Report())
            root = nodes.compose(source, Report()) if source and "imported" in source.text else None
            made = nodes.find_node(root, ("imported", "issue"))
            if made is not None and made.kind == "scalar" and made.value == number:
                return name
        return ""

    def _named(self, word: str) -> list[str]:
        if not _ID.fullmatch(word):
            return []
        found = (self.root / INCIDENTS_FOLDER).rglob(f"????-??-??-{word}.yaml")
        return [path.relative_to(self.root).as_posix() for path in found]

    def _search(self, word: str) -> str:
        site, _ = load(Folder(self.root))
        incidents = site.incidents if site else ()
        if word:
            found = [each for each in incidents if word.casefold() in _called(each)]
            hint = did_you_mean(word, [each.id for each in incidents])
            message = f'no incident is called "{word}"' + (f"; {hint}" if hint else "")
        else:
            present = Present.of(self.settings, self.now)
            found = [each for each in incidents if phase(each, present) != Phase.CLOSED]
            message = "no incident is open: name one by its id"
        if not found:
            raise NotFound(message)
        if len(found) > 1:
            raise NotFound(f"several are meant: {', '.join(each.id for each in found)}")
        return found[0].path

    def judge(self, name: str, text: str) -> tuple[Incident | None, Report]:
        """The incident that a text would be, and what would be wrong with it."""
        folder = _Few(self.root, {name: text.encode("utf-8")}, (name,))
        site, report = load(folder)
        places = Locator(folder)
        for found in rules.findings(site, report, self.now) if site else ():
            if found.place.path == name and found.code not in ("unknown-related", "unused-accept"):
                report.add(places.issue(found))
        own = Report([each for each in report.issues if each.mark.path == name])
        return (site.incidents[0] if site and site.incidents else None), own

    def missing(self, incident: Incident) -> dict[str, list[str]]:
        """By language, the texts that lack it: ``title``, ``message 2``, ``post-mortem``."""
        lacking: dict[str, list[str]] = {}
        for keys, text in texts(incident, anywhere=False):
            for lang in self.settings.languages:
                if not text.has(lang):
                    lacking.setdefault(lang, []).append(_text(keys))
        return {lang: list(dict.fromkeys(names)) for lang, names in lacking.items()}


def _text(keys: Keys) -> str:
    """What a writer calls one of an incident's texts."""
    first = str(keys[0])
    named = {"updates": "message", "windows": "window", "postmortem": "post-mortem"}.get(first, first)
    return f"{named} {keys[1] + 1}" if len(keys) > 1 and isinstance(keys[1], int) else named


def _called(incident: Incident) -> set[str]:
    names = (incident.id, incident.code, incident.reference, *incident.aliases)
    return {name.casefold() for name in names if name}


def _grave(report: Report) -> bool:
    form = [each for each in report.issues if each.level == Level.ERROR]
    return any(each.code not in _OF_MEANING for each in form)


_OF_MEANING = ("resolved-but-open", "updates-out-of-order", "ends-before-begin", "unknown-component")
