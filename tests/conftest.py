"""Sites to try things on; paths are passed, and nobody changes the working directory.

Nothing that a test inherits decides how it ends: signals, locale, home, zone and umask are set here. What
Hypothesis tries is the same on every day; ``--hypothesis-profile=explore`` tries something else.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from support import NOW, SETTINGS, built

CHECKOUT = Path(__file__).parents[1]
COMPONENTS = 'components: [{id: cards, name: "Cards"}]\n'

Files = dict[str, str | bytes]

_FOREIGN = ("LC_", "GIT_", "XDG_", "PYTHON", "CLICOLOR")
_ALONE = "LANGUAGE NO_COLOR FORCE_COLOR COLUMNS LINES SOURCE_DATE_EPOCH EDITOR VISUAL PAGER".split()
_OURS = {"LANG": "C.UTF-8", "TZ": "UTC", "TERM": "dumb", "GIT_CONFIG_NOSYSTEM": "1"}


def _alone() -> None:
    """Put away what this process was given by whoever started it."""
    for name in list(os.environ):
        if name.startswith(_FOREIGN) or name in _ALONE:
            del os.environ[name]
    home = tempfile.mkdtemp(prefix="cronaca-home-")
    os.environ.update({**_OURS, "HOME": home, "USERPROFILE": home})
    if hasattr(time, "tzset"):
        time.tzset()
    os.umask(0o022)
    with suppress(ValueError):  # not in the main thread
        for number in signal.valid_signals() - {getattr(signal, "SIGPIPE", 0), getattr(signal, "SIGXFSZ", 0)}:
            if signal.getsignal(number) == signal.SIG_IGN:  # as nohup and a shell's & leave it
                signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_SETMASK, [])


_alone()
_ALL = list(HealthCheck)
settings.register_profile("fixed", deadline=None, derandomize=True, database=None, suppress_health_check=_ALL)
settings.register_profile("explore", deadline=None, suppress_health_check=_ALL)
settings.load_profile("fixed")


def pytest_sessionfinish() -> None:
    shutil.rmtree(os.environ["HOME"], ignore_errors=True)


@pytest.fixture
def site(tmp_path: Path) -> Callable[[Files], Path]:
    """A small valid site, in which the given files stand too; a path without a folder is an incident's."""

    def make(files: Files | None = None) -> Path:
        root = tmp_path / "site"
        given: Files = {"content/site.yaml": SETTINGS, "content/components.yaml": COMPONENTS}
        for name, text in (given | (files or {})).items():
            path = root / (name if "/" in name else f"content/incidents/{name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return root

    return make


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the demo archive."""
    shutil.copytree(CHECKOUT / "content", tmp_path / "demo" / "content")
    return tmp_path / "demo"


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's folder with its site, built once; nobody writes into it."""
    return built("demo", tmp_path_factory.mktemp("built"), NOW)
