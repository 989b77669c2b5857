"""Values kept between builds: read back only when whole, and written by this version for this Python."""

from __future__ import annotations

import errno
import hashlib
import marshal
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cronaca import __version__, disk

_HEAD = f"cronaca {__version__} {sys.implementation.cache_tag} 3\n".encode()


def stem(out: Path) -> str:
    """What the files that are kept for an output folder are called."""
    return hashlib.blake2b(os.fsencode(os.path.realpath(out)), digest_size=8).hexdigest()


@contextmanager
def folder(root: Path) -> Iterator[tuple[Path, str]]:
    """Where what is kept for a site lies, and "".

    Where the machine allows no such folder, one that is gone at the end, and why.
    """
    inside = root / ".cronaca"
    try:
        inside.mkdir(exist_ok=True)
        if not os.access(inside, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        import tempfile

        with tempfile.TemporaryDirectory(prefix="cronaca-") as name:
            yield Path(name), f"{inside} is not a folder to write into ({error.strerror})"
        return
    yield inside, ""


class Spoilt(Exception):
    """A kept file is cut, changed, or from another version."""


def save(path: Path, value: Any) -> None:
    """Plain data (tuples, dicts, texts, bytes, numbers) into a file, at once or not at all.

    marshal reads the 10,000 incidents of a large site in 15 ms, JSON in 90.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    body = marshal.dumps(value)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        disk.write(draft, b"".join((_HEAD, _sum(body), body)))
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def read(path: Path) -> Any:
    """What was kept; None when nothing was. Raises Spoilt."""
    try:
        data = memoryview(path.read_bytes())
    except OSError:
        return None
    body = data[len(_HEAD) + 4 :]
    if data[: len(_HEAD)] != _HEAD or data[len(_HEAD) : len(_HEAD) + 4] != _sum(body):
        raise Spoilt(path.name)
    return marshal.loads(body)


def _sum(body: bytes | memoryview) -> bytes:
    return zlib.crc32(body).to_bytes(4)


def drop(path: Path) -> list[str]:
    """Delete what was kept; its name when it could not have been read."""
    try:
        read(path)
    except Spoilt as spoilt:
        path.unlink(missing_ok=True)
        return [str(spoilt)]
    path.unlink(missing_ok=True)
    return []


Where = tuple[int, int, bytes]  # a record's offset, size and sum


class Pack:
    """Records one after the other in a file, each read back alone and only when it is whole.

    New ones go to the end: an edit of a large site reads a few of its 10,000 incidents, and adds one.
    """

    def __init__(self, path: Path, anew: bool, draft: str = "draft") -> None:
        """``anew``: in place of what is there, once it is saved; until then it is called ``draft``, and no
        two that are open at once may be called alike. Raises Spoilt."""
        self.path, self.anew = path, anew
        self._draft = path.with_name(f"{path.name}.{draft}.new") if anew else None
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._draft.open("w+b") if self._draft else path.open("r+b")
        with disk.naming(path):
            if self._draft:
                self._file.write(_HEAD)
            elif self._file.read(len(_HEAD)) != _HEAD:
                self._file.close()
                raise Spoilt(path.name)
            self.end = self._file.seek(0, os.SEEK_END)

    def add(self, record: bytes) -> Where:
        """Where the record stands from now on."""
        where = self.end, len(record), _sum(record)
        with disk.naming(self.path):
            self.end += self._file.write(record)
        return where

    def flush(self) -> None:
        """Let all that was added be read, by processes that begin from now on too."""
        with disk.naming(self.path):
            self._file.flush()

    def get(self, where: Where) -> bytes:
        """A record. Raises Spoilt."""
        offset, size, sum_ = where
        record = self._read(offset, size)
        if _sum(record) != sum_:
            raise Spoilt(self.path.name)
        return record

    def _read(self, offset: int, size: int) -> bytes:
        if hasattr(os, "pread"):  # processes that were forked share the file's position
            return os.pread(self._file.fileno(), size, offset)
        self._file.seek(offset)
        return self._file.read(size)

    def save(self) -> None:
        """Let the file stand in its place; nothing is read or added any more."""
        with disk.naming(self.path):
            self._file.close()
            if self._draft:
                self._draft.replace(self.path)

    def close(self) -> None:
        """Forget what was not saved."""
        try:
            with disk.naming(self.path):
                self._file.close()
        finally:
            if self._draft:
                self._draft.unlink(missing_ok=True)
