"""What several tests share: a copy of the demo, a site as a dictionary of bytes."""

from __future__ import annotations

import functools
import gc
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, NoReturn

import pytest

from cronaca import pipeline
from cronaca.output.options import BuildOptions
from cronaca.output.result import Result

CHECKOUT = Path(__file__).parents[1]
_CACHED = type(functools.lru_cache(len))
_HOME = {name: os.environ[name] for name in ("HOME", "USERPROFILE") if name in os.environ}
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SETTINGS = """\
title: {fr: "Registre", en: "Record"}
description: {fr: "Nos incidents.", en: "Our incidents."}
role: operator
languages: [fr, en]
time_zone: Europe/Paris
base_url: https://status.example.org/
operator: {name: Example}
"""


def demo(folder: Path) -> Path:
    """A copy of the demo archive."""
    shutil.copytree(CHECKOUT / "content", folder / "content")
    return folder


def build(root: Path, out: Path, now: datetime, **options: Any) -> Result:
    """A site built by this process, with one more option or the other."""
    return pipeline.build(BuildOptions(root, out, now, **options))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its route."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def run(*arguments: str | Path, cwd: Path | None = None, **more: Any) -> subprocess.CompletedProcess[str]:
    """The command line, as a process of its own, with no terminal."""
    command = [sys.executable, "-m", "cronaca", *arguments]
    given = {"capture_output": True, "encoding": "utf-8", "stdin": subprocess.DEVNULL} | more
    return subprocess.run(command, cwd=cwd, check=False, **given)


def git(folder: Path, *words: str, **more: Any) -> str:
    """What git prints in a folder, with an author of its own."""
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(folder), *who, *words]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", **more)
    return done.stdout.strip()


def commit(folder: Path, said: str = "x") -> str:
    """Everything in the folder, committed; the commit."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", said)
    return git(folder, "rev-parse", "HEAD")


@contextmanager
def serving(root: Path) -> Iterator[tuple[str, Path]]:
    """A preview as a process of its own: its address, and the file that what it says goes into."""
    log = root.parent / f"{root.name}.log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "cronaca", "serve", "--root", root, "--port", port]
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            address = process.stdout.readline().split()[0]
            wait_for(lambda: get(address)[0] == 200)
            yield address, log
        finally:
            process.terminate()
            try:
                process.communicate(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()


def get(address: str, host: str = "") -> tuple[int, str]:
    """What a server answers: the status, 0 for none, and the text."""
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def installing() -> dict[str, str]:
    """The environment for a package manager: the home, where its settings are, and the true clock.

    No certificate is good for ever, so under a shifted clock nothing could be installed.
    """
    shifted = ("LD_PRELOAD", "DATEFUDGE", "FAKETIME")
    return {name: value for name, value in os.environ.items() if not name.startswith(shifted)} | _HOME


def same_releases(folder: Path) -> dict[str, str]:
    """The environment for pip to install what is installed here, for other releases make other bytes."""
    known = {each.name: each.version for each in distributions() if each.name != "cronaca"}
    path = folder / "constraints.txt"
    path.write_text("".join(f"{name}=={version}\n" for name, version in known.items()), encoding="utf-8")
    return installing() | {"PIP_CONSTRAINT": str(path)}


def built(name: str, folder: Path, now: datetime, **options: Any) -> Path:
    """A folder with the demo, or one of tests/sites, and its site; the demo's has no warning."""

    root = demo(folder) if name == "demo" else site(folder, name)
    result = build(root, root / "site", now, strict=name == "demo", **options)
    assert result.written, result.report.ordered()
    return root


def cost(work: Callable[[], object]) -> float:
    """How much work something is: the processor's time for it, in that of a little loop measured beside it.

    On a machine that is busy or slow both take longer, but not always both alike: the least of three tells.
    Nothing that was kept of a former run is used.
    """

    def seconds(what: Callable[[], object]) -> float:
        begun = time.process_time()
        what()
        return time.process_time() - begun

    def once() -> float:
        _forget()
        before = seconds(_loop)
        took = seconds(work)
        return took / max(before, seconds(_loop))

    return min(once() for _ in range(3))


def _forget() -> None:
    """Empty every cache of cronaca's functions."""
    for each in gc.get_objects():
        if type(each) is _CACHED and (each.__module__ or "").startswith("cronaca"):
            each.cache_clear()


def _loop() -> int:
    return sum(len(str(number)) for number in range(100_000))


def wait_for(condition: Callable[[], object], seconds: float = 120) -> None:
    """Until something is so; a busy machine is given much time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)


def lacking(what: str) -> NoReturn:
    """Skip a test for want of a tool; under CRONACA_NO_SKIP, as in .ci/run, that is a failure."""
    reason = f"{what} is not here; .ci/run installs it"
    if os.environ.get("CRONACA_NO_SKIP"):
        pytest.fail(reason)
    pytest.skip(reason)


def node(*parts: str) -> Path:
    """A file of the checkers that npm installs into .ci."""
    path = CHECKOUT.joinpath(".ci", "node_modules", *parts)
    return path if path.exists() else lacking(parts[0])


def browser() -> str:
    """The Chromium on this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), "") or lacking("Chromium")


def site(folder: Path, name: str) -> Path:
    """A copy of one of the sites below tests/sites."""
    shutil.copytree(CHECKOUT / "tests" / "sites" / name, folder, dirs_exist_ok=True)
    return folder


def grown_old(path: Path) -> None:
    """Until the disk's clock has gone on since a file was saved: a look as young as an edit is not kept."""
    probe = path.with_name(".probe")

    def older():
        probe.write_bytes(b"")
        return probe.stat().st_mtime_ns > path.stat().st_mtime_ns

    wait_for(older)
    probe.unlink()


def mortal(*words, **more):
    """The command as somebody whom rights bind: the superuser is not bound by them."""
    if os.geteuid():
        return run(*words, **more)
    setpriv = shutil.which("setpriv") or lacking("setpriv")
    less = "--bounding-set=-dac_override,-dac_read_search,-fowner"
    command = [setpriv, less, "--", sys.executable, "-m", "cronaca", *words]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False, **more
    )
