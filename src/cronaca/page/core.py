"""Pages, editions, and the digests of what they are made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from cronaca.page.parts import Said
from cronaca.text import Localized


class Page(NamedTuple):
    """One file of the site: a pure function of its view, its template and its edition."""

    route: str  # fr/2025/index.html
    template: str  # pages/year.html; "" when the view is the file's text itself
    lang: str
    view: Any
    key: str = ""  # stands for the view, where that is known without a look at it

    @property
    def url(self) -> str:
        return self.route.removesuffix("index.html")


class Edition(NamedTuple):
    """What all pages of one language share."""

    lang: str
    languages: tuple[str, ...]
    title: str
    description: str
    role: str
    operator: str
    operator_url: str
    base_url: str  # https://example.github.io/status/
    base_path: str  # /status/
    zone: str
    first_day: date | None
    last_day: date | None
    note: Said | None
    links: tuple[tuple[str, str], ...]


def digest(*parts: Any) -> str:
    """A key for what made a page: the same plain data gives the same 32 letters."""
    text = json.dumps(parts, default=_plain, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def words_apart(value: Any) -> tuple[str, list[Localized]]:
    """Plain data as JSON without its texts, and these in the order in which they stand."""
    said: list[Localized] = []

    def plain(each: Any) -> Any:
        if type(each) is Localized:
            said.append(each)
            return [(text.lang, text.state) for text in each.texts]
        return _plain(each)

    return json.dumps(value, default=plain, ensure_ascii=False, separators=(",", ":")), said


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Localized):
        return value.texts
    raise TypeError(f"{type(value).__name__} is not plain data")
