"""sources.db: what each file of content says, under the program that read it. No draft, nothing private."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from msgspec.msgpack import Decoder

from cronaca.cache import store
from cronaca.cache.store import Spoilt, Store, opened, sealed
from cronaca.fingerprint import Stamp, program
from cronaca.issue import Issue
from cronaca.model import Group, Incident, Settings
from cronaca.summary import Summary

CONTENT_FILE = "sources.db"
CONTENT_TABLES = (
    "CREATE TABLE program (id INTEGER PRIMARY KEY, name BLOB UNIQUE, used INTEGER)",
    "CREATE TABLE source (program INTEGER, path TEXT, seen BLOB, PRIMARY KEY (program, path)) WITHOUT ROWID",
    "CREATE TABLE incident (program INTEGER, path TEXT, value BLOB, PRIMARY KEY (program, path))",
    "CREATE TABLE made (program INTEGER, name TEXT, value BLOB, PRIMARY KEY (program, name)) WITHOUT ROWID",
)
_PROGRAMS = 3  # those last used, whose rows are kept
_FEW = 500  # rows that are asked for one by one


Basis = tuple[bytes, Settings, tuple[Group, ...], tuple[Issue, ...]]  # its digest, and what its files say


class SourceRow(NamedTuple):
    """What is known of a file of content without reading it."""

    stamp: Stamp | None = None  # None: it was so young that it may have changed unseen
    basis: bytes = b""  # the digest of the files by which it was read
    digest: bytes = b""  # of its bytes
    summary: Summary | None = None  # None: it cannot be read
    issues: tuple[Issue, ...] = ()  # what can stop a build
    hints: tuple[Issue, ...] | None = None  # what else a check finds; None: it was not asked
    used: tuple[str, ...] = ()  # the answers in it that a finding came up for
    sound: bool = False  # no error of form is in it
    kept: bool = False  # it may be: no draft, nothing private


_SEEN: Decoder[SourceRow] = Decoder(SourceRow)
_BASIS: Decoder[Basis] = Decoder(Basis)
_VALUE = Decoder(tuple[bytes, Incident])

KeptIncident = bytes | Incident  # sealed with its file's digest; as it is where it is not to be kept


class ContentCache:
    """The rows of one program. Everything raises Spoilt."""

    def __init__(self, store: Store) -> None:
        self._store, self._database = store, store.database
        with store.reading():
            self._program = self._turn(program())

    def _turn(self, name: bytes) -> int:
        """The program's number; it is the last used one from now on, and the oldest ones' rows go."""
        known = self._database.execute("SELECT id, name FROM program ORDER BY used DESC").fetchall()
        if known and known[0][1] == name:
            return int(known[0][0])
        self._database.execute("INSERT OR IGNORE INTO program (name) VALUES (?)", (name,))
        latest = "UPDATE program SET used = (SELECT coalesce(max(used), 0) + 1 FROM program) WHERE name = ?"
        self._database.execute(latest, (name,))
        for number, each in [each for each in known if each[1] != name][_PROGRAMS - 1 :]:
            for table in ("source", "incident", "made"):
                self._database.execute(f"DELETE FROM {table} WHERE program = ?", (number,))
            self._database.execute("DELETE FROM program WHERE name = ?", (each,))
        [(own,)] = self._database.execute("SELECT id FROM program WHERE name = ?", (name,))
        return int(own)

    def release(self) -> None:
        """Let others have it: nothing is asked any more."""
        self._store.commit()
        self._database.close()

    def basis(self) -> Basis | None:
        with self._store.reading():
            found = self._made("basis")
            return opened(found, _BASIS) if found else None

    def keep_basis(self, basis: Basis) -> None:
        self._make("basis", sealed(basis))

    def sources(self) -> dict[str, SourceRow]:
        """By the files' names."""
        select = "SELECT path, seen FROM source WHERE program = ?"
        found = self._store.rows(tuple[str, bytes], select, self._program)
        with self._store.reading():
            return {path: opened(seen, _SEEN) for path, seen in found}

    def keep(self, new: Mapping[str, tuple[SourceRow, KeptIncident | None]], gone: Collection[str]) -> None:
        """Some files, with the incidents of those that were read anew; of others no program's rows stay."""
        own, every = self._program, "program IN (SELECT id FROM program)"
        with self._store.reading():
            for table in ("source", "incident"):
                self._database.executemany(
                    f"DELETE FROM {table} WHERE {every} AND path = ?", ((path,) for path in gone)
                )
            rows = ((own, path, sealed(seen)) for path, (seen, _) in new.items())
            self._database.executemany("REPLACE INTO source VALUES (?, ?, ?)", rows)
            found = ((own, path, value) for path, (_, value) in new.items() if value)
            self._database.executemany("REPLACE INTO incident VALUES (?, ?, ?)", found)

    def values(self, paths: set[str]) -> dict[str, bytes]:
        """The incidents of some files, each sealed with its file's digest."""
        own, found = self._program, {}
        with self._store.reading():
            if len(paths) > _FEW:
                every = self._database.execute("SELECT path, value FROM incident WHERE program = ?", (own,))
                found = {path: value for path, value in every if path in paths}
            else:
                select = "SELECT path, value FROM incident WHERE program = ? AND path = ?"
                for each in paths:
                    found.update(self._database.execute(select, (own, each)))
            if len(found) < len(paths):
                raise Spoilt
        return found

    def _made(self, name: str) -> bytes | None:
        select = "SELECT value FROM made WHERE program = ? AND name = ?"
        row = self._database.execute(select, (self._program, name)).fetchone()
        return row[0] if row else None

    def _make(self, name: str, value: bytes) -> None:
        with self._store.reading():
            self._database.execute("REPLACE INTO made VALUES (?, ?, ?)", (self._program, name, value))


def held_content(folder: Path | None) -> AbstractContextManager[Store]:
    """The database of the site whose folder this is; in memory without one. Another process at work is
    waited for some seconds, then done without."""
    return store.held(folder / CONTENT_FILE if folder else None, CONTENT_TABLES)


def opened_incident(value: KeptIncident, seen: SourceRow) -> Incident:
    """Raises Spoilt when it is another file's, or of another text."""
    if isinstance(value, Incident):
        return value
    digest, found = opened(value, _VALUE)
    if (digest, found.path) != (seen.digest, seen.summary and seen.summary.path):
        raise Spoilt
    return found


def sealed_incident(digest: bytes, incident: Incident) -> bytes:
    """An incident as it is kept."""
    return sealed((digest, incident))
