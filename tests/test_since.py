"""What is said since a commit: what is new, what was changed under its readers, and every error."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from support import NOW, commit, git, run

PATH = "content/incidents/2025-03-10-a.yaml"
TEXT = """\
title: {fr: "Panne", en: "Outage"}
updates:
  - at: 2025-03-10 08:30
    status: resolved
    body:
      fr: "Résolu."
      en: "Resolved."
"""
LACKING = TEXT.replace(', en: "Outage"', "")


@pytest.fixture
def published(site):
    """A function that makes a site of some files in a repository of its own."""

    def make(files=None):
        root = site(files or {"2025-03-10-a.yaml": TEXT})
        git(root, "init", "-q", "-b", "main")
        commit(root)
        return root

    return make


def since(root: Path, rev: str = "HEAD", *more: str) -> list[str]:
    """The findings, as "path:line: code"."""
    made = run(
        "check", "--root", str(root), "--since", rev, "--format", "json", "--now", NOW.isoformat(), *more
    )
    found = json.loads(made.stdout)["findings"]
    assert made.returncode == any(each["level"] == "error" for each in found), made.stderr
    return [
        f"{each['path'].removeprefix(f'{root.as_posix()}/')}:{each['line']}: {each['code']}" for each in found
    ]


def put(root: Path, old: str, new: str, name: str = PATH) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_changed_message_must_say_so(published):
    """Another wording of a published text is a warning where it changed; with corrected_at it is none."""
    root = published()
    put(root, '"Resolved."', '"Resolved, we think."')
    assert since(root) == [f"{PATH}:7: text-changed"]
    put(root, "    status: resolved", "    corrected_at: 2025-03-10 10:00\n    status: resolved")
    assert since(root) == []


def test_a_message_that_vanishes(published):
    """Taken away, or said at another time in other words, is told; its neighbours of that minute are not."""
    second = '  - {at: 2025-03-10 08:30, status: resolved, body: {fr: "Et plus.", en: "And more."}}\n'
    root = published({"2025-03-10-a.yaml": TEXT + second})
    path = root / PATH
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(TEXT.partition("updates:\n")[2], ""), encoding="utf-8")
    assert since(root) == [f"{PATH}:2: text-changed"]
    path.write_text(text, encoding="utf-8")
    assert since(root) == []
    moved = second.replace("08:30", "08:35").replace("And more.", "But.")
    path.write_text(text.replace(second, moved), encoding="utf-8")
    assert f"{PATH}:2: text-changed" in since(root)


def test_a_correction_needs_its_own_time(published):
    """The time of an earlier correction does not tell of this one."""
    root = published()
    put(root, "    status: resolved", "    corrected_at: 2025-03-10 10:00\n    status: resolved")
    commit(root)
    put(root, '"Resolved."', '"Resolved, we think."')
    assert since(root) == [f"{PATH}:8: text-changed"]
    put(root, "    corrected_at: 2025-03-10 10:00\n", "")
    assert since(root) == [f"{PATH}:7: text-changed"]


def test_a_post_mortem_that_vanishes(published):
    """It has an address of its own."""
    root = published(
        {"2025-03-10-a.yaml": TEXT + "postmortem: {published_at: 2025-03-12, body: {fr: Vu, en: Seen}}\n"}
    )
    put(root, "postmortem: {published_at: 2025-03-12, body: {fr: Vu, en: Seen}}\n", "")
    assert f"{PATH}:1: permalink-lost" in since(root)


def test_a_committed_change_is_seen_from_before_it(published):
    """In a pull request everything is committed: its base tells what readers were told."""
    root = published()
    git(root, "switch", "-q", "-c", "work")
    put(root, '"Resolved."', '"Resolved, we think."')
    commit(root)
    assert since(root) == []
    assert since(root, "main") == [f"{PATH}:7: text-changed"]


def test_the_base_is_where_both_came_from(published):
    """What happened on the other branch meanwhile is no change of this one's."""
    root = published()
    git(root, "switch", "-q", "-c", "work")
    put(root, '"Panne"', '"Une panne"')
    commit(root)
    git(root, "switch", "-q", "main")
    shutil.copy(root / PATH, root / "content/incidents/2025-03-11-b.yaml")
    commit(root)
    git(root, "switch", "-q", "work")
    assert since(root, "main") == []


def test_spaces_and_new_languages_are_no_correction(published):
    """Folding a text otherwise does not change what readers were told."""
    root = published()
    put(root, '"Resolved."', "|\n        Resolved.")
    assert since(root) == []


def test_an_archive_retells(published):
    """Its words are its own, and may be mended without a word."""
    root = published()
    put(root, "role: operator", "role: archive", "content/site.yaml")
    commit(root)
    put(root, '"Resolved."', '"It is over."')
    assert since(root) == []


