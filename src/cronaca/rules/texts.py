"""Rules about languages: missing ones, machine translations, texts in another one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cronaca.issue import Finding, Level, Place
from cronaca.model import Incident, Site
from cronaca.schema import Keys, texts
from cronaca.text import ANY, TextState

_LEAST_WORDS = 10
_COMMON = {
    lang: frozenset(words.split())
    for lang, words in {
        "fr": "le les des du une et est sont dans pour pas que qui sur avec aux ce cette nous au ou été a",
        "en": "the of and to is are was were in for not that which on with this we by has have been it",
        "it": "il gli della del una e è sono nel per non che di con alla questo questa abbiamo dei stato",
    }.items()
}


def missing_language(site: Site) -> Iterator[Finding]:
    """A text lacks one of the site's languages; readers of it get another one, with a notice."""
    for incident in site.incidents:
        for keys, text in texts(incident, anywhere=False):
            missing = [lang for lang in site.settings.languages if not text.has(lang)]
            if missing:
                message = f"not in {', '.join(missing)}: readers get another language, with a notice"
                place = Place(incident.path, keys, on_key=True)
                yield Finding("missing-language", message, place, Level.WARNING)


def machine_text(site: Site) -> Iterator[Finding]:
    """A translation was made by a machine, and no person has read it yet."""
    for place, _, lang in _each(site, TextState.MACHINE):
        message = f"this {lang or 'text'} was made by a machine: readers are told so"
        hint = "once a person has read it, write the text alone, without state"
        yield Finding("machine-text", message, place, Level.HINT, hint)


def wrong_language(site: Site) -> Iterator[Finding]:
    """A text seems to be in another language than it says; short texts are left alone."""
    for place, text, lang in _each(site):
        if lang not in _COMMON:
            continue
        words = re.findall(r"[^\W\d_]+", text.casefold())
        if len(words) < _LEAST_WORDS:
            continue
        counts = {each: sum(map(common.__contains__, words)) for each, common in _COMMON.items()}
        other = max(counts, key=lambda each: counts[each])
        if counts[other] >= 4 and counts[other] >= 3 * max(1, counts[lang]):
            message = f'this reads like "{other}", but stands under "{lang}"'
            yield Finding("wrong-language", message, place, Level.HINT, "are two languages swapped?")


def _each(site: Site, state: TextState | None = None) -> Iterator[tuple[Place, str, str]]:
    for incident in site.incidents:
        for keys, localized in texts(incident, anywhere=False):
            for text in localized.texts:
                if state is None or text.state == state:
                    place = Place(incident.path, (*keys, text.lang), on_key=True)
                    yield place, text.text, text.lang


def spread(incident: Incident) -> Iterator[tuple[Keys, str]]:
    """Each text of an incident in each of its languages, with its place."""
    for keys, localized in texts(incident, anywhere=False):
        for text in localized.texts:
            yield (keys if text.lang == ANY else (*keys, text.lang)), text.text
