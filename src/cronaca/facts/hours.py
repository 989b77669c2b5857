"""Times of day, as each language writes them: 16h11, 16 h 11, 4.11pm, 4h11 PM, 16.11, 16:11, alle 16."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest

from cronaca.facts.fact import Fact, FactKind, FactValue
from cronaca.facts.words import NOON_WORDS, NOONS

_S = "[ \u00a0\u202f\n]"
_HALF = rf"(?:{_S}?(?P<half>[ap])\.?{_S}?m\b\.?)"
_CLOCK = re.compile(
    rf"(?<![\w:,])(?<!\d\.)(?P<hour>\d{{1,2}})(?:(?P<sep>:|\.|{_S}?(?:h|heures?){_S}?)(?P<minute>\d\d)"
    rf"(?::(?P<second>\d\d))?|{_S}?(?P<bare>[hH]|(?:heures?|o[’']clock)))?(?:{_HALF})?"
    rf"(?![\w]|[.,:]\d)(?P<utc>{_S}?(?:UTC|GMT|Z)\b)?",
    re.IGNORECASE,
)
_FROM = rf"{_S}?(?:[-–]|{_S}(?:à|et|to|and|alle|e{_S}le|e{_S}alle|until|till|a){_S}){_S}?$"
_BARE = re.compile(
    rf"\b(?:alle|dalle|delle|ore|entro{_S}le|verso{_S}le)(?P<gap>{_S})(?P<hour>\d{{1,2}})(?![\w]|[.,:]\d|{_S}?%)",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"(?<![\w.,:])(\d{{1,2}}){_FROM}")
_DAY = 24 * 60


def hours(text: str, lang: str) -> Iterator[Fact]:
    """The times of a text; one that can as well be a duration says both."""
    found = [each for match in _CLOCK.finditer(text) if (each := _clock(match, text, lang))]
    yield from _halved(found, text)
    yield from _first_halves(found, text)
    for match in _BARE.finditer(text) if lang == "it" else ():
        if int(match["hour"]) <= 24:
            value: FactValue = (FactKind.TIME, int(match["hour"]) * 60 % _DAY)
            yield Fact(match.start("hour"), match.end("hour"), match["hour"], (value,))
    for match in NOON_WORDS.finditer(text):
        noon = match[0].lower() in NOONS
        yield Fact(*match.span(), match[0], ((FactKind.TIME, 720 if noon else 0),), soft=True)


def _clock(match: re.Match[str], text: str, lang: str) -> Fact | None:
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").lower()
    sep = (match["sep"] or "").strip().lower()
    if not (sep or match["bare"] or half) or minute > 59:
        return None
    if half:
        if not 1 <= hour <= 12:
            half = ""
        hour = hour % 12 + 12 * (half == "p") if half else hour
    values: list[FactValue] = [(FactKind.TIME, (hour * 60 + minute) % _DAY)] if hour <= 24 else []
    if (sep.startswith("h") or (match["bare"] or "").lower() in ("h", "heure", "heures")) and not half:
        values.append((FactKind.DURATION, Decimal(hour * 3600 + minute * 60).normalize()))
    if sep == "." and not half:
        if lang == "en" and match["minute"] and not _is_time_word(text, match.start()):
            return None  # 2.50 is a number there
        values.append((FactKind.NUMBER, Decimal(f"{hour}.{minute:02}").normalize()))
    if not values:
        return None
    end = match.end() if not match["utc"] else match.start("utc")
    return Fact(match.start(), end, text[match.start() : end], tuple(values), utc=bool(match["utc"]))


def _halved(found: list[Fact], text: str) -> Iterator[Fact]:
    """The 10:05 of "10:05 to 10:12 pm" can mean the evening too."""
    for fact, after in zip_longest(found, found[1:]):
        minute = fact.values[0][1]
        half = after and _ends_in_half(after) and not _ends_in_half(fact)
        joined = half and re.fullmatch(_FROM[:-1], text[fact.end : after.start])
        if joined and isinstance(minute, int) and minute < _DAY // 2:
            fact = replace(fact, values=(*fact.values, (FactKind.TIME, minute + _DAY // 2)))
        yield fact


def _ends_in_half(fact: Fact) -> bool:
    return bool(re.search(r"[ap]\.?\s?m\.?$", fact.words, re.IGNORECASE))


def _is_time_word(text: str, start: int) -> bool:
    return bool(
        re.search(
            r"\b(?:at|from|to|until|till|by|since|around|and|before|after)\s$",
            text[max(0, start - 12) : start],
            re.I,
        )
    )


def _first_halves(found: list[Fact], text: str) -> Iterator[Fact]:
    """The 14 of "14 à 16 h", and the 2 of "2 to 4pm"."""
    for fact in found:
        if not re.search(r"[hHmM]\.?$", fact.words) or ":" in fact.words:
            continue
        start = max(0, fact.start - 24)
        before = _FIRST.search(text, start, fact.start)
        if not before or fact.kind != FactKind.TIME or int(before[1]) > 24:
            continue
        hour, later = int(before[1]), int(str(fact.values[0][1])) // 60
        hour += 12 if re.search("m\\.?$", fact.words, re.I) and later >= 12 and hour + 12 <= later else 0
        value: FactValue = (FactKind.TIME, hour * 60 % _DAY)
        yield Fact(before.start(1), before.end(1), before[1], (value,))
