"""A branch that holds a built site: what is on it, whose it is, and how a new state is put there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cronaca import git
from cronaca.git import GitRefused

_MARK = "Published-By: cronaca"  # in each commit of ours
_SOURCE = re.compile(r"^Published-From: ([0-9a-f]{40,64})$", re.MULTILINE)
Files = dict[str, str]  # the ids of their contents by their names


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of the repository around ``root``, and of a remote if there is one."""

    root: Path
    name: str
    remote: str

    @classmethod
    def of(cls, root: Path, name: str) -> Branch:
        """Raises GitRefused for a name that git does not have for branches."""
        try:
            git.say(root, "check-ref-format", f"refs/heads/{name}")
        except GitRefused:
            raise GitRefused(f'"{name}" cannot be a branch\'s name') from None
        remotes = git.say(root, "remote").split()
        try:
            own = git.say(root, "config", f"branch.{name}.remote").strip()
        except GitRefused:
            own = "origin" if "origin" in remotes else remotes[0] if len(remotes) == 1 else ""
        return cls(root, name, own if own in remotes else "")

    @property
    def ref(self) -> str:
        return f"refs/heads/{self.name}"

    @property
    def tracking(self) -> str:
        return f"refs/remotes/{self.remote}/{self.name}" if self.remote else ""

    def fetch(self) -> None:
        """Learn what the remote has. Raises GitRefused."""
        if git.say(self.root, "ls-remote", "--heads", self.remote, self.ref).strip():
            git.say(self.root, "fetch", "--quiet", self.remote, f"+{self.ref}:{self.tracking}")
        elif git.commit(self.root, self.tracking):
            git.say(self.root, "update-ref", "-d", self.tracking)

    def free(self) -> None:
        """Raises GitRefused where the branch is checked out: its files would no longer be what git thinks.

        So too for one that cannot be beside another, as a/b beside a.
        """
        for other in git.say(self.root, "for-each-ref", "--format=%(refname)", "refs/heads").split():
            if other.startswith(f"{self.ref}/") or self.ref.startswith(f"{other}/"):
                name = other.removeprefix("refs/heads/")
                raise GitRefused(f"{self.name} cannot be a branch beside {name}: name another with --branch")
        folder = ""
        for line in git.say(self.root, "worktree", "list", "--porcelain").splitlines():
            word, _, rest = line.partition(" ")
            folder = rest if word == "worktree" else folder
            if word == "branch" and rest == self.ref:
                raise GitRefused(f"{self.name} is checked out in {folder}: switch to another branch there")

    def tip(self) -> tuple[str, str]:
        """The local commit, and the newest one that is known; "" where there is none.

        Raises GitRefused when the remote's is not on the way to the local one, or the other way round.
        """
        here, there = git.commit(self.root, self.ref), self.tracking and git.commit(self.root, self.tracking)
        if not here or not there or here == there or self.is_ancestor(there, here):
            return here, here or there
        if self.is_ancestor(here, there):
            return here, there
        raise GitRefused(
            f"{self.name} here and on {self.remote} have gone different ways: nothing is forced. "
            f"To go on from there: git branch -f {self.name} {self.remote}/{self.name}"
        )

    def is_ancestor(self, old: str, new: str) -> bool:
        try:
            git.say(self.root, "merge-base", "--is-ancestor", old, new)
        except GitRefused:
            return False
        return True

    def files(self, commit: str) -> Files:
        found = {}
        for line in git.names(self.root, "ls-tree", "-r", "--full-tree", commit) if commit else ():
            head, _, name = line.partition("\t")
            found[name] = head.split()[2]
        return found

    def build(self, commit: str) -> dict[str, object]:
        """What the branch's build.json says; nothing where it has none that can be read."""
        try:
            found = json.loads(git.run(self.root, "cat-file", "blob", f"{commit}:build.json"))
        except (GitRefused, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def text(self, commit: str, name: str) -> str:
        return git.say(self.root, "cat-file", "blob", f"{commit}:{name}")

    def last(self, commit: str) -> tuple[str, str]:
        """The last commit of ours on the way to one, and the commit that it was built from."""
        words = ("log", "-1", "--no-show-signature", "--format=%H%n%B", f"--grep=^{_MARK}$", commit)
        found = git.say(self.root, *words)
        source = _SOURCE.search(found)
        return found.partition("\n")[0], source[1] if source else ""

    def address(self, source: str) -> str:
        """The address of the site that a commit here held: a site may have moved since."""
        import yaml

        if not source:
            return ""
        try:
            there = yaml.safe_load(self.text(source, "./content/site.yaml"))
        except (GitRefused, yaml.YAMLError):
            return ""
        return f"{there.get('base_url', '')}".rstrip("/") + "/" if isinstance(there, dict) else ""

    def touched(self, old: str, new: str) -> list[str]:
        """What others changed between two commits."""
        return git.names(self.root, "diff-tree", "-r", "--name-only", "--no-renames", old, new)

    def put(self, folder: Path, here: str, tip: str, source: str, said: str) -> str:
        """Commit a folder onto ``tip``; the new commit.

        ``here``: what the local branch was when it was looked at. Raises GitRefused when it moved meanwhile.
        """
        self._named()
        self.free()
        if here != tip:
            git.say(self.root, "update-ref", self.ref, tip, here)
        message = f"{said}\n\n{_MARK}\nPublished-From: {source}\n"
        # its own look for a remote would throw away what was not pushed: it is given one that never exists
        words = ["-m", "ghp_import", "-n", "-r", ".", "-b", self.name, "-m", message, str(folder.resolve())]
        done = subprocess.run(
            [sys.executable, *words], cwd=self.root, capture_output=True, text=True, env=git.git_environment()
        )
        new = git.commit(self.root, self.ref)
        if done.returncode or new == tip:
            lines = [line for line in done.stderr.splitlines() if line.startswith(("fatal:", "error:"))]
            raise GitRefused(
                f"{self.name} could not be written: {lines[0] if lines else 'git did not take it'}"
            )
        if git.commit(self.root, f"{new}^") != tip:
            git.say(self.root, "update-ref", self.ref, f"{new}^", new)
            raise GitRefused(f"{self.name} was changed meanwhile, and is as it was then: publish again")
        return new

    def _named(self) -> None:
        """Raises GitRefused where git does not know who commits."""
        try:
            git.say(self.root, "var", "GIT_COMMITTER_IDENT")
        except GitRefused as refused:
            how = 'git config user.name "NAME" and git config user.email ADDRESS'
            raise GitRefused(f"git does not know who publishes ({refused}): {how}") from None

    def push(self, old: str, new: str) -> None:
        """Raises GitRefused when the remote does not take it: the branch here is then as it was before."""
        try:
            git.say(self.root, "push", "--quiet", self.remote, f"{new}:{self.ref}")
        except GitRefused as refused:
            words = ("update-ref", self.ref, old, new) if old else ("update-ref", "-d", self.ref, new)
            git.say(self.root, *words)
            faster = any(word in str(refused) for word in ("fetch first", "non-fast-forward", "cannot lock"))
            again = "somebody was faster: publish again" if faster else "mend that, then publish again"
            raise GitRefused(
                f"{self.remote} did not take it ({refused}); {self.name} here is as it was; {again}"
            ) from None
        git.say(self.root, "update-ref", self.tracking, new)


def hashed(root: Path, folder: Path) -> Files:
    """The ids that git would give to a folder's files."""
    names = sorted(_names(folder))
    paths = "\n".join(str((folder / name).resolve()) for name in names)
    ids = git.say(root, "hash-object", "--no-filters", "--stdin-paths", given=paths.encode()).split()
    return dict(zip(names, ids, strict=True))


def _names(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
