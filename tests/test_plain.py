"""What is clever changes no byte: the same site without it, under CRONACA_PLAIN=1."""

import os
import subprocess
import sys

import pytest

from cronaca.fingerprint import program
from support import CHECKOUT, NOW, built, run, tree

sys.path.insert(0, str(CHECKOUT / "tests/benchmarks"))
import generate


def plain(root, out):
    """Built by Jinja and Markdown as they are."""
    environment = {**os.environ, "CRONACA_PLAIN": "1"}
    words = ("build", "--root", root, "--out", out, "--now", NOW.isoformat())
    done = run(*words, env=environment)
    assert done.returncode == 0, done.stderr
    return tree(out)


@pytest.mark.parametrize("name", ["demo", "empty", "trouble"])
def test_sites_are_the_same(name, tmp_path):
    """The demo and the sites of the tests."""
    root = built(name, tmp_path / "root", NOW)
    assert plain(root, tmp_path / "plain") == tree(root / "site")


@pytest.mark.slow
def test_a_hundred_incidents_are_the_same(tmp_path):
    """An invented history, with every kind of text."""
    generate.main(100, tmp_path)
    root = tmp_path / "cronaca"
    assert run("build", "--root", root, "--now", NOW.isoformat()).returncode == 0
    assert plain(root, tmp_path / "plain") == tree(root / "site")


def test_what_was_kept_is_not_mixed():
    """Templates that one compiled are no use to the other: both know themselves as another program."""
    words = "from cronaca.fingerprint import program; print(program().hex())"
    environment = {**os.environ, "CRONACA_PLAIN": "1"}
    command = [sys.executable, "-c", words]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() != program().hex()
