"""Carries out the workflows of a repository, as GitHub would: with real git, bash, pip and cronaca.

What is GitHub's own has plain stand-ins: the actions that are known below, and a ``gh`` that answers from a
file and keeps what it was asked. An expression, an action or a key that is not known here fails the test.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import venv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from support import git, installing

REPO = "acme/status"
_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[A-Za-z_][\w.-]*|\|\||&&|==|!=|[(),])")
_JOB_KEYS = {
    "if", "needs", "runs-on", "timeout-minutes", "permissions", "defaults", "steps", "environment", "env",
    "outputs",
}  # fmt: skip
_STEP_KEYS = {"id", "name", "if", "run", "uses", "with", "env", "continue-on-error"}
GH = """\
#!{python}
import json, os, sys
state = json.load(open({state!r}))
words = sys.argv[1:]
body = next((open(words[n + 1]).read() for n, word in enumerate(words) if word == "--body-file"), "")
with open({log!r}, "a") as log:
    log.write(json.dumps({{"words": words, "body": body, "token": bool(os.environ.get("GH_TOKEN"))}}) + "\\n")
said = " ".join(words)
for known, answer in state["answers"].items():
    if known in said:
        if answer is None:
            sys.exit("gh: refused")
        if answer:
            print(answer)
        sys.exit(0)
sys.exit("gh: not known here: " + said)
"""


class Expression:
    """GitHub's expressions, as far as they are used here."""

    def __init__(self, text: str, context: dict[str, Any]) -> None:
        self.tokens = _TOKEN.findall(text)
        assert "".join(self.tokens) == re.sub(r"\s(?=(?:[^']*'[^']*')*[^']*$)", "", text), f"unknown: {text}"
        self.context, self.at = context, 0

    @classmethod
    def value(cls, text: str, context: dict[str, Any]) -> Any:
        made = cls(text, context)
        found = made.either()
        assert made.at == len(made.tokens), f"unknown: {text}"
        return found

    def next(self, *wanted: str) -> str:
        if self.at < len(self.tokens) and (not wanted or self.tokens[self.at] in wanted):
            self.at += 1
            return str(self.tokens[self.at - 1])
        return ""

    def either(self) -> Any:
        found = self.both()
        while self.next("||"):
            other = self.both()
            found = found or other
        return found

    def both(self) -> Any:
        found = self.compared()
        while self.next("&&"):
            other = self.compared()
            found = found and other
        return found

    def compared(self) -> Any:
        left = self.one()
        if how := self.next("==", "!="):
            right = self.one()
            return (left == right) == (how == "==")
        return left

    def one(self) -> Any:
        word = self.next()
        if word == "(":
            found = self.either()
            assert self.next(")")
            return found
        if word.startswith("'"):
            return word[1:-1].replace("''", "'")
        if word == "contains":
            assert self.next("(")
            whole = self.either()
            assert self.next(",")
            part = self.either()
            assert self.next(")")
            return str(part).casefold() in str(whole or "").casefold()
        top, *rest = word.split(".")
        assert top in ("github", "env", "steps", "needs", "runner"), f"unknown: {word}"
        found: Any = self.context[top]
        for each in rest:
            found = found.get(each) if isinstance(found, dict) else None
        return "" if found is None else found


def filled(value: Any, context: dict[str, Any]) -> Any:
    """A value with its ${{ expressions }}."""
    if not isinstance(value, str):
        return value
    return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda found: str(Expression.value(found[1], context)), value)


