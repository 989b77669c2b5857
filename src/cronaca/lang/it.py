"""Italian."""

from __future__ import annotations

import re
from datetime import date as Day

CLDR = ""
FIRST = "1º"
DRAFT = "[Bozza] "
APPOSITION = "il servizio «{}»"
GROUPING = "."
COMMON = frozenset(
    "il gli della del una e è sono nel per non che di con alla questo questa abbiamo dei stato".split()
)
MONTHS = tuple(
    "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago "
    "settembre|set ottobre|ott novembre|nov dicembre|dic".split()
)
NUMBERS = {
    "uno": 1, "una": 1, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8,
    "nove": 9, "dieci": 10, "undici": 11, "dodici": 12, "quindici": 15, "venti": 20, "trenta": 30,
    "quaranta": 40,
}  # fmt: skip
UNITS = {
    0: "ms|millisecond[oi]",
    1: "s|secs?|second[oi]",
    60: "mn|mins?|minut[oi]|m|′",
    3600: "h|or[ae]",
    86400: "giorn[oi]|gg",
    604800: "settiman[ae]",
    2592000: "mes[ei]",
}
CURRENCIES = {"EUR": "euro", "USD": "dollari|dollaro", "GBP": "sterline", "CHF": "franchi"}
SCALES = {10**3: "mila", 10**6: "milione|milioni", 10**9: "miliardo|miliardi"}
NOON = "mezzogiorno", "mezzanotte"

_FIRST = re.compile(r"(?<!\d)1(?= \w)")
_ARTICLES = {
    "il ": "l ",
    "lo ": "llo ",
    "la ": "lla ",
    "l’": "ll’",
    "l'": "ll'",
    "i ": "i ",
    "gli ": "gli ",
    "le ": "lle ",
}
_STEMS = {"di": "de", "a": "a", "da": "da", "in": "ne", "su": "su"}
# The article is joined to 8 and 11, and a weekday takes none: dall’8 maggio, da lunedì 4 novembre.
_DAY = re.compile(r"\b([Dd]a|[Aa]|[Ii]|[Dd]e|[Nn]e)l (?=(?:<[^>]*>)?(?:8|11)\b(?!:))")
_NAMES = r"(?:luned|marted|mercoled|gioved|venerd|sabato|domenica)"
_WEEKDAY = re.compile(rf"\b([Dd]a|[Aa]|[Ii])l ((?:<[^>]*>)?{_NAMES})")
_EITHER = re.compile(rf"l (?:<[^>]*>)?(?:8|11|{_NAMES})")


def date(text: str, day: Day, whole: bool) -> str:
    return _FIRST.sub(FIRST, text, count=1) if day.day == 1 else text


def hour(hour: int) -> str:
    return f"{hour:02}"


def percent(number: str) -> str:
    return f"{number}%"


def fit(text: str) -> str:
    if not _EITHER.search(text):
        return text
    text = _WEEKDAY.sub(lambda m: m[2] if m[1] in "Ii" else f"{m[1]} {m[2]}", text)
    return _DAY.sub(lambda m: "l’" if m[1] in "Ii" else f"{m[1]}ll’", text)


def city_time(text: str) -> str:
    return text


def join(joint: str, name: str) -> str:
    article = next((each for each in _ARTICLES if name.startswith(each)), "")
    if not article or joint.lower() not in _STEMS:
        return f"{joint} {name}"
    joined = _STEMS[joint.lower()] + _ARTICLES[article]
    return (joined.capitalize() if joint[0].isupper() else joined) + name.removeprefix(article)


def typography(text: str) -> str:
    return text
