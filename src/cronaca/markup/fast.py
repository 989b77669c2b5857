"""Markdown so simple that its HTML is known without a parser: words, **strong** ones and links.

They stand in paragraphs, lists and tables with a blank line between any two. Strict on purpose: one
character that might mean more, and nothing is said of the text. Messages take a twentieth of the time
by this way, post-mortems a tenth, a cold build two thirds. CRONACA_PLAIN=1 does without.
"""

from __future__ import annotations

import re

LINK_REL = "noopener nofollow"

# Characters that mean nothing, and those that do here; all others have the parser look.
_KNOWN = re.compile("[ \u00a0\u202f0-9A-Za-zÀ-ɏ.,;:?!'\"’‘“”«»()/%+=#@°€…–—*|_~\n\\[\\]-]*+")
_TEXT = r"[^*|_~\n\[\]]++"  # of the known characters those that mean nothing within a line
_STRONG = rf"(?<!\*)\*\*(?!\s){_TEXT}(?<!\s)\*\*(?!\*)"
_ADDRESS = r"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?:/[0-9A-Za-z_./~?=%+#-]*)?"
_LINK = rf"(?<!!)\[(?!\s){_TEXT}(?<!\s)\]\({_ADDRESS}\)"
_PART = rf"(?:{_TEXT}|{_STRONG}|{_LINK})"
_LINE = rf"(?!\s|[-+=#]|[0-9]+\.){_PART}+(?<!\s)"  # begins no list, heading or rule
_ROW = rf"\|(?:{_PART}+\|){{2,}}"

_INLINE = re.compile(rf"(?:{_PART}|(?<! )\n)+")
_PARAGRAPHS = re.compile(rf"{_LINE}(?:\n\n?{_LINE})*")
_LIST = re.compile(rf"[*-] {_LINE}(?:\n[*-] {_LINE})*")
_TABLE = re.compile(rf"{_ROW}\n\|(?: -{{3,}} \|){{2,}}(?:\n{_ROW})+")
_STRONG_WORDS = re.compile(r"\*\*([^*]+)\*\*")
_LINK_WORDS = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def simple_html(text: str) -> str:
    """The HTML of a text that is this simple; nothing when it is not."""
    return paragraphs(text) or _blocks(text.split("\n\n"))


def paragraphs(text: str) -> str:
    """The HTML of paragraphs that are this simple; nothing when they are not."""
    if not (_KNOWN.fullmatch(text) and _PARAGRAPHS.fullmatch(text)):
        return ""
    return "<p>" + _marked(text).replace("\n\n", "</p>\n<p>") + "</p>"


def inline(text: str) -> str:
    """The HTML of what stands within a block; nothing when it is not this simple."""
    return _marked(text) if _KNOWN.fullmatch(text) and _INLINE.fullmatch(text) else ""


def _blocks(blocks: list[str]) -> str:
    made: list[str] = []
    for block in blocks:
        found = paragraphs(block) or _list(block) or _table(block)
        if not found or (made and found.startswith("<ul>") and made[-1].startswith("<ul>")):
            return ""  # two lists would become one
        made.append(found)
    return "\n".join(made)


def _list(block: str) -> str:
    if not (_KNOWN.fullmatch(block) and _LIST.fullmatch(block)):
        return ""
    items = [f"<li>{_marked(line[2:])}</li>\n" for line in block.split("\n")]
    return f"<ul>\n{''.join(items)}</ul>"


def _table(block: str) -> str:
    if not (_KNOWN.fullmatch(block) and _TABLE.fullmatch(block)):
        return ""
    head, rule, *rows = [[cell.strip(" ") for cell in line[1:-1].split("|")] for line in block.split("\n")]
    if any(len(row) != len(head) or not all(row) for row in (head, rule, *rows)):
        return ""
    body = "\n".join(_row(row, "td") for row in rows)
    return f"<table>\n<thead>\n{_row(head, 'th')}\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _row(cells: list[str], tag: str) -> str:
    return "<tr>\n" + "".join(f"<{tag}>{_marked(cell)}</{tag}>\n" for cell in cells) + "</tr>"


def _marked(text: str) -> str:
    if "[" in text:
        text = _LINK_WORDS.sub(rf'<a href="\2" rel="{LINK_REL}">\1</a>', text)
    return _STRONG_WORDS.sub(r"<strong>\1</strong>", text) if "*" in text else text
