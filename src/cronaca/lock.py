"""One build at a time of a site into an output folder: two sites in one folder have two locks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_LOOK = 0.1  # seconds that one look takes while another build is at work
QUIET, LONGEST = 10, 600  # looks: after which a wait is said, and is given up


class Busy(Exception):
    """Another build is in the way."""


@contextmanager
def held(path: Path, waiting: Callable[[], None]) -> Iterator[bool]:
    """Hold the lock that a database file is; whether it had to be waited for. Raises Busy, OSError.

    The lock is an exclusive transaction: it ends with the process, whatever ends that. ``waiting`` is
    called once, when a second has passed.
    """
    try:
        database = _taken(path, waiting)
    except sqlite3.Error as error:
        remedy = "is the disk full? else delete the file"
        raise OSError(None, f"cannot be locked ({error}): {remedy}", str(path)) from None
    with closing(database[0]):
        yield database[1]


def _taken(path: Path, waiting: Callable[[], None]) -> tuple[sqlite3.Connection, bool]:
    database = sqlite3.connect(path, isolation_level=None, timeout=_LOOK)
    looks = 0
    try:
        while not _begin(database):  # the wait is in small pieces, for Ctrl-C comes between them
            looks += 1
            if looks == QUIET:
                waiting()
            if looks == LONGEST:
                seconds = round(LONGEST * _LOOK)
                raise Busy(f"another build has been at work for {seconds} s: end it, or wait for its end")
    except BaseException as error:
        database.close()
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_NOTADB:
            raise
        path.unlink()  # nothing of ours is in it
        return _taken(path, waiting)
    return database, looks > 0


def _begin(database: sqlite3.Connection) -> bool:
    try:
        database.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True
