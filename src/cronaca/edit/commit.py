"""One git commit of one file, and of nothing else that may be staged."""

from __future__ import annotations

import subprocess
from pathlib import Path


class CannotCommit(Exception):
    """git did not commit; the message is git's own, or ours."""


def ready(root: Path, name: str) -> None:
    """Raises CannotCommit unless the file stands in a repository just as it was committed."""
    if not _git(root, "rev-parse", "--is-inside-work-tree").strip() == "true":
        raise CannotCommit(f"{root} is not in a git repository")
    if _git(root, "status", "--porcelain", "--", name).strip():
        raise CannotCommit(f"{name} has changes that are not committed yet: commit them first")


def commit(root: Path, name: str, message: str) -> str:
    """Commit the file; the commit's short name. Raises CannotCommit."""
    _git(root, "add", "--", name)
    _git(root, "commit", "--quiet", "--only", "--message", message, "--", name)
    return _git(root, "rev-parse", "--short", "HEAD").strip()


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *words],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise CannotCommit(f"git cannot be run: {error.strerror}") from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise CannotCommit(said[0] if said else f"git {words[0]} failed")
    return done.stdout
