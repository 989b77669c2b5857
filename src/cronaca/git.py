"""git, asked in words: what it prints, or why it did not do it."""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX")  # set in hooks
_OUTSIDE = "outside"  # where a link leads, whatever it says: the loader refuses every link


class GitRefused(Exception):
    """git did not do it; the message is git's own, or ours."""


def say(root: Path, *words: str, given: bytes = b"") -> str:
    """What git prints, told to work in ``root``. Raises GitRefused."""
    return run(root, *words, given=given).decode("utf-8", "replace")


def run(root: Path, *words: str, given: bytes = b"") -> bytes:
    command = ["git", "-C", str(root), *words]
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False, env=git_environment())
    except OSError as error:
        raise GitRefused(f"git cannot be run: {error.strerror}") from None
    if done.returncode:
        raise GitRefused(_reason((done.stderr or done.stdout).decode("utf-8", "replace"), words[0]))
    return done.stdout


def git_environment() -> dict[str, str]:
    """This process's, without what would lead git elsewhere, and with git's words in English."""
    return {name: value for name, value in os.environ.items() if name not in _ELSEWHERE} | {"LC_ALL": "C"}


def _reason(said: str, word: str) -> str:
    """The line that says why: git says first where it was going to push."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    found = [line for line in lines if not line.startswith(("To ", "hint:"))]
    return found[0] if found else f"git {word} failed"


def names(root: Path, *words: str) -> list[str]:
    """What git lists, each name ended by a zero byte."""
    return [name for name in say(root, words[0], "-z", *words[1:]).split("\0") if name]


def inside(root: Path) -> bool:
    """Whether ``root`` lies in the files of a repository. Raises GitRefused where git does not trust them."""
    try:
        return say(root, "rev-parse", "--is-inside-work-tree").strip() == "true"
    except GitRefused as refused:
        if "not a git repository" in str(refused):
            return False
        raise


def commit(root: Path, name: str) -> str:
    """The id of the commit that a name stands for; "" where there is none."""
    try:
        return say(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").strip()
    except GitRefused:
        return ""


def export(root: Path, commit: str, folders: tuple[str, ...], target: Path) -> None:
    """Write what a commit has of some folders below ``root`` into ``target``, byte for byte.

    Not by git archive, which leaves out what .gitattributes says, and dates files as old as the commit.
    """
    found = []
    for line in names(root, "ls-tree", "-r", commit, *folders):
        words, _, name = line.partition("\t")
        mode, kind, number = words.split()
        if kind == "blob":
            found.append((mode, number, name))
    asked = "".join(f"{number}\n" for _, number, _ in found).encode()
    told = io.BytesIO(run(root, "cat-file", "--batch", given=asked))
    for mode, number, name in found:
        head = told.readline().decode().split()
        if len(head) < 3:
            raise GitRefused(f"{name} is not here: {number} is missing in this clone")
        data = told.read(int(head[2]) + 1)[:-1]
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if mode == "120000":
            path.symlink_to(_OUTSIDE)
        else:
            path.write_bytes(data)
