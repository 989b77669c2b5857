"""Where what is kept for a site lies, and the small file that answers "nothing changed"."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from cronaca import disk
from cronaca.issue import Issue, Level, Mark


def cache_file(folder: Path | None, out: Path, kind: str) -> Path | None:
    """Where something is kept for an output folder; None where nothing is."""
    return folder / f"site-{cache_stem(out)}.{kind}" if folder else None


def cache_stem(out: Path) -> str:
    """What stands for an output folder in the names of what is kept for it."""
    return hashlib.blake2b(os.fsencode(os.path.realpath(out)), digest_size=8).hexdigest()


def cache_folder(root: Path) -> tuple[Path | None, str]:
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


_MOST = 100_000_000  # bytes of what a build left


Recalled = tuple[int, int, tuple[Issue, ...]]  # incidents, files, and what was found


def remember(path: Path, inputs: str, site: int, outcome: Recalled) -> None:
    """Keep what a build left, for the next one to see that there is nothing to do. No draft is named in it.

    ``inputs`` stands for all that the site was made from, and for the program; ``site`` is its stamp.
    """
    draft = path.with_name(f"{path.name}-{os.getpid()}")
    text = json.dumps((inputs, site, *outcome), ensure_ascii=False)
    disk.write_anew(draft, text.encode("utf-8", "surrogatepass"))
    draft.replace(path)


def recall(path: Path, inputs: str, site: int) -> Recalled | None:
    """What was kept of the same inputs and site; None when nothing was, or something else."""
    with suppress(OSError, ValueError, TypeError, RecursionError):
        was, stamp, incidents, files, issues = json.loads(disk.read_bytes(path, _MOST))
        if (was, stamp) == (inputs, site):
            return int(incidents), int(files), tuple(map(_issue, issues))
    return None


def _issue(plain: list[Any]) -> Issue:
    code, message, (path, line, column, quote, width), level, hint = plain
    mark = Mark(str(path), int(line), int(column), str(quote), int(width))
    return Issue(str(code), str(message), mark, Level(level), str(hint))
