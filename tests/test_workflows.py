"""The workflows, ours and the starter's: linted, with least rights, and every action by one commit id."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from support import CHECKOUT, lacking, node, run

OURS, THEIRS = CHECKOUT / ".github", CHECKOUT / "src/cronaca/starter/files/dot_github"
USES = re.compile(r"uses: (?P<action>[^@\s]+)@(?P<id>[0-9a-f]{40}) # (?P<version>v\d+\.\d+\.\d+)$")
ACTIONS = {  # the one table: a newer release is written here, and then wherever it is used
    "actions/attest-build-provenance": ("v4.1.1", "0f67c3f4856b2e3261c31976d6725780e5e4c373"),
    "actions/checkout": ("v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1"),
    "actions/configure-pages": ("v6.0.0", "45bfe0192ca1faeb007ade9deae92b16b8254a0d"),
    "actions/deploy-pages": ("v5.0.1", "368f82528645a54fb793d4d04e342629a3f51346"),
    "actions/download-artifact": ("v8.0.2", "9000827ccba6bdab643e8b6fd33ac0654aef8333"),
    "actions/setup-python": ("v7.0.0", "5fda3b95a4ea91299a34e894583c3862153e4b97"),
    "actions/upload-artifact": ("v7.0.2", "cf430e030ddbb5b0abf93d22962f4752f3646cd9"),
    "actions/upload-pages-artifact": ("v5.0.0", "fc324d3547104276b827a68afc52ff2a11cc49c9"),
    "pypa/gh-action-pypi-publish": ("v1.14.2", "dc37677b2e1c63e2034f94d8a5b11f265b73ba33"),
}
FLOWS = sorted([*(OURS / "workflows").iterdir(), *(THEIRS / "workflows").iterdir()])


@pytest.fixture
def repository(tmp_path):
    """A repository as init leaves it."""
    root = tmp_path / "status"
    assert run("init", str(root)).returncode == 0
    return root


def test_every_action_is_of_the_table():
    """By its commit, with its version beside it; none that is in the table is unused."""
    used = set()
    for path in FLOWS:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "uses:" in line:
                found = USES.search(line)
                assert found, f"{path.name}: {line}"
                assert ACTIONS[found["action"]] == (found["version"], found["id"]), path.name
                used.add(found["action"])
    assert used == ACTIONS.keys()


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_rights_stand_at_each_job_and_nothing_typed_in_a_script(path):
    """No job has more than it was given, each ends in time, and no expression stands within a command."""
    flow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert flow["permissions"] == {}
    for job in flow["jobs"].values():
        assert isinstance(job["permissions"], dict)
        assert job["timeout-minutes"] <= 90
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


def test_a_pull_request_has_no_rights():
    """What strangers send is built with nothing but leave to read."""
    flow = yaml.safe_load((THEIRS / "workflows/pages.yml").read_text(encoding="utf-8"))
    assert flow["jobs"]["check"]["permissions"] == {"contents": "read"}
    text = (THEIRS / "workflows/pages.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "cache" not in text
    assert "pull_request_target" not in text


@pytest.mark.parametrize("which", ["ours", "the starter's"])
def test_actionlint_finds_nothing(repository, which):
    """Nothing that GitHub would refuse, or do otherwise than it reads."""
    program = shutil.which("node") or lacking("node")
    lint = node("@tktco", "node-actionlint", "bin", "node-actionlint.js")
    done = subprocess.run(
        [program, lint, ".github/workflows/*.yml"],
        cwd=CHECKOUT if which == "ours" else repository,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 workflow file(s)" in done.stdout


@pytest.mark.parametrize("which", ["ours", "the starter's"])
def test_zizmor_finds_nothing(repository, which):
    """No way in for strangers: nothing of medium gravity or above."""
    folder = CHECKOUT if which == "ours" else repository
    program = Path(sys.executable).with_name("zizmor")
    command = [program, "--offline", "--no-progress", "--min-severity", "medium", folder / ".github"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
