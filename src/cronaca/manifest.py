"""Which files of a site are ours, and what each was made from; kept outside the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cronaca import kept

STATIC = "static/"  # files of the theme that are published as they are


class Entry(NamedTuple):
    """What a file was made from, but for what it shares with others."""

    data: str  # stands for the page's view
    template: str  # "" when the view is the file's text itself
    lang: str  # "" when the page speaks all languages


Common = dict[str, str]  # what stands for "template pages/year.html", "strings fr", "site fr"
Routes = dict[str, Entry]


@dataclass(slots=True)
class Manifest:
    """The files of the last build by their parts; ``doubtful``: those that a killed build was placing."""

    path: Path
    parts: dict[str, tuple[bytes, Routes]] = field(default_factory=dict)
    common: Common = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()

    @property
    def doubt(self) -> Path:
        return self.path.with_suffix(".doubt")

    def read(self) -> bool:
        """Whether there was one. Raises kept.Spoilt."""
        found = kept.read(self.path)
        if found is None:
            return False
        parts, self.common = found
        self.parts = {
            part: (key, {route: Entry(*entry) for route, entry in routes.items()})
            for part, (key, routes) in parts.items()
        }
        self.doubtful = frozenset(kept.read(self.doubt) or ())
        return True

    def save(self) -> None:
        """Keep all, and have no doubts any more."""
        parts = {
            part: (key, {route: tuple(entry) for route, entry in routes.items()})
            for part, (key, routes) in self.parts.items()
        }
        kept.save(self.path, (parts, self.common))
        self.doubt.unlink(missing_ok=True)

    def doubt_of(self, routes: list[str]) -> None:
        """Note which files are about to be placed or deleted."""
        kept.save(self.doubt, routes)

    def forget(self) -> None:
        self.parts, self.common, self.doubtful = {}, {}, frozenset()


def why(old: Entry | None, new: Entry, before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Why a file is made again; "" when it is not."""
    if old is None:
        return "new"
    changed = ["data"] if old.data != new.data else []
    if old.template != new.template:
        changed.append("template")
    changed += [part.split()[0] for part in shared(new) if before.get(part) != now.get(part)]
    return f"{', '.join(dict.fromkeys(changed))} changed" if changed else ""


def shared(entry: Entry) -> tuple[str, ...]:
    """What an entry's file has in common with others, by its name in Common."""
    if not entry.template:
        return ()
    if entry.template.startswith(STATIC):
        return (f"template {entry.template}",)
    return f"template {entry.template}", f"strings {entry.lang}", f"site {entry.lang}"
