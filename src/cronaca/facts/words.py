"""The words by which each language writes months, units and currencies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from cronaca.lang import KNOWN, language

_T = TypeVar("_T")

_LANGUAGES = [language(code) for code in KNOWN]


def _alternatives(words: Iterable[str]) -> str:
    """Patterns as one, each once."""
    return "|".join(dict.fromkeys(word for each in words for word in each.split("|")))


def _by_word(words: Iterable[tuple[_T, str]]) -> dict[str, _T]:
    return {word: value for value, each in words for word in each.split("|")}


MONTH_OF = {code: _by_word(enumerate(language(code).MONTHS, 1)) for code in KNOWN if language(code).MONTHS}
# longest first, so that "janvier" is not read as "janv"
MONTH = {lang: "|".join(sorted(names, key=len, reverse=True)) for lang, names in MONTH_OF.items()}
_SECONDS = 0, 1, 60, 3600, 86400, 604800, 2592000
SECONDS_OF = {  # seconds of each unit, by its words in any of the languages
    _alternatives(each.UNITS[seconds] for each in _LANGUAGES if each.UNITS): seconds for seconds in _SECONDS
}
COUNTED = {word: number for each in _LANGUAGES for word, number in each.NUMBERS.items()}
CURRENCY_OF = {"€": "EUR", "eur": "EUR", "$": "USD", "usd": "USD", "£": "GBP", "gbp": "GBP", "chf": "CHF"}
CURRENCY_OF |= _by_word(pair for each in _LANGUAGES for pair in each.CURRENCIES.items())
SCALE_OF = {"k": 10**3, "m": 10**6, "mio": 10**6}
SCALE_OF |= _by_word(pair for each in _LANGUAGES for pair in each.SCALES.items())
NOONS = {each.NOON[0] for each in _LANGUAGES if each.NOON[0]}
_NOONS = _alternatives("|".join(each.NOON) for each in _LANGUAGES if each.NOON[0])
NOON_WORDS = re.compile(rf"\b({_NOONS})\b", re.IGNORECASE)


def alternatives(words: Iterable[str]) -> str:
    """The words as a pattern, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
