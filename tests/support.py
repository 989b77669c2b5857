"""What several tests share: a copy of the demo, a site as a dictionary of bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

CHECKOUT = Path(__file__).parents[1]
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


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its route."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command line, as a process of its own."""
    command = [sys.executable, "-m", "cronaca", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=120)


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
