"""A theme's styles and scripts: what a page may run, and when it is made anew."""

import base64
import hashlib
import os
import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from cronaca.fingerprint import default_folder
from cronaca.output import builder
from cronaca.theme.css import compact
from cronaca.theme.theme import Theme
from support import SETTINGS, build

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
    monkeypatch.setattr("cronaca.theme.compiled.os.access", lambda *_: False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    root = site(FILES)
    before = made(root)
    kept = list(Theme(root).environment.bytecode_cache.kept.folder.iterdir())
    assert kept
    for file in kept:
        file.write_bytes(harm(file.read_bytes()))
    assert not build(root, root / "site", NOW, full=True).report.issues
    assert (root / "site/404.html").read_text(encoding="utf-8") == before
    assert any(len(file.read_bytes()) > 16 and any(file.read_bytes()) for file in kept)


@pytest.mark.skipif(os.name != "posix", reason="pipes are files there alone")
def test_a_pipe_in_place_of_a_compiled_template(site, monkeypatch, tmp_path):
    """Nobody waits for it."""
    monkeypatch.setattr("cronaca.theme.compiled.os.access", lambda *_: False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    root = site(FILES)
    before = made(root)
    for file in list(Theme(root).environment.bytecode_cache.kept.folder.iterdir()):
        file.unlink()
        os.mkfifo(file)
    assert not build(root, root / "site", NOW, full=True).report.issues
    assert (root / "site/404.html").read_text(encoding="utf-8") == before


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


CSS = {
    "comments": ("/* a */ a { color : red; } /* b */", "a{color :red}"),
    "a comment parts words": (
        "a{margin:1px/**/2px} @media/* c */screen{b{}}",
        "a{margin:1px 2px}@media screen{b{}}",
    ),
    "texts": ('a::after { content: " ;  } /* x */ a: b, c" ; }', 'a::after{content:" ;  } /* x */ a: b, c"}'),
    "a text that ends in a semicolon": ('a { content: ";" }', 'a{content:";"}'),
    "quotes in a text": (r"a { content: 'it\'s  ; }' }", r"a{content:'it\'s  ; }'}"),
    "a quote in a comment": ("/* it's */ a { b: c }", "a{b:c}"),
    "addresses": ('a { b: url( x,y;z ) , url("a  (1).png") }', 'a{b:url( x,y;z ),url("a  (1).png")}'),
    "a bracket in an address": (
        'a{b:url("r(45)")} c::after{content:" ; } "}',
        'a{b:url("r(45)")}c::after{content:" ; } "}',
    ),
    "important": ("a { b: c !important; d: e !important }", "a{b:c!important;d:e!important}"),
    "sums": ("a { width: calc( 1px + 2px ) }", "a{width:calc( 1px + 2px )}"),
    "selectors": ("a > b , c + d e:hover { f: g }", "a>b,c + d e:hover{f:g}"),
    "rules in rules": ("@media (min-width: 1px) {\n  a {\n b: c;\n }\n}\n", "@media (min-width:1px){a{b:c}}"),
    "spaces that are letters": (".a\u00a0b { c: d }\u2003", ".a\u00a0b{c:d}\u2003"),
    "escapes": (
        r".it\'s{ } .a\ { } .\31  .b{ }  .c\; .d\: .e\, .f\> .g",
        r".it\'s{}.a\ {}.\31  .b{}.c\; .d\: .e\, .f\> .g",
    ),
    "brackets and slashes in addresses": (
        r"a { b: url(a\)b/*c*/.png) ; c: URL( //x/* .png ) }",
        r"a{b:url(a\)b/*c*/.png);c:URL( //x/* .png )}",
    ),
    "a text that its line ends": ('a{b: "x\n} c { d: " ; }" }', 'a{b:"x\n}c{d:" ; }"}'),
    "nothing is closed": ("a { b: url( x", "a{b:url( x"),
}


@pytest.mark.parametrize(("given", "compacted"), CSS.values(), ids=CSS)
def test_styles_mean_the_same_in_fewer_bytes(given, compacted):
    """What a text or an address holds is nobody's business; a comment and a line end are spaces."""
    assert compact(given) == compacted


def in_page(line):
    """A page that says one thing more, in its line 4."""
    return {
        **FILES,
        "templates/pages/404.html": PAGE.replace('{% set here = "root" %}', '{% set here = "root" %}' + line),
    }


@pytest.mark.parametrize(
    "named",
    [
        '{{ style ("other") }}',
        "{{ style('other') }}",
        '{{ style("other" if view else "") }}',
        '{{ style(*css) }}{% set css=["base","other"] %}',
        '{% set css = ("base",) + ("other",) %}',
        '{% set js=("other",) %}',
        '{{ script ( "other" ) }}',
        "{{ spoken('fr', 'parts/other.html') }}",
        "{{ spoken(edition.lang, template='parts/other.html', x=1) }}",
        '{% include ["parts/other.html"] %}',
        '{% from "parts/names.html" import css %}',
        '{% set css = ("base", "deep/er.than") %}',
        '{% set scripts = js + ("other",) %}{{ scripts_allowed(scripts, "") }}',
        '{{ scripts_allowed(("other",), "") }}',
        '{% include "parts/inner.js" %}',
    ],
)
def test_what_a_page_names_makes_it_anew(site, named):
    """However a theme's author writes it, an edit of what is named is seen."""
    root = site(
        in_page(f"{{% if false %}}{named}{{% endif %}}")
        | {
            f"templates/{name}": "x"
            for name in (
                "styles/other.css",
                "styles/deep/er.than.css",
                "scripts/other.js",
                "parts/other.html",
            )
        }
        | {"templates/parts/names.html": '{% set css = ("base", "other") %}'}
        | {"templates/parts/inner.js": '{% include "parts/other.html" %}'}
    )
    made(root)
    for name in ("styles/other.css", "styles/deep/er.than.css", "scripts/other.js", "parts/other.html"):
        (root / "templates" / name).write_text("y and more", encoding="utf-8")
    assert "404.html" in build(root, root / "site", NOW).rendered


@pytest.mark.parametrize(
    "computed",
    [
        "{{ style(here) }}",
        '{{ style("a" ~ here) }}',
        '{{ style(*["base", here]) }}',
        "{{ style(**view) }}",
        "{{ script(here) }}",
        "{{ spoken(here, here) }}",
        "{{ spoken(*css) }}",
        "{% set s = style %}",
        "{{ here | map(script) }}",
        "{% include here %}",
        "{% set css = here.split() %}",
        "{% set css, other = 1, 2 %}",
        "{% set css %}base{% endset %}",
        "{% for js in view %}{% endfor %}",
        "{% macro x(css) %}{% endmacro %}",
        "{% macro css() %}{% endmacro %}",
        '{% import "parts/said.html" as css %}',
        '{% from "parts/said.html" import mark as css %}',
        "{% with css = here %}{% endwith %}",
        "{% include css %}",
        "{{ style(css) }}",
        "{{ style(*js) }}",
        "{{ script(js) }}",
        '{{ spoken("fr", css) }}',
        '{{ spoken("fr", "parts/said.html", css=1) }}',
        '{{ spoken("fr") }}',
        "{{ scripts_allowed(here, here) }}",
    ],
)
def test_what_cannot_be_read_is_refused(site, computed):
    """A page of which nobody can tell what it is made from is a finding at its line."""
    root = site(in_page(computed))
    [issue] = build(root, root / "site", NOW).report.issues
    assert (issue.code, issue.mark.path, issue.mark.line) == ("template", "templates/pages/404.html", 4)
    assert "computed" in issue.message


MISTAKES = {
    "{{ 1 / 0 }}": "division by zero",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}": "recursion",
    "{{ [].pop() }}": "empty",
    "{{ l10n.number(none) }}": "",
    "{{ l10n.date(none) }}": "None is no day",
    '{{ l10n.date(l10n.local(page), "Hm") }}': "",
    '{{ l10n.on(2025, 1, 2, "Hm") }}': '"Hm" is no form of a day',
    "{{ l10n.on }}": "printed",
    "{{ url }}": "printed",
    '{% for line in [1] %}{% include "parts/says.html" %}{% endfor %}': "",
    '{% import "parts/said.html" as url %}': "word of the environment",
    "{{ nothing }}": "undefined",
    "{% if %}": "",
    '{% include "parts/none.html" %}': "parts/none.html",
    '{% from "parts/none.html" import x %}': "parts/none.html",
    '{% from "parts/said.html" import nobody %}{{ nobody }}': "nobody",
    '{% if false %}{{ style("here") }}{% endif %}': "styles/here.css",
    '{% if false %}{{ script("none") }}{% endif %}': "scripts/none.js",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_template_is_a_finding(site, mistake):
    """Whatever it is, its author is told the file and the line, and the old site stays."""
    root = site(FILES | {"templates/parts/says.html": "{{ line }}"})
    made(root)
    page = in_page("")["templates/pages/404.html"].replace("<h1>404</h1>", f"\n{mistake}<h1>404</h1>")
    (root / "templates/pages/404.html").write_text(page, encoding="utf-8")
    [issue] = build(root, root / "site", NOW).report.issues
    at = "templates/parts/says.html", 1
    assert issue.code == "template"
    assert (issue.mark.path, issue.mark.line) == (
        at if "says" in mistake else ("templates/pages/404.html", 7)
    )
    assert MISTAKES[mistake] in issue.message
    assert (root / "site/404.html").exists()


CATALOG = "locale/fr/LC_MESSAGES/cronaca.po"


@pytest.mark.parametrize(
    ("lang", "harm", "said"),
    [
        ("fr", lambda text: text + "# é".encode("latin-1"), "UTF-8"),
        ("fr", lambda text: text + b'msgid "a', ""),
        ("xx", lambda text: text, "CLDR knows no language"),
        ("yy", None, "no catalog"),
    ],
)
def test_a_catalog_that_cannot_be_used(site, lang, harm, said):
    """Its site is not built, and its file is named."""
    name = f"templates/{CATALOG.replace('fr', lang)}"
    ours = (default_folder() / CATALOG).read_bytes()
    root = site(
        {"content/site.yaml": SETTINGS.replace("en]", f"en, {lang}]") if lang != "fr" else SETTINGS}
        | ({name: harm(ours)} if harm else {})
    )
    result = build(root, root / "site", NOW)
    found = [each for each in result.report.issues if each.code == "catalog"]
    assert [each.mark.path for each in found] == [name]
    assert said in found[0].message
    assert not result.written


def test_a_style_that_is_no_text(site):
    """It is said, by its name."""
    root = site(FILES | {"templates/styles/table.css": b"a { b: \xff }"})
    [issue] = build(root, root / "site", NOW).report.issues
    assert (issue.mark.path, issue.code) == ("templates/styles/table.css", "template")
    assert "UTF-8" in issue.message


def test_an_editors_copy_is_no_template(site):
    """What lies beside the pages and that none of them uses stops nothing."""
    root = site(FILES | {"templates/pages/home.html~": "<p>{% if x %}"})
    assert build(root, root / "site", NOW).written


def test_a_style_that_is_saved_during_a_build(site, monkeypatch):
    """Several processes make pages of one theme: the next build sees what was saved meanwhile."""
    monkeypatch.setattr(builder, "_FEW", 0)
    root = site(FILES | {"templates/styles/base.css": "a{b:c}"})
    style = root / "templates/styles/base.css"

    def saved(done, parts, _):
        if done == parts:
            style.write_text("a{b:new}", encoding="utf-8")

    build(root, root / "site", NOW, jobs=2, progress=saved)
    assert build(root, root / "site", NOW).rendered
    assert "a{b:new}" in (root / "site/fr/index.html").read_text(encoding="utf-8")
