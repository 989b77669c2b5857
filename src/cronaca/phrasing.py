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
from cronaca.l10n import NBSP, L10n
from cronaca.model import Component
from cronaca.schema import Phrase
from cronaca.text import ANY, Localized

CLOCK = ("time", "since", "next")  # an hour, near enough to the message to need no day: 16:11
MOMENT = ("from", "until")  # a day, with its hour if that is given
_NEAR = timedelta(hours=18)
_HOLE = re.compile(r"\{(?:([^{}]+?) +)?([^{} ]+)\}")
_DURATION = re.compile(r"(?:(\d+) *h)? *(?:(\d+) *(?:m|min|minutes)?)?")
_VOWELS = "aàâeéèêiîoôuû"
_APPOSITION = {"fr": "le service « {} »", "it": "il servizio «{}»"}
_FRENCH = {"de le ": "du ", "de les ": "des ", "à le ": "au ", "à les ": "aux "}
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
_ITALIAN = {"di": "de", "a": "a", "da": "da", "in": "ne", "su": "su"}


class BadParameter(ValueError):
    """A phrase's parameter that cannot be said; the message says how to write it."""


def needed(text: Localized) -> list[str]:
    """The names of a phrase's parameters, in the order in which they are said."""
    return list(dict.fromkeys(name for _, name in _HOLE.findall(text.texts[0].text)))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who fills in a phrase: by language, with the site's components, at the message's instant."""

    tongues: Mapping[str, L10n]
    components: Mapping[str, Component]
    zone: ZoneInfo
    at: datetime

    def say(self, phrase: Localized, values: Mapping[str, str]) -> dict[str, str]:
        """The text in each language. Raises BadParameter, also for one that is missing."""
        lacking = [name for name in needed(phrase) if not values.get(name)]
        if lacking:
            raise BadParameter(f"this phrase also needs {', '.join(f'{each}=…' for each in lacking)}")
        return {
            text.lang: self._fill(text.text, self.tongues[text.lang], values)
            for text in phrase.texts
            if text.lang in self.tongues
        }

    def _fill(self, text: str, tongue: L10n, values: Mapping[str, str]) -> str:
        def put(found: re.Match[str]) -> str:
            joint, name = found[1] or "", found[2]
            if name == "component":
                ids = [each for each in re.split(r"[\s,]+", values[name]) if each]
                return tongue.list(
                    [join(joint, self._component(each, tongue.lang), tongue.lang) for each in ids]
                )
            return f"{joint} {self._value(name, values[name], tongue)}".lstrip()

        said = tongue.fit(_HOLE.sub(put, text))
        return said[:1].upper() + said[1:]

    def _component(self, id: str, lang: str) -> str:
        found = self.components.get(id)
        if found is None:
            raise BadParameter(f'"{id}" is not a component; there are: {", ".join(self.components)}')
        own = next(
            (text.text for text in (found.in_text.texts if found.in_text else ()) if text.lang == lang), ""
        )
        return own or _APPOSITION.get(lang, "{}").format(found.name.pick(lang, tuple(self.tongues)).text)

    def _value(self, name: str, value: str, tongue: L10n) -> str:
        if name in CLOCK or name in MOMENT:
            return self._time(name, value, tongue)
        if name == "duration":
            found = _DURATION.fullmatch(value.strip())
            if not found or not (found[1] or found[2]):
                raise BadParameter(f"duration={value}: write minutes, as 13, or 1h18")
            return tongue.duration(timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0)))
        if name == "percent":
            return value.rstrip("% ") + (f"{NBSP}%" if tongue.lang == "fr" else "%")
        return value

    def _time(self, name: str, value: str, tongue: L10n) -> str:
        try:
            moment = clock.read(value, self.zone)
        except clock.BadTime as error:
            raise BadParameter(f"{name}={value}: {error}; {error.hint}".rstrip("; ")) from None
        if name in MOMENT and moment.day:
            return tongue.date_time(moment.instant) if moment.instant else tongue.date(moment.day)
        if moment.instant is None or abs(moment.instant - self.at) > _NEAR:
            raise BadParameter(f"{name}={value}: this phrase names an hour without a day, within 18 hours")
        return tongue.time(moment.instant)


def join(joint: str, name: str, lang: str) -> str:
    """A preposition and a name with its article: de + le paiement, di + l’API."""
    if not joint:
        return name
    if lang == "fr":
        return _french(joint, name)
    if lang == "it" and joint.lower() in _ITALIAN:
        article = next((each for each in _ARTICLES if name.startswith(each)), "")
        if article:
            stem = _ITALIAN[joint.lower()]
            return _as(joint, stem + _ARTICLES[article]) + name.removeprefix(article)
    return f"{joint} {name}"


def _french(joint: str, name: str) -> str:
    whole = f"{joint} {name}"
    for apart, joined in _FRENCH.items():
        if whole.lower().startswith(apart):
            return _as(joint, joined) + whole[len(apart) :]
    if joint.lower() == "de" and name[:1].lower() in _VOWELS:
        return f"{joint[0]}’{name}"
    return whole


def _as(joint: str, joined: str) -> str:
    return joined.capitalize() if joint[0].isupper() else joined


def texts(phrase: Phrase) -> dict[str, str]:
    """A phrase as it is written, by language."""
    return {text.lang: text.text for text in phrase.text.texts if text.lang != ANY}
