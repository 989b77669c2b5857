"""Tables and lists in Markdown, counted."""

from __future__ import annotations

import re

_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)(?![-*_ \t]*$).*$", re.MULTILINE)
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_FENCE = re.compile(r"^([ \t]*)(```+|~~~+)[^\n]*\n.*?(?:^[ \t]*\2[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)


def items(text: str) -> list[str]:
    """The lines that begin a list's items."""
    return [match[0].strip() for match in _ITEM.finditer(_FENCE.sub("", text))]


def rows(text: str) -> list[str]:
    """The lines of all tables, without the rules below their heads."""
    found: list[str] = []
    lines, inside = _FENCE.sub("", text).split("\n"), False
    for n, line in enumerate(lines):
        rule = "|" in line and "-" in line and _RULE.fullmatch(line) is not None
        if rule and not inside and n and "|" in lines[n - 1]:
            found.append(lines[n - 1].strip())
            inside = True
        elif inside and "|" in line and not rule:
            found.append(line.strip())
        elif "|" not in line:
            inside = False
    return found
