"""The README's promises, carried out."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cronaca.cli import COMMANDS
from support import CHECKOUT, NOW, build, installing, run, same_releases, tree

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
FIRST, SECOND = re.findall(r"```sh\n(python3 -m venv .*)\n```", README)


def clone(folder: Path) -> Path:
    """The files of the next commit, as a fresh clone would have them."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=CHECKOUT,
        env=installing(),
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        source = CHECKOUT / name
        if source.is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="the README's line is for a POSIX shell")
def test_the_first_line_builds_the_demo(tmp_path):
    """One line on a machine with only Python leaves the site that the checkout builds."""
    fresh = clone(tmp_path / "clone")
    environment = {**same_releases(tmp_path), "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    subprocess.run(FIRST, shell=True, cwd=fresh, check=True, capture_output=True, env=environment)
    build(fresh, fresh / "other", NOW)
    assert {route: data for route, data in tree(fresh / "site").items() if route != ".gitignore"} == tree(
        fresh / "other"
    )


def test_ci_installs_by_the_second_line():
    """CI makes the same environment and runs the same tests as the README says."""
    ci = (CHECKOUT / ".ci/run").read_text(encoding="utf-8")
    for step in SECOND.split(" && "):
        assert step in ci


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_has_help(name):
    """A command is told of in the README, and its help has an example."""
    assert f"`cronaca {name}" in README
    told = run(name, "--help")
    assert told.returncode == 0
    assert f"Example: cronaca {name}" in told.stdout


def test_the_example_is_a_valid_incident(tmp_path):
    """The README's incident checks and builds with a site around it."""
    [example] = re.findall(r"```yaml\n(title:.*?)```", README, re.DOTALL)
    folder = tmp_path / "content/incidents/2025"
    folder.mkdir(parents=True)
    (folder / "2025-03-27-checkout.yaml").write_text(example, encoding="utf-8")
    (tmp_path / "content/components.yaml").write_text("components: [{id: checkout, name: Checkout}]\n")
    (tmp_path / "content/site.yaml").write_text(
        "title: {fr: Essai, en: Trial, it: Prova}\ndescription: {fr: Essai, en: Trial, it: Prova}\n"
        "role: operator\nlanguages: [fr, en, it]\ntime_zone: Europe/Paris\n"
        "base_url: https://example.org/\noperator: {name: Example}\n",
        encoding="utf-8",
    )
    result = build(tmp_path, tmp_path / "site", NOW, strict=True)
    assert not result.report.issues, result.report.ordered()
    page = (tmp_path / "site/it/incidents/checkout/index.html").read_text(encoding="utf-8")
    assert "Pagamenti interrotti" in page


def test_links_of_the_readme_lead_somewhere():
    """Every file that the README names is there."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (CHECKOUT / target).exists(), target
