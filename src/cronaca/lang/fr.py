"""French."""

from __future__ import annotations

import re
from datetime import date as Day

CLDR = ""
FIRST = "1er"
DRAFT = "[Brouillon] "
APPOSITION = "le service « {} »"
GROUPING = "."
COMMON = frozenset(
    "le les des du une et est sont dans pour pas que qui sur avec aux ce cette nous au ou été a".split()
)
MONTHS = tuple(
    "janvier|janv février|févr|fevrier mars avril|avr mai juin juillet|juil août|aout septembre|sept "
    "octobre|oct novembre|nov décembre|déc".split()
)
NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40,
}  # fmt: skip
UNITS = {
    0: "ms|millisecondes?",
    1: "s|secs?|secondes?",
    60: "mn|mins?|minutes?|m|′",
    3600: "h|heures?",
    86400: "j|jours?|d",
    604800: "semaines?",
    2592000: "mois",
}
CURRENCIES = {"EUR": "euro|euros", "USD": "dollar|dollars", "GBP": "livres", "CHF": "francs"}
SCALES = {10**3: "mille", 10**6: "million|millions", 10**9: "md|mrd|milliard|milliards"}
NOON = "midi", "minuit"

_VOWELS = "aàâeéèêiîoôuû"
_ARTICLES = {"de le ": "du ", "de les ": "des ", "à le ": "au ", "à les ": "aux "}
_CITY = re.compile(r"\b([Dd])e (?=[AEIOUYÀÂÉÈÊÎÔÛaeiouyéè])")
_FIRST = re.compile(r"(?<!\d)1(?= \w)")
# What stands before : ; ! ? » and after « must not be torn off at a line's end.
_NARROW = re.compile(r"(?<=\S) ([;!?]+)(?=[\s)*_]|$)")
_WIDE = re.compile(r"(?<=\S) ([:»])(?=[\s).,*_]|$)")
_OPEN = re.compile(r"« (?=\S)")


def date(text: str, day: Day, whole: bool) -> str:
    return _FIRST.sub(FIRST, text, count=1) if day.day == 1 else text


def hour(hour: int) -> str:
    return f"{hour}"


def percent(number: str) -> str:
    return f"{number}\u00a0%"


def fit(text: str) -> str:
    return text


def city_time(text: str) -> str:
    return _CITY.sub(r"\1’", text)


def join(joint: str, name: str) -> str:
    whole = f"{joint} {name}"
    for apart, joined in _ARTICLES.items():
        if whole.lower().startswith(apart):
            return (joined.capitalize() if joint[0].isupper() else joined) + whole[len(apart) :]
    if joint.lower() == "de" and name[:1].lower() in _VOWELS:
        return f"{joint[0]}’{name}"
    return whole


def typography(text: str) -> str:
    text = _NARROW.sub("\u202f\\1", text)
    text = _WIDE.sub("\u00a0\\1", text)
    return _OPEN.sub("«\u00a0", text)
