"""Markdown so simple that its HTML is known without a parser: words, **strong** ones and links.

Strict on purpose: one character that might mean more, and nothing is said of the text.
"""

from __future__ import annotations

import re

LINK_REL = "noopener nofollow"

_SPACES = "[ \u00a0\u202f]"
_TEXT = "[ \u00a0\u202f0-9A-Za-zÀ-ɏ.,;:?!'\"’‘“”«»()/%+=#@°€…–—-]++"  # means nothing within a line
_STRONG = rf"(?<!\*)\*\*(?!{_SPACES}){_TEXT}(?<!{_SPACES})\*\*(?!\*)"
_ADDRESS = r"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?:/[\w./~?=%+#-]*)?"
_LINK = rf"(?<!!)\[(?!{_SPACES}){_TEXT}(?<!{_SPACES})\]\({_ADDRESS}\)"
_PART = rf"(?:{_TEXT}|{_STRONG}|{_LINK})"
_LINE = rf"(?!{_SPACES}|[-+=#]|[0-9]+\.){_PART}+(?<!{_SPACES})"  # begins no list, heading or rule

_INLINE = re.compile(rf"(?:{_PART}|(?<! )\n)+", re.ASCII)
_PARAGRAPHS = re.compile(rf"{_LINE}(?:\n\n?{_LINE})*", re.ASCII)
_STRONG_WORDS = re.compile(r"\*\*([^*]+)\*\*")
_LINK_WORDS = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def paragraphs(text: str) -> str:
    """The HTML of paragraphs that are this simple; nothing when they are not."""
    if not _PARAGRAPHS.fullmatch(text):
        return ""
    return "<p>" + _marked(text).replace("\n\n", "</p>\n<p>") + "</p>"


def inline(text: str) -> str:
    """The HTML of what stands within a block; nothing when it is not this simple."""
    return _marked(text) if _INLINE.fullmatch(text) else ""


def _marked(text: str) -> str:
    if "[" in text:
        text = _LINK_WORDS.sub(rf'<a href="\2" rel="{LINK_REL}">\1</a>', text)
    return _STRONG_WORDS.sub(r"<strong>\1</strong>", text) if "*" in text else text
