"""The files that a site is made from, by their times and sizes: enough to see that nothing changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from cronaca import disk

_PACKAGED = Path(__file__).parent / "theme_default"
_CHECKOUT = Path(__file__).parents[2] / "templates"
Stamp = tuple[int, int, int]  # time in nanoseconds, size, inode


def default_folder() -> Path:
    """The theme in the wheel, or in the checkout of an editable install."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


class Inputs(NamedTuple):
    """What stands below some folders, and when it was looked at, by the file system's own clock."""

    stamps: dict[str, Stamp]
    since: int

    @classmethod
    def look(cls, folders: Iterable[Path], probe: Path) -> Inputs:
        """``probe``: a file that is written first. What is as young as it may change unseen."""
        disk.write(probe, b"")
        since = probe.stat().st_mtime_ns
        stamps: dict[str, Stamp] = {}
        for folder in folders:
            _walk(str(folder), stamps)
        return cls(stamps, since)

    @property
    def calm(self) -> bool:
        """Whether every file is older than this look."""
        return all(stamp[0] < self.since for stamp in self.stamps.values())

    def digest(self, *more: object) -> bytes:
        """Sixteen bytes that stand for all files, and for ``more``."""
        text = repr((sorted(self.stamps.items()), more))
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


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
            stamps[entry.path] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)


def _stat(entry: os.DirEntry[str]) -> os.stat_result:
    """Of what a link leads to: a theme may have links to files elsewhere."""
    try:
        return entry.stat()
    except OSError:
        return entry.stat(follow_symlinks=False)
