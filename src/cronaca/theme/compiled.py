"""What is made of a theme's files by long work: kept for the next build, and for other sites.

It lies where Python puts its own compiled files, else where this user alone may write; never in a site's
folder, for templates are code that will run. Whatever else is found there is made anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cronaca import disk
from cronaca.fingerprint import default_folder, program


class Kept:
    """Bytes by their names, each under this program."""

    def __init__(self) -> None:
        theme = default_folder()
        self.folder = theme / "__pycache__" if os.access(theme, os.W_OK) else _own_folder()
        self._known: dict[str, bytes] = {}
        self._program = program().hex()

    def once(self, name: str, make: Callable[[], bytes]) -> bytes:
        """What is known by a name, or made now. Raises what ``make`` does."""
        found = self.get(name)
        if found is None:
            found = make()
            self.put(name, found)
        return found

    def _path(self, name: str) -> Path | None:
        return self.folder / f"cronaca-{self._program}-{name}" if self.folder else None

    def get(self, name: str) -> bytes | None:
        """None when nothing is known, or nothing that is whole."""
        path = self._path(name)
        if name not in self._known and path and path.is_file():
            with suppress(OSError):
                data = path.read_bytes()
                if data[:16] == _sum(data[16:]):
                    self._known[name] = data[16:]
        return self._known.get(name)

    def put(self, name: str, data: bytes) -> None:
        first, self._known[name], path = not self._known, data, self._path(name)
        if not path:
            return
        with suppress(OSError):
            if not path.parent.is_dir():
                path.parent.mkdir(parents=True)
            elif first:
                _tidy(path.parent, self._program)
            draft = path.with_name(f"{path.name}.{os.getpid()}")
            disk.write_anew(draft, _sum(data) + data)
            draft.replace(path)


def _own_folder() -> Path | None:
    """Where this user alone may write, as Jinja finds it; None where there is no such folder."""
    from jinja2 import FileSystemBytecodeCache

    with suppress(OSError, RuntimeError):
        return Path(FileSystemBytecodeCache().directory)
    return None


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def _tidy(folder: Path, own: str) -> None:
    """Delete what other programs compiled, but for the two that did so last."""
    found = [(each.name.split("-")[1], each) for each in folder.glob("cronaca-*-*")]
    times: dict[str, float] = {}
    for name, each in found:
        times[name] = max(each.stat().st_mtime, times.get(name, 0))
    kept = {own, *sorted(times, key=lambda name: times[name])[-2:]}
    for name, each in found:
        if name not in kept:
            each.unlink()
