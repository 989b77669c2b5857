"""site-….db: which files of an output folder are ours, and what each was made from, by target."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec.msgpack import Decoder

from cronaca.store import Spoilt, Store, opened, sealed

TABLES = (
    "CREATE TABLE target (name TEXT PRIMARY KEY, key BLOB, files INTEGER, sealed BLOB) WITHOUT ROWID",
    "CREATE TABLE doubt (route TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE last (build BLOB)",
)
STATIC = "static/"  # files of the theme that are published as they are


class Entry(NamedTuple):
    """What a file was made from, but for what it shares with others."""

    data: str  # stands for the page's view
    template: str  # "" when the view is the file's text itself
    lang: str  # "" when the page speaks all languages


Shared = dict[str, str]  # what stands for "program", "template pages/year.html", "strings fr", "site fr"
Routes = dict[str, Entry]


class Held(NamedTuple):
    """A target as it was made; its files are looked at only when it is made again."""

    key: bytes
    files: int  # how many
    sealed: bytes

    @classmethod
    def of(cls, key: bytes, routes: Routes) -> Held:
        return cls(key, len(routes), sealed(routes))

    @property
    def routes(self) -> Routes:
        return opened(self.sealed, _FILES)


class Last(NamedTuple):
    """What the last build that had something to do did."""

    shared: Shared
    stamp: int  # of the site as it left it
    incidents: int
    read: int  # files of content that were read anew
    rendered: int  # files of the site; those that it left as they were, and those that it deleted
    kept: int
    deleted: int


_FILES, _LAST = Decoder(Routes), Decoder(Last)


@dataclass(slots=True)
class Placed:
    """The files of the last build by their targets; ``doubtful``: those that a build that was cut short was
    placing, and every one before it since a build was whole. Everything raises Spoilt."""

    store: Store
    last: Last | None = None  # None: nothing is on record
    targets: dict[str, tuple[bytes, int]] = field(default_factory=dict)  # key, and how many files it has
    doubtful: frozenset[str] = frozenset()
    _known: dict[str, Routes] = field(default_factory=dict)

    @classmethod
    def read(cls, store: Store) -> Placed:
        """What the last build left on record, and what was cut short since."""
        builds = store.rows(tuple[bytes], "SELECT build FROM last")
        every = store.rows(tuple[str, bytes, int], "SELECT name, key, files FROM target")
        doubtful = frozenset(route for (route,) in store.rows(tuple[str], "SELECT route FROM doubt"))
        with store.reading():
            last = opened(builds[0][0], _LAST) if builds else None
            _inside(doubtful)
        return cls(store, last, {name: (key, files) for name, key, files in every}, doubtful)

    def forget(self) -> None:
        """What is on record is not what is there."""
        self.last, self.targets = None, {}

    @property
    def stamp(self) -> int:
        return self.last.stamp if self.last else 0

    @property
    def shared(self) -> Shared:
        return self.last.shared if self.last else {}

    def every(self) -> set[str]:
        """Every file that is on record, or was being placed."""
        return set(self.doubtful).union(*(self.routes(name) for name in self.targets))

    def routes(self, target: str) -> Routes:
        """The files of a target."""
        if target not in self.targets:
            return {}
        if target not in self._known:
            found = self.store.rows(tuple[bytes], "SELECT sealed FROM target WHERE name = ?", target)
            with self.store.reading():
                self._known[target] = opened(found[0][0] if found else None, _FILES)
                _inside(self._known[target])
        return self._known[target]

    def doubt(self, routes: Iterable[str]) -> None:
        """Note which files are about to be placed or deleted, beside those that are in doubt already."""
        with self.store.reading():
            rows = ((route,) for route in routes)
            self.store.database.executemany("INSERT OR IGNORE INTO doubt VALUES (?)", rows)
        self.store.commit()

    def save(self, made: Mapping[str, Held], names: Iterable[str], last: Last, whole: bool) -> None:
        """Keep what was made and the targets of these names, and have no doubts any more."""
        with self.store.reading():
            ask, many = self.store.database.execute, self.store.database.executemany
            if whole:
                ask("DELETE FROM target")
            else:
                gone = self.targets.keys() - set(names)
                many("DELETE FROM target WHERE name = ?", ((name,) for name in gone))
            rows = ((name, *held) for name, held in sorted(made.items()))
            many("REPLACE INTO target VALUES (?, ?, ?, ?)", rows)
            ask("DELETE FROM last")
            ask("INSERT INTO last VALUES (?)", (sealed(last),))
            ask("DELETE FROM doubt")
        self.store.commit()


def _inside(routes: Iterable[str]) -> None:
    """Raises Spoilt when one leads out of its folder: what is on record may be deleted."""
    for route in routes:
        odd = not route or route[0] == "/" or "\0" in route or ".." in route.split("/")
        if odd or (os.name == "nt" and not {"\\", ":"}.isdisjoint(route)):
            raise Spoilt


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
    """What an entry's file has in common with others, by its name in Shared."""
    if entry.template.startswith(STATIC):
        return (f"template {entry.template}",)
    if not entry.template:
        return "program", "strings "
    return "program", f"template {entry.template}", f"strings {entry.lang}", f"site {entry.lang}"
