"""Markdown from authors, who are not trusted with the reader's browser."""

import pytest

from cronaca.markup import html, typography


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>*{display:none}</style>",
        '<p onclick="alert(1)">x</p>',
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        '<iframe src="https://example.org/"></iframe>',
        '<svg onload="alert(1)"></svg>',
        "<img src=x onerror=alert(1)>",
        "[x](vbscript:msgbox)",
        '<a href="&#106;avascript:alert(1)">x</a>',
    ],
)
def test_nothing_that_runs_survives(text):
    """Scripts, styles, handlers, frames and unsafe links are gone."""
    made = html(text).lower()
    for danger in (
        "<script",
        "<style",
        "onclick",
        "onload",
        "onerror",
        "javascript:",
        "vbscript:",
        "data:",
        "<iframe",
        "<svg",
    ):
        assert danger not in made


def test_markdown_is_kept():
    """Tables, lists, links and code come through."""
    made = html("| a | b |\n| --- | --- |\n| 1 | 2 |\n\n- x\n\n[y](https://example.org/) `z`")
    for tag in ("<table>", "<ul>", 'href="https://example.org/"', "<code>z</code>"):
        assert tag in made


def test_headings_stay_below_the_pages_own():
    """A text's h1 becomes h3: the page has its own h1 and h2."""
    assert html("# Post mortem").startswith("<h3>")


def test_headings_skip_no_level():
    """A text that begins at ## or jumps to #### still reads as an outline below h2."""
    made = html("## One\n\n#### Two\n\n## Three")
    assert [tag for tag in ("<h3>One", "<h4>Two", "<h3>Three") if tag in made] == [
        "<h3>One",
        "<h4>Two",
        "<h3>Three",
    ]


def test_french_spaces_are_kept_together():
    """No line may begin with a French colon, semicolon or question mark."""
    assert typography("Résolu : oui ; vraiment ?", "fr") == "Résolu\u00a0: oui\u202f; vraiment\u202f?"
    assert typography("Resolved : yes", "en") == "Resolved : yes"


def test_french_typography_leaves_tables_alone():
    """The colons of a table's ruler are not punctuation."""
    assert "<table>" in html("| a | b |\n| :--- | ---: |\n| 1 | 2 |", "fr")
