"""Where what is kept for a site lies, and the small file that answers "nothing changed"."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from cronaca import disk
from cronaca.issue import Issue, Level, Mark


def stem(out: Path) -> str:
    """What stands for an output folder in the names of what is kept for it."""
    return hashlib.blake2b(os.fsencode(os.path.realpath(out)), digest_size=8).hexdigest()


def folder(root: Path) -> tuple[Path | None, str]:
    """Where what is kept for a site lies, and ""; where the machine allows no such folder, None and why."""
    inside = root / ".cronaca"
    try:
        if inside.is_symlink():
            raise OSError(errno.ELOOP, "it is a link")
        if not inside.is_dir():
            inside.mkdir()
            disk.write(inside / ".gitignore", b"*\n")
        if not os.access(inside, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        return None, f"{inside} is not a folder to write into ({error.strerror})"
    return inside, ""


_MOST = 100_000_000  # bytes of a look


class Look(NamedTuple):
    """What a build left, for the next one to see that there is nothing to do. No draft is named in it."""

    inputs: str  # stands for all that the site was made from, and for the program
    site: int  # the site's stamp then
    incidents: int
    files: int
    issues: tuple[Issue, ...]

    def save(self, path: Path) -> None:
        draft = path.with_name(f"{path.name}-{os.getpid()}")
        disk.write_anew(draft, json.dumps(self, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        draft.replace(path)

    @classmethod
    def read(cls, path: Path) -> Look | None:
        """None when nothing was kept, or something else."""
        with suppress(OSError, ValueError, TypeError, RecursionError):
            inputs, site, incidents, files, issues = json.loads(disk.read(path, _MOST))
            return cls(str(inputs), int(site), int(incidents), int(files), tuple(map(_issue, issues)))
        return None


def _issue(plain: Any) -> Issue:
    code, message, (path, line, column, quote, width), level, hint = plain
    mark = Mark(str(path), int(line), int(column), str(quote), int(width))
    return Issue(str(code), str(message), mark, Level(level), str(hint))
