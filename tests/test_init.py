"""A new site: it checks, builds, deploys, and is helped by editors and by pre-commit."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from support import CHECKOUT, installing, lacking, run, tree


@pytest.fixture
def new(tmp_path):
    root = tmp_path / "status"
    done = run("init", str(root))
    assert done.returncode == 0, done.stderr
    return root


def test_a_new_site_checks_and_builds(new):
    """Two commands after init, there is a site in three languages."""
    assert run("check", "--strict", "--root", str(new)).stdout == ""
    done = run("build", "--strict", "--root", str(new))
    assert done.returncode == 0, done.stderr
    for lang in ("fr", "en", "it"):
        assert (new / "site" / lang / "incidents/example/index.html").is_file()


def test_a_folder_with_files_is_refused(new):
    """Nobody's work is written over; an empty folder, or a repository without files, is fine."""
    before = tree(new)
    done = run("init", str(new))
    assert done.returncode == 2
    assert "holds files already" in done.stderr
    assert tree(new) == before
    (new.parent / "empty/.git").mkdir(parents=True)
    assert run("init", str(new.parent / "empty")).returncode == 0


def test_every_file_knows_its_schema(new):
    """The first line of each content file leads to a schema that is there, from any editor."""
    paths = list((new / "content").rglob("*.yaml"))
    assert len(paths) == 4
    for path in paths:
        first = path.read_text(encoding="utf-8").split("\n")[0]
        schema = path.parent / re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)[1]
        assert json.loads(schema.read_text(encoding="utf-8"))["$schema"].startswith(
            "http://json-schema.org/draft-07"
        )
    settings = json.loads((new / ".vscode/settings.json").read_text(encoding="utf-8"))
    assert {new / name for name in settings["yaml.schemas"]} == set((new / "schema").iterdir())


def test_the_workflow_publishes_under_the_real_address(new):
    """It checks before it builds, asks GitHub for the address, and lets a missing translation pass."""
    flow = yaml.safe_load((new / ".github/workflows/pages.yml").read_text(encoding="utf-8"))
    steps = flow["jobs"]["build"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    assert commands == [
        "pip install cronaca",
        "cronaca check --format github",
        'cronaca build --base-url "$BASE_URL"',
    ]
    asked = next(n for n, step in enumerate(steps) if "configure-pages" in step.get("uses", ""))
    built = next(n for n, step in enumerate(steps) if "--base-url" in step.get("run", ""))
    assert steps[built]["env"] == {"BASE_URL": f"${{{{ steps.{steps[asked]['id']}.outputs.base_url }}}}"}
    assert asked < built
    assert flow["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_what_is_built_stays_out_of_git(new):
    """The site and the build's memory are not committed; the schemas are."""
    subprocess.run(["git", "init", "-q", str(new)], check=True)
    run("build", "--root", str(new))
    listed = subprocess.run(
        ["git", "-C", str(new), "status", "--porcelain", "-uall"], capture_output=True, text=True, check=True
    ).stdout
    assert "schema/incident.json" in listed
    assert "site/index.html" not in listed
    assert ".cronaca" not in listed


def test_schemas_are_written_again_with_new_components(new):
    """After a new component, one command brings completion up to date."""
    components = new / "content/components.yaml"
    text = components.read_text(encoding="utf-8").replace("id: api", "id: web-api")
    components.write_text(text, encoding="utf-8")
    assert run("schema", "--root", str(new), "--out", str(new / "schema")).returncode == 0
    assert '"web-api": {' in (new / "schema/incident.json").read_text(encoding="utf-8")


def test_schema_wants_to_know_which():
    """Without a name or a folder there is nothing to do."""
    assert run("schema").returncode == 2
    assert json.loads(run("schema", "phrases").stdout)["title"].startswith("content/phrases.yaml")


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


def repository(folder: Path) -> str:
    """The folder's files, committed; the commit."""
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    asked = ["git", "-C", str(folder), "rev-parse", "HEAD"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def hooked(new, tmp_path):
    """A new site whose repository runs our hook; and how to run it."""
    program = tmp_path / "program"
    for name in ("src", "templates", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        source = CHECKOUT / name
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, program / name, ignore=ignored) if source.is_dir() else shutil.copy(
            source, program
        )
    hook = {"repo": str(program), "rev": repository(program), "hooks": [{"id": "cronaca-check"}]}
    (new / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [hook]}), encoding="utf-8")
    repository(new)

    def commit(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", *words, "--color", "never"]
        home = {**installing(), "PRE_COMMIT_HOME": str(tmp_path / "home")}
        return subprocess.run(command, cwd=new, env=home, capture_output=True, text=True, encoding="utf-8")

    installed = commit("install-hooks")
    if "No matching distribution" in installed.stdout or "No module" in installed.stderr:
        lacking("a package index for pre-commit")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return new, commit


def test_pre_commit_stops_a_mistake(hooked):
    """A wrong file is not committed, and its author sees where it is wrong; a good one passes."""
    root, commit = hooked
    assert commit("run", "--all-files").returncode == 0
    path = root / "content/incidents/2025/2025-01-15-example.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("impact: major", "impact: mayor"), encoding="utf-8"
    )
    git(root, "add", "-A")
    done = commit("run")
    assert done.returncode == 1
    assert '2025-01-15-example.yaml:11:9: error[wrong-word] "mayor" is not an impact' in done.stdout
    assert 'did you mean "major"?' in done.stdout
