"""Rules about facts: a text says the same in all its languages, and its times are the incident's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cronaca.facts.fact import Fact, group
from cronaca.facts.reading import facts
from cronaca.facts.shape import items, rows
from cronaca.issue import Finding, KeyPath, Keys, Level, short
from cronaca.model import Site
from cronaca.schema.words import texts
from cronaca.text import ANY, Localized

_WORTH = re.compile(r"\d|\w://|\]\(")  # without a digit or a link there is nothing to compare
_HINT = "mend the wrong one, or accept {} with a reason"


def facts_differ(site: Site) -> Iterator[Finding]:
    """Two languages of a text state different times, dates, durations, amounts, references or links."""
    for incident in site.incidents:
        for keys, text in texts(incident):
            found = _told(text, site.settings.languages)
            if len(found.order) > 1 and any(_WORTH.search(each) for each in found.text.values()):
                yield from _compared(incident.path, keys, found)


def shapes_differ(site: Site) -> Iterator[Finding]:
    """The tables or lists of a text have more rows or items in one language than in another."""
    for incident in site.incidents:
        for keys, text in texts(incident):
            found = _told(text, site.settings.languages)
            if len(found.order) > 1:
                yield from _counted(incident.path, keys, found)


class _Told(NamedTuple):
    """One text in the site's languages."""

    order: tuple[str, ...]
    text: dict[str, str]

    def place(self, path: str, keys: Keys, lang: str, fact: Fact) -> KeyPath:
        """The fact's own words, not others that are like them."""
        before = self.text[lang][: fact.start]
        nth = sum(1 for _ in re.finditer(rf"(?={re.escape(fact.words)})", before))
        return KeyPath(path, (*keys, lang), word=fact.words, nth=nth)


def _told(text: Localized, languages: tuple[str, ...]) -> _Told:
    by_lang = {each.lang: each.text for each in text.texts if each.lang != ANY}
    order = [lang for lang in languages if lang in by_lang]
    return _Told(tuple(order), by_lang)


def _compared(path: str, keys: Keys, told: _Told) -> Iterator[Finding]:
    order = told.order
    groups = group({lang: facts(told.text[lang], lang) for lang in order})
    open_ = [each for each in groups if len(each) < len(order) and not all(f.soft for f in each.values())]
    alone = {lang: [each[lang] for each in open_ if list(each) == [lang]] for lang in order}
    for said in (each for each in open_ if len(each) > 1):
        first = next(lang for lang in order if lang in said)
        for lang in (lang for lang in order if lang not in said):
            own = _partner(alone[lang], said[first])
            yield _differing(path, keys, told, first, said[first], lang, own)
    yield from _unmatched(path, keys, told, alone)


def _unmatched(path: str, keys: Keys, told: _Told, alone: dict[str, list[Fact]]) -> Iterator[Finding]:
    """Facts that one language alone states: in the place of another's, or of none."""
    order, left = told.order, {lang: list(found) for lang, found in alone.items()}
    for lang in order[1:] if len(order) == 2 or all(left.values()) else ():
        for fact in list(left[order[0]]):
            own = _partner(left[lang], fact)
            if own:
                yield _differing(path, keys, told, order[0], fact, lang, own)
                if lang == order[-1] or len(order) == 2:
                    left[order[0]].remove(fact)
    for lang, found in left.items():
        for fact in found:
            yield _lonely(path, keys, told, lang, fact)


def _partner(found: list[Fact], fact: Fact) -> Fact | None:
    """Taken out of what is left: the fact of the same kind that stands in the place of another."""
    kinds = {kind for kind, _ in fact.values}
    own = next((each for each in found if not each.soft and kinds & {kind for kind, _ in each.values}), None)
    if own:
        found.remove(own)
    return own


def _differing(
    path: str, keys: Keys, told: _Told, first: str, fact: Fact, lang: str, own: Fact | None
) -> Finding:
    code = f"fact-{fact.kind}"
    other = told.place(path, keys, first, fact)
    if own is None:
        message = f'{lang} does not say "{short(fact.words)}", as {first} does'
        return Finding(code, message, other, Level.WARNING, _HINT.format(code))
    message = f'{lang} says "{short(own.words)}", but {first} says "{short(fact.words)}"'
    place = told.place(path, keys, lang, own)
    return Finding(code, message, place, Level.WARNING, _HINT.format(code), other)


def _lonely(path: str, keys: Keys, told: _Told, lang: str, fact: Fact) -> Finding:
    code = f"fact-{fact.kind}"
    others = " and ".join(each for each in told.order if each != lang)
    message = f'only {lang} says "{short(fact.words)}": {others} {"do" if " and " in others else "does"} not'
    return Finding(code, message, told.place(path, keys, lang, fact), Level.WARNING, _HINT.format(code))


def _counted(path: str, keys: Keys, told: _Told) -> Iterator[Finding]:
    for code, what, count in (("fact-rows", "table rows", rows), ("fact-items", "list items", items)):
        counts: dict[str, list[str]] = {lang: count(text) for lang, text in told.text.items()}
        usual = _usual([len(counts[lang]) for lang in told.order])
        first = next(lang for lang in told.order if len(counts[lang]) == usual)
        for lang in told.order:
            if len(counts[lang]) != usual:
                message = f"{what}: {len(counts[lang])} in {lang}, but {usual} in {first}"
                place = _shape(path, keys, lang, counts[lang])
                other = _shape(path, keys, first, counts[first])
                yield Finding(code, message, place, Level.WARNING, _HINT.format(code), other)


def _usual(counts: Sequence[int]) -> int:
    """What most languages have; the first one's where there is no majority."""
    return max(dict.fromkeys(counts), key=list(counts).count)


def _shape(path: str, keys: Keys, lang: str, lines: list[str]) -> KeyPath:
    return KeyPath(path, (*keys, lang), word=lines[-1] if lines else "")
