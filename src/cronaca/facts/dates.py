"""Days, as each language writes them: 8 et 9 mai 2024, 8th and 9th of May, May 8, l’8 e il 9 maggio."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cronaca.facts.fact import Fact, FactKind, FactValue
from cronaca.facts.words import MONTH, MONTH_OF

_S = "[ \u00a0\u202f\n]"
_TH = r"(?:st|nd|rd|th|er|ᵉʳ|[º°])?"
_DAY = rf"\d{{1,2}}{_TH}"
_JOIN = (
    rf"(?:{_S}?[-–]{_S}?|,{_S}|,?{_S}(?:et|and|e|ed|au|to|al|all’|or|ou|o){_S}(?:(?:le|the|il|l’|du|dal){_S}?)?"
    rf"|{_S}all’|,?{_S}e{_S}l’)"
)
_YEAR = rf"(?:,?{_S}(?P<year>(?:19|20)\d\d)(?!\d))?"
_ISO = re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])")
_SLASHED = re.compile(
    r"(?<![\d/.,])(?P<one>\d{1,2})([/.])(?P<two>\d{1,2})\2(?P<year>(?:19|20)?\d\d)(?![\d/])"
)
_HALF = re.compile(r"(?<![\d/.,])(?P<one>\d{1,2})/(?P<two>\d{1,2})(?![\d/])")


@lru_cache(maxsize=16)
def _written(lang: str) -> list[re.Pattern[str]]:
    months = MONTH.get(lang, "|".join(MONTH.values()))
    month = rf"(?P<month>{months})(?![^\W_])\.?"
    first = rf"(?<![\w.,:])(?P<days>(?:{_DAY}{_JOIN}){{0,6}}{_DAY}|primo){_S}(?:of{_S}|de{_S})?{month}{_YEAR}"
    found = [re.compile(first, re.IGNORECASE if lang != "en" else 0)]
    if lang not in ("fr", "it"):
        days = rf"(?P<days>{_DAY}(?:{_JOIN}{_DAY}){{0,6}})(?!\d|[:.]\d)"
        found.append(re.compile(rf"\b{month}{_S}(?:the{_S})?{days}{_YEAR}"))
    return found


def dates(text: str, lang: str) -> Iterator[Fact]:
    """The days of a text; each day of a list is a fact, and they share month and year."""
    for match in _ISO.finditer(text):
        yield _fact(match, text, [(int(match["year"]), int(match["month"]), int(match["day"]))])
    for match in _SLASHED.finditer(text):
        year = int(match["year"])
        yield _fact(match, text, _either(int(match["one"]), int(match["two"]), year + 2000 * (year < 100)))
    for match in _HALF.finditer(text):
        if found := _either(int(match["one"]), int(match["two"]), None):
            yield _fact(match, text, found)
    taken: list[tuple[int, int]] = []
    for pattern in _written(lang):
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                yield from _listed(match, text, lang)


def _listed(match: re.Match[str], text: str, lang: str) -> Iterator[Fact]:
    names = MONTH_OF.get(lang) or {word: n for each in MONTH_OF.values() for word, n in each.items()}
    folded = {word.casefold(): n for word, n in names.items()}
    month, year = folded[match["month"].casefold()], int(match["year"]) if match["year"] else None
    if match["days"].casefold() == "primo":
        yield _fact(match, text, [(year, month, 1)])
        return
    numbers = list(re.finditer(r"\d{1,2}", match["days"]))
    offset = match.start("days")
    lead = match.start() < offset  # May 8 and 9
    for n, found in enumerate(numbers):
        start, end = offset + found.start(), offset + found.end()
        last = n == len(numbers) - 1
        start = match.start() if lead and n == 0 else start
        end = match.end() if last else end
        if n and not last:
            end = offset + numbers[n].end()
        value: FactValue = (FactKind.DATE, (year, month, int(found[0])))
        yield Fact(start, end, text[start:end], (value,))


def _either(one: int, two: int, year: int | None) -> list[tuple[int | None, int, int]]:
    """The days that 3/5 can be: the third of May, or the fifth of March."""
    pairs = dict.fromkeys(((two, one), (one, two)))
    return [(year, month, day) for month, day in pairs if 1 <= month <= 12 and 1 <= day <= 31]


def _fact(match: re.Match[str], text: str, found: list[tuple[int | None, int, int]]) -> Fact:
    values: tuple[FactValue, ...] = tuple((FactKind.DATE, each) for each in found)
    return Fact(match.start(), match.end(), text[match.start() : match.end()], values)
