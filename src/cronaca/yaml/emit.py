"""New YAML written the way that people write it: block style, texts in double quotes."""

from __future__ import annotations

import json
import re
from typing import Any

_WORD = re.compile(r"[A-Za-z0-9](?:[\w./+-]*[\w/+-])?", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_URL = re.compile(r"https?://[\w./~?=&%+-]+", re.ASCII)
_NOTHING = ("null", "Null", "NULL")
_SPECIAL = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def block(value: Any, column: int) -> list[str]:
    """A list or a mapping as lines that begin at ``column``."""
    pad = " " * column
    if isinstance(value, dict):
        return [line for key, each in value.items() for line in _pair(key, each, column)]
    lines = []
    for item in value:
        inner = block(item, column + 2) if isinstance(item, dict) and item else [pad + "  " + flow(item)]
        lines += [pad + "- " + inner[0][column + 2 :], *inner[1:]]
    return lines


def _pair(key: str, value: Any, column: int) -> list[str]:
    head = " " * column + flow(key) + ":"
    if isinstance(value, (dict, list)) and value:
        return [head, *block(value, column + 2)]
    if isinstance(value, str) and "\n" in value and _literal(value):
        pad = " " * (column + 2)
        return [head + " |-", *((pad + line if line else "") for line in value.split("\n"))]
    return [head + " " + flow(value)]


def _literal(text: str) -> bool:
    """Whether a text can stand as it is below ``|-``."""
    return text == text.strip() and "\r" not in text and not _SPECIAL.search(text)


def flow(value: Any, style: str = "") -> str:
    """A value on one line; ``style``: the quotes that it should have, when it can."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    simple = any(each.fullmatch(value) for each in (_WORD, _TIME, _URL)) and value not in _NOTHING
    if simple and style not in ('"', "'"):
        return str(value)
    if simple and style == "'":
        return f"'{value}'"
    return _SPECIAL.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(value, ensure_ascii=False))
