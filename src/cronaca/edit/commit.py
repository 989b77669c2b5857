"""One git commit of one file, and of nothing else that may be staged."""

from __future__ import annotations

from pathlib import Path

from cronaca import git


def require_committed(root: Path, name: str) -> None:
    """Raises git.GitRefused unless the file stands in a repository just as it was committed."""
    if not git.inside(root):
        raise git.GitRefused(f"{root} is not in a git repository")
    if git.say(root, "status", "--porcelain", "--", name).strip():
        raise git.GitRefused(f"{name} has changes that are not committed yet: commit them first")


def commit_file(root: Path, name: str, message: str) -> str:
    """Commit the file; the commit's short name. Raises git.GitRefused."""
    git.say(root, "add", "--", name)
    git.say(root, "commit", "--quiet", "--only", "--message", message, "--", name)
    return git.say(root, "rev-parse", "--short", "HEAD").strip()
