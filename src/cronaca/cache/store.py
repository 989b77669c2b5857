"""What is kept between builds, in sqlite files of plain values: anything else in one is thrown away."""

from __future__ import annotations

import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

_T = TypeVar("_T")

_LOOK = 0.1  # seconds between two looks while another process is at work
QUIET, LONGEST = 10, 600  # looks: after which a wait for another build is said, and is given up
_SHORT = 50  # looks: what a command waits for that can do without
# No wait for the disk, for what is lost is made anew; what is deleted is gone.
_SETTINGS = ("synchronous = OFF", "secure_delete = ON", "trusted_schema = OFF")
_BESIDE = ("", "-journal", "-wal", "-shm")  # the files of a database
# What ends a journal that has sqlite delete another file.
_SUPER = bytes.fromhex("d9d505f920a163d7")
_encode = msgspec.msgpack.Encoder().encode
_BAD = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_FORMAT}
_BAD |= {sqlite3.SQLITE_SCHEMA, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_TOOBIG}
_BAD |= {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}


class Busy(Exception):
    """Another build is in the way."""


class Unusable(OSError):
    """The machine does not let a store be used."""

    def __init__(self, store: Store, why: str) -> None:
        super().__init__(None, why, str(store.path))
        self.store = store


class Spoilt(Exception):
    """What is kept is cut, changed, or somebody else's; ``store``: where."""

    def __init__(self, store: Store | None = None) -> None:
        super().__init__()
        self.store = store

    def drop(self) -> tuple[str, bool]:
        """Delete all that is kept there: what there is to say of it, and whether that could be done."""
        assert self.store
        return self.store.drop()


def sealed(value: object) -> bytes:
    """Plain values (of the model, or of Python) as bytes that tell whether they are whole."""
    body: bytes = _encode(value)
    return zlib.crc32(body).to_bytes(4) + body


def opened(seal: object, kind: msgspec.msgpack.Decoder[_T]) -> _T:
    """The values in it, which are of this kind and no other. Raises Spoilt."""
    if not isinstance(seal, bytes):
        raise Spoilt
    body = memoryview(seal)[4:]
    if zlib.crc32(body).to_bytes(4) != seal[:4]:
        raise Spoilt
    try:
        return kind.decode(body)
    except msgspec.MsgspecError:
        raise Spoilt from None


