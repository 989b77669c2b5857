"""The demo's HTML, as the W3C's checker and html-validate see it."""

import shutil
import subprocess

import pytest

from support import lacking, node


@pytest.fixture
def site(built_demo):
    return built_demo / "site"


@pytest.mark.slow
def test_the_nu_checker_finds_nothing(site):
    """No error and no warning, in HTML or in style."""
    java = shutil.which("java") or lacking("java")
    jar = node("vnu-jar", "build", "dist", "vnu.jar")
    checked = subprocess.run(
        [java, "-jar", jar, "--skip-non-html", site], capture_output=True, text=True, check=False
    )
    assert checked.stderr == ""


def test_html_validate_finds_nothing(site):
    """Its recommended rules, on every page."""
    program = node("html-validate", "bin", "html-validate.mjs")
    checked = subprocess.run(
        [shutil.which("node") or lacking("node"), program, "--preset", "recommended", f"{site}/**/*.html"],
        capture_output=True,
        text=True,
        check=False,
        cwd=site,
    )
    assert checked.stdout == ""
    assert checked.returncode == 0, checked.stderr
