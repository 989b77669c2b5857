"""The state in a badge, for other sites: SVG, and JSON for shields.io."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cronaca.exports.statuspage_words import indicator
from cronaca.model import Role
from cronaca.views.page import Page
from cronaca.views.parts import PresentState
from cronaca.views.reader import Reader
from cronaca.views.site_history import SiteHistory


class BadgeView(NamedTuple):
    state: PresentState
    colour: str  # six digits


COLOURS = {
    "none": "055c7c",
    "maintenance": "6a35b5",
    "minor": "8a5600",
    "major": "a83e12",
    "critical": "6d0f2b",
}
NEUTRAL = "52606b"  # an archive says nothing of the present


def pages(site: SiteHistory) -> Iterator[Page]:
    """At the root in the first language, and in each language below it."""
    first = site.settings.languages[0]
    grade = indicator(site.states.values(), site.incidents, site.phases)
    silent = site.settings.role == Role.ARCHIVE and not site.open()
    colour = NEUTRAL if silent else COLOURS[grade]
    for lang, folder in [(first, ""), *((each, f"{each}/") for each in site.settings.languages)]:
        view = BadgeView(Reader.of(site, lang).state(), colour)
        yield Page(f"{folder}badge.svg", "api/badge.svg", lang, view)
        yield Page(f"{folder}badge.json", "api/badge.json", lang, view)
