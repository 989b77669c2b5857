"""Which files were saved: by their times and sizes, looked at several times a second."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from livereload.watcher import Watcher
from tornado import ioloop

_PAUSE = 0.1  # seconds between two looks
_SHARE = 4  # of the time at most a fourth is spent looking
_TEMPORARY = (".swp", ".swx", ".tmp", "~", ".new")  # what editors and we write beside a file

_Stamp = tuple[int, int, int]


class Saves(Watcher):  # type: ignore[misc]
    """livereload's watcher with eyes of its own: that one stops at the first change, and looks too rarely."""

    def __init__(self, folders: Iterable[Path], saved: Callable[[list[Path]], None]) -> None:
        super().__init__()
        self.folders, self.saved = list(folders), saved
        self._tasks: dict[str, object] = {str(folder): {} for folder in self.folders}
        self._seen = self.look()

    def start(self, callback: object) -> bool:
        """Begin to look; livereload then does not."""
        ioloop.IOLoop.current().call_later(_PAUSE, self.poll)
        return True

    def poll(self) -> None:
        """Look once, tell what was saved, and come back; nothing that goes wrong ends this."""
        begun = time.monotonic()
        try:
            found, before = self.look(), self._seen
            self._seen = found
            took = time.monotonic() - begun
            changed = [path for path in found.keys() | before.keys() if found.get(path) != before.get(path)]
            if changed:
                self.saved(sorted(Path(path) for path in changed))
        except Exception:
            logging.getLogger("livereload").exception("the preview goes on")
            took = 0.0
        ioloop.IOLoop.current().call_later(max(_PAUSE, took * _SHARE), self.poll)

    def look(self) -> dict[str, _Stamp]:
        """Every file below the folders, with what changes when it is saved."""
        found: dict[str, _Stamp] = {}
        for folder in self.folders:
            for below, names, files in os.walk(folder):
                names[:] = [name for name in names if not name.startswith(".") and name != "__pycache__"]
                for name in files:
                    if not name.startswith(".") and not name.endswith(_TEMPORARY):
                        _stamp(os.path.join(below, name), found)
        return found


def _stamp(path: str, found: dict[str, _Stamp]) -> None:
    try:
        stat = os.stat(path)
    except OSError:
        return  # gone meanwhile
    found[path] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
