"""The output folder: whose it is, and how a new one takes its place."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

KEEP = ".gitignore"
MARK = "build.json"


class Refused(Exception):
    """The output folder is not ours to write into."""


@dataclass(slots=True)
class Written:
    """What a build did to the output folder."""

    rendered: dict[str, str] = field(default_factory=dict)  # route -> why
    kept: int = 0
    deleted: list[str] = field(default_factory=list)


def ready(out: Path) -> bool:
    """Whether a site of ours is there. Raises Refused when it is somebody else's folder."""
    _recover(out)
    if not _ours(out):
        raise Refused(f"{out} holds files that cronaca did not make")
    return (out / MARK).is_file()


def prune(folder: Path, out: Path) -> None:
    while folder != out and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _ours(out: Path) -> bool:
    if not out.exists():
        return True
    names = {path.name for path in out.iterdir()} if out.is_dir() and not out.is_symlink() else {"?"}
    return names <= {KEEP} or (out / MARK).is_file()


def beside(out: Path, what: str) -> Path:
    return out.with_name(f".{out.name}.{what}")


def swap(stage: Path, out: Path) -> None:
    """The new folder takes the old one's place at once; the old one's .gitignore stays."""
    import shutil

    stage.mkdir(parents=True, exist_ok=True)
    if (out / KEEP).is_file():
        shutil.copy2(out / KEEP, stage / KEEP)
    old = beside(out, "old")
    shutil.rmtree(old, ignore_errors=True)
    if not out.exists():
        stage.rename(out)
    elif _exchange(stage, out):
        stage.rename(old)
    else:
        out.rename(old)
        stage.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _recover(out: Path) -> None:
    """A swap in two steps was killed between them: the old folder goes back."""
    old = beside(out, "old")
    if old.is_dir() and not out.exists():
        old.rename(out)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can (renameat2 on Linux)."""
    if sys.platform != "linux":
        return False
    import ctypes

    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    try:
        rename = ctypes.CDLL(None).renameat2
    except AttributeError:
        return False
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
