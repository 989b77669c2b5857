"""Files of the machine: read only where they are files, and every refusal with its path."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

_T = TypeVar("_T")

_PAUSE = 0.05  # seconds: an editor that deletes and renames is done by then
_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class NotAFile(OSError):
    """What stands there is opened by nobody; ``strerror`` says what it is."""


def kind(mode: int) -> str:
    """What stands there in place of a file or a folder; "" when it is one of these, or a link."""
    return _KINDS.get(stat.S_IFMT(mode), "")


def read_bytes(path: Path, most: int = -1) -> bytes:
    """At most so many bytes of a file. Nothing but a file is opened, for a pipe would be waited for.

    Raises NotAFile, and OSError with the path when it fails twice.
    """
    return twice(lambda: _read(path, most))


def _read(path: Path, most: int) -> bytes:
    if other := kind(os.stat(path).st_mode):
        raise NotAFile(errno.EINVAL, f"{other} stands here, not a file", str(path))
    with naming(path), path.open("rb") as file:
        return file.read(most)


def twice(work: Callable[[], _T]) -> _T:
    """What fails once is tried again: a file may be gone for a moment. Raises OSError."""
    try:
        return work()
    except NotAFile:
        raise
    except OSError:
        time.sleep(_PAUSE)
        return work()


@contextmanager
def naming(path: Path | str) -> Iterator[None]:
    """An OSError that comes up names this path: the system names none when a disk is full."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


def write_anew(path: Path, data: bytes) -> None:
    """A file in the place of what stands there; a link is not followed. Raises OSError, with the path."""
    with naming(path):
        path.unlink(missing_ok=True)
        with path.open("xb") as file:
            file.write(data)


def write(path: Path, data: bytes) -> None:
    """A file made or overwritten. Raises OSError, with the path."""
    with naming(path):
        path.write_bytes(data)
