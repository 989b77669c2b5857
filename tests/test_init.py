"""A new site: it checks, builds, deploys, and is helped by editors and by pre-commit."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
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
    """Two commands after init there is a site in three languages; the example is a draft, and is right."""
    assert run("check", "--strict", "--root", str(new)).stdout == ""
    done = run("build", "--strict", "--root", str(new))
    assert done.returncode == 0, done.stderr
    for lang in ("fr", "en", "it"):
        assert (new / "site" / lang / "index.html").is_file()
        assert not (new / "site" / lang / "incidents").exists()
    example = new / "content/incidents/2025/2025-01-15-example.yaml"
    example.write_text(example.read_text(encoding="utf-8").replace("draft: true\n", ""), encoding="utf-8")
    assert run("check", "--strict", "--root", str(new)).stdout == ""


@pytest.mark.parametrize("languages", ["en", "it,fr", "en,it,fr"])
def test_only_the_chosen_languages_are_left(tmp_path, languages):
    """In their order, and with nothing to mend by hand."""
    root = tmp_path / "status"
    assert run("init", str(root), "--languages", languages).returncode == 0
    assert run("check", "--strict", "--root", str(root)).stdout == ""
    assert run("build", "--strict", "--root", str(root)).returncode == 0
    built = json.loads((root / "site/build.json").read_text(encoding="utf-8"))
    assert built["languages"] == languages.split(",")
    text = (root / "content/phrases.yaml").read_text(encoding="utf-8")
    for lang, word in (("fr", "Nous cherchons"), ("en", "We are"), ("it", "Stiamo")):
        assert (word in text) == (lang in languages)


@pytest.mark.parametrize("languages", ["", "de", "en,en", "fr en"])
def test_a_language_that_we_do_not_speak(tmp_path, languages):
    """It is said which there are, and how another one comes later; nothing is written."""
    done = run("init", str(tmp_path / "status"), "--languages", languages)
    assert done.returncode == 2
    assert "fr, en, it" in done.stderr
    assert not (tmp_path / "status").exists()


def test_only_what_would_be_written_over_is_refused(new):
    """Each such file is named, all at once, and nothing is touched; what init itself left is no obstacle."""
    before = tree(new)
    assert run("init", str(new)).returncode == 0
    assert tree(new) == before
    for name in ("content/site.yaml", "requirements.txt"):
        (new / name).write_text("mine", encoding="utf-8")
    (new / "content/phrases.yaml").unlink()
    mine = tree(new)
    done = run("init", str(new))
    assert done.returncode == 2
    assert "content/site.yaml" in done.stderr
    assert "requirements.txt" in done.stderr
    assert "phrases" not in done.stderr
    assert tree(new) == mine


def test_a_clone_with_a_readme_is_a_fine_place(tmp_path):
    """Its own README stays, and the manual stands beside it; what git ignores is added to its list."""
    for name in ("README.md", "LICENSE", ".gitignore", "src/main.c"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"my {name}", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    done = run("init", ".", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "CRONACA.md" in done.stdout
    for name in ("README.md", "LICENSE", "src/main.c"):
        assert (tmp_path / name).read_text(encoding="utf-8") == f"my {name}"
    ignored = (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "my .gitignore"
    assert {"/site/", "/.cronaca/"} <= set(ignored)
    assert run("init", ".", cwd=tmp_path).returncode == 0
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines() == ignored


def test_what_stands_in_the_way_is_no_folder(tmp_path):
    """A file, or a link, where a folder is needed: it is named, and nothing is written beyond it."""
    (tmp_path / "content").write_text("a file", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "schema").symlink_to(tmp_path / "elsewhere")
    done = run("init", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "content" in done.stderr
    assert "schema" in done.stderr
    assert not list((tmp_path / "elsewhere").iterdir())
    assert not (tmp_path / "README.md").exists()


def test_the_next_steps_work_in_their_order(new):
    """Pages is switched on before anything is pushed."""
    said = run("init", str(new)).stdout
    assert said.index("under Pages, choose") < said.index("push")


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


@pytest.mark.parametrize("languages", ["fr,en,it", "it"])
def test_what_init_writes_is_right_by_its_own_schemas(tmp_path, languages):
    """An editor underlines nothing in a new site, in one language neither."""
    root = tmp_path / "status"
    assert run("init", str(root), "--languages", languages).returncode == 0
    for path in (root / "content").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        schema = path.parent / re.search(r"\$schema=(\S+)", text)[1]
        values = json.loads(json.dumps(yaml.safe_load(text), default=str))
        jsonschema.validate(values, json.loads(schema.read_text(encoding="utf-8")))


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


@pytest.mark.slow
def test_pre_commit_stops_a_mistake(hooked):
    """A wrong file is not committed, and its author sees where it is wrong; a good one passes."""
    root, commit = hooked
    assert commit("run", "--all-files").returncode == 0
    path = root / "content/incidents/2025/2025-01-15-example.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("impact: major #", "impact: mayor #"), encoding="utf-8"
    )
    git(root, "add", "-A")
    done = commit("run")
    assert done.returncode == 1
    assert '2025-01-15-example.yaml:14:9: error[wrong-word] "mayor" is not an impact' in done.stdout
    assert 'did you mean "major"?' in done.stdout


@pytest.mark.slow
def test_pre_commit_sees_deletions_and_shows_warnings(hooked):
    """A commit that only deletes is checked too, and a warning is seen though it stops nothing."""
    root, commit = hooked
    path = root / "content/incidents/2025/2025-01-15-example.yaml"
    text = path.read_text(encoding="utf-8").replace("draft: true\n", "")
    path.write_text(text, encoding="utf-8")
    git(root, "commit", "-q", "-am", "publish it")
    path.write_text(text.replace("We are looking", "We look"), encoding="utf-8")
    git(root, "add", "-A")
    done = commit("run")
    assert done.returncode == 0
    assert "warning[text-changed]" in done.stdout
    git(root, "reset", "-q", "--hard")
    git(root, "rm", "-q", "content/components.yaml")
    done = commit("run")
    assert done.returncode == 1
    assert "error[unknown-component]" in done.stdout


@pytest.mark.slow
def test_pre_commit_in_a_folder_below(hooked):
    """The hook takes the folder of a site that is not at the top."""
    root, commit = hooked
    config = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    config["repos"][0]["hooks"][0]["args"] = ["--root", "status"]
    (root / "status").mkdir()
    (root / "content").rename(root / "status/content")
    (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    git(root, "add", "-A")
    done = commit("run")
    assert done.returncode == 0, done.stdout
    (root / "status/content/site.yaml").write_text("title: x\n", encoding="utf-8")
    git(root, "add", "-A")
    done = commit("run")
    assert done.returncode == 1
    assert "status/content/site.yaml:1:" in done.stdout
