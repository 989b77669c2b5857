"""Which files of a site are ours, and what each was made from; kept outside the site."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cronaca import kept
from cronaca.ledger import Ledger

STATIC = "static/"  # files of the theme that are published as they are


class Entry(NamedTuple):
    """What a file was made from, but for what it shares with others."""

    data: str  # stands for the page's view
    template: str  # "" when the view is the file's text itself
    lang: str  # "" when the page speaks all languages


Common = dict[str, str]  # what stands for "template pages/year.html", "strings fr", "site fr"
Routes = dict[str, Entry]


Held = tuple[bytes, int, bytes]  # a part's key, how many files it has, and these packed


def packed(routes: Routes) -> bytes:
    """Files as a manifest holds them: those of a part are looked at only when it is made again."""
    return marshal.dumps({route: tuple(entry) for route, entry in routes.items()})


def unpacked(files: bytes) -> Routes:
    return {route: Entry(*entry) for route, entry in marshal.loads(files).items()}


@dataclass(slots=True)
class Manifest:
    """The files of the last build by their parts; ``doubtful``: those that a build that was cut short was
    placing, and every one before it since a build was whole."""

    path: Path
    parts: dict[str, Held] = field(default_factory=dict)
    common: Common = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()
    state: bytes = b""  # what the incidents were known as that the parts were planned from
    stamp: int = 0  # of the site as the last build left it
    _ledger: Ledger | None = None

    @property
    def doubt(self) -> Path:
        return self.path.with_suffix(".doubt")

    @property
    def known(self) -> bool:
        """Whether there is a record of the last build."""
        return self._ledger is not None and self._ledger.head is not None

    def read(self) -> None:
        """What the last build left on record, and what was cut short since. Raises kept.Spoilt."""
        self.doubtful = frozenset(kept.read(self.doubt) or ())
        self._ledger = Ledger.read(self.path)
        if self.known:
            self.parts, (self.common, self.state, self.stamp) = self._ledger.rows, self._ledger.head

    def anew(self) -> Manifest:
        """One for the same place, with nothing in it yet."""
        return Manifest(self.path, state=self.state)

    def every(self) -> set[str]:
        """Every file that is on record, or was being placed."""
        return set(self.doubtful).union(*(self.routes(part) for part in self.parts))

    def routes(self, part: str) -> Routes:
        """The files of a part."""
        return unpacked(self.parts[part][2]) if part in self.parts else {}

    def save(self) -> None:
        """Keep all, and have no doubts any more."""
        ledger = self._ledger or Ledger(self.path)
        ledger.save((self.common, self.state, self.stamp), self.parts)
        self.doubt.unlink(missing_ok=True)

    def doubt_of(self, routes: Iterable[str]) -> None:
        """Note which files are about to be placed or deleted, beside those that are in doubt already."""
        kept.save(self.doubt, sorted(self.doubtful.union(routes)))


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
