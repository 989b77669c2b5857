"""The folder in which a new site is made, and how it takes the old one's place."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cronaca import disk

KEEP = ".gitignore"
_SIGN = "made-by-cronaca"  # the file that says so


class Refused(Exception):
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
        return self.folder / "new"

    @property
    def _old(self) -> Path:
        return self.folder / "old"

    @property
    def inside(self) -> tuple[str, ...]:
        """What it is called in the output, if it is there."""
        return (self.folder.name,) if self.folder.parent == self.out else ()

    def begin(self) -> None:
        """Make it, empty. Raises Refused when somebody else's folder has its name."""
        if os.path.lexists(self.folder) and not self._signed() and not _empty(self.folder):
            raise Refused(f"{self.folder} is not cronaca's, which makes new sites there: move it away")
        self.folder.mkdir(parents=True, exist_ok=True)
        disk.write(self.folder / _SIGN, b"cronaca makes a new site here, and deletes it.\n")
        shutil.rmtree(self.new, ignore_errors=True)
        shutil.rmtree(self._old, ignore_errors=True)

    def end(self) -> None:
        """Delete it, and nothing of somebody else's."""
        self.recover()
        if self._signed():
            shutil.rmtree(self.new, ignore_errors=True)
            shutil.rmtree(self._old, ignore_errors=True)
            with suppress(OSError):
                if os.listdir(self.folder) == [_SIGN]:  # the last to go
                    (self.folder / _SIGN).unlink()
                    self.folder.rmdir()

    def recover(self) -> None:
        """A swap in two steps was cut short between them: the old folder goes back."""
        if self._signed() and self._old.is_dir() and not self.out.exists():
            self._old.rename(self.out)

    def swap(self) -> bool:
        """Let the new folder take the old one's place; False where that cannot be, and nothing was moved.

        The old one's .gitignore and rights stay.
        """
        if self.inside or self.out in (here := Path(os.path.realpath(os.curdir)), *here.parents):
            return False  # who stands in a folder that is moved would stand in the old one
        self.new.mkdir(parents=True, exist_ok=True)
        if not self.out.exists():
            self.new.rename(self.out)
            return True
        if (self.out / KEEP).is_file():
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

    def _signed(self) -> bool:
        return (self.folder / _SIGN).is_file() and not self.folder.is_symlink()


def _empty(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not os.listdir(path)


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
