"""Findings: what an author can mend, where it stands and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

ENOUGH = 100


class Level(StrEnum):
    """How grave a finding is; only errors stop a build, and warnings under ``--strict``."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


_ERROR, _WARNING, _HINT = Level
CODES: dict[str, tuple[Level, str]] = {  # every code, how grave it is, and what it is about
    # the file and its YAML
    "alias": (_ERROR, "An alias (*name) has no anchor (&name) before it."),
    "byte-order-mark": (_HINT, "An invisible byte-order mark begins the file."),
    "colon-in-text": (_ERROR, "An unquoted text holds a colon and a space, which begin a new key."),
    "control-character": (_ERROR, "The file holds a character that no text has."),
    "cut-text": (_WARNING, "An unquoted text ends at a space and #, where a comment begins."),
    "duplicate-key": (_ERROR, "A key is written twice."),
    "encoding": (_ERROR, "The file is not UTF-8."),
    "key": (_ERROR, "A key is not a word."),
    "more": (_HINT, "The file has more findings than are shown."),
    "not-a-file": (_ERROR, "A pipe, a socket or a device stands among the content."),
    "several-documents": (_ERROR, "The file holds more than one YAML document."),
    "symbolic-link": (_ERROR, "A symbolic link stands among the content."),
    "tab": (_ERROR, "A tab indents a line."),
    "tag": (_WARNING, "A YAML tag is not read."),
    "too-deep": (_ERROR, "The file is nested too deep."),
    "too-large": (_ERROR, "The file is too large."),
    "too-many": (_ERROR, "The file holds too many values, or the folder too many files."),
    "unreadable": (_ERROR, "The file cannot be read."),
    "yaml": (_ERROR, "The file is not YAML."),
    # the theme
    "catalog": (_ERROR, "A language has no catalog, or one that cannot be read."),
    "template": (_ERROR, "A template cannot be rendered."),
    # single fields
    "clock-change": (_ERROR, "A clock change makes a local time ambiguous, or skips it."),
    "date-only": (_ERROR, "A date stands where a time is meant."),
    "empty": (_ERROR, "Something that is needed is missing."),
    "empty-text": (_WARNING, "A text is empty."),
    "language": (_ERROR, "A text has a key that is no language of the site."),
    "language-left-out": (_HINT, "Texts are in a language that the site does not list."),
    "missing-key": (_ERROR, "A field that is needed is missing."),
    "phrase-parameters": (_ERROR, "A phrase has other parameters in one language than in another."),
    "private-misplaced": (_ERROR, "A private field stands where it would not stay private."),
    "time": (_ERROR, "A time or a date cannot be read."),
    "unknown-key": (_ERROR, "A field is not known."),
    "wrong-type": (_ERROR, "A list, a mapping or a word stands where another is meant."),
    "wrong-word": (_ERROR, "A word is none of those that a field can have."),
    "zone": (_ERROR, "A time zone is not known."),
    # the site as a whole
    "case-collision": (_ERROR, "Two names differ only in upper and lower case."),
    "duplicate-code": (_ERROR, "Two incidents or updates have one code."),
    "duplicate-id": (_ERROR, "Two incidents, aliases, components or groups have one id."),
    "file-date": (_WARNING, "A file's name or folder and the incident's dates disagree."),
    "file-name": (_ERROR, "A file among the incidents has not the name of one."),
    "permalink-lost": (_ERROR, "A page that was published is gone."),
    "unknown-component": (_ERROR, "A component is not known."),
    "unknown-related": (_WARNING, "A related incident is not known."),
    "unused-accept": (_HINT, "A finding was accepted that does not come up."),
    # times and status
    "before-its-update": (_WARNING, "A next message or a correction is dated before its update."),
    "ended-but-unresolved": (_HINT, "Every window has ended, but the status has not changed."),
    "ends-before-begin": (_ERROR, "A window, a schedule or the coverage ends before it begins."),
    "far-window": (_WARNING, "A window is days away from every message."),
    "in-the-future": (_HINT, "An update is dated later than now."),
    "overdue": (_HINT, "The next message of an open incident is overdue."),
    "postmortem-before-incident": (_ERROR, "A post-mortem is dated before the incident."),
    "resolved-but-open": (_ERROR, "An incident is resolved, but a window has no end."),
    "status-kind": (_WARNING, "A status of incidents is used for a maintenance, or the other way round."),
    "steps-out-of-order": (_WARNING, "The steps of a post-mortem are not in order."),
    "text-changed": (_WARNING, "A published text was changed without saying so."),
    "updates-out-of-order": (_ERROR, "The updates are not in order."),
    # texts
    "fact-amount": (_WARNING, "Two languages of a text state different amounts of money."),
    "fact-date": (_WARNING, "Two languages of a text state different dates."),
    "fact-duration": (_WARNING, "Two languages of a text state different durations."),
    "fact-items": (_WARNING, "A list has more items in one language than in another."),
    "fact-link": (_WARNING, "Two languages of a text link to different addresses."),
    "fact-number": (_WARNING, "Two languages of a text state different numbers."),
    "fact-outside": (_WARNING, "A text names a time that is not within the incident."),
    "fact-percent": (_WARNING, "Two languages of a text state different percentages."),
    "fact-reference": (_WARNING, "Two languages of a text name different references."),
    "fact-rows": (_WARNING, "A table has more rows in one language than in another."),
    "fact-time": (_WARNING, "Two languages of a text state different times."),
    "fact-window": (_WARNING, "A text gives a window another begin or end than the window has."),
    "dangling-anchor": (_WARNING, "A link points at a place that its page does not have."),
    "link-target": (_WARNING, "A link leads nowhere."),
    "machine-text": (_HINT, "A translation by a machine waits for a reader."),
    "missing-language": (_WARNING, "A text lacks one of the site's languages."),
    "ragged-table": (_WARNING, "A table's rows differ in their number of cells."),
    "unsafe-html": (_WARNING, "Something in a text is taken out, for readers' safety."),
    "wrong-language": (_HINT, "A text seems to be in another language than it says."),
}


