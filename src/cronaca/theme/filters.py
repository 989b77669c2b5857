"""What templates make of texts and values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from cronaca.clock import Moment
from cronaca.lang.locale import iso
from cronaca.markup import typography

TITLE = 70  # characters, which a tab or a search result has room for
# What a line's end must not tear apart: e-commerce, 3-D.
_SHORT = re.compile(r"\b\w{1,2}-\w+")


def brief(title: str, reference: str) -> str:
    """A page's title in the 70 characters that a tab or a search result has room for."""
    if reference and reference not in title and len(title) + len(reference) + 3 <= TITLE:
        return f"{title} – {reference}"
    if len(title) <= TITLE:
        return title
    return title[: TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:–") + "…"


line_of = lru_cache(1024)(typography)


@lru_cache(1024)
def whole_line(text: str, lang: str) -> Markup:
    """A line in which 3-D is not torn apart."""
    return Markup(_SHORT.sub(r'<span class="nb">\g<0></span>', str(escape(line_of(text, lang)))))


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _untagged(text: str) -> Markup:
    """The text without its tags; its spaces stay, the unbreakable ones too."""
    return Markup(re.sub(r"<[^>]*>", "", str(text)).strip())


@lru_cache(1024)
def _stamp(instant: datetime | date) -> str:
    """An instant or a day as RFC 3339 writes it: 2025-03-27T15:42:00Z."""
    return instant.isoformat().replace("+00:00", "Z")


def _compact(value: Mapping[str, Any]) -> Markup:
    """Linked data in a script element: what is not known is left out, and nothing can end the element."""
    known = {name: found for name, each in value.items() if (found := _stated(each)) is not None}
    return Markup(_JSON.encode(known).replace("<", "\\u003c"))


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _stated(value: object) -> object:
    if not isinstance(value, Moment):
        return value
    return _stamp(value.instant or value.day) if value.day else None


FILTERS = {
    "iso": iso,
    "compact": _compact,
    "upper_first": _upper_first,
    "lower_first": _lower_first,
    "untagged": _untagged,
    "stamp": _stamp,
}
