"""What is installed: from the wheel and from the sdist, each with the theme."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from cronaca.build import build
from support import CHECKOUT, NOW, demo, same_releases, tree


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The sdist, and the wheel that is built from it."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(CHECKOUT)]
    subprocess.run(command, check=True, capture_output=True)
    return out


def installed(folder: Path, package: Path) -> Path:
    """A fresh environment with the package in it: its cronaca command."""
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    command = [scripts / "python", "-m", "pip", "install", "-q", package]
    subprocess.run(command, check=True, capture_output=True, env=same_releases(folder.parent))
    return scripts / "cronaca"


def test_the_wheel_builds_the_same_site(packages, tmp_path):
    """A site built by the installed wheel equals the checkout's, byte for byte."""
    [wheel] = packages.glob("*.whl")
    command = installed(tmp_path / "env", wheel)
    root = demo(tmp_path / "copy")
    subprocess.run(
        [command, "build", "--root", root, "--now", NOW.isoformat()], check=True, capture_output=True
    )
    build(root, root / "other", NOW)
    assert tree(root / "site") == tree(root / "other")


def test_the_sdist_holds_what_a_build_needs(packages, tmp_path):
    """The sdist installs, with its theme."""
    [sdist] = packages.glob("*.tar.gz")
    command = installed(tmp_path / "env", sdist)
    root = demo(tmp_path / "copy")
    subprocess.run(
        [command, "build", "--root", root, "--now", NOW.isoformat()], check=True, capture_output=True
    )
    assert (root / "site/it/index.html").is_file()
