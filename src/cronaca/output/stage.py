"""The folder in which a new site is made, and how it takes the old one's place."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cronaca import disk

KEEP = ".gitignore"
_SIGN = "made-by-cronaca"  # the file that says so
_MADE = re.compile(rf"{_SIGN}|(new|old)-[0-9]+")


class OutputRefused(Exception):
    """A folder is not ours to write into."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder of ours in which a new site is made, so that it can take the old one's place at once.

    It lies beside the output; within it where that is a volume of its own, or the folder around it is not
    to be written into.
    """

    out: Path
    folder: Path

    @classmethod
    def of(cls, out: Path) -> Stage:
        apart = out.is_dir() and (os.path.ismount(out) or not os.access(out.parent, os.W_OK))
        return cls(out, out / ".cronaca" if apart else out.with_name(f".{out.name}.cronaca"))

    @property
    def new(self) -> Path:
        """Where this process makes a new site: one that makes another, into the same output, has its own."""
        return self.folder / f"new-{os.getpid()}"

    @property
    def _old(self) -> Path:
        return self.folder / f"old-{os.getpid()}"

    @property
    def inside(self) -> tuple[str, ...]:
        """What it is called in the output, if it is there."""
        return (self.folder.name,) if self.folder.parent == self.out else ()

    def begin(self) -> None:
        """Make it, empty. Raises OutputRefused when somebody else's folder has its name."""
        if os.path.lexists(self.folder) and not self._ours():
            raise OutputRefused(
                f"{self.folder} is where cronaca makes new sites, and holds something else: move it"
            )
        shutil.rmtree(self.new, ignore_errors=True)
        disk.twice(self._make)  # another process may be deleting it just now
        self._sweep()

    def _make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        disk.write(self.folder / _SIGN, b"cronaca makes a new site here, and deletes it.\n")
        self.new.mkdir(exist_ok=True)

    def end(self) -> None:
        """Delete it, and nothing of somebody else's."""
        self.recover()
        if self._ours():
            shutil.rmtree(self.new, ignore_errors=True)
            shutil.rmtree(self._old, ignore_errors=True)
            self._sweep()
            with suppress(OSError):
                if os.listdir(self.folder) == [_SIGN]:
                    (self.folder / _SIGN).unlink()
                    self.folder.rmdir()

    def recover(self) -> None:
        """A swap in two steps was cut short between them: the old folder goes back."""
        for old in self.folder.glob("old-*") if self._ours() and not self.out.exists() else ():
            if old == self._old or not _at_work(old):
                old.rename(self.out)
                break

    def _sweep(self) -> None:
        """Delete what processes left that were killed."""
        for left in (*self.folder.glob("new-*"), *self.folder.glob("old-*")):
            if left not in (self.new, self._old) and not _at_work(left):
                shutil.rmtree(left, ignore_errors=True)

    def _ours(self) -> bool:
        """Whether it holds nothing but what is made here."""
        names = os.listdir(self.folder) if self.folder.is_dir() and not self.folder.is_symlink() else [""]
        return all(_MADE.fullmatch(name) for name in names)

    def swap(self) -> bool:
        """Let the new folder take the old one's place; False where that cannot be, and nothing was moved.

        The old one's .gitignore and rights stay.
        """
        if self.inside or self.out in (here := Path(os.path.realpath(os.curdir)), *here.parents):
            return False  # who stands in a folder that is moved would stand in the old one
        if not self.out.exists():
            self.new.rename(self.out)
            return True
        keep = self.out / KEEP
        if os.path.lexists(keep) and (keep.is_symlink() or not keep.is_file()):
            return False  # somebody's own way to have one
        if keep.is_file():
            shutil.copy2(self.out / KEEP, self.new / KEEP)
        shutil.copymode(self.out, self.new)
        if _exchange(self.new, self.out):
            return True
        try:
            self.out.rename(self._old)
        except OSError:
            return False
        self.new.rename(self.out)
        return True


def _at_work(made: Path) -> bool:
    """Whether the process that made a folder is still there."""
    if os.name != "posix":
        return False
    try:
        os.kill(int(made.name.partition("-")[2]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


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
