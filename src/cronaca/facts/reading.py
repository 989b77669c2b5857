"""A text read for its facts. What is read is blanked out, so that nothing is read twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cronaca.facts import patterns as p
from cronaca.facts.dates import dates
from cronaca.facts.fact import Fact, FactKind, FactValue, number
from cronaca.facts.hours import hours
from cronaca.facts.words import COUNTED, CURRENCY_OF, SCALE_OF, SECONDS_OF

LONGEST_TEXT = 30_000  # characters of a text that is read for its facts; a longer one is left alone
_UNITS = [(re.compile(words, re.IGNORECASE), seconds) for words, seconds in SECONDS_OF.items()]


@lru_cache(maxsize=2000)
def facts(text: str, lang: str) -> tuple[Fact, ...]:
    """The facts of a text in a language, in their order; one without digits or links has none."""
    found: list[Fact] = []
    rest = text if len(text) <= LONGEST_TEXT else ""
    for reader in (_links, _never, _references, dates, _amounts, _percentages, _durations, hours, _numbers):
        read = sorted(reader(rest, lang), key=lambda each: each.start)
        found += read
        rest = _blanked(rest, read)
    return tuple(sorted((each for each in found if each.values), key=lambda each: each.start))


def _blanked(text: str, read: list[Fact]) -> str:
    parts, done = [], 0
    for fact in read:
        start = max(done, fact.start)
        parts += [text[done:start], "\x00" * (fact.end - start)]
        done = max(done, fact.end)
    return "".join(parts) + text[done:]


def _fact(match: re.Match[str], *values: FactValue, soft: bool = False, part: int | str = 0) -> Fact:
    return Fact(match.start(part), match.end(part), match[part], values, soft)


def _links(text: str, lang: str) -> Iterator[Fact]:
    """Addresses; the part that names a language may differ: /fr/help and /en/help."""
    for match in p.ADDRESS.finditer(text):
        address = match[0].rstrip(".,;:!?")
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1].rstrip(".,;:!?")
        same = re.sub(rf"(?<=[/.=]){lang}(?:[-_][A-Za-z]{{2}})?(?=[/.&?#]|$)", "*", address).rstrip("/")
        yield Fact(match.start(), match.start() + len(address), address, ((FactKind.LINK, same),))


def _never(text: str, lang: str) -> Iterator[Fact]:
    """What looks like a fact and is none: 24 h/24, 7 j/7; the number of a list's item."""
    for match in p.NO_FACT.finditer(text):
        yield Fact(match.start(), match.end(), match[0], ())


def _references(text: str, lang: str) -> Iterator[Fact]:
    for match in p.REFERENCE.finditer(text):
        yield _fact(match, (FactKind.REFERENCE, match[0].upper()))


def _amounts(text: str, lang: str) -> Iterator[Fact]:
    for match in p.AMOUNT.finditer(text):
        currency = CURRENCY_OF[(match["before"] or match["after"]).lower()]
        scale = (
            SCALE_OF[(match["scale"] or match["short"]).lower()] if match["scale"] or match["short"] else 1
        )
        for part in ("low", "number"):
            if match[part]:
                value = (FactKind.AMOUNT, (number(match[part], lang) * scale, currency))
                whole = _fact(match, value) if not match["low"] else _fact(match, value, part=part)
                yield whole


def _percentages(text: str, lang: str) -> Iterator[Fact]:
    for match in p.PERCENT.finditer(text) if "%" in text or "cent" in text.casefold() else ():
        for part in ("low", "number"):
            if match[part]:
                end = match.end() if part == "number" else match.end(part)
                start = match.start(part)
                yield Fact(start, end, text[start:end], ((FactKind.PERCENT, number(match[part], lang)),))


def _durations(text: str, lang: str) -> Iterator[Fact]:
    for match in p.DURATION.finditer(text):
        seconds, soft = 0, False
        parts = [(match["hours"], 3600), (match["minutes"], 60), (match["seconds"], 1)]
        if match["number"]:
            if match["unit"].lower() in ("heure", "heures") and match["number"].isdigit():
                continue  # « 16 heures » can be a time of day: see hours
            seconds_of = next(s for words, s in _UNITS if words.fullmatch(match["unit"]))
            value = number(match["number"], lang)
            found: FactValue = (FactKind.DURATION, value * seconds_of if seconds_of else ("ms", value))
            if match["low"]:
                low = number(match["low"], lang)
                yield _fact(match, (FactKind.DURATION, low * seconds_of), part="low")
                yield Fact(
                    match.start("number"), match.end(), text[match.start("number") : match.end()], (found,)
                )
                continue
            yield _fact(match, found)
            continue
        seconds = sum(int(written) * unit for written, unit in parts if written)
        yield _fact(match, (FactKind.DURATION, number(str(seconds), "en")), soft=soft)
    for match in p.WRITTEN.finditer(text):
        seconds_of = next(s for words, s in _UNITS if words.fullmatch(match["unit"]))
        value = number(str(COUNTED[match["count"].lower()] * seconds_of), "en")
        yield _fact(match, (FactKind.DURATION, value), soft=True)


def _numbers(text: str, lang: str) -> Iterator[Fact]:
    """What is left: numbers of three digits and more, such as codes; and numbers with decimals."""
    for match in p.NUMBER.finditer(text):
        value = number(match[0], lang)
        large = sum(sign.isdigit() for sign in match[0]) >= 3
        yield _fact(match, (FactKind.NUMBER, value), soft=not large and value == value.to_integral_value())
