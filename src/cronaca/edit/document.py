"""A person's file that is read, changed and put back: whole, and only if nobody else changed it."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cronaca import disk


class Changed(Exception):
    """Somebody else wrote the file meanwhile."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was found; ``digest`` is "" when there was none."""

    path: Path
    text: str = ""
    digest: str = ""

    @classmethod
    def read(cls, path: Path) -> Document:
        """Raises OSError, or UnicodeDecodeError when it is not UTF-8."""
        data = path.read_bytes()
        return cls(path, data.decode("utf-8"), _digest(data))

    def save(self, text: str) -> None:
        """Put a text in its place. Raises Changed when the file is not any more what was read."""
        if self._now() != self.digest:
            what = "was changed meanwhile" if self.digest else "is there already"
            raise Changed(f"{self.path} {what}: nothing was written")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with disk.naming(self.path):
            handle, name = tempfile.mkstemp(prefix=".", suffix=".new", dir=self.path.parent)
            beside = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(text.encode("utf-8"))
                self._place(beside)
            finally:
                beside.unlink(missing_ok=True)

    def _now(self) -> str:
        try:
            return _digest(self.path.read_bytes())
        except FileNotFoundError:
            return ""

    def _place(self, beside: Path) -> None:
        if self.digest:
            shutil.copymode(self.path, beside)
            beside.replace(self.path)
            return
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(0o666 & ~mask)
        try:
            os.link(beside, self.path)  # unlike a renaming, it never overwrites
        except FileExistsError:
            raise Changed(f"{self.path} is there already: nothing was written") from None
        except OSError:  # a file system without links
            beside.replace(self.path)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
