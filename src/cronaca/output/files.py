"""The output folder: whose it is, and what in it is not ours."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from cronaca import disk
from cronaca.output.stage import KEEP, OutputRefused, Stage

MARK = "build.json"
_GENERATOR = "cronaca "  # how a build.json of ours names what made it


def checked_output(root: Path, out: Path) -> tuple[Path, Path]:
    """The site's folder and the one to write into, links followed. Raises OutputRefused."""
    given, root, out = out, Path(os.path.realpath(root)), Path(os.path.realpath(out))
    if out == root or out in root.parents:
        raise OutputRefused(f"{given} holds the site's sources: name a folder below it, such as site")
    for inputs in ("content", "templates"):
        if root / inputs in (out, *out.parents):
            raise OutputRefused(
                f"{given} lies within {inputs}/, which the site is made from: name another folder"
            )
    if out.is_symlink():
        raise OutputRefused(f"{given} is a link that leads in a circle: name another folder")
    for part in (out, *out.parents):
        if part.exists() and not part.is_dir():
            raise OutputRefused(f"{given if part == out else part} is not a folder: name another")
    return root, out


def site_stamp(folder: Path) -> int:
    """When the site in a folder was last written, in nanoseconds; 0 when there is none.

    An older site that is put back, or another one, has another.
    """
    try:
        return (folder / MARK).stat().st_mtime_ns
    except OSError:
        return 0


def mark_site(folder: Path) -> int:
    """Let a site be told from what it was before: its new stamp."""
    with suppress(FileNotFoundError):
        os.utime(folder / MARK)
    return site_stamp(folder)


def is_ready(out: Path, known: Callable[[], Collection[str]]) -> bool:
    """Whether a whole site of ours is there; ``known``: the files that are on record. Raises OutputRefused.

    Ours is a folder that says so itself, or that holds nothing but files on record.
    """
    stage = Stage.of(out)
    stage.recover()
    if not out.exists() or {path.name for path in out.iterdir()} <= {KEEP, *stage.inside}:
        return False
    if _ours(out / MARK):
        return True
    if others := strangers(out, known()):
        tops = (route.partition("/")[0] + "/" * ("/" in route) for route in others)
        named = f"{out} holds files that cronaca did not make ({listed(tops)})"
        raise OutputRefused(f"{named}: empty it, or name another folder with --out")
    return False


def _ours(mark: Path) -> bool:
    try:
        made = json.loads(disk.read_bytes(mark, 100_000))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(made, dict) and str(made.get("generator")).startswith(_GENERATOR)


def strangers(out: Path, ours: Collection[str]) -> list[str]:
    """What lies in a folder and is none of these files, nor an empty folder on the way to one."""
    apart = {KEEP, *Stage.of(out).inside}
    ways = {f"{folder}/" for route in ours for folder in PurePosixPath(route).parents}
    found = _files(str(out), "", apart)
    return sorted(route for route in found if route not in ours and route not in ways)


def _files(folder: str, below: str, apart: Collection[str] = ()) -> Iterator[str]:
    """Files, links, and folders that are empty: these end in a slash."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        found = list(entries)
        if not found and below:
            yield below
        for entry in found:
            if entry.name in apart:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{below}{entry.name}/")
            else:
                yield below + entry.name


def hidden(route: str) -> bool:
    """Whether it is, or lies in, what a system does not show: a .git is never deleted."""
    return any(part.startswith(".") for part in route.split("/"))


def listed(routes: Iterable[str]) -> str:
    """Some files in a sentence, hidden ones last."""
    names = sorted(dict.fromkeys(routes), key=lambda each: (hidden(each), each))
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def no_links(out: Path, routes: Iterable[str]) -> None:
    """Raises OSError when a link stands where a folder of these belongs: it may lead out of the output."""
    seen = {out}
    for route in routes:
        for folder in (out / route).parents:
            if folder in seen:
                break
            seen.add(folder)
            if folder.is_symlink():
                raise NotADirectoryError(errno.ENOTDIR, "a link stands here", str(folder))


def move_files(made: Path, out: Path, routes: Iterable[str]) -> None:
    """Move files into the output: first those that are new there, and of these what says whose it is."""
    for route in sorted(routes, key=lambda each: ((out / each).exists(), each != MARK, each)):
        target = out / route
        target.parent.mkdir(parents=True, exist_ok=True)
        with disk.naming(target):
            (made / route).replace(target)


def delete_files(out: Path, routes: Iterable[str]) -> None:
    """Delete files of the output, and the folders that are empty then."""
    for route in routes:
        with suppress(FileNotFoundError, NotADirectoryError):
            (out / route).rmdir() if route.endswith("/") else (out / route).unlink()
        folder = (out / route).parent
        with suppress(OSError):  # it is not empty, or gone
            while folder != out:
                folder.rmdir()
                folder = folder.parent
