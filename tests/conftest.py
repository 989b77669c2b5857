"""Sites to try things on; paths are passed, and nobody changes the working directory."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support import SETTINGS

CHECKOUT = Path(__file__).parents[1]
COMPONENTS = 'components: [{id: cards, name: "Cards"}]\n'

Files = dict[str, str | bytes]


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