@dataclass
class GitHub:
    """A repository's other side: a bare repository, Pages, and what ``gh`` was asked."""

    folder: Path
    base_url: str = "https://acme.github.io/status/"
    pages: bool = True  # switched on
    answers: dict[str, str | None] = field(default_factory=dict)
    environments: dict[bytes, Path] = field(default_factory=dict)
    environment: Path = Path()  # the last one

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    @property
    def site(self) -> Path:
        """What is deployed."""
        return self.folder / "deployed"

    def begin(self, branch: str = "main") -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        git(self.folder, "init", "-q", "--bare", "-b", branch, "origin.git")

    def asked(self) -> list[dict[str, Any]]:
        """What gh was asked, in order."""
        log = self.folder / "gh.log"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def default(self) -> str:
        return git(self.origin, "symbolic-ref", "--short", "HEAD")

    def happens(
        self, flow: str, event: str, payload: dict[str, Any] | None = None, ref: str = "", **more: str
    ) -> Run:
        """Something happens; the workflow runs if it is meant for that, as its file stands at ``ref``.

        ``more``: what else GitHub says of the run, such as its sha or its run_attempt.
        """
        ref = ref or self.default()
        default = {"default_branch": self.default(), "full_name": REPO}
        github = {
            "event_name": event,
            "event": {"repository": default, **(payload or {})},
            "ref": f"refs/heads/{ref}",
            "ref_name": ref,
            "repository": REPO,
            "token": "the-token",
            "server_url": "https://github.com",
            "run_attempt": "1",
            "sha": git(self.origin, "rev-parse", ref),
            "base_ref": ((payload or {}).get("pull_request") or {}).get("base", ""),
        }
        github |= more
        at = self.default() if event in ("issues", "schedule") else ref
        text = git(self.origin, "show", f"{at}:.github/workflows/{flow}")
        return Run(self, yaml.safe_load(text), github).go()


@dataclass
class Run:
    """One run of a workflow."""

    hub: GitHub
    flow: dict[Any, Any]
    github: dict[str, Any]
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)  # of its jobs
    results: dict[str, str] = field(default_factory=dict)  # success, failure, skipped
    said: list[str] = field(default_factory=list)

    def go(self) -> Run:
        on = self.flow.get("on", self.flow.get(True))
        event = self.github["event_name"]
        assert event in on, f"not for {event}"
        assert self.flow["permissions"] == {}, "rights stand at each job"
        ignored = (on[event] or {}).get("branches-ignore", ()) if event == "push" else ()
        if any(Path(self.github["ref_name"]).match(each.replace("**", "*")) for each in ignored):
            return self
        for name, job in self.flow["jobs"].items():
            assert set(job) <= _JOB_KEYS, set(job) - _JOB_KEYS
            needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
            context = self._context({}, {each: {"outputs": self.outputs.get(each, {})} for each in needs})
            ready = all(self.results[each] == "success" for each in needs)
            if not ready or not Expression.value(str(job.get("if", "'yes'")), context):
                self.results[name] = "skipped"
                continue
            self.results[name] = Job(self, name, job, context).go()
        return self

    def _context(self, steps: dict[str, Any], needs: dict[str, Any]) -> dict[str, Any]:
        env = {name: str(value) for name, value in (self.flow.get("env") or {}).items()}
        return {"github": self.github, "env": env, "steps": steps, "needs": needs, "runner": {}}


