"""Two builds of one site at once: the second waits for the first, and goes on."""

import os
import random
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from cronaca.cache import store
from cronaca.cache.snapshot import cache_stem
from support import NOW, build, demo, run, tree, wait_for

SEED = "content/incidents/2025/2025-03-27-tsr-1532.yaml"


def begun(root: Path, *words: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "cronaca", "build", "--root", root, "--now", NOW.isoformat(), *words]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def pairs(root: Path, count: int, seed: int = 11) -> None:
    """So many times: an edit, two builds within some milliseconds, and a look at what they made."""
    chance = random.Random(seed)
    incidents = root / "content/incidents"
    for turn in range(count):
        path = chance.choice(sorted(incidents.rglob("*.yaml")))
        text = path.read_text(encoding="utf-8")
        match chance.randrange(3):
            case 0:
                path.write_text(re.sub(r'(en|fr): "', rf'\1: "{turn} ', text, count=2), encoding="utf-8")
            case 1:
                path.rename(path.with_name(f"{path.name[:11]}turn-{turn}.yaml"))
            case _:
                path.write_text(re.sub(r"impact: \w+", "impact: major", text), encoding="utf-8")
        both = [begun(root), begun(root, *(["--no-cache"] if turn % 5 == 4 else []))]
        told = [process.communicate() for process in both]
        assert [process.returncode for process in both] == [0, 0], told
        build(root, root / "clean", NOW, full=True)
        assert tree(root / "site") == tree(root / "clean"), f"pair {turn}"


def test_pairs_of_builds(tmp_path):
    """Both end well, and the site is what a clean build makes."""
    pairs(demo(tmp_path), 5)


@pytest.mark.slow
def test_fifty_pairs_of_builds(tmp_path):
    """The same, after fifty edits; every fifth pair with one that uses nothing that was kept."""
    pairs(demo(tmp_path), 50)


def held(root: Path, how: str = "EXCLUSIVE") -> sqlite3.Connection:
    """What a build at work holds."""
    (root / ".cronaca").mkdir(exist_ok=True)
    database = sqlite3.connect(
        root / ".cronaca" / f"site-{cache_stem(root / 'site')}.db", isolation_level=None
    )
    database.execute(f"BEGIN {how}")
    return database


def test_the_second_says_that_it_waits_and_goes_on(tmp_path):
    """After a second it is said once; as soon as the other ends, the site is built."""
    root = demo(tmp_path)
    with closing(held(root)):
        process = begun(root)
        said = process.stderr.readline()
        assert said == f"another build is at work in {root / 'site'}: waiting for its end\n"
        assert not (root / "site").exists()
    told, rest = process.communicate()
    assert (process.returncode, rest) == (0, "")
    assert "10 incidents" in told


def test_the_second_gives_up_in_the_end(tmp_path, monkeypatch):
    """A build that never ends is not waited for for ever."""
    monkeypatch.setattr(store, "QUIET", 1)
    monkeypatch.setattr(store, "LONGEST", 2)
    root, said = demo(tmp_path), []
    with closing(held(root)), pytest.raises(store.Busy):
        build(root, root / "site", NOW, waiting=lambda: said.append(1))
    assert said == [1]
    assert build(root, root / "site", NOW).written


def test_a_killed_build_holds_nothing(tmp_path):
    """The lock is gone with the process that held it."""
    root = demo(tmp_path)
    process = begun(root)
    wait_for(lambda: list((root / ".cronaca").glob("site-*.db")))
    process.kill()
    process.communicate()
    assert run("build", "--root", root, "--now", NOW.isoformat()).returncode == 0


@pytest.mark.parametrize("harm", [b"", b"no database at all" * 100])
def test_a_spoilt_lock_is_none(tmp_path, harm):
    """Whatever stands in its file, the site is built."""
    root = demo(tmp_path)
    (root / ".cronaca").mkdir()
    (root / ".cronaca" / f"site-{cache_stem(root / 'site')}.db").write_bytes(harm)
    assert build(root, root / "site", NOW).written


def test_two_folders_are_built_at_once(tmp_path):
    """Another output of the same site does not wait."""
    root = demo(tmp_path)
    with closing(held(root)):
        assert build(root, root / "other", NOW, waiting=lambda: os.abort()).written


def test_two_who_wait_do_not_wait_for_each_other(tmp_path):
    """What is held so that others may look, but not write, keeps two builds waiting; then both go on."""
    root = demo(tmp_path)
    with closing(held(root, "IMMEDIATE")):
        both = [begun(root), begun(root)]
        for process in both:
            assert process.stderr.readline().startswith("another build is at work")
    told = [process.communicate(timeout=50) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
