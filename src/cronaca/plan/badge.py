"""The state in a badge, for other sites: SVG, and JSON for shields.io."""

from __future__ import annotations

from collections.abc import Iterator

from cronaca import page
from cronaca.model import Role
from cronaca.page import Page
from cronaca.served.objects import indicator
from cronaca.views import Facts, Voice

COLOURS = {
    "none": "055c7c",
    "maintenance": "6a35b5",
    "minor": "8a5600",
    "major": "a83e12",
    "critical": "6d0f2b",
}
NEUTRAL = "52606b"  # an archive says nothing of the present


def pages(facts: Facts) -> Iterator[Page]:
    """At the root in the first language, and in each language below it."""
    first = facts.settings.languages[0]
    grade = indicator(facts.states.values(), facts.incidents, facts.phases)
    silent = facts.settings.role == Role.ARCHIVE and not facts.open()
    colour = NEUTRAL if silent else COLOURS[grade]
    for lang, folder in [(first, ""), *((each, f"{each}/") for each in facts.settings.languages)]:
        view = page.BadgeView(Voice.of(facts, lang).state(), colour)
        yield Page(f"{folder}badge.svg", "api/badge.svg", lang, view)
        yield Page(f"{folder}badge.json", "api/badge.json", lang, view)
