"""Publishing to a branch, with real repositories: nothing of somebody's is lost, nothing else is touched."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support import NOW, commit, git, run, tree

TEXT = """\
title: {fr: "Panne", en: "Outage"}
components: {cards: major_outage}
updates:
  - {at: 2025-03-10 08:30, status: resolved, body: {fr: "Résolu.", en: "Resolved."}}
"""
PATH = "content/incidents/2025-03-10-a.yaml"
PAGE = "en/incidents/a/index.html"


@pytest.fixture
def local(site, tmp_path):
    """A committed site with a bare remote of its own."""
    root = site({"2025-03-10-a.yaml": TEXT, ".gitignore": b""})
    (root / "content/incidents/.gitignore").unlink()
    (root / ".gitignore").write_text("/site/\n/.cronaca/\n", encoding="utf-8")
    git(tmp_path, "init", "-q", "--bare", "remote.git")
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "A")
    git(root, "config", "user.email", "a@example.org")
    git(root, "remote", "add", "origin", str(tmp_path / "remote.git"))
    commit(root)
    git(root, "push", "-q", "origin", "main")
    return root


def cloned(folder: Path, name: str) -> Path:
    """A colleague's clone of the remote."""
    git(folder, "clone", "-q", "-b", "main", str(folder / "remote.git"), name)
    git(folder / name, "config", "user.name", name)
    git(folder / name, "config", "user.email", f"{name}@example.org")
    return folder / name


def publish(root: Path, *more: str, now: str = NOW.isoformat()) -> subprocess.CompletedProcess[str]:
    return run("publish", "--root", str(root), "--now", now, *more)


def state(root: Path) -> tuple[object, ...]:
    """All that publishing has no business with: files, index, branches but the one, stash, configuration."""
    branches = git(root, "for-each-ref", "--format=%(refname) %(objectname)")
    own = [line for line in branches.splitlines() if "gh-pages" not in line]
    files = {name: data for name, data in tree(root).items() if not name.startswith((".git/", ".cronaca/"))}
    config = (root / ".git/config").read_bytes()
    return files, git(root, "ls-files", "-s"), own, git(root, "status", "--porcelain"), config


def on(root: Path, branch: str = "gh-pages") -> list[str]:
    return git(root, "ls-tree", "-r", "--name-only", branch).splitlines()


def edit(root: Path, old: str, new: str, name: str = PATH) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    commit(root)


def alter(root: Path, files: dict[str, str | None], said: str = "by hand") -> None:
    """Somebody commits to the branch by hand; None deletes a file."""
    folder = root.parent / "by-hand"
    git(root, "worktree", "add", "-q", str(folder), "gh-pages")
    for name, text in files.items():
        if text is None:
            (folder / name).unlink()
        else:
            (folder / name).write_text(text, encoding="utf-8")
    commit(folder, said)
    git(root, "worktree", "remove", "--force", str(folder))


def test_what_is_committed_is_published(local, tmp_path):
    """The branch is made and pushed; it holds the whole site, and nothing else was touched."""
    before = state(local)
    made = publish(local, "--push")
    assert made.returncode == 0, made.stderr
    assert state(local) == before
    assert {".nojekyll", "build.json", "index.html", PAGE} <= set(on(local))
    assert not any("draft" in name or name.startswith((".cronaca", "content")) for name in on(local))
    assert git(tmp_path / "remote.git", "rev-parse", "gh-pages") == git(local, "rev-parse", "gh-pages")
    built = json.loads(git(local, "show", "gh-pages:build.json"))
    assert built["site"] == "https://status.example.org/"


def test_again_makes_no_commit(local):
    """Nothing changed and its time is not over: no commit; a minute later neither; after midnight one."""
    publish(local)
    tip = git(local, "rev-parse", "gh-pages")
    assert "nothing has changed" in publish(local).stdout
    assert "nothing has changed" in publish(local, now="2026-11-23T06:40Z").stdout
    (local / "note.txt").write_text("no part of the site", encoding="utf-8")
    commit(local)
    assert "nothing has changed" in publish(local).stdout
    assert git(local, "rev-parse", "gh-pages") == tip
    publish(local, now="2026-11-24T06:00Z")
    assert git(local, "rev-parse", "gh-pages~1") == tip


def test_an_edit_is_one_commit(local, tmp_path):
    """Only pages that changed are other files; the branch keeps its history."""
    publish(local, "--push")
    edit(local, '"Outage"', '"A long outage"')
    made = publish(local, "--push")
    assert made.returncode == 0, made.stderr
    assert git(local, "rev-list", "--count", "gh-pages") == "2"
    assert "A long outage" in git(local, "show", f"gh-pages:{PAGE}")
    changed = git(local, "diff", "--name-only", "gh-pages~1", "gh-pages").splitlines()
    assert PAGE in changed
    assert "robots.txt" not in changed
    assert git(tmp_path / "remote.git", "rev-parse", "gh-pages") == git(local, "rev-parse", "gh-pages")


