"""What is installed: from the wheel and from the sdist, each with the theme."""

import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from support import CHECKOUT, NOW, build, demo, same_releases, tree


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The sdist, and the wheel that is built from it, as a release is."""
    out, copy = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("copy") / "cronaca"
    apart = shutil.ignore_patterns(".venv", ".git", "node_modules", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(CHECKOUT, copy, ignore=apart)
    command = [sys.executable, str(copy / ".ci/addresses"), "https://git.example.org/a/cronaca/", "v1"]
    subprocess.run(command, check=True, cwd=copy)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(copy)]
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


@pytest.mark.slow
def test_the_sdist_holds_what_a_build_needs(packages, tmp_path):
    """The sdist installs, with its theme."""
    [sdist] = packages.glob("*.tar.gz")
    command = installed(tmp_path / "env", sdist)
    root = demo(tmp_path / "copy")
    subprocess.run(
        [command, "build", "--root", root, "--now", NOW.isoformat()], check=True, capture_output=True
    )
    assert (root / "site/it/index.html").is_file()


def test_a_release_says_where_it_comes_from(packages):
    """The package's page links to the repository, its issues and changes; no link of the README is lost."""
    [wheel] = packages.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        [name] = [each for each in archive.namelist() if each.endswith("METADATA")]
        metadata = archive.read(name).decode("utf-8")
    urls = dict(re.findall(r"^Project-URL: (\w+), (\S+)$", metadata, re.MULTILINE))
    assert urls["Source"] == "https://git.example.org/a/cronaca"
    assert urls.keys() == {"Source", "Issues", "Changelog"}
    assert "](https://git.example.org/a/cronaca/raw/v1/.github/demo.png)" in metadata
    links = re.findall(r"\]\(([^)]+)\)", metadata)
    assert len(links) > 5
    assert all(link.startswith(("https://", "http://", "#")) for link in links)
