"""Builds that are killed at every step that touches a file, each followed by another build.

    python tests/killing.py [MODE] [--every N]

A build that takes the demo from one content to the next kills itself with SIGKILL just before its first
step, its second, and so on. After each, the site is built from the same content, from another, and from the
one before; every time it has to equal a clean build. Prints how many steps there were.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import cronaca.output.builder  # noqa: F401  what a child would have to import
from cronaca.output import stage
from support import NOW, build, demo, tree

MODES = {
    "edit": "only what changed is placed",
    "twice": "the same, and the next build, of another edit, is killed too",
    "swap": "--no-cache: the folder is exchanged for a new one",
    "two-steps": "the same, where a system can only rename",
    "theirs": "--no-cache, with a file of somebody's in the folder: all is placed",
    "unrecorded": "nothing is on record: a fresh clone that kept its site",
    "first": "there is no site yet",
    "within": "the same, from within the folder, which can then not be moved: all is placed",
}
SEED = "content/incidents/2025/2025-03-27-tsr-1532.yaml"
OTHER = "content/incidents/2026/2026-05-21-cockpit-transactions.yaml"
CNAME = "\npublish: {cname: status.example.net}\n"
_SELDOM = 50  # steps within a folder that is being made or deleted: only every so many of them
_UNSURE = 3  # steps that a build has or not: it notes its look at the inputs only if all were older than that
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def before(root: Path) -> None:
    """What the site was built from."""


def same(root: Path) -> None:
    """The edit that is cut short: a title that lists show, another id for an incident, a domain."""
    shared(root)
    edit(root / SEED, 'en: "Payment platform disruptions"', 'en: "SECRET disruptions of payments"')
    (root / OTHER).rename(root / OTHER.replace("cockpit", "secret"))
    if "cname" not in (root / "content/site.yaml").read_text(encoding="utf-8"):
        with (root / "content/site.yaml").open("a", encoding="utf-8") as file:
            file.write(CNAME)


def shared(root: Path) -> None:
    """What both edits change: files that the second finds right, and the first content does not."""
    edit(root / SEED, "Perturbazioni della piattaforma", "Problemi della piattaforma")


def another(root: Path) -> None:
    """A different edit, of which a part is the same."""
    shared(root)
    edit(root / SEED, "the platform remains under watch", "the platform is watched")
    (root / OTHER).rename(root / OTHER.replace("cockpit", "panel"))


CONTENTS = {"the same": same, "another": another, "taken back": before}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


class Steps:
    """Counts what a build is about to do to files, and kills it before a given step."""

    def __init__(self, root: Path, fatal: int = -1) -> None:
        self.root, self.fatal = str(root), fatal
        self.count = self.seldom = 0
        sys.addaudithook(self._heard)

    def _heard(self, event: str, given: tuple) -> None:
        if event == "open":
            if not (given[2] or 0) & _WRITES or not str(given[0]).startswith(self.root):
                return
        elif event not in ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod"):
            return
        path = os.fsdecode(given[0]) if isinstance(given[0], (str, bytes, os.PathLike)) else ""
        if (".cronaca/new-" in path and event != "os.rename") or not path.startswith("/"):
            self.seldom += 1
            if self.seldom % _SELDOM:
                return
        if self.count == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        self.count += 1


def child(work: Callable[[], int]) -> int:
    """What a process of its own answers; -1 when it was killed."""
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        code = 1
        try:
            os.write(writing, str(work()).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with open(reading, "rb") as answer:
        said = answer.read()
    _, status = os.waitpid(process, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return -1
    assert not status, "the build failed"
    return int(said)


class Trial:
    """One way to build, and the contents that it is tried on."""

    def __init__(self, mode: str, folder: Path) -> None:
        self.mode, self.root, self.saved = mode, folder / "demo", folder / "saved"
        self.full = mode in ("swap", "two-steps", "theirs")
        if mode == "two-steps":
            stage._exchange = lambda *_: False  # stands for a system without renameat2
        self.count = 0
        clean = demo(folder / "clean")
        self.clean = {}
        for name, change in CONTENTS.items():
            self._content(clean, change)
            self._build(clean)
            self.clean[name] = tree(clean / "site")
            shutil.rmtree(clean / "site")
        demo(self.root)
        if mode not in ("first", "within"):
            self._build(self.root)
        if mode == "theirs":
            (self.root / "site/notes").mkdir()
            (self.root / "site/notes/theirs.txt").write_text("theirs")
        if mode == "unrecorded":
            shutil.rmtree(self.root / ".cronaca")
        self.theirs = {"notes/theirs.txt": b"theirs"} if mode == "theirs" else {}
        shutil.copytree(self.root, self.saved)

    def steps(self) -> int:
        """How many steps the edit has."""
        self._restore(self.saved)
        self._content(self.root, same)
        self.count = child(lambda: self._counted(-1))
        return self.count

    def kill(self, step: int) -> None:
        """Kill the edit before a step, and build on from there. Raises AssertionError."""
        self._restore(self.saved)
        self._content(self.root, same)
        ended = child(lambda: self._counted(step))
        assert ended == -1 or self.count - ended <= _UNSURE, f"{self.mode}: only {ended} steps"
        old, new = self.clean["taken back"], self.clean["the same"]
        found = tree(self.root / "site")
        for route, data in found.items():
            assert data in (old.get(route), new.get(route), self.theirs.get(route)), f"{route} is torn"
        if self.mode not in ("first", "within", "two-steps"):
            assert old.keys() & new.keys() <= found.keys()
        if self.mode == "twice":
            self._content(self.root, another)
            child(lambda: self._counted(Random(step).randrange(self.count)))
        killed = self.root.with_name("killed")
        shutil.rmtree(killed, ignore_errors=True)
        shutil.copytree(self.root, killed)
        for name, change in CONTENTS.items():
            self._restore(killed)
            self._content(self.root, change)
            child(lambda: self._build(self.root))
            wrong = self._wrong(self.clean[name] | self.theirs)
            assert not wrong, f"{self.mode}, killed at step {step}, then {name}: {wrong[:5]}"
            assert {path.name for path in self.root.iterdir()} == {"content", "site", ".cronaca"}

    def _wrong(self, clean: dict[str, bytes]) -> list[str]:
        found = tree(self.root / "site")
        if self.mode == "unrecorded":  # what the first site had cannot be told from a person's: it is left
            old = self.clean["taken back"]
            found = {route: data for route, data in found.items() if route in clean or data != old.get(route)}
        return sorted(route for route in found | clean if found.get(route) != clean.get(route))

    def _counted(self, fatal: int) -> int:
        if self.mode == "within":
            (self.root / "site").mkdir()
            os.chdir(self.root / "site")
        steps = Steps(self.root, fatal)
        build(self.root, self.root / "site", NOW, full=self.full)
        return steps.count

    def _build(self, root: Path) -> int:
        assert build(root, root / "site", NOW).written
        return 0

    def _content(self, root: Path, change: Callable[[Path], None]) -> None:
        shutil.rmtree(root / "content")
        demo(root)
        change(root)

    def _restore(self, source: Path) -> None:
        with suppress(FileNotFoundError):
            shutil.rmtree(self.root)
        shutil.copytree(source, self.root)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    given.add_argument(
        "mode", nargs="?", choices=MODES, help="\n".join(f"{m}: {w}" for m, w in MODES.items())
    )
    given.add_argument("--every", type=int, default=1, help="only every n-th step")
    given = given.parse_args()
    for mode in [given.mode] if given.mode else MODES:
        with tempfile.TemporaryDirectory() as folder:
            trial = Trial(mode, Path(os.path.realpath(folder)))
            count = trial.steps()
            tried = range(0, count, given.every)
            for step in tried:
                trial.kill(step)
            print(f"{mode}: {count} steps, {len(tried)} kills, {3 * len(tried)} builds after them, all right")


if __name__ == "__main__":
    main()