def test_drafts_and_what_is_not_committed_stay_here(local):
    """A draft has no page; content that is not committed is named, and nothing is published."""
    (local / "content/incidents/2025-03-11-b.yaml").write_text("draft: true\n" + TEXT, encoding="utf-8")
    refused = publish(local)
    assert refused.returncode == 1
    assert "content/incidents/2025-03-11-b.yaml" in refused.stderr
    assert "gh-pages" not in git(local, "branch")
    commit(local)
    assert publish(local).returncode == 0
    assert "en/incidents/b/index.html" not in on(local)


def test_a_dry_run_writes_nothing(local):
    """It lists every page that would be added, changed or removed."""
    made = publish(local, "--dry-run")
    assert f"added {PAGE}" in made.stdout.splitlines()
    assert "gh-pages" not in git(local, "branch")
    publish(local)
    tip = git(local, "rev-parse", "gh-pages")
    edit(local, '"Outage"', '"A long outage"')
    made = publish(local, "--dry-run", "--push")
    assert f"changed {PAGE}" in made.stdout.splitlines()
    assert git(local, "rev-parse", "gh-pages") == tip


def test_errors_publish_nothing(local):
    """They are shown as by build, and the branch stays."""
    publish(local)
    tip = git(local, "rev-parse", "gh-pages")
    edit(local, "major_outage", "exploded")
    made = publish(local)
    assert made.returncode == 1
    assert "error[wrong-word]" in made.stderr
    assert git(local, "rev-parse", "gh-pages") == tip


def refused(root: Path, *words: str, more: tuple[str, ...] = ()) -> None:
    """It is refused in one line that holds these words, and everything is as before."""
    before = (state(root), git(root, "for-each-ref"))
    made = publish(root, *more)
    assert made.returncode == 1, made.stdout
    [line] = made.stderr.splitlines()
    for word in words:
        assert word in line
    assert (state(root), git(root, "for-each-ref")) == before


def test_somebodys_files_on_the_branch(local):
    """A file that others put there, or changed there, is named."""
    publish(local)
    alter(local, {"note.txt": "mine"})
    refused(local, "note.txt")


def test_a_branch_of_something_else(local):
    """A branch that holds another site, or no site at all, is not written over."""
    publish(local)
    shutil.copytree(local / "content", local / "second/content")
    edit(local, "https://status.example.org/", "https://other.example.org/", "second/content/site.yaml")
    done = publish(local / "second")
    assert done.returncode == 1
    assert "https://status.example.org/" in done.stderr
    assert "--branch" in done.stderr
    git(local, "branch", "docs", "main")
    refused(local, "docs", more=("--branch", "docs"))


def test_a_site_that_moved(local):
    """A new address in site.yaml is still the same site: its branch goes on."""
    publish(local)
    edit(local, "https://status.example.org/", "https://other.example.org/", "content/site.yaml")
    assert publish(local).returncode == 0
    assert json.loads(git(local, "show", "gh-pages:build.json"))["site"] == "https://other.example.org/"
    assert publish(local).returncode == 0


def test_a_branch_that_is_checked_out(local, tmp_path):
    """Here or in another worktree: its files would no longer be what git thinks they are."""
    publish(local)
    refused(local, "main is checked out", more=("--branch", "main"))
    git(local, "worktree", "add", "-q", str(tmp_path / "tree"), "gh-pages")
    refused(local, "checked out in", str(tmp_path / "tree"))