@dataclass
class Job:
    run: Run
    name: str
    job: dict[str, Any]
    context: dict[str, Any]

    def __post_init__(self) -> None:
        self.folder = self.run.hub.folder / f"job-{len(list(self.run.hub.folder.glob('job-*')))}"
        self.work, self.temp = self.folder / "work", self.folder / "temp"
        for each in (self.work, self.temp, self.folder / "bin"):
            each.mkdir(parents=True)
        (self.folder / "event.json").write_text(json.dumps(self.context["github"]["event"]))
        self._gh()
        given = {name: str(filled(value, self.context)) for name, value in self.job.get("env", {}).items()}
        self.context["env"] = self.context["env"] | given
        self.path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"

    def _gh(self) -> None:
        hub, state = self.run.hub, self.folder / "gh.json"
        state.write_text(json.dumps({"answers": hub.answers}))
        program = self.folder / "bin/gh"
        program.write_text(GH.format(python=sys.executable, state=str(state), log=str(hub.folder / "gh.log")))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    def go(self) -> str:
        result = "success"
        for step in self.job["steps"]:
            assert set(step) <= _STEP_KEYS, set(step) - _STEP_KEYS
            if result == "failure":
                break
            condition = step.get("if")
            if condition and not Expression.value(str(condition), self.context):
                continue
            done = self._run(step) if "run" in step else self._use(step)
            if not done and not step.get("continue-on-error"):
                result = "failure"
        steps = self.context["steps"]
        self.run.outputs[self.name] = {
            name: filled(value, {**self.context, "steps": steps})
            for name, value in self.job.get("outputs", {}).items()
        }
        return result

    def _run(self, step: dict[str, Any]) -> bool:
        assert "${{" not in step["run"], "what is typed elsewhere never stands in a script"
        env = {
            name: value for name, value in installing().items() if not name.startswith(("GIT_", "PIP_REQ"))
        }
        env |= self.context["env"]
        env |= {name: str(filled(value, self.context)) for name, value in step.get("env", {}).items()}
        output = self.folder / "output"
        output.write_text("")
        env |= {
            "PATH": self.path,
            "GITHUB_OUTPUT": str(output),
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "RUNNER_TEMP": str(self.temp),
            "CI": "true",
        }
        where = (self.job.get("defaults") or {}).get("run", {}).get("working-directory", ".")
        script = self.folder / "script.sh"
        script.write_text(step["run"])
        done = subprocess.run(
            ["bash", "-e", str(script)],
            cwd=self.work / filled(where, self.context),
            env=env,
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
        )
        self.run.said.append(f"$ {step['run']}\n{done.stdout}{done.stderr}({done.returncode})")
        if step.get("id"):
            lines = (line.split("=", 1) for line in output.read_text().splitlines() if line)
            self.context["steps"][step["id"]] = {"outputs": dict(lines)}
        return done.returncode == 0

    def _use(self, step: dict[str, Any]) -> bool:
        name = step["uses"].partition("@")[0]
        given = {key: filled(value, self.context) for key, value in (step.get("with") or {}).items()}
        known = {
            "actions/checkout": self._checkout,
            "actions/setup-python": self._python,
            "actions/configure-pages": self._configure,
            "actions/upload-artifact": self._upload,
            "actions/upload-pages-artifact": self._upload_pages,
            "actions/deploy-pages": self._deploy,
        }
        outputs = known[name](given)
        if step.get("id"):
            self.context["steps"][step["id"]] = {"outputs": outputs or {}}
        return outputs is not None

    def _checkout(self, given: dict[str, Any]) -> dict[str, str]:
        assert given["persist-credentials"] is False
        assert self.job["permissions"]["contents"]
        ref = given.get("ref") or self.context["github"]["sha"]
        depth = [] if given.get("fetch-depth") == 0 else ["--depth", "1"]
        shutil.rmtree(self.work)
        git(self.folder, "init", "-q", "work")
        git(self.work, "remote", "add", "origin", self.run.hub.origin.as_uri())
        git(self.work, "fetch", "-q", *depth, "origin", *([] if not depth else [ref]))
        name = "FETCH_HEAD" if depth else git(self.run.hub.origin, "rev-parse", ref)
        git(self.work, "checkout", "-q", "--detach", name)
        return {}

    def _python(self, given: dict[str, Any]) -> dict[str, str]:
        wanted = (self.work / given["python-version-file"]).read_text().strip()
        assert wanted == f"{sys.version_info[0]}.{sys.version_info[1]}"
        required = self.work / Path(given["python-version-file"]).parent / "requirements.txt"
        known = self.run.hub.environments
        wheels = sorted((required.parent / "vendor").glob("*.whl"))
        key = b"".join(path.read_bytes() for path in (required, *wheels))  # pip does the same once
        if key not in known:
            known[key] = self.run.hub.folder / f"env-{len(known)}"
            venv.create(known[key], with_pip=True)
        self.run.hub.environment = known[key]
        self.path = f"{self.folder / 'bin'}{os.pathsep}{known[key] / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return {}

    def _configure(self, given: dict[str, Any]) -> dict[str, str] | None:
        assert self.job["permissions"]["pages"] == "read"
        return {"base_url": self.run.hub.base_url.rstrip("/")} if self.run.hub.pages else None

    def _upload(self, given: dict[str, Any]) -> dict[str, str]:
        shutil.copytree(self.work / given["path"], self.run.hub.folder / "artifacts" / given["name"],
                        dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))  # fmt: skip
        return {}

    def _upload_pages(self, given: dict[str, Any]) -> dict[str, str]:
        hidden = None if given.get("include-hidden-files") is True else shutil.ignore_patterns(".*")
        target = self.run.hub.folder / "pages-artifact"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.work / given["path"], target, ignore=hidden)
        return {}

    def _deploy(self, given: dict[str, Any]) -> dict[str, str]:
        assert self.job["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
        shutil.rmtree(self.run.hub.site, ignore_errors=True)
        shutil.copytree(self.run.hub.folder / "pages-artifact", self.run.hub.site)
        return {"page_url": self.run.hub.base_url}
