"""What is simple takes a short way through Markdown, and comes out as it does by the long one."""

import re
from itertools import product

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import words
from cronaca import markup
from cronaca.markup import fast as prose
from cronaca.schema.words import texts
from cronaca.sources.folder import Folder
from cronaca.sources.load import load
from support import CHECKOUT

_LONG = markdown.Markdown(extensions=["tables", "sane_lists"], output_format="html")
_FORGOTTEN = re.compile(r"[klzwxh:]*\d{4}")  # klzzwxh:0000, or what broken emphasis leaves of it
_WORDS = """
    a é L’API 16:11 2025-03-27 1. 12.5 « » « oui » : ; ! ? … – — - + = # ## ( ) / % @ ° € $ ^ ~ { } | " ' “ ”
    * ** *** **b** **b**c **a**b**c** __ _ _a_ a_b ` ``c`` \\ \\* \\[ [ ] [a] [a][b] ![a](https://a.it/)
    [a](https://a.it/) [a](https://a.it/)! [**a**](http://a-b.fr/x_y#z) **[a](https://a.it)** [a](/b) [a]:
    [a](https://xn--a.it/) [a](https://1.2.3.4.5/) [a](javascript:alert) [b]:https://a.it/ https://a.it
    (https://a.it/) <b> </b> <div> </div> <a@b.it> <https://a.it> < > & &amp; &nbsp; &#160; &lt; <!-- -->
    <script> --- === *** +++ |- --|-- |a|b|
""".split()
_SPACES = ["", " ", "\n", "\n\n"] * 2 + ["  ", "    ", "\n\n\n", "  \n", "\n    ", "\n\n  ", "\t", "\r\n"]
_SPACES += ["\n- ", "\n* ", "\n1. ", "\n# ", "\n> ", "\n\n- ", "\n\n> "]
_SPACES += ["\u00a0", "\u202f", "\u2003", "\u2028", "\n\u00a0"]
_ODD = [
    "\u0301",
    "\u200b",
    "\ufeff",
    "\x85",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x02",
    "\x03",
    "\x020\x03",
    "\x7f",
    "\ufffe",
]
_ODD += ["\ufffe", "\x02wzxhzdk:0\x03", "\x02klzzwxh:0000\x03", "中", "ß", "ﬁ", "🚧", "Ω", "٣. ", "ı", "×"]
_PIECES = st.sampled_from(_WORDS * 3 + _SPACES * 6 + _ODD)


def long_way(text: str, lang: str = "") -> str:
    made = markup._headings(_LONG.reset().convert(markup.typography(text, lang)))
    made = markup._cleaner().clean(made).replace("&nbsp;", "\u00a0")
    return re.sub(r'<(t[dh]) align="(left|center|right)"', r'<\1 class="\2"', made)


def same(text: str, lang: str = "") -> None:
    """The number of a placeholder that Markdown forgot in the text counts those before it: it may differ."""
    made, wanted = markup.html.__wrapped__(text, lang), long_way(text, lang)
    assert made == wanted or _FORGOTTEN.sub("", made) == _FORGOTTEN.sub("", wanted)


@given(st.lists(_PIECES, max_size=14).map("".join), st.sampled_from(["fr", "en"]))
def test_any_markdown_comes_out_the_same(text, lang):
    """Whatever Markdown or HTML means by a sign, the short way leaves it to them."""
    same(text, lang)


@given(st.text(st.sampled_from("ab1.,:!-*[]() \n\u00a0éh/|_`<&")), st.text(max_size=6))
def test_any_signs_come_out_the_same(signs, anything):
    """Few signs in any order, and any characters at all."""
    same(signs + anything + signs[:5])


_CELL = st.sampled_from(_WORDS[:30] + ["**a**", "é b"] * 20 + [" ", "\u00a0"] * 3)
_CELLS = st.lists(_CELL, max_size=3).map("".join)
_ITEMS = st.builds("{} {}".format, st.sampled_from("**********----+1"), _CELLS)
_TABLES = st.builds("| a | {} |\n| --- | --- |\n| {} | {} |\n|{} | {}|".format, *[_CELLS] * 5)
_BLOCKS = st.one_of(_CELLS, st.lists(_ITEMS, min_size=1, max_size=3).map("\n".join), _TABLES)


@given(st.lists(_BLOCKS, min_size=1, max_size=4).map("\n\n".join), st.sampled_from(["fr", "en"]))
def test_lists_and_tables_come_out_the_same(text, lang):
    """Beside each other and beside paragraphs, with odd items and cells."""
    same(text, lang)


def test_every_pair_of_signs_comes_out_the_same():
    """Each sign right beside each other one."""
    for one, other in product(_WORDS, repeat=2):
        same(one + other)


def test_every_text_of_the_demo_comes_out_the_same():
    """And most messages take the short way, or it would not be worth it."""
    site, _ = load(Folder(CHECKOUT))
    every = [text for incident in site.incidents for _, each in texts(incident) for text in each.texts]
    for text in every:
        same(text.text, text.lang)
    assert sum(bool(prose.simple_html(text.text)) for text in every) > len(every) / 2


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_invented_texts_come_out_the_same(lang):
    """Sentences by themselves, and a post-mortem with a list and a table."""
    for pattern in words.SENTENCES[lang]:
        sentence = pattern.format(a="06:15", b="06:44", p=12, n=50)
        same(sentence, lang)
        assert prose.paragraphs(sentence)
    before, steps, between, rows = words.POSTMORTEM[lang]
    listed = "\n".join(f"* **06:15 :** {step}" for step in steps)
    table = "\n".join(f"| {one} | {other} |" for one, other in rows)
    whole = f"{before}{listed}\n{between}{table}"
    for each, wanted in (("reference", "INC-1"), ("service", "API"), ("n", "50"), ("p", "12")):
        whole = whole.replace(f"{{{each}}}", wanted)
    same(whole + "\n", lang)
    same(whole, lang)
    assert prose.simple_html(whole)
