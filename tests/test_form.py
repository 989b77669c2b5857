"""A filled issue form becomes a valid file, whatever somebody typed into it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cronaca.edit.form import FIELDS, BadForm, read_form
from cronaca.pipeline import check
from cronaca.yaml.splice import meaning
from support import run

NOW = "2025-03-27T15:30Z"
WHOLE = """\
### Kind

incident

### Services

cards=major_outage

### Status

identified

### Impact

critical

### Users hurt since

2025-03-27 16:11

### Written at

_No response_

### Reference

TSR-1532

### Priority

P1

### Phrase

_No response_

### Title (fr)

Panne : « cartes »

### Title (en)

Outage

### Message (fr)

Résolu : rétabli # 1532

- un
- deux

### Et ensuite

Fin.

### Message (en)

_No response_"""


def converted(root: Path, body: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "cronaca",
        "new",
        "--root",
        str(root),
        "--from-issue",
        "-",
        "--now",
        NOW,
        *more,
    ]
    return subprocess.run(
        command, input=body.encode("utf-8", "surrogatepass"), capture_output=True, timeout=60
    )  # type: ignore[return-value]


def files(root: Path) -> list[Path]:
    return sorted((root / "content").rglob("2*.yaml"))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_filled_form_becomes_the_file_that_was_meant(site, newline):
    """Each answer goes to its field; the author's own heading stays in the text; what lacks is said."""
    root = site()
    told = converted(root, WHOLE.replace("\n", newline))
    assert told.returncode == 0, told.stderr
    assert b"missing in en: message 1" in told.stdout
    [file] = files(root)
    assert file.relative_to(root).as_posix() == "content/incidents/2025/2025-03-27-tsr-1532.yaml"
    assert meaning(file.read_text(encoding="utf-8")) == {
        "reference": "TSR-1532",
        "kind": "incident",
        "title": {"fr": "Panne : « cartes »", "en": "Outage"},
        "impact": "critical",
        "priority": "P1",
        "components": {"cards": "major_outage"},
        "windows": [{"from": "2025-03-27 16:11"}],
        "updates": [
            {
                "at": "2025-03-27 16:30",
                "status": "identified",
                "body": {"fr": "Résolu : rétabli # 1532\n\n- un\n- deux\n\n### Et ensuite\n\nFin."},
            }
        ],
    }
    assert not check(root, datetime(2025, 3, 28, tzinfo=UTC))[1].failed()


def test_a_phrase_says_it_in_all_languages(tmp_path):
    """With a phrase, the form needs no text at all."""
    root = tmp_path / "status"
    assert run("init", str(root)).returncode == 0
    told = converted(root, "### Services\n\napi, website\n\n### Phrase\n\noutage since=16:11\n")
    assert told.returncode == 0, told.stderr
    assert b"missing" not in told.stdout
    text = files(root)[-1].read_text(encoding="utf-8")
    assert "Interruption de l’API et du site web" in text


@pytest.mark.parametrize("languages", ["fr,en,it", "it", "en,fr"])
def test_the_form_asks_what_is_read(tmp_path, languages):
    """Every label of the form is one that the command reads, for each of the site's languages."""
    assert run("init", str(tmp_path / "status"), "--languages", languages).returncode == 0
    path = tmp_path / "status/.github/ISSUE_TEMPLATE/incident.yml"
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    labels = [each["attributes"]["label"] for each in form["body"] if each["type"] != "markdown"]
    assert labels == [
        *FIELDS,
        *(f"{text} ({lang})" for text in ("Title", "Message") for lang in languages.split(",")),
    ]
    assert "labels" not in form  # a new repository has none, and GitHub would say nothing


def test_a_file_remembers_its_issue(site):
    """What was made from an issue is not made again: its file is named."""
    root = site()
    assert converted(root, WHOLE, "--issue", "12").returncode == 0
    [file] = files(root)
    assert meaning(file.read_text(encoding="utf-8"))["imported"] == {"issue": "12"}
    again = converted(root, WHOLE.replace("TSR-1532", "TSR-1533"), "--issue", "12")
    assert again.returncode == 2
    assert file.name in again.stderr.decode()
    assert files(root) == [file]


@pytest.mark.parametrize(
    ("label", "answer", "said"),
    [
        ("Services", "../../etc/passwd", "is not a component"),
        ("Services", "cards=exploded", "is not a state"),
        ("Status", "resolved\nimpact: critical", "cannot be chosen"),
        ("Users hurt since", "yesterday", "is not a time"),
        ("Phrase", "nothing-such", "is not a phrase"),
        ("Phrase", "../x key=value", "is not a phrase"),
        ("Phrase", "since=16:11", "write it as in"),
        ("Impact", "huge", "cannot be chosen"),
        ("Written at", "2025-13-01", "is not a time"),
    ],
)
def test_a_wrong_answer_is_said(site, label, answer, said):
    """One plain sentence, exit 2, and no file."""
    root = site()
    parts = {"Services": "cards", "Title (fr)": "x", "Message (fr)": "x"} | {label: answer}
    told = converted(root, "".join(f"### {key}\n\n{each}\n\n" for key, each in parts.items()))
    assert told.returncode == 2
    assert f"{label}: " in told.stderr.decode()
    assert said in told.stderr.decode()
    assert "Usage" not in told.stderr.decode()
    assert not files(root)


HOSTILE = [
    'x"\nimpact: critical\nprivate: {a: b}',
    "x'\n  - at: 1\n    status: resolved",
    "!!python/object/apply:os.system ['true']",
    "&a [*a, *a]",
    "--- \n...\n%YAML 1.1",
    "{{ 7 * 7 }} ${{ github.token }} `id` $(id)",
    "<script>alert(1)</script>",
    "a\x00b\x07c\x1b[31m\u202egnirts\u2028line\ufeff",
    "\ud800 lone",
    "### Reference\n\n../../../etc\n\n### Status\n\nnone",
    "|\n  block\n\ttab",
    "- \n- \n? : ",
    "\\u0000 \\x07 \\N",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_texts(site, text):
    """They stand in the file as what was typed; they are no field, no tag, no path."""
    root = site()
    answers = {"Services": "cards", "Title (en)": text, "Message (en)": text, "Message (fr)": "x"}
    body = "\n\n".join(f"### {label}\n\n{answer}" for label, answer in answers.items())
    told = converted(root, body)
    assert told.returncode in (0, 2), told.stderr
    assert {path.parent for path in files(root)} <= {root / "content/incidents/2025"}
    for file in files(root):
        data = meaning(file.read_text(encoding="utf-8"))
        assert set(data) <= {"reference", "kind", "title", "components", "updates"}
        assert len(data["updates"]) == 1
        assert data["updates"][0]["status"] in ("investigating",)
        site_, report = check(root, datetime(2025, 3, 28, tzinfo=UTC))
        assert site_
        assert not report.failed(), report.ordered()


@pytest.mark.parametrize(
    "text", ["x" * 200_000, "### Message (fr)\n\n" + "é" * 70_000], ids=["signs", "letters"]
)
def test_a_huge_form_is_refused(site, text):
    """More than an issue can hold is not read at all."""
    told = converted(site(), text)
    assert told.returncode == 2
    assert b"characters" in told.stderr


@settings(max_examples=300)
@given(st.text(max_size=300))
def test_any_body_is_read_or_refused(body):
    """No text makes the reading fail in another way, and texts come back without what files cannot hold."""
    try:
        form = read_form(f"### Message (fr)\n\nx{body}", ("fr", "en"))
    except BadForm:
        return
    assert form.messages["fr"].startswith("x")
