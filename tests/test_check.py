"""cronaca check: which files it judges, how it answers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

import pytest

GOOD = 'title: {fr: "Panne", en: "Outage"}\nwindows: [{from: 2025-03-10 08:00, until: 2025-03-10 09:00}]\n'
WARNED = GOOD.replace(', en: "Outage"', "")
WRONG = GOOD.replace("title", "titel")


@pytest.fixture
def root(site):
    return site(
        {"2025-03-10-good.yaml": GOOD, "2025-03-10-warned.yaml": WARNED, "2025-03-10-wrong.yaml": WRONG}
    )


def check(root, *words: object, text: str | bytes = b"") -> subprocess.CompletedProcess[str]:
    command: Sequence[str] = [sys.executable, "-m", "cronaca", "check", "--root", str(root), *map(str, words)]
    data = text if isinstance(text, bytes) else text.encode()
    done = subprocess.run(command, input=data, capture_output=True, timeout=60)
    out, err = done.stdout.decode(), done.stderr.decode()
    return subprocess.CompletedProcess(command, done.returncode, out, err)


def test_findings_are_the_result(root):
    """They stand on standard output, one total below; errors make it fail."""
    done = check(root)
    assert done.returncode == 1
    assert done.stderr == ""
    assert "2025-03-10-wrong.yaml:1:1: error[unknown-key]" in done.stdout
    assert done.stdout.replace("\r", "").endswith("2 errors, 1 warning\n")


def test_a_clean_site_is_silent(site):
    """Nothing wrong, nothing said."""
    done = check(site({"2025-03-10-good.yaml": GOOD}))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_only_the_files_named_are_judged(root):
    """A file's own findings alone are shown, and decide."""
    incidents = root / "content/incidents"
    assert check(root, incidents / "2025-03-10-good.yaml").returncode == 0
    done = check(root, incidents / "2025-03-10-warned.yaml")
    assert done.returncode == 0
    assert "missing-language" in done.stdout
    assert "wrong" not in done.stdout
    assert check(root, "--strict", incidents / "2025-03-10-warned.yaml").returncode == 1


def test_a_folder_means_all_in_it(root):
    """A folder stands for its files."""
    assert "2 errors, 1 warning" in check(root, root / "content/incidents").stdout
    assert check(root, root / "content/incidents", root / "content/site.yaml").returncode == 1


def test_a_draft_from_elsewhere_is_judged_by_this_site(root, tmp_path):
    """A file that is not in the content yet is read as an incident of the site."""
    draft = tmp_path / "draft.yaml"
    draft.write_text(GOOD + "components: {card: unknown}\n", encoding="utf-8")
    done = check(root, draft)
    assert done.returncode == 1
    assert 'draft.yaml:3:14: error[unknown-component] "card" is not' in done.stdout
    assert 'did you mean "cards"?' in done.stdout


def test_standard_input_is_an_incident(root):
    """With “-”, the text that is piped in is judged, and only it."""
    assert check(root, "-", text=GOOD).returncode == 0
    done = check(root, "-", text=WRONG)
    assert done.returncode == 1
    assert done.stdout.startswith("stdin:1:1: error[")
    assert check(root, "-", text=b"\xff\xfe\x00").returncode == 1


def test_standard_input_can_stand_for_a_file(root):
    """An editor has its unsaved text judged in the place of the file."""
    name = root / "content/incidents/2025-03-10-wrong.yaml"
    assert check(root, "-", "--name", name, text=GOOD).returncode == 0
    site = root / "content/site.yaml"
    done = check(root, "-", "--name", site, text=site.read_text(encoding="utf-8").replace("Paris", "Pari"))
    assert 'error[zone] "Europe/Pari" is not a time zone' in done.stdout


def test_programs_read_json_and_sarif(root):
    """The formats are whole documents, also when nothing is wrong."""
    assert json.loads(check(root, "--format", "json").stdout)["counts"]["error"] == 2
    assert len(json.loads(check(root, "--format", "sarif").stdout)["runs"][0]["results"]) == 3
    good = root / "content/incidents/2025-03-10-good.yaml"
    assert json.loads(check(root, "--format", "json", good).stdout)["findings"] == []
    assert check(root, "--format", "github").stdout.count("\n") == 3


def test_wrong_use_is_told_from_errors(root):
    """A file that is not there, or an unknown format, is 2; so a script can tell."""
    assert check(root, "nowhere.yaml").returncode == 2
    assert check(root, "--format", "xml").returncode == 2
    assert "Example:" in check(root, "--help").stdout


def test_strange_file_names_are_findings(site):
    """Whatever a file is called, it is said and nothing stops."""
    root = site({"content/incidents/2025/État 1.yaml": GOOD, "content/incidents/2025-03-10-a.yml": GOOD})
    done = check(root)
    assert done.stdout.count("error[file-name]") == 2
    assert done.returncode == 1


def test_paths_are_as_the_author_would_type_them(root):
    """For a site in another folder, each path begins with that folder."""
    assert f"{root.as_posix()}/content/incidents/2025-03-10-wrong.yaml:1:1: " in check(root).stdout
