"""Markdown made into HTML that can do no harm."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from cronaca.fingerprint import is_plain
from cronaca.lang import language
from cronaca.markup import fast

if TYPE_CHECKING:
    import nh3

_HEADING = re.compile(r"(</?h)([1-6])(?=[ >])")
_TAGS = frozenset(
    "a abbr b blockquote br code dd del dl dt em h3 h4 h5 h6 hr i li ol p pre s small strong sub sup "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES = {"a": {"href", "title"}, "td": {"align"}, "th": {"align"}, "ol": {"start"}}


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto"},
        link_rel=fast.LINK_REL,
    )


@lru_cache(1024)
def html(text: str, lang: str = "") -> str:
    """Markdown as HTML: no script, style, handler or unsafe link survives, and headings begin at h3."""
    text = typography(text, lang)
    return (not is_plain() and fast.simple_html(text)) or _parsed(text)


def _parsed(text: str) -> str:
    from cronaca.markup.parser import markdown_parser

    made = _headings(markdown_parser().reset().convert(text))
    made = _cleaner().clean(made).replace("&nbsp;", "\u00a0")
    return re.sub(r'<(t[dh]) align="(left|center|right)"', r'<\1 class="\2"', made)


def _headings(made: str) -> str:
    """The text's highest heading becomes h3, and no level below it is skipped."""
    highest = min((int(found[2]) for found in _HEADING.finditer(made)), default=1)
    last = 2

    def fitting(found: re.Match[str]) -> str:
        nonlocal last
        if found[1] == "<h":
            last = min(int(found[2]) - highest + 3, last + 1, 6)
        return f"{found[1]}{last}"

    return _HEADING.sub(fitting, made)


def typography(text: str, lang: str) -> str:
    """A text with the spaces of its language that must not break; nothing else is touched."""
    return language(lang).typography(text)