def test_a_remote_that_went_another_way(local, tmp_path):
    """It is never forced; one that is ahead is taken as it is."""
    publish(local, "--push")
    second = cloned(tmp_path, "second")
    edit(second, '"Outage"', '"A long outage"')
    git(second, "push", "-q", "origin", "main")
    assert publish(second, "--push").returncode == 0
    edit(local, '"Resolved."', '"It is over."')
    publish(local)  # without a look at the remote
    made = publish(local, "--push")
    assert made.returncode == 1
    assert "different ways" in made.stderr
    assert git(tmp_path / "remote.git", "rev-parse", "gh-pages") == git(second, "rev-parse", "gh-pages")
    git(local, "branch", "-f", "gh-pages", "origin/gh-pages")
    git(local, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
    assert publish(local, "--push").returncode == 0


def test_a_domain_that_site_yaml_lacks(local):
    """It would be gone with the next publish: the line to add is said, and works."""
    edit(
        local,
        "operator: {name: Example}",
        "operator: {name: Example}\npublish: {cname: status.example.org}",
        "content/site.yaml",
    )
    assert publish(local).returncode == 0
    assert git(local, "show", "gh-pages:CNAME") == "status.example.org"
    edit(local, "\npublish: {cname: status.example.org}", "", "content/site.yaml")
    refused(local, "publish: {cname: status.example.org}")


def test_a_page_that_would_be_gone(local):
    """Renamed without its old name, or a language less: each is refused; an alias helps."""
    publish(local)
    new = local / "content/incidents/2025-03-10-b.yaml"
    (local / PATH).rename(new)
    commit(local)
    refused(local, "incidents/a/index.html", "aliases")
    edit(local, "title:", "aliases: [a]\ntitle:", "content/incidents/2025-03-10-b.yaml")
    assert publish(local).returncode == 0
    edit(local, "[fr, en]", "[fr]", "content/site.yaml")
    refused(local, "en/")


def test_a_post_mortem_that_would_be_gone(local):
    """It has a page of its own."""
    more = 'postmortem: {published_at: 2025-03-12 10:00, body: {fr: "Vu.", en: "Seen."}}\n'
    edit(local, TEXT, TEXT + more)
    publish(local)
    edit(local, more, "")
    refused(local, "incidents/a/postmortem/index.html")


def test_from_a_stale_clone(local, tmp_path):
    """Who has not pulled what was published takes nothing back; what was rewritten on purpose can go on."""
    publish(local, "--push")
    stale = cloned(tmp_path, "stale")
    edit(local, '"Resolved."', '"Resolved since noon."')
    git(local, "push", "-q", "origin", "main")
    publish(local, "--push")
    edit(stale, "operator: {name: Example}", "operator: {name: Exemple}", "content/site.yaml")
    made = publish(stale, "--push")
    assert made.returncode == 1
    assert "pull first" in made.stderr
    git(stale, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
    assert publish(stale, "--push").returncode == 0
    assert "since noon" in git(tmp_path / "remote.git", "show", f"gh-pages:{PAGE}")


def test_a_clone_that_is_behind_has_nothing_to_do(local, tmp_path):
    """A colleague published the same: the old branch here is no reason to be refused."""
    publish(local, "--push")
    cloned(tmp_path, "other")
    git(tmp_path / "other", "branch", "-q", "gh-pages", "origin/gh-pages")
    edit(local, '"Resolved."', '"Resolved since noon."')
    git(local, "push", "-q", "origin", "main")
    publish(local, "--push")
    git(tmp_path / "other", "pull", "-q", "origin", "main")
    made = publish(tmp_path / "other", "--push")
    assert made.returncode == 0, made.stderr
    assert "nothing has changed" in made.stdout


def test_a_domain_that_github_put_there(local):
    """Once site.yaml has it too, the file is ours."""
    publish(local)
    alter(local, {"CNAME": "status.example.org"})
    refused(local, "publish: {cname: status.example.org}")
    edit(
        local,
        "operator: {name: Example}",
        "operator: {name: Example}\npublish: {cname: status.example.org}",
        "content/site.yaml",
    )
    made = publish(local)
    assert made.returncode == 0, made.stderr


def test_all_that_is_not_committed_is_named_on_one_line(local):
    """By its own name, whatever letters it has."""
    (local / "content/components.yaml").write_text("components: []\n", encoding="utf-8")
    (local / "content/incidents/2025-03-11-é.yaml").write_text(TEXT, encoding="utf-8")
    made = publish(local)
    assert made.returncode == 1
    [line] = made.stderr.splitlines()
    assert "content/components.yaml, content/incidents/2025-03-11-é.yaml;" in line


def test_an_edit_within_the_second(local):
    """A text of the same length, committed with the same date, is published."""
    publish(local)
    date = git(local, "log", "-1", "--format=%cI")
    path = local / PATH
    path.write_text(path.read_text(encoding="utf-8").replace('"Resolved."', '"Revolved."'), encoding="utf-8")
    git(local, "add", ".")
    git(
        local,
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "commit",
        "-q",
        "--date",
        date,
        "-m",
        "x",
    )
    assert publish(local).returncode == 0
    assert "Revolved." in git(local, "show", f"gh-pages:{PAGE}")


def test_what_git_attributes_leave_out_is_published(local):
    """export-ignore is for archives, not for sites."""
    (local / ".gitattributes").write_text("content/incidents/** export-ignore\n", encoding="utf-8")
    commit(local)
    assert publish(local).returncode == 0
    assert PAGE in on(local)


def test_a_link_is_an_error_here_too(local):
    """As build says of it: nothing is published."""
    (local / "content/incidents/2025-03-11-b.yaml").symlink_to("/etc/hostname")
    commit(local)
    made = publish(local)
    assert made.returncode == 1
    assert "symbolic-link" in made.stderr


def test_in_a_hook_of_another_repository(local, tmp_path, monkeypatch):
    """What a hook says of its own repository is not meant for this one."""
    git(tmp_path, "init", "-q", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    made = publish(local)
    monkeypatch.delenv("GIT_DIR")
    assert made.returncode == 0, made.stderr
    assert PAGE in on(local)
    assert not git(tmp_path / "other", "for-each-ref")


def test_a_remote_that_does_not_take_it(local, tmp_path):
    """Its own word is said, and the branch here is as before."""
    publish(local, "--push")
    tip = git(local, "rev-parse", "gh-pages")
    hook = tmp_path / "remote.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho this branch is protected >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    edit(local, '"Resolved."', '"Over."')
    made = publish(local, "--push")
    assert made.returncode == 1
    assert "this branch is protected" in made.stderr
    assert git(local, "rev-parse", "gh-pages") == tip


@pytest.mark.parametrize("name", ["main/x", "@{-1}", "a b"])
def test_a_name_that_no_branch_can_have(local, name):
    """It is said in a line of ours."""
    refused(local, name, more=("--branch", name))


def test_outside_of_git(site):
    """It says what is needed."""
    root = site({"2025-03-10-a.yaml": TEXT})
    assert "git repository" in publish(root).stderr
    git(root, "init", "-q")
    assert "nothing is committed yet" in publish(root).stderr


def test_a_site_in_a_folder_below(local, tmp_path):
    """Published are the content and templates below the root, at the branch's top."""
    top = tmp_path / "top"
    top.mkdir()
    (local / ".git").rename(top / ".git")
    local.rename(top / "status")
    commit(top)
    made = publish(top / "status")
    assert made.returncode == 0, made.stderr
    assert PAGE in on(top)


@pytest.mark.slow
def test_two_at_once_from_two_clones(local, tmp_path):
    """One wins; the other is told, loses nothing, and its next try succeeds."""
    publish(local, "--push")
    remote = tmp_path / "remote.git"
    clones = []
    for name in ("one", "two"):
        clone = cloned(tmp_path, name)
        (clone / f"content/incidents/2025-04-0{len(clones) + 1}-{name}.yaml").write_text(
            TEXT, encoding="utf-8"
        )
        commit(clone)
        clones.append(clone)
    hook = remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nsleep 2\n", encoding="utf-8")  # both have looked before either has pushed
    hook.chmod(0o755)
    command = [sys.executable, "-m", "cronaca", "publish", "--push", "--now", NOW.isoformat(), "--root"]
    runs = [
        subprocess.Popen([*command, str(each)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for each in clones
    ]
    said = [each.communicate() for each in runs]
    codes = [each.returncode for each in runs]
    assert sorted(codes) == [0, 1], said
    lost = clones[codes.index(1)]
    assert "publish again" in said[codes.index(1)][1]
    git(lost, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
    again = publish(lost, "--push")
    assert again.returncode == 1  # the other's page would be gone: its content is not here
    assert "not in HEAD's history" in again.stderr
    won = clones[codes.index(0)]
    git(won, "push", "-q", "origin", "main")
    git(lost, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
    assert publish(lost, "--push").returncode == 0
    assert {"en/incidents/one/index.html", "en/incidents/two/index.html"} <= set(on(remote))


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize("after", [0.2, 0.5, 0.8, 1.1, 1.5, 2.0])
def test_a_killed_publish_is_completed_by_the_next(local, tmp_path, after):
    """The branch is as before or as after; the next one ends what was begun."""
    publish(local, "--push")
    tip = git(local, "rev-parse", "gh-pages")
    edit(local, '"Outage"', '"A long outage"')
    before = state(local)
    command = [sys.executable, "-m", "cronaca", "publish", "--push", "--now", NOW.isoformat(), "--root"]
    running = subprocess.Popen([*command, str(local)], start_new_session=True, stderr=subprocess.DEVNULL)
    time.sleep(after)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert state(local) == before
    now = git(local, "rev-parse", "gh-pages")
    assert now == tip or "A long outage" in git(local, "show", f"{now}:{PAGE}")
    made = publish(local, "--push")
    assert made.returncode == 0, made.stderr
    assert git(local, "rev-list", "--count", "gh-pages") == "2"
    assert "A long outage" in git(tmp_path / "remote.git", "show", f"gh-pages:{PAGE}")
