"""The languages: what each says in its own way, one file a language.

What CLDR knows (months, lists, numbers) is asked of Babel, and sentences lie in the catalogs; a file here has
what neither holds. A language without one is written as ``other`` has it.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

DEFAULT = ("fr", "en", "it")  # of a new site, and where one does not say which


class Language(Protocol):
    """What a file of this folder has. Words that readers of facts look for are kept between bars."""

    @property
    def CLDR(self) -> str:
        """The locale by which its dates and numbers are written: en_GB; "" for the language's own."""

    @property
    def FIRST(self) -> str:
        """The first day of a month: 1er."""

    @property
    def DRAFT(self) -> str:
        """What a draft's title begins with in a preview."""

    @property
    def APPOSITION(self) -> str:
        """A name that has no article, made part of a sentence: le service « {} »."""

    @property
    def COMMON(self) -> frozenset[str]:
        """Words by which a text is known to be in it; none: nobody is told that a text is in another."""

    @property
    def MONTHS(self) -> tuple[str, ...]:
        """January to December, each with its short forms."""

    @property
    def NUMBERS(self) -> dict[str, int]:
        """Numbers that are often written out."""

    @property
    def UNITS(self) -> dict[int, str]:
        """Units of time as patterns, by their seconds; 0 for milliseconds."""

    @property
    def CURRENCIES(self) -> dict[str, str]:
        """Their names, by code."""

    @property
    def SCALES(self) -> dict[int, str]:
        """Thousand, million and so on."""

    @property
    def NOON(self) -> tuple[str, str]:
        """Noon, and midnight."""

    @property
    def GROUPING(self) -> str:
        """What may stand between a number's thousands, beside a space."""

    def date(self, text: str, day: date, whole: bool) -> str:
        """What CLDR writes of a day, mended: 1er mars. ``whole``: in its long or full form."""

    def hour(self, hour: int) -> str:
        """In a sentence: 9 h, but 09:00."""

    def percent(self, number: str) -> str:
        """A share, as its author wrote the number."""

    def fit(self, text: str) -> str:
        """A sentence, its articles joined to what was put into it: dall’8 maggio."""

    def city_time(self, text: str) -> str:
        """A city's time, as the catalog has it: heure d’Athènes, not de Athènes."""

    def join(self, joint: str, name: str) -> str:
        """A preposition and a name with its article: de + le paiement, di + l’API."""

    def typography(self, text: str) -> str:
        """A text with the spaces that must not break made so; nothing else is touched."""


_FOUND = {path.stem for path in Path(__file__).parent.glob("*.py")} - {"__init__", "locale", "other"}
#: The languages that have a file here (pt-BR: pt_BR.py), those of a new site first.
KNOWN = tuple(dict.fromkeys((*DEFAULT, *(name.replace("_", "-") for name in sorted(_FOUND)))))


@cache
def language(code: str) -> Language:
    """What is known of a language."""
    name = code.replace("-", "_") if code in KNOWN else "other"
    return cast(Language, import_module(f"cronaca.lang.{name}"))
