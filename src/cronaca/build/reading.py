"""A file of content read, and judged by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cronaca import drafts, model, nodes, rules, summary
from cronaca.build import rows
from cronaca.build.rows import General, Seen
from cronaca.fields import Reading
from cronaca.inputs import Inputs, Stamp
from cronaca.issue import Issue, Report
from cronaca.load import files
from cronaca.load.folder import Folder, Places, printable
from cronaca.nodes import Node, Source


class Read(NamedTuple):
    """A file that was read."""

    name: str
    seen: Seen | None = None  # None: nothing but what is wrong in it is known
    value: rows.Value | None = None  # None: what is kept still holds
    issues: tuple[Issue, ...] = ()  # without ``seen``
    sound: bool = False  # no error of form is in it
    may: bool = False  # whether anything of it may be kept


@dataclass(slots=True)
class Reader:
    """Reads files of content. ``deep``: all is looked for that can be said of one by itself."""

    folder: Folder
    inputs: Inputs
    at: Reading
    general: General | None  # None: the site has no settings
    before: Mapping[str, Seen]  # what is kept
    deep: bool
    preview: bool  # drafts are shown
    _prefix: str = field(init=False)

    def __post_init__(self) -> None:
        self._prefix = str(self.folder.root / "x")[:-1]

    def known(self, name: str) -> Seen | None:
        """What is known of a file without a look into it."""
        known, stamp = self.before.get(name), self.stamp(name)
        same = known and stamp and known.stamp == stamp and name not in self.folder.given
        return known if known and same and self._holds(known) else None

    def stamp(self, name: str) -> Stamp | None:
        return self.inputs.of(self._prefix + name)

    def _holds(self, known: Seen) -> bool:
        """Whether it was read by the same files, and enough was asked."""
        same = self.general is not None and known.general == self.general.digest
        return same and (known.hints is not None or not self.deep)

    def some(self, names: Iterable[str]) -> list[Read]:
        return [self._one(name) for name in names]

    def _one(self, name: str) -> Read:
        report = Report()
        id = files.id(name, name in self.folder.given, report)
        data = self.folder.bytes(name, report) if id else None
        if data is None or id is None:
            return Read(name, issues=tuple(report.issues))
        digest = hashlib.blake2b(data, digest_size=16).digest()
        known = self.before.get(name)
        if known and known.digest == digest and self._holds(known):
            stamp = self.stamp(name)
            seen = known._replace(stamp=stamp) if stamp else known
            return Read(name, seen, sound=True, may=name not in self.folder.given)
        source = nodes.decode(name, data, report)
        incident = files.incident(source, id, self.at._replace(report=report)) if source else None
        if source is None or incident is None or self.general is None:
            return Read(name, issues=tuple(report.issues))
        return self._judged(source, digest, incident, self.general, report)

    def _judged(
        self, source: Source, digest: bytes, incident: model.Incident, general: General, report: Report
    ) -> Read:
        name, hints = source.path, Report()
        site = model.Site(general.settings, general.groups, (incident,))
        answers, places = rules.Answers.of(rules.accepted(site)), Places(self.folder)
        answers.answer(report)
        if sound := not report.failed():
            report.extend(places.issue(found) for found in answers.left(rules.alone(site)))
        if sound and self.deep:
            hints.extend(places.issue(found) for found in answers.left(rules.hints(site)))
        issues, asked = tuple(report.issues), tuple(hints.issues)
        may = not (incident.draft or report.failed() or name in self.folder.given)
        may = may and printable(name) == name and not _tells_private(places, name, (*issues, *asked))
        shown = drafts.shown(incident) if self.preview else incident
        used = tuple(sorted(code for _, code in answers.used))
        told = summary.of(shown, general.settings)
        hinted = asked if self.deep else None
        seen = Seen(self.stamp(name), general.digest, digest, told, issues, hinted, used)
        return Read(name, seen, rows.value(digest, shown) if may else shown, sound=sound, may=may)


def _tells_private(places: Places, name: str, issues: Iterable[Issue]) -> bool:
    """Whether a finding quotes a line in which something private stands."""
    lines = {issue.mark.line - 1 for issue in issues}
    root = places.root(name) if lines else None
    told = (
        (range(key.line, _last_line(value) + 1) for key, value in root.pairs if key.value == "private")
        if root
        else ()
    )
    return any(line in each for each in told for line in lines)


def _last_line(node: Node) -> int:
    """The line, from 0, on which a node ends."""
    below = (_last_line(each) for each in (*node.items, *(part for pair in node.pairs for part in pair)))
    return max(below, default=max(node.line, node.end_line))
