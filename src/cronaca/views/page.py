"""Pages, and what stands for what they are made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from cronaca.text import Localized


class RedirectView(NamedTuple):
    target: str  # the url, below the base path


class Page(NamedTuple):
    """One file of the site: a pure function of its view, its template and its edition."""

    route: str  # fr/2025/index.html
    template: str  # pages/year.html; "" for a file that no template makes
    lang: str
    view: Any
    key: str = ""  # stands for the view, where that is known without a look at it
    write: Callable[[Any], str] | None = None  # makes the file's text of the view; None: the view is the text

    @classmethod
    def file(cls, route: str, view: object, write: Callable[[Any], str] | None = None) -> Page:
        """One that no template makes."""
        return cls(route, "", "", view, write=write)

    @property
    def url(self) -> str:
        return self.route.removesuffix("index.html")


STATIC = "static/"  # files of the theme that are published as they are


class PageKey(NamedTuple):
    """What a file was made from, but for what it shares with others."""

    data: str  # stands for the page's view
    template: str  # "" when the view is the file's text itself
    lang: str  # "" when the page speaks all languages


Shared = dict[str, str]  # what stands for "program", "template pages/year.html", "strings fr", "site fr"
Routes = dict[str, PageKey]


def reason(old: PageKey | None, new: PageKey, before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Why a file is made again; "" when it is not."""
    if old is None:
        return "new"
    changed = ["data"] if old.data != new.data else []
    if old.template != new.template:
        changed.append("template")
    changed += [part.split()[0] for part in shared_parts(new) if before.get(part) != now.get(part)]
    return f"{', '.join(dict.fromkeys(changed))} changed" if changed else ""


def shared_parts(key: PageKey) -> tuple[str, ...]:
    """What a key's file has in common with others, by its name in Shared."""
    if key.template.startswith(STATIC):
        return (f"template {key.template}",)
    if not key.template:
        return "program", "strings "
    return "program", f"template {key.template}", f"strings {key.lang}", f"site {key.lang}"


def view_digest(*parts: object) -> str:
    """A key for what made a page: the same plain data gives the same 32 letters."""
    text = json.dumps(parts, default=_plain, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def words_apart(value: object) -> tuple[str, list[Localized]]:
    """Plain data as JSON without its texts, and these in the order in which they stand."""
    said: list[Localized] = []

    def plain(each: object) -> object:
        if type(each) is Localized:
            said.append(each)
            return [(text.lang, text.state) for text in each.texts]
        return _plain(each)

    return json.dumps(value, default=plain, ensure_ascii=False, separators=(",", ":")), said


def _plain(value: object) -> object:
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
