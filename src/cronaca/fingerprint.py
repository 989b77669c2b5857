"""The files that a site is made from, by their times and sizes: enough to see that nothing changed."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import TZPATH

from cronaca import __version__, disk

_PACKAGED = Path(__file__).parent / "theme_default"
_CHECKOUT = Path(__file__).parents[2] / "templates"
Stamp = tuple[int, int, int, int]  # when it was written, and changed in any way (nanoseconds); size, inode
_HERE = Path(__file__).parent
_LIBRARIES = set("babel icalendar jinja2 markdown markupsafe msgspec nh3 pyyaml rjsmin tzdata".split())
_INSTALLED = re.compile(r"(.+?)-([^-]+)(-.+)?\.(dist-info|egg-info)")  # name-version.dist-info
_ZONES = ("", "tzdata.zi", "+VERSION")  # what an update of the system's zones replaces


def default_folder() -> Path:
    """The theme in the wheel, or in the checkout of an editable install."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


class Fingerprint(NamedTuple):
    """What stands below some folders, and when it was looked at, by the file system's own clock."""

    stamps: dict[str, Stamp]
    since: int  # 0: nobody can tell

    @classmethod
    def scan(cls, folders: Iterable[Path], probe: Path | None) -> Fingerprint:
        """``probe``: a folder in which a file is made first. What is as young as that may change unseen."""
        since = _now(probe) if probe else 0
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
        return digest(sorted(self.stamps.items()), more)


def digest(*parts: object) -> bytes:
    """Sixteen bytes that stand for plain values."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def join_digests(*digests: bytes) -> bytes:
    """One digest for several."""
    return hashlib.blake2b(b"\0".join(digests), digest_size=16).digest()


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


def is_plain() -> bool:
    """Whether what is clever is left out, so that CI can see that it changes no byte: CRONACA_PLAIN=1."""
    return os.environ.get("CRONACA_PLAIN", "0") not in ("", "0")


@cache
def program() -> bytes:
    """Sixteen bytes that stand for all that makes a site of content: our sources by their places, times and
    sizes; Python; the versions of the libraries; the zones of the system. Nothing is imported for it."""
    own = sorted((path, stamp) for path, stamp in _sources())
    python = sys.implementation.cache_tag, sys.version
    return digest(__version__, is_plain(), *python, own, sorted(_versions()), list(_zones()))


def _sources() -> Iterator[tuple[str, Stamp]]:
    found = stamps([_HERE])
    return ((path, stamp) for path, stamp in found.items() if path.endswith(".py"))


def _versions() -> set[tuple[str, str]]:
    """As Python finds them: of two of a kind the first one counts."""
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for name in sorted(os.listdir(folder or os.curdir)):
                match = _INSTALLED.fullmatch(name)
                if match and (called := re.sub(r"[-_.]+", "-", match[1]).lower()) in _LIBRARIES:
                    found.setdefault(called, name)
    return set(found.items())


def _zones() -> Iterator[tuple[str, int, int]]:
    for folder in TZPATH:
        for name in _ZONES:
            with suppress(OSError):
                stat = os.stat(os.path.join(folder, name))
                yield name, stat.st_mtime_ns, stat.st_size
