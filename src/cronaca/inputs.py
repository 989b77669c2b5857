"""The files that a site is made from, by their times and sizes: enough to see that nothing changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cronaca import disk

_PACKAGED = Path(__file__).parent / "theme_default"
_CHECKOUT = Path(__file__).parents[2] / "templates"
Stamp = tuple[int, int, int, int]  # when it was written, and changed in any way (nanoseconds); size, inode


def default_folder() -> Path:
    """The theme in the wheel, or in the checkout of an editable install."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


class Inputs(NamedTuple):
    """What stands below some folders, and when it was looked at, by the file system's own clock."""

    stamps: dict[str, Stamp]
    since: int  # 0: nobody can tell

    @classmethod
    def look(cls, folders: Iterable[Path], place: Path | None) -> Inputs:
        """``place``: a folder in which a file is made first. What is as young as that may change unseen."""
        since = _now(place) if place else 0
        return cls(stamps(folders), since)

    def of(self, path: str) -> Stamp | None:
        """What a file is known by; None when it is not there, or so young that it may change unseen."""
        stamp = self.stamps.get(path)
        return stamp if stamp and max(stamp[:2]) < self.since else None

    @property
    def calm(self) -> bool:
        """Whether every file is older than this look."""
        return all(max(stamp[:2]) < self.since for stamp in self.stamps.values())

    def digest(self, *more: object) -> bytes:
        """Sixteen bytes that stand for all files, and for ``more``."""
        text = repr((sorted(self.stamps.items()), more))
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _now(place: Path) -> int:
    """The file system's own time; 0 where no file can be made."""
    path = place / f"probe-{os.getpid()}"
    with suppress(OSError):
        disk.write_anew(path, b"")
        since = path.stat().st_mtime_ns
        path.unlink()
        return since
    return 0


def stamps(folders: Iterable[Path]) -> dict[str, Stamp]:
    """Of every file below some folders, but for hidden ones and what Python compiled."""
    found: dict[str, Stamp] = {}
    for folder in folders:
        _walk(str(folder), found)
    return found


def _walk(folder: str, stamps: dict[str, Stamp]) -> None:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name == "__pycache__":
            continue
        if entry.is_dir(follow_symlinks=False):
            _walk(entry.path, stamps)
        else:
            stat = _stat(entry)
            stamps[entry.path] = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)


def _stat(entry: os.DirEntry[str]) -> os.stat_result:
    """Of what a link leads to: a theme may have links to files elsewhere."""
    try:
        return entry.stat()
    except OSError:
        return entry.stat(follow_symlinks=False)