def test_old_warnings_are_not_said_again(published):
    """Of two texts that lack a language only the new one is named, wherever the old one stands by now."""
    root = published({"2025-03-10-a.yaml": LACKING})
    assert since(root) == []
    new = '  - at: 2025-03-10 08:00\n    status: identified\n    body: {fr: "Trouvé."}\n'
    put(root, "updates:\n", f"# a line more\nupdates:\n{new}")
    assert since(root) == [f"{PATH}:6: missing-language"]


def test_every_error_is_said(published):
    """An old error stops a commit as a new one does."""
    root = published({"2025-03-10-a.yaml": TEXT + "impact: majr\n"})
    assert since(root) == [f"{PATH}:8: wrong-word"]


@pytest.mark.parametrize("draft", [False, True])
def test_a_page_that_vanishes_is_an_error(published, draft):
    """A file that is deleted, or becomes a draft, takes its page away; both are said where to mend."""
    root = published()
    if draft:
        put(root, "title:", "draft: true\ntitle:")
    else:
        (root / PATH).unlink()
    assert since(root) == [f"{PATH}:1: permalink-lost"]


def test_a_renamed_page_needs_its_old_name(published):
    """The hint stands at the new file, with the very line; with it all is well, and the alias is kept too."""
    root = published()
    new = "content/incidents/2025-03-10-b.yaml"
    (root / PATH).rename(root / new)
    assert since(root) == [f"{new}:1: permalink-lost"]
    said = run("check", "--root", str(root), "--since", "HEAD").stdout
    assert "aliases: [a]" in said
    put(root, "title:", "aliases: [a]\ntitle:", new)
    assert since(root) == []
    commit(root)
    put(root, "aliases: [a]\n", "", new)
    assert since(root) == [f"{new}:1: permalink-lost"]


def test_services_and_languages_have_addresses_too(published):
    """A service that is renamed, a language that is dropped: each is an error at its file."""
    root = published()
    put(root, "id: cards", "id: card", "content/components.yaml")
    put(root, "[fr, en]", "[fr]", "content/site.yaml")
    found = since(root)
    assert "content/components.yaml:1: permalink-lost" in found
    assert any(each.startswith("content/site.yaml") and "permalink-lost" in each for each in found)


def test_a_file_that_cannot_be_read_is_no_lost_page(published):
    """Its own error is enough: the page is not gone."""
    root = published()
    put(root, "title: {", "title: [")
    assert [each.rpartition(" ")[2] for each in since(root)] == ["yaml"]


def test_drafts_were_never_published(published):
    """Nobody had the address of a draft."""
    root = published({"2025-03-10-a.yaml": "draft: true\n" + TEXT})
    (root / PATH).unlink()
    assert since(root) == []


@pytest.mark.parametrize("rev", ["0" * 40, "nothing-such", "--help", "HEAD~7"])
def test_nothing_to_compare_with(published, rev):
    """A first push, a wrong name, a commit that a shallow clone lacks: everything is said, and why."""
    root = published({"2025-03-10-a.yaml": LACKING})
    made = run("check", "--root", str(root), "--since", rev)
    assert made.returncode == 0
    assert "missing-language" in made.stdout
    assert "everything is said" in made.stderr


def test_a_shallow_clone_is_said(published, tmp_path):
    """Where history was not fetched, the base is not known."""
    root = published({"2025-03-10-a.yaml": LACKING})
    old = git(root, "rev-parse", "HEAD")
    put(root, '"Panne"', '"Une panne"')
    commit(root)
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "shallow")
    made = run("check", "--root", str(tmp_path / "shallow"), "--since", old)
    assert "missing-language" in made.stdout
    assert "everything is said" in made.stderr


def test_without_a_repository_it_is_wrong_use(site):
    """Somebody asked for a comparison that cannot be."""
    root = site({"2025-03-10-a.yaml": TEXT})
    made = run("check", "--root", str(root), "--since", "HEAD")
    assert made.returncode == 2
    assert "not in a git repository" in made.stderr
    assert run("check", "--root", str(root)).returncode == 0


def test_a_site_in_a_folder_below(published, tmp_path):
    """Only what lies below the root counts, and paths are as typed."""
    root = published()
    top = tmp_path / "top"
    shutil.copytree(root, top / "status", ignore=shutil.ignore_patterns(".git"))
    git(top, "init", "-q", "-b", "main")
    commit(top)
    (top / "status" / PATH).unlink()
    assert since(top / "status") == [f"{PATH}:1: permalink-lost"]


def test_before_the_site_was_there_nothing_was_published(site):
    """A commit without content has nothing that could be lost, and everything is new."""
    root = site({"2025-03-10-a.yaml": LACKING})
    git(root, "init", "-q", "-b", "main")
    git(root, "commit", "-q", "--allow-empty", "-m", "x")
    first = git(root, "rev-parse", "HEAD")
    commit(root)
    assert since(root, first) == [f"{PATH}:1: missing-language"]
