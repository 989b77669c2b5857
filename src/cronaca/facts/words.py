"""The words by which each language writes months, units and currencies."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MONTHS = {
    "fr": "janvier|janv février|févr|fevrier mars avril|avr mai juin juillet|juil août|aout septembre|sept "
    "octobre|oct novembre|nov décembre|déc",
    "en": "January|Jan February|Feb March|Mar April|Apr May June|Jun July|Jul August|Aug September|Sept|Sep "
    "October|Oct November|Nov December|Dec",
    "it": "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago "
    "settembre|set ottobre|ott novembre|nov dicembre|dic",
}
MONTHS = {
    lang: {word: n for n, words in enumerate(text.split(), 1) for word in words.split("|")}
    for lang, text in _MONTHS.items()
}
# longest first, so that "janvier" is not read as "janv"
MONTH = {lang: "|".join(sorted(names, key=len, reverse=True)) for lang, names in MONTHS.items()}

UNITS = {  # seconds of each unit, by its words in any of the languages
    r"ms|millisecondes?|milliseconds?|millisecond[oi]": 0,
    r"s|secs?|secondes?|seconds?|second[oi]": 1,
    r"mn|mins?|minutes?|minut[oi]|m|′": 60,
    r"h|hrs?|heures?|hours?|or[ae]": 3600,
    r"j|jours?|days?|giorn[oi]|d|gg": 86400,
    r"semaines?|weeks?|settiman[ae]": 604800,
    r"mois|months?|mes[ei]": 2592000,
}
COUNTED = {  # numbers that are often written out
    word: n
    for n, words in enumerate(
        "un|une|one|an|a|uno|una deux|two|due trois|three|tre quatre|four|quattro cinq|five|cinque six|sei "
        "sept|seven|sette huit|eight|otto neuf|nine|nove dix|ten|dieci onze|eleven|undici "
        "douze|twelve|dodici".split(),
        1,
    )
    for word in words.split("|")
}
TENS = {"quinze": 15, "fifteen": 15, "quindici": 15, "vingt": 20, "twenty": 20, "venti": 20, "trente": 30,
        "thirty": 30, "trenta": 30, "quarante": 40, "forty": 40, "quaranta": 40}  # fmt: skip
COUNTED |= TENS

CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollar": "USD",
    "dollars": "USD", "dollari": "USD", "dollaro": "USD", "£": "GBP", "gbp": "GBP", "livres": "GBP",
    "pounds": "GBP", "sterline": "GBP", "chf": "CHF", "francs": "CHF", "franchi": "CHF",
}  # fmt: skip
SCALES = {
    "k": 10**3, "mille": 10**3, "thousand": 10**3, "mila": 10**3, "m": 10**6, "mio": 10**6, "million": 10**6,
    "millions": 10**6, "milione": 10**6, "milioni": 10**6, "md": 10**9, "mrd": 10**9, "bn": 10**9,
    "milliard": 10**9, "milliards": 10**9, "billion": 10**9, "billions": 10**9, "miliardo": 10**9,
    "miliardi": 10**9,
}  # fmt: skip

NOON = re.compile(r"\b(midi|noon|mezzogiorno|minuit|midnight|mezzanotte)\b", re.IGNORECASE)


def alternatives(words: Iterable[str]) -> str:
    """The words as a pattern, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
