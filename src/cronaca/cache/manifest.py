"""site-….db: which files of an output folder are ours, and what each was made from, by target."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec.msgpack import Decoder

from cronaca.cache.store import Spoilt, Store, opened, sealed
from cronaca.views.page import Routes, Shared, shared_parts

SITE_TABLES = (
    "CREATE TABLE target (name TEXT PRIMARY KEY, key BLOB, files INTEGER, sealed BLOB) WITHOUT ROWID",
    "CREATE TABLE doubt (route TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE last (build BLOB)",
)


class Built(NamedTuple):
    """A target with its files: why some were rendered, which of these differ from what is there."""

    name: str
    key: bytes
    files: int  # how many it has
    sealed: bytes  # its routes, which are looked at only when it is made again
    rendered: dict[str, str]  # route -> why
    moving: list[str]  # none when the whole folder moves
    gone: list[str]  # what it had before
    moved: bool  # whether its routes are others than before, or of other kinds: a redirect, now a page

    @property
    def routes(self) -> Routes:
        return opened(self.sealed, _FILES)


# What the last build that had something to do counted: incidents; files of content that were read anew; files
# of the site that it rendered, left as they were, and deleted.
Counts = dict[str, int]
Last = tuple[Shared, int, Counts]  # with the stamp of the site as it left it
_FILES, _LAST = Decoder(Routes), Decoder(Last)


@dataclass(slots=True)
class Manifest:
    """The files of the last build by their targets; ``doubtful``: those that a build that was cut short was
    placing, and every one before it since a build was whole. Everything raises Spoilt."""

    store: Store
    last: Last | None = None  # None: nothing is on record
    targets: dict[str, tuple[bytes, int]] = field(default_factory=dict)  # key, and how many files it has
    doubtful: frozenset[str] = frozenset()
    _known: dict[str, Routes] = field(default_factory=dict)

    @classmethod
    def read(cls, store: Store) -> Manifest:
        """What the last build left on record, and what was cut short since."""
        builds = store.rows(tuple[bytes], "SELECT build FROM last")
        every = store.rows(tuple[str, bytes, int], "SELECT name, key, files FROM target")
        doubtful = frozenset(route for (route,) in store.rows(tuple[str], "SELECT route FROM doubt"))
        with store.reading():
            last = opened(builds[0][0], _LAST) if builds else None
            _inside(doubtful)
        return cls(store, last, {name: (key, files) for name, key, files in every}, doubtful)

    def stale(self, keys: Mapping[str, bytes], shared: Shared) -> set[str]:
        """The targets whose keys changed, or anything that one of their files shares with others."""
        before = self.shared
        changed = {part for part in shared.keys() | before.keys() if shared.get(part) != before.get(part)}
        suspicious = changed or self.doubtful
        return {
            name
            for name, key in keys.items()
            if name not in self.targets
            or self.targets[name][0] != key
            or (suspicious and self._touched(self.routes(name), changed))
        }

    def _touched(self, routes: Routes, changed: set[str]) -> bool:
        if not self.doubtful.isdisjoint(routes):
            return True
        return any(not changed.isdisjoint(shared_parts(key)) for key in routes.values())

    def after(self, names: Iterable[str], made: Mapping[str, Built]) -> Iterator[Routes]:
        """The files of each target: of those that were made again, and of the others as they were."""
        for name in names:
            yield made[name].routes if name in made else self.routes(name)

    def count(self, names: Iterable[str], made: Mapping[str, Built]) -> int:
        """How many files these targets have."""
        return sum(made[name].files if name in made else self.targets[name][1] for name in names)

    def forget(self) -> None:
        """What is on record is not what is there."""
        self.last, self.targets = None, {}

    @property
    def stamp(self) -> int:
        return self.last[1] if self.last else 0

    @property
    def shared(self) -> Shared:
        return self.last[0] if self.last else {}

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

    def save(self, made: Mapping[str, Built], names: Iterable[str], last: Last, whole: bool) -> None:
        """Keep what was made and the targets of these names, and have no doubts any more."""
        with self.store.reading():
            ask, many = self.store.database.execute, self.store.database.executemany
            if whole:
                ask("DELETE FROM target")
            else:
                gone = self.targets.keys() - set(names)
                many("DELETE FROM target WHERE name = ?", ((name,) for name in gone))
            rows = ((name, each.key, each.files, each.sealed) for name, each in sorted(made.items()))
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