ONCE = {"language-left-out"}  # said at the first place only: the message tells of the whole site


Keys = tuple[str | int, ...]  # the way to a place in a file


class Mark(NamedTuple):
    """A place in a file, with the line that stands there."""

    path: str  # as the author would type it, with forward slashes
    line: int = 1  # from 1
    column: int = 1  # from 1, in characters
    quote: str = ""  # the whole line
    width: int = 1  # how many characters the place covers

    def excerpt(self, room: int = 160) -> tuple[str, int]:
        """The line and the column in it, from 1; of a very long line only what is near the place."""
        if len(self.quote) <= room:
            return self.quote, self.column
        start = max(0, self.column - 1 - room // 2)
        return self.quote[start : start + room], self.column - start


class KeyPath(NamedTuple):
    """A path of keys in a file: what rules know of a place before it is looked up."""

    path: str
    keys: Keys = ()
    on_key: bool = False  # the last key itself, not its value
    word: str = ""  # the exact words within that value, when they are known
    nth: int = 0  # how many times these words stand in the value before


class Finding(NamedTuple):
    """What a rule found; it becomes an issue once its place is looked up."""

    code: str
    message: str
    place: KeyPath
    level: Level = Level.ERROR
    hint: str = ""
    other: KeyPath | None = None  # what it contradicts


class Issue(NamedTuple):
    """One finding, complete in itself."""

    code: str
    message: str
    mark: Mark
    level: Level = Level.ERROR
    hint: str = ""


@dataclass(slots=True)
class Report:
    """All findings of one run; for each file at most ``ENOUGH`` errors, and as many of less weight."""

    issues: list[Issue] = field(default_factory=list)
    errors: int = 0  # how many there are, also those that are not shown
    _counts: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.errors = sum(issue.level == Level.ERROR for issue in self.issues)

    def add(self, issue: Issue) -> None:
        path, grave = issue.mark.path, issue.level == Level.ERROR
        self.errors += grave
        self._counts[path, grave] += 1
        count = self._counts[path, grave]
        if count <= ENOUGH:
            self.issues.append(issue)
        elif count == ENOUGH + 1:
            message = f"only the first {ENOUGH} findings of this file are shown"
            self.issues.append(Issue("more", message, Mark(path), Level.HINT, "mend these, then check again"))

    def full(self, path: str) -> bool:
        """Whether no more errors are wanted about a file."""
        return self._counts[path, True] > ENOUGH

    def extend(self, issues: Iterable[Issue]) -> None:
        for issue in issues:
            self.add(issue)

    def ordered(self) -> list[Issue]:
        """The findings once each, by path, line and column."""
        found = sorted(
            dict.fromkeys(self.issues), key=lambda i: (i.mark.path, i.mark.line, i.mark.column, i.code)
        )
        told: dict[tuple[str, str], Issue] = {}
        return [
            each
            for each in found
            if each.code not in ONCE or told.setdefault((each.code, each.message), each) is each
        ]

    def failed(self, strict: bool = False) -> bool:
        return self.errors > 0 or (strict and any(each.level == Level.WARNING for each in self.issues))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that offers the nearest known word, else all of them when they are few."""
    import difflib

    by_fold = {each.casefold(): each for each in sorted(known)}
    near = difflib.get_close_matches(word[:80].casefold(), by_fold, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{by_fold[near[0]]}"?'
    return "write one of: " + ", ".join(by_fold.values()) if 0 < len(by_fold) <= 14 else ""


def short(text: str, room: int = 60) -> str:
    """A text as a message quotes it: on one line, and not all of a long one."""
    line = " ".join(text.split())
    return line if len(line) <= room else line[: room - 1] + "…"
