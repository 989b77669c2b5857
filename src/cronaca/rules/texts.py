"""Rules about languages: missing ones, machine translations, texts in another one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cronaca.issue import Finding, KeyPath, Keys, Level
from cronaca.lang import KNOWN, language
from cronaca.model import Incident, Site
from cronaca.schema.words import texts
from cronaca.text import ANY, TextState

_LEAST_WORDS = 10


def missing_language(site: Site) -> Iterator[Finding]:
    """A text lacks one of the site's languages; readers of it get another one, with a notice."""
    for incident in site.incidents:
        for keys, text in texts(incident, anywhere=False):
            missing = [lang for lang in site.settings.languages if not text.has(lang)]
            if missing:
                message = f"not in {', '.join(missing)}: readers get another language, with a notice"
                place = KeyPath(incident.path, keys, on_key=True)
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
        if not language(lang).COMMON:
            continue
        words = re.findall(r"[^\W\d_]+", text.casefold())
        if len(words) < _LEAST_WORDS:
            continue
        counts = {
            each: sum(map(common.__contains__, words)) for each in KNOWN if (common := language(each).COMMON)
        }
        other = max(counts, key=lambda each: counts[each])
        if counts[other] >= 4 and counts[other] >= 3 * max(1, counts[lang]):
            message = f'this reads like "{other}", but stands under "{lang}"'
            yield Finding("wrong-language", message, place, Level.HINT, "are two languages swapped?")


def _each(site: Site, state: TextState | None = None) -> Iterator[tuple[KeyPath, str, str]]:
    for incident in site.incidents:
        for keys, localized in texts(incident, anywhere=False):
            for text in localized.texts:
                if state is None or text.state == state:
                    place = KeyPath(incident.path, (*keys, text.lang), on_key=True)
                    yield place, text.text, text.lang


def spread(incident: Incident) -> Iterator[tuple[Keys, str]]:
    """Each text of an incident in each of its languages, with its place."""
    for keys, localized in texts(incident, anywhere=False):
        for text in localized.texts:
            yield (keys if text.lang == ANY else (*keys, text.lang)), text.text
