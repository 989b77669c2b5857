"""What is asked of a build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cronaca.fingerprint import default_folder
from cronaca.output.files import checked_output

if TYPE_CHECKING:
    from cronaca.theme.theme import Theme

Progress = Callable[[int, int, int], None]  # targets done, targets in all, files so far


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What is to be built, where, and how."""

    root: Path  # the folder that holds content/
    out: Path
    now: datetime
    base_url: str = ""  # "": as site.yaml has it
    strict: bool = False  # nothing is written either when a check of all would find a warning
    full: bool = False  # nothing that was kept is used
    prune: bool = False  # what is not ours in the output goes, but for hidden files
    drafts: bool = False  # shown too, and marked: for a preview
    theme: Theme | None = None  # one that was read before
    jobs: int = 1  # processes that work at once
    progress: Progress | None = None
    waiting: Callable[[], None] = lambda: None  # called when another build has to end first

    def resolved(self) -> BuildOptions:
        """Links followed, the time to the minute. Raises OutputRefused when ``out`` cannot be ours."""
        now = self.now.astimezone(UTC).replace(second=0, microsecond=0)
        root, out = checked_output(self.root, self.out)
        return replace(self, root=root, out=out, now=now)

    @property
    def folders(self) -> list[Path]:
        """What a site is made from."""
        return [self.root / "content", self.root / "templates", default_folder()]
