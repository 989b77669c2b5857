"""Reviewed sentences with their parameters filled in, in every language at once.

A component needs no table of genders: ``in_text`` in components.yaml is its name as it stands within
a sentence, article included ("le paiement en magasin", "l’API", "i pagamenti"), written by somebody who
knows the language. What is left to do is to join prepositions to articles, which French and Italian do
by a closed list: {de component} gives "du paiement", {di component} "dell’API". Phrases never make a
component the subject of a verb or adjective, so nothing else has to agree with it. A component without
``in_text`` is put in apposition, which is right for any name: "du service « Paiement »".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cronaca import clock
from cronaca.lang import language
from cronaca.lang.locale import Locale
from cronaca.model import Component
from cronaca.schema.phrases import Phrase
from cronaca.text import ANY, Localized

CLOCK_NAMES = ("time", "since", "next")  # an hour, near enough to the message to need no day: 16:11
MOMENT_NAMES = ("from", "until")  # a day, with its hour if that is given
_NEAR = timedelta(hours=18)
_HOLE = re.compile(r"\{(?:([^{}]+?) +)?([^{} ]+)\}")
_DURATION = re.compile(r"(?:(\d+) *h)? *(?:(\d+) *(?:m|min|minutes)?)?")


class BadParameter(ValueError):
    """A phrase's parameter that cannot be said; the message says how to write it."""


def needed(text: Localized) -> list[str]:
    """The names of a phrase's parameters, in the order in which they are said."""
    return list(dict.fromkeys(name for _, name in _HOLE.findall(text.texts[0].text)))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who fills in a phrase: by language, with the site's components, at the message's instant."""

    locales: Mapping[str, Locale]
    components: Mapping[str, Component]
    zone: ZoneInfo
    at: datetime

    def say(self, phrase: Localized, values: Mapping[str, str]) -> dict[str, str]:
        """The text in each language. Raises BadParameter, also for one that is missing."""
        lacking = [name for name in needed(phrase) if not values.get(name)]
        if lacking:
            raise BadParameter(f"this phrase also needs {', '.join(f'{each}=…' for each in lacking)}")
        return {
            text.lang: self._fill(text.text, self.locales[text.lang], values)
            for text in phrase.texts
            if text.lang in self.locales
        }

    def _fill(self, text: str, locale: Locale, values: Mapping[str, str]) -> str:
        def put(found: re.Match[str]) -> str:
            joint, name = found[1] or "", found[2]
            if name == "component":
                ids = [each for each in re.split(r"[\s,]+", values[name]) if each]
                return locale.list(
                    [join_article(joint, self._component(each, locale.lang), locale.lang) for each in ids]
                )
            return f"{joint} {self._value(name, values[name], locale)}".lstrip()

        said = locale.fit(_HOLE.sub(put, text))
        return said[:1].upper() + said[1:]

    def _component(self, id: str, lang: str) -> str:
        found = self.components.get(id)
        if found is None:
            raise BadParameter(f'"{id}" is not a component; there are: {", ".join(self.components)}')
        own = next(
            (text.text for text in (found.in_text.texts if found.in_text else ()) if text.lang == lang), ""
        )
        return own or language(lang).APPOSITION.format(found.name.pick(lang, tuple(self.locales)).text)

    def _value(self, name: str, value: str, locale: Locale) -> str:
        if name in CLOCK_NAMES or name in MOMENT_NAMES:
            return self._time(name, value, locale)
        if name == "duration":
            found = _DURATION.fullmatch(value.strip())
            if not found or not (found[1] or found[2]):
                raise BadParameter(f"duration={value}: write minutes, as 13, or 1h18")
            return locale.duration(timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0)))
        if name == "percent":
            return locale.own.percent(value.rstrip("% "))
        return value

    def _time(self, name: str, value: str, locale: Locale) -> str:
        try:
            moment = clock.read_moment(value, self.zone)
        except clock.BadTime as error:
            raise BadParameter(f"{name}={value}: {error}; {error.hint}".rstrip("; ")) from None
        if name in MOMENT_NAMES and moment.day:
            return locale.date_time(moment.instant) if moment.instant else locale.date(moment.day)
        if moment.instant is None or abs(moment.instant - self.at) > _NEAR:
            raise BadParameter(f"{name}={value}: this phrase names an hour without a day, within 18 hours")
        return locale.time(moment.instant)


def join_article(joint: str, name: str, lang: str) -> str:
    """A preposition and a name with its article: de + le paiement, di + l’API."""
    return language(lang).join(joint, name) if joint else name


def phrase_texts(phrase: Phrase) -> dict[str, str]:
    """A phrase as it is written, by language."""
    return {text.lang: text.text for text in phrase.text.texts if text.lang != ANY}
