"""Jinja's gettext calls, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from cronaca.lang.locale import Locale
from cronaca.theme.environment import output


def catalog_calls(locale: Locale) -> dict[str, Any]:
    """What templates call for the words of a language."""
    catalog = locale.words

    def say(found: str, variables: Mapping[str, Any]) -> Markup:
        return Markup(locale.fit(found % {name: output(each) for name, each in variables.items()}))

    @lru_cache(None)
    def plain(message: str) -> Markup:
        return say(catalog.gettext(message), {})

    def one(message: str, /, **variables: object) -> Markup:
        return say(catalog.gettext(message), variables) if variables else plain(message)

    def several(singular: str, plural: str, number: int, /, **variables: object) -> Markup:
        return say(catalog.ngettext(singular, plural, number), variables)

    return {
        "l10n": locale,
        "_": one,
        "gettext": one,
        "ngettext": several,
    }
