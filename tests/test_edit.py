"""Writing by command: an update within a minute, and a person's file otherwise left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cronaca.edit.document import Changed, Document
from cronaca.edit.draft import slug
from cronaca.edit.times import when
from cronaca.pipeline import check
from cronaca.yaml.splice import meaning
from support import build, run

NOW = "2025-03-27T15:30Z"
PHRASES = """\
looking:
  status: investigating
  title: {fr: "Panne", en: "Outage"}
  text: {fr: "Panne {de component}.", en: "Outage of {component}."}
over: {status: resolved, text: {fr: "Fini depuis {time}.", en: "Over since {time}."}}
resolved: {status: resolved, text: {fr: "Résolu.", en: "Resolved."}}
"""
OPEN = """\
# A comment, kept.\r
title: {fr: 'Panne', en: "Outage"}   # flow\r
components:\r
    cards: partial_outage\r
windows:\r
- from: 2025-03-27 16:00\r
  note:\r
    fr: |\r
      Première ligne.\r
\r
      Seconde ligne.\r
updates:\r
- at: 2025-03-27 16:05\r
  status: investigating\r
  # next_at: later\r
  body:\r
    fr: >-\r
      Nous\r
      cherchons.\r
    en: 'We are looking.'"""
NAME = "content/incidents/2025/2025-03-27-panne.yaml"


def written(*words: str, root: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cronaca", words[0], "--root", str(root), *words[1:]]
    environment = {**os.environ, **(env or {})}
    return subprocess.run(
        command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment, timeout=60
    )


@pytest.fixture
def root(site):
    return site({"content/phrases.yaml": PHRASES, NAME: OPEN.encode()})


def git(root: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=True).stdout


def test_from_nothing_to_a_site_in_three_languages(tmp_path):
    """init, new, three updates, resolve, build: no hand editing, three languages, nothing missing."""
    root = tmp_path / "status"
    steps = [
        (
            "new",
            "--now",
            "2025-03-27T15:20Z",
            "-c",
            "api=major_outage",
            "--since",
            "16:11",
            "--phrase",
            "outage",
        ),
        ("update", "--now", "2025-03-27T15:25Z", "--phrase", "still-looking", "next=17:00"),
        ("update", "--now", "2025-03-27T15:40Z", "--phrase", "fix-under-way", "next=17:30"),
        ("update", "--now", "2025-03-27T15:50Z", "--phrase", "fix-applied", "time=16:45"),
        (
            "resolve",
            "--now",
            "2025-03-27T16:30Z",
            "--until",
            "16:45",
            "--phrase",
            "resolved-after",
            "duration=34",
        ),
    ]
    assert run("init", str(root)).returncode == 0
    for step in steps:
        told = written(*step, root=root)
        assert told.returncode == 0, told.stderr
        assert "missing" not in told.stdout
    _, report = check(root, datetime(2025, 3, 28, tzinfo=UTC))
    assert not report.issues, report.ordered()
    assert not build(root, root / "site", datetime(2025, 3, 28, tzinfo=UTC), strict=True).report.issues
    for lang, title in (
        ("fr", "Interruption de l’API"),
        ("en", "Outage of the API"),
        ("it", "Interruzione dell’API"),
    ):
        page = (root / "site" / lang / "incidents/outage-of-the-api/index.html").read_text(encoding="utf-8")
        assert title in page
        assert "16:45" in page


def test_an_update_changes_only_its_own_lines(root):
    """Comments, flow, quotes, block scalars, CRLF and the missing last line end stay byte for byte."""
    told = written(
        "update", "panne", "--now", NOW, "--status", "identified", "--fr", "Cause : trouvée.", root=root
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines() == [(root / NAME).as_posix(), "missing in en: window 1, message 2"]
    added = '\n- at: 2025-03-27 16:30\n  status: identified\n  body:\n    fr: "Cause : trouvée."'
    assert (root / NAME).read_bytes().decode() == OPEN + added.replace("\n", "\r\n")


def test_resolving_ends_what_is_open(root):
    """The open window ends, the component works again, the phrase says it in both languages."""
    told = written("resolve", "--now", NOW, "--until", "16:24", root=root)
    assert told.returncode == 0, told.stderr
    text = (root / NAME).read_bytes().decode()
    data = meaning(text)
    assert data["windows"][0]["until"] == "2025-03-27 16:24"
    assert data["updates"][1] == {
        "at": "2025-03-27 16:30",
        "status": "resolved",
        "components": {"cards": "operational"},
        "body": {"fr": "Résolu.", "en": "Resolved."},
    }
    assert [line for line in OPEN.splitlines() if line not in text.splitlines()] == []
    assert written("update", "--fr", "x", root=root).returncode == 2, "no incident is open any more"


def test_a_worse_state_is_kept_as_the_worst(root):
    """A component that gets worse is worse in the incident as a whole; a new one is added to it."""
    told = written("update", "--now", NOW, "--fr", "Pire.", "-c", "cards=major_outage", root=root)
    assert told.returncode == 0, told.stderr
    assert meaning((root / NAME).read_bytes().decode())["components"] == {"cards": "major_outage"}


def test_a_file_that_changed_meanwhile_is_refused(root):
    """Somebody saved the file while the editor was open: theirs stays, and we say so."""
    editor = root / "editor.py"
    editor.write_text(
        "import pathlib, sys\n"
        f"pathlib.Path({str(root / NAME)!r}).write_text('title: {{fr: x}}')\n"
        "asked = pathlib.Path(sys.argv[1])\n"
        "asked.write_text(asked.read_text().replace('=== fr ===', '=== fr ===\\nTrouvé.'))\n"
    )
    env = {"EDITOR": f"{sys.executable} {editor}", "VISUAL": ""}
    told = written("update", "panne", "--now", NOW, "--edit", root=root, env={**env})
    assert told.returncode == 1
    assert "was changed meanwhile: nothing was written" in told.stderr
    assert (root / NAME).read_text() == "title: {fr: x}"


def test_the_editor_gives_the_texts(root):
    """$EDITOR opens with a part for each language; what stays empty is said to be missing."""
    editor = root / "editor.py"
    editor.write_text(
        "import pathlib, sys\n"
        "asked = pathlib.Path(sys.argv[1])\n"
        "asked.write_text(asked.read_text().replace('=== en ===', '=== en ===\\nFound.\\n\\n- a'))\n"
    )
    env = {"EDITOR": f"{sys.executable} {editor}", "VISUAL": ""}
    told = written("update", "--now", NOW, "--edit", root=root, env=env)
    assert told.returncode == 0, told.stderr
    assert "missing in fr: message 2" in told.stdout
    assert meaning((root / NAME).read_bytes().decode())["updates"][1]["body"] == {"en": "Found.\n\n- a"}


def test_new_never_overwrites(root):
    """An id that is taken is refused; without one, another name is found."""
    before = (root / NAME).read_bytes()
    first = ("new", "--now", NOW, "-c", "cards", "--phrase", "looking")
    assert written(*first, "panne", root=root).returncode == 2
    assert (root / NAME).read_bytes() == before
    assert written(*first, root=root).returncode == 0
    assert written(*first, root=root).returncode == 0
    names = sorted(path.name for path in (root / "content/incidents/2025").iterdir())
    assert names == ["2025-03-27-outage-2.yaml", "2025-03-27-outage.yaml", "2025-03-27-panne.yaml"]
    with pytest.raises(Changed):
        Document(root / NAME).save("x")


def test_what_would_be_wrong_is_not_written(root):
    """An update older than the last one is an error: the finding is shown and the file stays."""
    told = written("update", "--at", "2025-03-27 10:00", "--fr", "Tard.", "--now", NOW, root=root)
    assert told.returncode == 1
    assert "updates-out-of-order" in told.stderr
    assert "nothing was written" in told.stderr
    assert (root / NAME).read_bytes() == OPEN.encode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["update", "pane", "--fr", "x"], 'did you mean "panne"?'),
        (["update", "--fr", "x", "-c", "card"], 'did you mean "cards"?'),
        (["update", "--phrase", "ovr"], 'did you mean "over"?'),
        (["update"], "say something: --phrase NAME"),
        (["update", "--phrase", "over", "until=3"], "the phrase over has no until"),
        (["update", "--fr", "x", "--at", "25:99"], "--at:"),
        (["update", "--fr", "x", "--at", "2025-03-30 02:30"], "does not exist"),
        (["update", "--fr", "a\x07b"], "a character that no file can"),
        (["new", "--fr", "x", "../../etc"], "is not an id"),
        (["schedule", "begin", "panne"], "is not a maintenance"),
    ],
)
def test_wrong_use_is_said_with_a_way_out(root, words, said):
    """Exit 2, one plain sentence, and the nearest right word; nothing is written."""
    place = 2 if words[0] == "schedule" else 1
    told = run(*words[:place], "--root", str(root), *words[place:], "--now", NOW)
    assert told.returncode == 2, told.stderr
    assert said in told.stderr
    assert (root / NAME).read_bytes() == OPEN.encode()


def test_a_commit_holds_the_file_alone(root):
    """--commit makes one commit with a clear message, and leaves what else is staged alone."""
    git(root, "init", "-q")
    git(root, "config", "user.name", "T")
    git(root, "config", "user.email", "t@example.org")
    git(root, "add", "content")
    git(root, "commit", "-qm", "begin")
    (root / "other").write_text("x")
    git(root, "add", "other")
    told = written("update", "--now", NOW, "--fr", "x", "--status", "monitoring", "--commit", root=root)
    assert told.returncode == 0, told.stderr
    assert git(root, "log", "-1", "--format=%s", "--name-only").split("\n") == [
        "Update panne: monitoring",
        "",
        NAME,
        "",
    ]
    assert git(root, "status", "--porcelain") == "A  other\n"
    (root / NAME).write_text((root / NAME).read_text() + "\n# mine\n")
    told = written("update", "--now", NOW, "--fr", "y", "--commit", root=root)
    assert told.returncode == 1
    assert "commit them first" in told.stderr


def test_a_maintenance_from_announcement_to_end(root):
    """Announced, extended, begun and completed by command: schedule, states and phrases follow."""
    words = {
        "maintenance-announced": "scheduled",
        "maintenance-begun": "in_progress",
        "maintenance-extended": "in_progress",
    }
    words |= {"maintenance-completed": "completed", "maintenance-cancelled": "completed"}
    phrases = "".join(
        f'{n}: {{status: {s}, title: {{fr: "M"}}, text: {{fr: "{n}"}}}}\n' for n, s in words.items()
    )
    (root / "content/phrases.yaml").write_text(phrases)
    steps = [
        ("announce", "up", "-c", "cards", "--from", "22:00", "--until", "2025-03-27 23:00"),
        ("begin", "up", "--at", "2025-03-27 22:01"),
        ("extend", "up", "--at", "2025-03-27 22:50", "--until", "2025-03-27 23:30"),
        ("complete", "up", "--at", "2025-03-27 23:20"),
        ("announce", "other", "-c", "cards", "--from", "22:00", "--until", "2025-03-27 23:00"),
        ("cancel", "other"),
    ]
    for step in steps:
        told = run("schedule", step[0], "--root", str(root), "--now", NOW, *step[1:])
        assert told.returncode == 0, told.stderr
    data = meaning((root / "content/incidents/2025/2025-03-27-up.yaml").read_text())
    assert data["schedule"] == {"from": "2025-03-27 22:00", "until": "2025-03-27 23:30"}
    assert [each["status"] for each in data["updates"]] == [
        "scheduled",
        "in_progress",
        "in_progress",
        "completed",
    ]
    assert data["updates"][3]["components"] == {"cards": "operational"}
    cancelled = meaning((root / "content/incidents/2025/2025-03-27-other.yaml").read_text())
    assert cancelled["updates"][1]["body"] == {"fr": "Maintenance-cancelled"}


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_questions_on_a_terminal(root):
    """With nothing but the command, phrases are listed by number, and its parameters are asked for."""
    import pty

    main, side = pty.openpty()
    command = [sys.executable, "-m", "cronaca", "update", "--root", str(root), "--now", NOW]
    child = subprocess.Popen(command, stdin=side, stdout=side, stderr=side)
    os.close(side)
    shown, answers = b"", [(b"your own text in fr", b"Mon texte.\n"), (b"The same in en", b"\n")]
    for question, answer in answers:
        while question not in shown:
            shown += os.read(main, 4096)
        os.write(main, answer)
    assert child.wait(30) == 0
    os.close(main)
    assert b"1  looking" in shown
    assert meaning((root / NAME).read_bytes().decode())["updates"][1]["body"] == {"fr": "Mon texte."}


def test_times_as_typed_at_night():
    """An hour alone is the last one that there was; ambiguous ones need an offset."""
    paris = ZoneInfo("Europe/Paris")
    night = datetime(2025, 3, 27, 23, 5, tzinfo=UTC)  # 00:05 on the 28th in Paris
    assert when("now", night, paris) == "2025-03-28 00:05"
    assert when("23:50", night, paris) == "2025-03-27 23:50"
    assert when("23h50", night, paris, ahead=True) == "2025-03-28 23:50"
    assert when("2025-03-27T15:42Z", night, paris) == "2025-03-27T15:42Z"
    assert when("now", datetime(2025, 10, 26, 0, 30, tzinfo=UTC), paris) == "2025-10-26 02:30+02:00"


def test_ids_are_made_of_titles():
    """Accents and articles are no hindrance, and the id is not longer than is good."""
    assert slug("Échecs de l’API : 3DS !") == "echecs-de-l-api-3ds"
    assert slug("日本") == ""
    assert len(slug("mot " * 40)) <= 60
