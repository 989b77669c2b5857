"""A theme's styles and scripts: what a page may run, and when it is made anew."""

import base64
import hashlib
import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from cronaca.build import build
from cronaca.theme import Theme, default_folder

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
PAGE = """\
{% extends "parts/layout.html" %}
{% set css = ("base", "own") %}
{% set js = ("own",) %}
{% set here = "root" %}
{% block title %}404{% endblock %}
{% block main %}<h1>404</h1><script>{{ script("own") | safe }}</script>{% endblock %}
"""
FILES = {
    "templates/pages/404.html": PAGE,
    "templates/styles/own.css": "p { color: red }",
    "templates/scripts/own.js": "// a word\nlet here = 1  // a < 2 & b\n",
}


def made(root):
    result = build(root, root / "site", NOW)
    assert not result.report.issues, result.report.ordered()
    return (root / "site/404.html").read_text(encoding="utf-8")


def policy(html):
    return BeautifulSoup(html, "html.parser").select_one("meta[http-equiv]")["content"]


def test_a_script_is_allowed_by_its_hash(site):
    """The policy names the very text of the page's script; a page without one allows none."""
    root = site(FILES)
    html = made(root)
    text = re.search("<script>(.*)</script>", html, re.DOTALL)[1]
    assert text.strip() == "let here=1"
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy(html)
    assert "script-src" not in policy((root / "site/fr/api/index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", ["templates/styles/own.css", "templates/scripts/own.js"])
def test_a_changed_file_makes_its_pages_anew(site, path):
    """An edit of a style or a script reaches the pages that name it."""
    root = site(FILES)
    before = made(root)
    file = root / path
    file.write_text(file.read_text(encoding="utf-8").replace("red", "blue").replace("1", "3"))
    assert made(root) != before


HARMS = {
    "cut": lambda data: data[:-9],
    "zeros": lambda data: bytes(len(data)),
    "empty": lambda data: b"",
    "cut early": lambda data: data[:30],
    "noise": lambda data: data[:30] + random.Random(3).randbytes(len(data) - 30),
    "one byte": lambda data: (
        data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]
    ),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_spoilt_compiled_template_is_made_anew(site, harm, monkeypatch, tmp_path):
    """What is kept of compiled templates is believed only when it is whole; here in the user's own folder."""
    monkeypatch.setattr("cronaca.jinja.os.access", lambda *_: False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    root = site(FILES)
    before = made(root)
    kept = list(Theme(root).environment.bytecode_cache.folder.iterdir())
    assert kept
    for file in kept:
        file.write_bytes(harm(file.read_bytes()))
    assert not build(root, root / "site", NOW, fresh=True).report.issues
    assert (root / "site/404.html").read_text(encoding="utf-8") == before
    assert any(len(file.read_bytes()) > 16 and any(file.read_bytes()) for file in kept)


@pytest.mark.parametrize(
    "odd",
    [
        '{% set url = "x" %}',
        "{% macro text(x) %}{{ x }}{% endmacro %}",
        '{% from "parts/said.html" import mark as line %}',
    ],
)
def test_a_name_of_ours_is_not_given_away(site, odd):
    """A site's template that calls something of its own by a word of ours is told so, with the line."""
    root = site({**FILES, "templates/pages/404.html": PAGE.replace("{% set here", f"{odd}\n{{% set here")})
    [issue] = build(root, root / "site", NOW).report.issues
    assert (issue.code, issue.mark.path, issue.mark.line) == ("template", "templates/pages/404.html", 4)
    assert "is a word of the environment" in issue.message


def test_what_editors_leave_among_templates_is_no_part_of_the_theme(site):
    """A lock, a link to nothing, a folder of drafts: the site is built as without them."""
    root = site(FILES)
    before = made(root)
    pages = root / "templates/pages"
    (pages / ".#404.html").symlink_to("somebody@somewhere.1")
    (pages / "old").mkdir()
    (pages / "old/404.html").write_text("{% include broken %}", encoding="utf-8")
    (root / "templates/lost.css").symlink_to("nowhere")
    assert made(root) == before


@pytest.mark.parametrize("folder", ["parts", "static", "api"])
def test_a_folder_that_is_a_link_is_no_part_of_the_theme(site, tmp_path, folder):
    """What is in it would change unseen."""
    root = site(FILES)
    before = made(root)
    source, theirs = Path(default_folder() / folder), tmp_path / "theirs"
    theirs.mkdir()
    for each in source.iterdir():
        (theirs / each.name).write_text("nothing of ours", encoding="utf-8")
    (root / "templates" / folder).symlink_to(theirs)
    assert made(root) == before
