"""The content as a build or a check needs it: what changed is read, by all cores; the rest is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cronaca import crew, model, summary
from cronaca.build import rows
from cronaca.build.reading import Read, Reader
from cronaca.build.rows import General, Rows, Seen
from cronaca.fields import Reading
from cronaca.inputs import Inputs
from cronaca.issue import Issue, Level, Report
from cronaca.load import files
from cronaca.load.folder import COMPONENTS, PHRASES, SITE, Folder, printable
from cronaca.nodes import Source
from cronaca.summary import Summary

_MANY = 50  # files that a process reads at a time
_GENERAL = (SITE, COMPONENTS, PHRASES)  # by which all others are read


@dataclass(slots=True)
class Sources:
    """Settings, components, and what is known of every incident; the incidents themselves on demand."""

    settings: model.Settings
    groups: tuple[model.Group, ...]
    seen: dict[str, Seen]  # by path, in their order
    values: dict[str, rows.Value]  # the incidents that are at hand
    fresh: int  # files that were read anew
    unkept: set[str]  # files of which nothing may be kept
    broken: set[str]  # files with errors of form

    @property
    def summaries(self) -> list[Summary]:
        return [each.summary for each in self.seen.values()]

    def fetch(self, kept: Rows, some: Iterable[Summary]) -> None:
        """Have these incidents at hand. Raises Spoilt."""
        missing = {each.path for each in some} - self.values.keys()
        self.values |= kept.values(missing) if missing else {}

    def site(self, some: Iterable[Summary] = ()) -> model.Site:
        """The site with these incidents alone, which are at hand. Raises Spoilt."""
        incidents = (rows.incident_of(self.values[each.path], self.seen[each.path]) for each in some)
        return model.Site(self.settings, self.groups, tuple(incidents))


@dataclass(frozen=True, slots=True)
class Asked:
    """How a folder of content is to be read."""

    folder: Folder
    inputs: Inputs
    deep: bool = False  # all is looked for that can be said of a file by itself
    preview: bool = False  # drafts are shown
    jobs: int = 1
    fresh: bool = False  # what is kept is not used
    write: bool = True  # what is read is kept

    def read(self, kept: Rows, report: Report) -> Sources | None:
        """What stands there, and in the report what is wrong with it; None without settings.

        Raises Spoilt.
        """
        general, at = self._general(kept, report)
        before = kept.sources() if general else {}
        used = {} if self.fresh else before
        reader = Reader(self.folder, self.inputs, at, general, used, self.deep, self.preview)
        names = self.folder.incidents(report)
        found = {name: known for name in names if (known := reader.known(name))}
        made = self._made(reader, [name for name in names if name not in found])
        found |= {each.name: each.seen for each in made if each.seen}
        seen = {name: found[name] for name in names if name in found}
        report.extend(issue for one in seen.values() for issue in (*one.issues, *self._hints(one)))
        report.extend(issue for each in made for issue in each.issues)
        if not general:
            return None
        values = {each.name: each.value for each in made if each.value}
        unkept = {each.name for each in made if not each.may}
        if self._keeps:
            kept_ = (each for each in made if each.may and each.seen != before.get(each.name))
            new = {each.name: (each.seen, each.value) for each in kept_ if each.seen}
            gone = {name for name in unkept if printable(name) == name} | (before.keys() - seen.keys())
            kept.keep(new, gone - self.folder.given.keys())
        broken = {each.name for each in made if not each.sound}
        broken |= {issue.mark.path for issue in general.issues if issue.level == Level.ERROR}
        return Sources(general.settings, general.groups, seen, values, len(values), unkept, broken)

    def _hints(self, seen: Seen) -> tuple[Issue, ...]:
        return (self.deep and seen.hints) or ()

    @property
    def _keeps(self) -> bool:
        return self.write and self.folder.given.keys().isdisjoint(_GENERAL)

    def _general(self, kept: Rows, report: Report) -> tuple[General | None, Reading]:
        """The files by which all others are read; each is read once."""
        texts = {name: self.folder.bytes(name, Report()) for name in _GENERAL if self.folder.has(name)}
        digest = summary.digest(texts)
        known = None if self.fresh else kept.general()
        if known and known.digest == digest:
            report.extend(known.issues)
            zone = ZoneInfo(known.settings.time_zone)
            return known, Reading(Source("", ""), report, zone, known.settings.languages)
        folder = Folder(self.folder.root, {name: text for name, text in texts.items() if text is not None})
        settings, at = files.site(folder, report)
        groups = files.components(folder, at)
        files.phrases(folder, at)
        if settings is None:
            return None, at
        general = General(digest, settings, groups, tuple(report.issues))
        if self._keeps and not report.failed():
            kept.keep_general(general)
        return general, at

    def _made(self, reader: Reader, stale: list[str]) -> list[Read]:
        tasks = [tuple(stale[n : n + _MANY]) for n in range(0, len(stale), _MANY)]
        return [each for some in crew.share(reader.some, tasks, self.jobs) for each in some]
