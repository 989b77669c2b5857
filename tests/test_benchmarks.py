"""The benchmarks run; nothing is said of their figures here."""

import re
import subprocess
import sys

import pytest

from support import CHECKOUT

FOLDER = CHECKOUT / "tests/benchmarks"


def test_the_comparison_runs(tmp_path):
    """The documented command prints a table with both programs and every case."""
    command = [sys.executable, FOLDER / "compare.py", "--sizes", "6", "--runs", "1", "--folder", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert not done.returncode, done.stderr
    cases = re.findall(r"^(\w[\w ,]*?) {2,}[\d.,]+(?: s| MB)? +[\d.,]+", done.stdout, re.MULTILINE)
    assert {"cold", "nothing changed", "one message edited", "a component renamed", "files"} <= set(cases)
    files = re.search(r"^files +([\d,]+) +([\d,]+)", done.stdout, re.MULTILINE)
    assert all(int(number.replace(",", "")) > 18 for number in files.groups())


def test_the_same_history_for_both(tmp_path):
    """Both sites tell of the same incidents, and cronaca has nothing to complain of."""
    make = [sys.executable, FOLDER / "generate.py", "12", tmp_path]
    subprocess.run(make, check=True, timeout=60)
    ours = {path.stem[11:] for path in (tmp_path / "cronaca/content/incidents").rglob("*.yaml")}
    for lang in ("fr", "en", "it"):
        assert ours == {path.stem for path in (tmp_path / f"hugo/content/{lang}/incidents").iterdir()}
    check = [sys.executable, "-m", "cronaca", "check", "--root", tmp_path / "cronaca", "--strict"]
    assert not subprocess.run(check, timeout=60).returncode


def test_the_profile_runs():
    """The second command tells where the time of a build goes."""
    done = subprocess.run(
        [sys.executable, FOLDER / "where.py", "3"], capture_output=True, text=True, timeout=300
    )
    assert re.search(r"[\d.]+ s  jinja2", done.stdout), done.stderr


@pytest.mark.slow
def test_two_checkouts_side_by_side(tmp_path):
    """The third command prints a ratio for every case; here of this checkout beside itself."""
    words = ["--sizes", "6", "--pairs", "1", "--cold", "1", "--folder", tmp_path]
    command = [sys.executable, FOLDER / "before.py", CHECKOUT, *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert not done.returncode, done.stderr
    cases = re.findall(r"^(\w[\w ,]*?) {2,}[\d.]+ s +[\d.]+ s +[\d.]+$", done.stdout, re.MULTILINE)
    assert {"cold", "one message edited", "check, cold", "check, one edited"} <= set(cases)
    assert "981 files, nothing changed" in done.stdout
