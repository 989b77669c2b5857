"""Texts for programs: JSON, what XML allows, names that outlive addresses."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any
from urllib.parse import urlsplit

from cronaca.model import Settings
from cronaca.text import ANY, Localized, TextState

Json = dict[str, Any]
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"\s*\n\s*\n\s*|\n")


#: A file's text made of parts, some of which other files share.
joined = "".join

#: JSON on one line, with every character as itself.
dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def translations(text: Localized | None) -> dict[str, str] | None:
    """The text in every language that its author wrote; "und" for one that is the same in all."""
    return {each.lang or "und": each.text for each in text.texts} if text else None


def by_machine(text: Localized) -> list[str]:
    """The languages into which a machine translated it."""
    return [each.lang for each in text.texts if each.state == TextState.MACHINE]


def pick(text: Localized, lang: str, order: tuple[str, ...]) -> tuple[str, str]:
    """The text that a reader of ``lang`` gets, and its language."""
    found = text.pick(lang, order)
    return found.text, lang if found.lang == ANY else found.lang


def light(text: str) -> str:
    """A text as Statuspage has them: HTML with line breaks and no more; its Markdown stays as written."""
    plain = escape(text.strip(), quote=False)
    if "\n" not in plain:
        return plain
    return _BREAKS.sub(lambda m: "<br><br>" if m[0].count("\n") > 1 else "<br>", plain)


def xml(text: str) -> str:
    """Escaped for XML, in a text or between double quotes, without what XML 1.0 cannot hold."""
    return escape(_ILLEGAL.sub("", text)).replace("\r", "&#13;")


def tag(settings: Settings, name: str) -> str:
    """A name that stays (RFC 4151), from the site's host and path: tag:HOST,2005:Incident/CODE."""
    site = urlsplit(settings.base_url)
    path = site.path.strip("/")
    return f"tag:{site.hostname},2005:{path + '/' if path else ''}{name}"
