"""A new site goes live: what init writes is carried out as GitHub would, and what is served is looked at."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup

from acting import REPO, GitHub, Run
from support import CHECKOUT, commit, git, installing, lacking, run, same_releases, tree

pytestmark = pytest.mark.slow
INCIDENT = """\
title: {TITLE}
components: {website: major_outage}
updates:
  - {at: 2025-03-10 08:30, status: resolved, body: {BODY}}
"""


@pytest.fixture(scope="module")
def environments():
    """What was installed from one requirements.txt serves every test that has the same."""
    return {}


@pytest.fixture
def hub(tmp_path, environments):
    made = GitHub(tmp_path / "hub", environments=environments)
    made.begin()
    return made


def pushed(hub: GitHub, root: Path, branch: str = "main") -> None:
    """The folder becomes a repository, as the manual says, and is pushed."""
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", branch)
        git(root, "remote", "add", "origin", str(hub.origin))
    commit(root)
    git(root, "push", "-q", "origin", f"HEAD:{branch}")


def incident(root: Path, name: str = "2025-03-10-a", lang: str = "en") -> Path:
    path = root / f"content/incidents/2025/{name}.yaml"
    text = INCIDENT.replace("{TITLE}", f'{{{lang}: "Outage"}}').replace("{BODY}", f'{{{lang}: "Over."}}')
    path.write_text(text, encoding="utf-8")
    return path


def right(site: Path, base: str) -> None:  # noqa: C901  one case a kind of link
    """Every link, fragment and address that the site at a base address says leads somewhere in it."""
    files = {each.relative_to(site).as_posix(): each for each in site.rglob("*") if each.is_file()}
    assert ".nojekyll" in files
    pages = {
        name: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for name, path in files.items()
        if name.endswith(".html")
    }
    ids = {name: {each["id"] for each in page.find_all(id=True)} for name, page in pages.items()}
    folder = urlsplit(base).path
    wrong = []

    def look(where: str, address: str) -> None:
        target = urlsplit(urljoin(base + where, address))
        if target.netloc != urlsplit(base).netloc or target.scheme not in ("http", "https"):
            return
        path = unquote(target.path)
        name = path.removeprefix(folder) if path.startswith(folder) else f"outside {path}"
        name = f"{name}index.html" if not name or name.endswith("/") else name
        if name not in files or (target.fragment and name in ids and target.fragment not in ids[name]):
            wrong.append(f"{where}: {address}")

    for name, page in pages.items():
        where = name.removesuffix("index.html")
        for each in page.find_all(href=True):
            look(where, each["href"])
        for each in page.find_all(src=True):
            look(where, each["src"])
    for name, path in files.items():
        if not name.endswith((".html", ".png", ".svg")):
            text = re.sub(r"\r?\n ", "", path.read_text(encoding="utf-8"))  # as calendars fold lines
            for address in re.findall(re.escape(base) + r"[^\s\"'<>\\),]*", text):
                look("", address.rstrip(".,"))
    assert not wrong


def passed(made: Run) -> None:
    assert "failure" not in made.results.values(), "\n".join(made.said)


def live(hub: GitHub, root: Path, langs: tuple[str, ...]) -> None:
    """Pushed, built, deployed, right at every address; and again after an incident."""
    pushed(hub, root)
    first = hub.happens("pages.yml", "push", {"before": "0" * 40})
    passed(first)
    assert first.results == {"check": "skipped", "build": "success", "deploy": "success"}
    right(hub.site, hub.base_url)
    assert not list(hub.site.rglob("*example*"))
    incident(root, lang=langs[-1])
    before = git(root, "rev-parse", "HEAD")
    pushed(hub, root)
    passed(hub.happens("pages.yml", "push", {"before": before}))
    right(hub.site, hub.base_url)
    for lang in langs:
        assert (hub.site / lang / "incidents/a/index.html").is_file()
    assert json.loads((hub.site / "build.json").read_text())["languages"] == list(langs)


def test_from_an_empty_folder(hub, tmp_path):
    """init, git, push: the site is live at a sub-path, in three languages."""
    root = tmp_path / "status"
    assert run("init", str(root)).returncode == 0
    live(hub, root, ("fr", "en", "it"))


def test_from_a_clone_with_a_readme(hub, tmp_path):
    """The commonest start: a repository with a README and a licence, whose branch has another name."""
    git(tmp_path, "init", "-q", "-b", "trunk", "seed")
    for name in ("README.md", "LICENSE", ".gitignore"):
        (tmp_path / "seed" / name).write_text(f"my {name}\n", encoding="utf-8")
    git(hub.origin, "symbolic-ref", "HEAD", "refs/heads/trunk")
    commit(tmp_path / "seed")
    git(tmp_path / "seed", "push", "-q", str(hub.origin), "trunk")
    git(tmp_path, "clone", "-q", str(hub.origin), "status")
    root = tmp_path / "status"
    assert run("init", ".", cwd=root).returncode == 0
    assert (root / "README.md").read_text() == "my README.md\n"
    assert (root / ".gitignore").read_text().startswith("my .gitignore\n")
    assert "cronaca check" in (root / "CRONACA.md").read_text()
    pushed(hub, root, "trunk")
    passed(hub.happens("pages.yml", "push", {"before": "0" * 40}))
    right(hub.site, hub.base_url)


def test_the_readmes_list_of_commands(hub, tmp_path):
    """From a machine with git and Python to a site that is live, by the README's own lines."""
    lines = re.findall(r"```sh\n(git clone .*?)```", (CHECKOUT / "README.md").read_text(), re.DOTALL)[0]
    lines = re.sub(r"https://\S+", str(hub.origin), lines).replace("serve --open", "check")
    (tmp_path / "cronaca").symlink_to(CHECKOUT)
    git(tmp_path, "init", "-q", "-b", "main", "seed")
    (tmp_path / "seed/README.md").write_text("# status\n")
    commit(tmp_path / "seed")
    git(tmp_path / "seed", "push", "-q", str(hub.origin), "main")
    names = {
        f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    script = lines.replace("git clone", "git clone -q").replace(f"{hub.origin}", f"{hub.origin} status")
    env = same_releases(tmp_path) | names
    done = subprocess.run(["bash", "-ec", script], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "status/CRONACA.md").is_file()
    assert ".venv" not in git(hub.origin, "ls-tree", "--name-only", "main").splitlines()
    passed(hub.happens("pages.yml", "push", {"before": "0" * 40}))
    right(hub.site, hub.base_url)


def test_in_one_language(hub, tmp_path):
    """No other language is left anywhere: no finding, and the home stands at the top."""
    root = tmp_path / "status"
    assert run("init", str(root), "--languages", "en").returncode == 0
    assert run("check", "--strict", "--root", str(root)).stdout == ""
    live(hub, root, ("en",))
    assert (hub.site / "index.html").read_bytes() == (hub.site / "en/index.html").read_bytes()


def test_from_a_wheel_with_no_checkout_near(hub, tmp_path):
    """Somebody who was given a wheel has the same: the program goes with the site."""
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--wheel",
        "--outdir",
        str(tmp_path),
        str(CHECKOUT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    python = tmp_path / "env/bin/python"
    install = [python, "-m", "pip", "install", "-q", wheel]
    subprocess.run(install, check=True, capture_output=True, env=same_releases(tmp_path))
    elsewhere = tmp_path / "moved.whl"
    wheel.rename(elsewhere)
    root = tmp_path / "status"
    made = subprocess.run([python, "-m", "cronaca", "init", root], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    again = tmp_path / "again"
    subprocess.run([python, "-m", "cronaca", "init", again], check=True, capture_output=True)
    assert tree(root) == tree(again)
    live(hub, root, ("fr", "en", "it"))


def test_a_year_later(hub, tmp_path):
    """The site of a later day is right too."""
    root = tmp_path / "status"
    assert run("init", str(root)).returncode == 0
    incident(root)
    pushed(hub, root)
    passed(hub.happens("pages.yml", "push", {"before": "0" * 40}))
    date = datetime.now(UTC) + timedelta(days=365)
    shutil.which("datefudge") or lacking("datefudge")
    out = tmp_path / "later"
    words = [sys.executable, "-m", "cronaca", "build", "--root", str(root), "--out", str(out)]
    subprocess.run(
        ["datefudge", f"{date:%F %T}", *words, "--base-url", hub.base_url], check=True, capture_output=True
    )
    right(out, hub.base_url)


@pytest.fixture
def going(hub, tmp_path):
    """A site that is live, with one incident; its folder."""
    root = tmp_path / "status"
    assert run("init", str(root)).returncode == 0
    incident(root)
    pushed(hub, root)
    passed(hub.happens("pages.yml", "push", {"before": "0" * 40}))
    return root


def test_a_pull_request_is_checked(hub, going):
    """What is new is annotated, a lost page fails it, the preview is kept, and nothing is deployed."""
    before = tree(hub.site)
    git(going, "switch", "-q", "-c", "work")
    incident(going, "2025-03-11-b")
    pushed(hub, going, "work")
    pull = {"pull_request": {"base": "main"}}
    made = hub.happens("pages.yml", "pull_request", pull, "work")
    passed(made)
    assert made.results == {"check": "success", "build": "skipped", "deploy": "skipped"}
    assert "::warning file=content/incidents/2025/2025-03-11-b.yaml" in "".join(made.said)
    assert "file=content/incidents/2025/2025-03-10-a.yaml" not in "".join(made.said)
    assert (hub.folder / "artifacts/preview/en/incidents/b/index.html").is_file()
    (going / "content/incidents/2025/2025-03-10-a.yaml").unlink()
    pushed(hub, going, "work")
    made = hub.happens("pages.yml", "pull_request", pull, "work")
    assert made.results["check"] == "failure"
    assert "permalink-lost" in "".join(made.said)
    assert tree(hub.site) == before


def test_a_lost_address_never_holds_back_a_message(hub, going):
    """Pushed to the default branch it is an annotation, and what else was written is published."""
    before = git(going, "rev-parse", "HEAD")
    (going / "content/incidents/2025/2025-03-10-a.yaml").unlink()
    incident(going, "2025-03-11-b")
    pushed(hub, going)
    made = hub.happens("pages.yml", "push", {"before": before})
    passed(made)
    assert "permalink-lost" in "".join(made.said)
    assert (hub.site / "en/incidents/b/index.html").is_file()


def test_an_error_leaves_the_old_site(hub, going):
    """The build stops, and nothing is deployed."""
    before = tree(hub.site)
    path = incident(going, "2025-03-11-b")
    path.write_text(path.read_text().replace("major_outage", "exploded"))
    pushed(hub, going)
    made = hub.happens("pages.yml", "push", {"before": "0" * 40})
    assert made.results == {"check": "skipped", "build": "failure", "deploy": "skipped"}
    assert tree(hub.site) == before


def test_before_pages_is_on(hub, going):
    """The run fails where it asks for the address; the next one after it is switched on goes through."""
    hub.pages = False
    assert hub.happens("pages.yml", "push", {"before": "0" * 40}).results["build"] == "failure"
    hub.pages = True
    passed(hub.happens("pages.yml", "workflow_dispatch"))


def test_a_late_run_brings_nothing_old_back(hub, going):
    """A run that waited, or is run again, takes what is newest then."""
    incident(going, "2025-03-11-b")
    pushed(hub, going)
    passed(hub.happens("pages.yml", "push", {"before": "0" * 40}))
    git(going, "push", "-q", "origin", "HEAD:incident-7")
    old = git(going, "rev-parse", "HEAD^")
    made = hub.happens("pages.yml", "push", {"before": "0" * 40}, "main", sha=old)
    passed(made)
    assert (hub.site / "en/incidents/b/index.html").is_file()
    assert hub.happens("pages.yml", "push", {}, "incident-7").results == {}


def test_a_site_below_a_larger_repository(hub, tmp_path):
    """With its folder after ROOT, everything is done there."""
    top = tmp_path / "top"
    root = top / "status"
    assert run("init", str(root)).returncode == 0
    (root / ".github").rename(top / ".github")
    for path in (top / ".github/workflows").iterdir():
        path.write_text(path.read_text().replace("ROOT: .", "ROOT: status"))
    incident(root)
    pushed(hub, top)
    passed(hub.happens("pages.yml", "push", {"before": "0" * 40}))
    right(hub.site, hub.base_url)


def test_a_failed_deployment_run_again(hub, going):
    """Deployed is what was built only if nothing newer was pushed: else it says to run all jobs."""
    built = git(going, "rev-parse", "HEAD")
    hub.answers = {"commits/main": built}
    passed(hub.happens("pages.yml", "push", {"before": "0" * 40}, run_attempt="2"))
    hub.answers = {"commits/main": "0" * 40}
    before = tree(hub.site)
    made = hub.happens("pages.yml", "push", {"before": "0" * 40}, run_attempt="2")
    assert made.results == {"check": "skipped", "build": "success", "deploy": "failure"}
    assert "Re-run all jobs" in "".join(made.said)
    assert tree(hub.site) == before


ASKED = f"repos/{REPO}"


def runs(*found: str) -> str:
    """What GitHub tells of a workflow's runs, newest first: each by its status, or its conclusion."""
    made = [
        {"status": each if each == "queued" else "completed", "conclusion": each, "event": "push"}
        for each in found
    ]
    return json.dumps({"workflow_runs": made})


TICK = {
    f"{ASKED}/pages --jq": "file-address",
    "tick.yml/enable": "",
    f"{ASKED} --jq .default_branch": "main",
    "pages.yml/runs": runs("success"),
    "workflow run pages.yml": "",
}


def ticked(hub: GitHub, **answers: str | None) -> tuple[Run, list[str]]:
    """The hour comes; the run, and what gh was asked to do."""
    hub.answers = {key: answers.get(key, value) for key, value in TICK.items()}
    hub.answers |= {key: value for key, value in answers.items() if key not in TICK}
    known = len(hub.asked())
    made = hub.happens("tick.yml", "schedule")
    return made, [" ".join(each["words"]) for each in hub.asked()[known:]]


@pytest.fixture
def said(hub, going):
    """A function that puts a build.json where Pages serves it, and lets the hour come."""

    def tick(text: str | None, **answers: str | None) -> list[str]:
        folder = hub.folder / "web"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        if text is not None:
            (folder / "build.json").write_text(text)
        address = f"http://127.0.0.1:{_served(folder)}/"
        made, asked = ticked(hub, **{f"{ASKED}/pages --jq": address, **answers})
        passed(made)
        return [each for each in asked if each.startswith("workflow run")]

    return tick


def _served(folder: Path) -> int:
    import functools
    import http.server
    import threading

    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    handler.log_message = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def test_the_hour(said):
    """It starts a build when the site is out of date, and only then; whatever is served, it ends quietly."""
    past, ahead = '{"valid_until": "2020-01-01T00:00:00Z"}', '{"valid_until": "2199-01-01T00:00:00Z"}'
    assert said(past) == [f"workflow run pages.yml --repo {REPO} --ref main"]
    assert said(ahead) == []
    assert said('{"valid_until": null}') == []
    assert said("{}") == []
    assert said("<html>") == []
    assert said(None) == []
    assert said(past, **{"pages.yml/runs": runs("queued", "success")}) == []
    assert said(past, **{"pages.yml/runs": runs("failure", "failure", "failure")}) == []
    assert said(past, **{"pages.yml/runs": runs("failure", "failure", "success", "failure")})
    assert said(past, **{"pages.yml/runs": runs()})
    assert said(past, **{"pages.yml/runs": None}) == []
    assert said(past, **{f"{ASKED}/pages --jq": None}) == []
    assert said(past, **{"tick.yml/enable": None}) == [f"workflow run pages.yml --repo {REPO} --ref main"]


def form(**answers: str) -> str:
    given = {
        "Services": "website=major_outage",
        "Reference": "",
        "Title (en)": "Outage",
        "Message (en)": "We look into it.",
    }
    given |= {key.replace("_", " "): each for key, each in answers.items()}
    return "\n\n".join(f"### {key}\n\n{each or '_No response_'}" for key, each in given.items())


FORM = {
    "collaborators/ann/permission": "write",
    "collaborators/bob/permission": "read",
    "collaborators/eve/permission": None,
    "auth setup-git": "",
    "issue comment": "",
    "pr list": "",
    "pr create": "",
    "workflow run pages.yml": "",
}


@pytest.fixture
def filed(hub, going):
    """A function that files the form, or edits it; the run, and what gh was asked."""
    hub.answers = dict(FORM)

    def file(body: str, sender: str = "ann", action: str = "opened") -> tuple[Run, list[str]]:
        known = len(hub.asked())
        issue = {"number": 7, "body": body, "created_at": "2026-11-23T06:00:00Z"}
        made = hub.happens(
            "incident.yml", "issues", {"action": action, "issue": issue, "sender": {"login": sender}}
        )
        return made, [" ".join(each["words"]) + "\n" + each["body"] for each in hub.asked()[known:]]

    return file


def of(asked: list[str], what: str) -> list[str]:
    return [each for each in asked if each.startswith(what)]


def branch(hub: GitHub) -> str:
    """The one commit of the form's branch; "" where there is none."""
    return git(hub.origin, "for-each-ref", "--format=%(objectname)", "refs/heads/incident-7")


def test_a_member_files_the_form(hub, filed):
    """It becomes a branch with one valid file and a pull request, whose check is started."""
    made, asked = filed(form())
    passed(made)
    names = git(hub.origin, "diff", "--name-only", "main", "incident-7").splitlines()
    assert names == ["content/incidents/2026/2026-11-23-outage.yaml"]
    assert "imported:\n  issue: 7" in git(hub.origin, "show", f"incident-7:{names[0]}")
    [opened] = of(asked, "pr create")
    assert "Closes #7." in opened
    assert of(asked, "workflow run") == [f"workflow run pages.yml --repo {REPO} --ref incident-7\n"]
    checked = hub.happens("pages.yml", "workflow_dispatch", {}, "incident-7")
    passed(checked)
    assert checked.results == {"check": "success", "build": "skipped", "deploy": "skipped"}


@pytest.mark.parametrize("sender", ["bob", "eve"])
def test_a_stranger_drives_nothing(hub, filed, sender):
    """Who may not push has filed an issue, no more: no branch, no comment."""
    made, asked = filed(form(), sender)
    passed(made)
    assert made.results["file"] == "skipped"
    assert not branch(hub)
    assert len(asked) == 1


def test_any_other_issue_is_left_alone(hub, filed):
    """A question without the form's headings starts nothing, and asks nothing."""
    made, asked = filed("How are you?")
    assert set(made.results.values()) == {"skipped"}
    assert not asked


def test_the_form_is_edited(hub, filed):
    """The branch holds what it says now, in one commit, and there is still one pull request."""
    filed(form())
    hub.answers["pr list"] = "12"
    made, asked = filed(form(**{"Message (en)": "We know the cause."}), action="edited")
    passed(made)
    assert "We know the cause." in git(
        hub.origin, "show", "incident-7:content/incidents/2026/2026-11-23-outage.yaml"
    )
    assert git(hub.origin, "rev-list", "--count", "main..incident-7") == "1"
    assert not of(asked, "pr create")
    assert of(asked, "workflow run")


def test_a_colleagues_commit_stays(hub, filed, tmp_path):
    """A translation on that branch is never written over: a comment says so."""
    filed(form())
    git(tmp_path, "clone", "-q", "-b", "incident-7", str(hub.origin), "colleague")
    (tmp_path / "colleague/note.txt").write_text("translated")
    tip = commit(tmp_path / "colleague")
    git(tmp_path / "colleague", "push", "-q", "origin", "incident-7")
    made, asked = filed(form(**{"Message (en)": "Another."}), action="edited")
    passed(made)
    assert branch(hub) == tip
    [said] = of(asked, "issue comment")
    assert "stays as it is" in said
    assert not of(asked, "pr create")


def test_after_the_merge_nothing_is_made_twice(hub, filed, going):
    """The file remembers its issue: an edit is answered with where to change it."""
    filed(form())
    git(going, "fetch", "-q", "origin")
    git(going, "merge", "-q", "--ff-only", "origin/incident-7")
    git(going, "push", "-q", "origin", "main")
    git(hub.origin, "branch", "-D", "incident-7")
    made, asked = filed(form(**{"Title (en)": "Another title"}), action="edited")
    passed(made)
    assert not branch(hub)
    [said] = of(asked, "issue comment")
    assert "2026-11-23-outage.yaml" in said
    assert "Usage" not in said


def test_a_setting_forbids_the_pull_request(hub, filed):
    """The comment gives the link that opens it, and the setting's name."""
    hub.answers["pr create"] = None
    made, asked = filed(form())
    passed(made)
    assert branch(hub)
    [said] = of(asked, "issue comment")
    assert f"https://github.com/{REPO}/compare/main...incident-7?expand=1" in said
    assert "Allow GitHub Actions to create and approve pull requests" in said
    assert of(asked, "workflow run")


@pytest.mark.parametrize(
    ("label", "answer"),
    [
        ("Kind", "outage"),
        ("Services", "../../etc/passwd"),
        ("Services", "website=exploded"),
        ("Status", "resolved\nimpact: critical"),
        ("Impact", "huge"),
        ("Users hurt since", "four o'clock"),
        ("Written at", "2025-13-01"),
        ("Phrase", "nothing-such"),
        ("Phrase", "since=16:11"),
        ("Phrase", "looking-into component"),
        ("Title (en)", ""),
    ],
)
def test_a_wrong_answer_is_named_as_the_form_names_it(hub, filed, label, answer):
    """A comment with the field's own label; no branch, and the run is no failure."""
    made, asked = filed(form(**{label: answer}))
    passed(made)
    assert not branch(hub)
    [said] = of(asked, "issue comment")
    assert f"{'Title (fr)' if label.startswith('Title') else label}: " in said
    assert "--" not in said.partition("\n")[2]
    assert "Usage" not in said


HOSTILE = [
    "$(touch /tmp/owned) `id` ${{ github.token }} '; exit 1; \"",
    "--body x\n--title y\n",
    "EOF\nmade=true\n::set-output name=made::true\n",
    "### Reference\n\n../../../etc\n",
    'x"\nimpact: critical\nprivate: {a: b}',
    "a\x07\x1b[31m\u202egnirts \ud83d\ude00",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(hub, filed, text):
    """It runs nothing, names no other file, and never leaves the one field that it was typed into."""
    made, asked = filed(form(**{"Message (en)": text, "Reference": text.splitlines()[0]}))
    passed(made)
    names = git(hub.origin, "diff", "--name-only", "main", "incident-7").splitlines() if branch(hub) else []
    assert len(names) == 1, of(asked, "issue comment")
    assert re.fullmatch(r"content/incidents/2026/2026-11-23-[a-z0-9-]+\.yaml", names[0])
    values = yaml.safe_load(git(hub.origin, "show", f"incident-7:{names[0]}"))
    assert values.keys() <= {"title", "kind", "reference", "components", "imported", "updates"}
    assert values["components"] == {"website": "major_outage"}
    [update] = values["updates"]
    assert update.keys() == {"at", "status", "body"}
    assert update["status"] == "investigating"
    text = text.encode("utf-16", "surrogatepass").decode("utf-16")
    plain = "".join(each for each in text if each.isprintable() or each == "\n")
    assert update["body"]["en"].split() == plain.split()
    assert not Path("/tmp/owned").exists()
    assert not any("the-token" in each for each in asked)


def test_the_environment_is_what_the_files_name(hub, going):
    """Nothing else is installed than requirements.txt says, each at the version that made the site."""
    env = hub.environment
    listed = subprocess.run(
        [env / "bin/python", "-m", "pip", "list", "--format", "json"], check=True, capture_output=True,
        env=installing(),
    )  # fmt: skip
    there = {each["name"].lower().replace("_", "-"): each["version"] for each in json.loads(listed.stdout)}
    lines = (going / "requirements.txt").read_text().splitlines()[2:]
    wanted = dict(line.split("==") for line in lines)
    assert lines == sorted(lines)
    assert {name: there[name] for name in wanted} == wanted
    assert set(there) - set(wanted) <= {"cronaca", "pip", "setuptools"}
