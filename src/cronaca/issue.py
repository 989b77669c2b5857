"""Findings: what an author can mend, where it stands and how."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How grave a finding is; only errors stop a build, and warnings under ``--strict``."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file, with the line that stands there."""

    path: str  # as the author would type it, with forward slashes
    line: int = 1  # from 1
    column: int = 1  # from 1, in characters
    quote: str = ""  # the whole line
    width: int = 1  # how many characters the place covers


@dataclass(frozen=True, slots=True)
class Place:
    """A path of keys in a file: what rules know of a place before it is looked up."""

    path: str
    keys: tuple[str | int, ...] = ()
    on_key: bool = False  # the last key itself, not its value


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found; it becomes an issue once its place is looked up."""

    code: str
    message: str
    place: Place
    level: Level = Level.ERROR
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding, complete in itself."""

    code: str
    message: str
    mark: Mark
    level: Level = Level.ERROR
    hint: str = ""


@dataclass(slots=True)
class Report:
    """All findings of one run."""

    issues: list[Issue] = field(default_factory=list)

    def add(self, issue: Issue) -> None:
        self.issues.append(issue)

    def extend(self, issues: Iterable[Issue]) -> None:
        self.issues.extend(issues)

    def ordered(self) -> list[Issue]:
        """The findings once each, by path, line and column."""
        return sorted(
            dict.fromkeys(self.issues), key=lambda i: (i.mark.path, i.mark.line, i.mark.column, i.code)
        )

    def failed(self, strict: bool = False) -> bool:
        grave = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
        return any(issue.level in grave for issue in self.issues)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that offers the nearest known word, else all of them when they are few."""
    words = sorted(known)
    near = difflib.get_close_matches(word.lower(), words, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    return "write one of: " + ", ".join(words) if 0 < len(words) <= 14 else ""