@dataclass(slots=True)
class Store:
    """A database that this process holds: others wait, or do without."""

    path: Path | None  # None: it is in memory, and gone at the end
    database: sqlite3.Connection
    waited: bool = False  # for another process
    said: list[str] = field(default_factory=list)  # what became of the one that was there

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What is not as we left it is Spoilt, and what the machine refuses Unusable."""
        try:
            yield
        except Spoilt as spoilt:
            raise Spoilt(spoilt.store or self) from None
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if _code(error) in _BAD:
                raise Spoilt(self) from None
            remedy = "is the disk full, or a limit set on files? else delete it"
            if _code(error) == sqlite3.SQLITE_BUSY:
                remedy = "another command is at work: run this one again"
            raise Unusable(self, f"cannot be used ({error}): {remedy}") from None

    def rows(self, kind: type[_T], ask: str, *given: object) -> list[_T]:
        """What a question is answered with, each a tuple of this kind. Raises Spoilt, and Unusable."""
        with self.reading():
            found = self.database.execute(ask, given).fetchall()
            try:
                return msgspec.convert(found, list[kind])  # type: ignore[valid-type]
            except msgspec.ValidationError:
                raise Spoilt from None

    def drop(self) -> tuple[str, bool]:
        """Delete what is kept in it: what there is to say of it, and whether that could be done."""
        if self.path and not _throw_away(self.database, self.path):
            return f"{_named(self.path)} cannot be used, nor deleted: done without", False
        return _anew(self.path), True

    def commit(self) -> None:
        """Keep what was written so far, and go on holding the database."""
        with self.reading():
            self.database.execute("COMMIT")
            self.database.execute("BEGIN")


def read_only(path: Path) -> Store:
    """What a database holds now, for who only looks at it; it may be locked, or none."""
    return Store(
        path, sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_SHORT * _LOOK)
    )


@contextmanager
def held(
    path: Path | None, tables: tuple[str, ...], waiting: Callable[[], None] | None = None
) -> Iterator[Store]:
    """The database of that name with these tables, and nobody else's while it is held.

    One that cannot be read is made anew, and one that cannot be used is done without; ``said`` has a line
    of it. With ``waiting``, which is called once a second has passed, another process is waited for, and
    Busy is raised in the end; without, this one soon does without. The hold is an exclusive transaction: it
    ends with the process, whatever ends that.
    """
    store = _held(path, tables, waiting)
    with closing(store.database):
        yield store


def _held(path: Path | None, tables: tuple[str, ...], waiting: Callable[[], None] | None) -> Store:
    said: list[str] = []
    for _ in range(2 if path else 0):
        assert path
        try:
            store = _taken(path, tables, waiting)
        except (sqlite3.Error, UnicodeDecodeError, OSError) as error:
            said = [f"{_named(path)} cannot be used ({error}): done without"]
            if _code(error) not in _BAD:
                break
        else:
            store.said = [_anew(path)] if said else []
            return store
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("BEGIN")
    _begin(database, tables)
    return Store(None, database, said=said)


def _files(path: Path) -> list[Path]:
    return [path.with_name(path.name + each) for each in _BESIDE]


def _throw_away(database: sqlite3.Connection, path: Path) -> bool:
    """Delete what is there while it is held: who waits for it sees that it is gone. Whether it could be."""
    if os.name == "nt":  # where nothing is deleted that is open
        database.close()
    try:
        for each in _files(path):
            each.unlink(missing_ok=True)
    except OSError:
        return False
    finally:
        database.close()
    return True


def _taken(path: Path, tables: tuple[str, ...], waiting: Callable[[], None] | None) -> Store:
    looks = 0
    while True:
        database = _connected(path)
        try:
            there = path.stat()
            while not _begun(database, last=looks == _SHORT and not waiting):
                looks += 1
                _wait(looks, waiting)
            if _is(path, there):
                _begin(database, tables)
                return Store(path, database, looks > 0)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if _code(error) in _BAD and _is(path, there):
                _throw_away(database, path)
            database.close()
            raise
        except BaseException:
            database.close()
            raise
        database.close()  # who held it before has thrown it away: the lock is on another file by now


def _wait(looks: int, waiting: Callable[[], None] | None) -> None:
    """Until the next look at what another holds. Raises Busy."""
    if waiting and looks == QUIET:
        waiting()
    if looks == LONGEST:
        seconds = round(LONGEST * _LOOK)
        raise Busy(f"another build has been at work for {seconds} s: end it, or wait for its end")
    time.sleep(_LOOK)


def _is(path: Path, there: os.stat_result) -> bool:
    """Whether the file is still the one that it was."""
    return path.exists() and os.path.samestat(there, path.stat())


def _connected(path: Path) -> sqlite3.Connection:
    """What would lead out of the folder is thrown away first: a link, a journal that names another file; and
    a pipe, which would be waited for."""
    for each in _files(path):
        if each.is_symlink() or not (each.is_file() or each.is_dir()):
            each.unlink(missing_ok=True)
    with suppress(OSError), path.with_name(f"{path.name}-journal").open("rb") as journal:
        journal.seek(-len(_SUPER), os.SEEK_END)
        if journal.read() == _SUPER:
            for each in _files(path):
                each.unlink(missing_ok=True)
    path.touch()
    return sqlite3.connect(path, isolation_level=None, timeout=0)


def _begun(database: sqlite3.Connection, last: bool) -> bool:
    try:
        for setting in _SETTINGS:
            database.execute(f"PRAGMA {setting}")
        database.execute("BEGIN EXCLUSIVE")
        # Held over a commit; asked for before, the part of a lock that two who wait have would be held too.
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if _code(error) == sqlite3.SQLITE_BUSY and not last:
            return False
        raise
    return True


def _begin(database: sqlite3.Connection, tables: tuple[str, ...]) -> None:
    """See that it may be written and holds these tables alone; an empty one is given them."""
    database.execute("PRAGMA user_version = 1")
    found = {sql for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    if not found:
        for table in tables:
            database.execute(table)
    elif found != set(tables):
        raise sqlite3.DatabaseError("its tables are others")


def _named(path: Path | None) -> str:
    return f".cronaca/{path.name}" if path else "what was kept"


def _anew(path: Path | None) -> str:
    return f"{_named(path)} was not whole, or not cronaca's: made anew"


def _code(error: Exception) -> int:
    unknown = sqlite3.SQLITE_IOERR if isinstance(error, OSError) else sqlite3.SQLITE_ERROR
    return getattr(error, "sqlite_errorcode", unknown) & 0xFF
