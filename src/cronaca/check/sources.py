"""The content as a build or a check needs it: what changed is read, by all cores; the rest is known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from cronaca import fingerprint, model, parallel
from cronaca.cache.content import ContentCache, KeptIncident, SourceRow, opened_incident, sealed_incident
from cronaca.check.file import judge_file
from cronaca.fingerprint import Fingerprint, Stamp
from cronaca.issue import Issue, Level, Report
from cronaca.schema.context import Context
from cronaca.sources import files
from cronaca.sources.drafts import as_previewed
from cronaca.sources.folder import COMPONENTS_FILE, PHRASES_FILE, SITE_FILE, Folder, printable
from cronaca.summary import Summary, summarize
from cronaca.yaml import nodes
from cronaca.yaml.nodes import SourceFile

ReadFile = tuple[str, SourceRow, KeptIncident | None]  # a file's name; no incident: what is kept still holds
_MANY = 50  # files that a process reads at a time
_BASIS = (SITE_FILE, COMPONENTS_FILE, PHRASES_FILE)  # by which all others are read


@dataclass(slots=True)
class Sources:
    """Settings, components, and what is known of every incident; the incidents themselves on demand."""

    folder: Folder
    inputs: Fingerprint
    deep: bool = False  # all is looked for that can be said of a file by itself
    preview: bool = False  # drafts are shown
    jobs: int = 1
    full: bool = False  # what is kept is not used
    write: bool = True  # what is read is kept
    valid: bool = False  # whether there are settings
    settings: model.Settings = field(init=False)
    groups: tuple[model.Group, ...] = ()
    basis: bytes = b""  # the digest of site.yaml, components.yaml and phrases.yaml
    rows: dict[str, SourceRow] = field(default_factory=dict)  # by path, in their order
    fresh: int = 0  # files that were read anew
    unkept: set[str] = field(default_factory=set)  # files of which nothing may be kept
    broken: set[str] = field(default_factory=set)  # files with errors of form
    _before: Mapping[str, SourceRow] = field(default_factory=dict)  # what is kept, and may be used
    _at: Context = field(init=False)
    _values: dict[str, KeptIncident] = field(default_factory=dict)  # the incidents that are at hand
    _prefix: str = ""  # of the paths by which the inputs know files

    def __post_init__(self) -> None:
        self._prefix = str(self.folder.root / "x")[:-1]

    def read(self, cache: ContentCache, report: Report) -> bool:
        """Learn what stands there, and what is wrong with it; False without settings. Raises Spoilt."""
        self.valid = self._read_basis(cache, report)
        kept = cache.sources() if self.valid else {}
        self._before = {} if self.full else kept
        names = self.folder.incidents(report)
        known = {name: row for name in names if (row := self._known(name))}
        outcomes = self._read([name for name in names if name not in known])
        self._values = {name: value for name, _, value in outcomes if value}
        self.fresh = len(self._values)
        self.unkept = {name for name, row, _ in outcomes if not row.kept}
        self.broken |= {name for name, row, _ in outcomes if not row.sound}
        found = known | {name: row for name, row, _ in outcomes}
        self.rows = {name: found[name] for name in names if found[name].summary}
        report.extend(issue for row in self.rows.values() for issue in (*row.issues, *self._hints(row)))
        report.extend(issue for _, row, _ in outcomes if not row.summary for issue in row.issues)
        if self.valid and self._keeps:
            self._keep(cache, kept, outcomes)
        return self.valid

    def _read(self, names: list[str]) -> list[ReadFile]:
        tasks = [tuple(names[n : n + _MANY]) for n in range(0, len(names), _MANY)]
        return [each for some in parallel.each_of(self._some, tasks, self.jobs) for each in some]

    def _some(self, names: Iterable[str]) -> list[ReadFile]:
        return [self._one(name) for name in names]

    def _one(self, name: str) -> ReadFile:
        """What a file says now, by the settings and components that were read before."""
        report, given = Report(), name in self.folder.given
        id = files.incident_id(name, given, report)
        data = self.folder.bytes(name, report) if id else None
        if data is None or id is None:
            return name, SourceRow(issues=tuple(report.issues)), None
        digest = hashlib.blake2b(data, digest_size=16).digest()
        known = self._before.get(name)
        if known and known.digest == digest and self._holds(known):
            return name, known._replace(stamp=self._stamp(name) or known.stamp, kept=not given), None
        source = nodes.decode(name, data, report)
        at = self._at._replace(report=report)
        incident = files.read_incident(source, id, at) if source else None
        if incident is None or not self.valid:
            return name, SourceRow(issues=tuple(report.issues)), None
        site = model.Site(self.settings, self.groups, (incident,))
        row = judge_file(self.folder, site, report, self.deep)
        shown = as_previewed(incident) if self.preview else incident
        summary = summarize(shown, self.settings)
        row = row._replace(stamp=self._stamp(name), basis=self.basis, digest=digest, summary=summary)
        return name, row, sealed_incident(digest, shown) if row.kept else shown

    def _known(self, name: str) -> SourceRow | None:
        """What is known of a file without a look into it."""
        row, stamp = self._before.get(name), self._stamp(name)
        same = row and stamp and row.stamp == stamp and name not in self.folder.given
        return row if row and same and self._holds(row) else None

    def _stamp(self, name: str) -> Stamp | None:
        return self.inputs.of(self._prefix + name)

    def _holds(self, row: SourceRow) -> bool:
        """Whether a file was read by the same settings and components, and enough was asked."""
        return row.basis == self.basis and (row.hints is not None or not self.deep)

    def _hints(self, row: SourceRow) -> tuple[Issue, ...]:
        return (self.deep and row.hints) or ()

    @property
    def _keeps(self) -> bool:
        return self.write and self.folder.given.keys().isdisjoint(_BASIS)

    def _keep(self, cache: ContentCache, kept: Mapping[str, SourceRow], outcomes: Iterable[ReadFile]) -> None:
        new = {name: (row, value) for name, row, value in outcomes if row.kept and row != kept.get(name)}
        gone = {name for name in self.unkept if printable(name) == name} | (kept.keys() - self.rows.keys())
        cache.keep(new, gone - self.folder.given.keys())

    def _read_basis(self, cache: ContentCache, report: Report) -> bool:
        """The files by which all others are read; each is read once."""
        texts = {name: self.folder.bytes(name, Report()) for name in _BASIS if self.folder.has(name)}
        self.basis = fingerprint.digest(texts)
        known = None if self.full else cache.basis()
        if known and known[0] == self.basis:
            _, self.settings, self.groups, issues = known
            report.extend(issues)
            zone = ZoneInfo(self.settings.time_zone)
            self._at = Context(SourceFile("", ""), report, zone, self.settings.languages)
            return True
        folder = Folder(self.folder.root, {name: text for name, text in texts.items() if text is not None})
        settings, self._at = files.read_site(folder, report)
        self.groups = files.read_components(folder, self._at)
        files.read_phrases(folder, self._at)
        if settings is None:
            return False
        self.settings, issues = settings, tuple(report.issues)
        self.broken = {issue.mark.path for issue in issues if issue.level == Level.ERROR}
        if self._keeps and not report.failed():
            cache.keep_basis((self.basis, settings, self.groups, issues))
        return True

    @property
    def summaries(self) -> list[Summary]:
        return [row.summary for row in self.rows.values() if row.summary]

    def fetch(self, cache: ContentCache, some: Iterable[Summary]) -> None:
        """Have these incidents at hand. Raises Spoilt."""
        missing = {each.path for each in some} - self._values.keys()
        self._values |= cache.values(missing) if missing else {}

    def move_to(self, base_url: str) -> None:
        """Let the site have another address than site.yaml says; "" for that one."""
        if base_url:
            self.settings = self.settings._replace(base_url=base_url.rstrip("/") + "/")

    def site(self, some: Iterable[Summary] = ()) -> model.Site:
        """The site with these incidents alone, which are at hand. Raises Spoilt."""
        incidents = (opened_incident(self._values[each.path], self.rows[each.path]) for each in some)
        return model.Site(self.settings, self.groups, tuple(incidents))
