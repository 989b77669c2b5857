"""Which folder a command is for, when none is named."""

import os
import subprocess
import sys

import pytest

from support import NOW, demo, run, tree

TIMES = ("--now", NOW.isoformat())
WORDS = {
    "check": (),
    "build": TIMES,
    "stats": (),
    "phrases": (),
    "serve": (),
    "new": (),
    "update": (),
    "resolve": (),
}


@pytest.mark.parametrize("name", WORDS)
def test_a_folder_that_is_no_site(tmp_path, name):
    """Wrong use, with what to do; and nothing is left behind."""
    (tmp_path / "content").mkdir()
    for folder, words in ((tmp_path, ()), (tmp_path / "content", ()), (tmp_path, ("--root", "content"))):
        told = run(name, *words, *WORDS[name], cwd=folder)
        assert told.returncode == 2
        assert "no content/site.yaml" in told.stderr
        assert "cronaca init" in told.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "content"]
    assert not list((tmp_path / "content").iterdir())


@pytest.mark.parametrize("below", ["content", "content/incidents/2025", "site", "docs/notes"])
def test_the_nearest_site_above_is_found(tmp_path, below):
    """As git finds its own; paths are as one would type them there, and nothing lies where it was typed."""
    root = demo(tmp_path)
    (root / below).mkdir(parents=True, exist_ok=True)
    up = os.path.relpath(root, root / below)
    told = run("build", *TIMES, cwd=root / below)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(f"{up}/site: 10 incidents")
    assert (root / "site/fr/index.html").is_file()
    assert not (root / below / ".cronaca").exists()
    broken = root / "content/incidents/2025/2025-05-03-tsr-1723.yaml"
    broken.write_text("titel: x\n")
    assert (
        f"{up}/content/incidents/2025/2025-05-03-tsr-1723.yaml:1:1: error"
        in run("check", cwd=root / below).stdout
    )


@pytest.mark.parametrize("edge", [".git", "home"])
def test_a_site_above_a_repository_or_the_home_is_not_meant(tmp_path, edge):
    """What lies there is somebody else's."""
    root = demo(tmp_path)
    inner = root / "other/folder"
    inner.mkdir(parents=True)
    (root / "other/.git").mkdir() if edge == ".git" else None
    home = root / "other" if edge == "home" else tmp_path / "elsewhere"
    told = run("check", cwd=inner, env={**os.environ, "HOME": str(home), "USERPROFILE": str(home)})
    assert told.returncode == 2
    assert "no content/site.yaml here or above" in told.stderr


def test_a_site_that_is_the_repository_or_the_home_is(tmp_path):
    """At the edge itself there may be one."""
    root = demo(tmp_path)
    (root / ".git").mkdir()
    told = run("check", *TIMES, cwd=root / "content", env={**os.environ, "HOME": str(root)})
    assert (told.returncode, told.stdout) == (0, "")


@pytest.mark.skipif(os.name != "posix", reason="users have other homes there")
def test_a_site_without_a_home(tmp_path):
    """Where nobody has a home, as in some containers, the search goes on to the top."""
    root = demo(tmp_path)
    nobody = "import os; del os.environ['HOME']; os.getuid = lambda: 4_000_000"
    program = f"{nobody}\nfrom cronaca.cli import main; main()"
    command = [sys.executable, "-c", program, "check", *TIMES]
    told = subprocess.run(
        command, cwd=root / "content", stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    assert (told.returncode, told.stdout) == (0, b"")


ODD = {
    "LC_ALL": "C",
    "LANG": "tr_TR.ISO-8859-9",
    "TZ": "Pacific/Auckland",
    "HOME": "/nowhere",
    "PYTHONHASHSEED": "7",
    "PYTHONUTF8": "0",
    "COLUMNS": "20",
}


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000])
def test_where_it_is_built_changes_nothing(built_demo, tmp_path, umask):
    """Locale, zone, home, hash seed and umask of whoever builds are in no byte of the site."""
    root = demo(tmp_path)
    more = {"umask": umask} if os.name == "posix" else {}
    told = run("build", "--root", root, *TIMES, env={**os.environ, **ODD}, **more)
    assert told.returncode == 0, told.stderr
    assert tree(root / "site") == tree(built_demo / "site")
