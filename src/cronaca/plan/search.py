"""The search page, with every time of interruption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from cronaca.clock import Moment
from cronaca.model import Incident, Window
from cronaca.page import Page, Said
from cronaca.plan import lookup
from cronaca.views import LONGEST, Facts, Voice

MOST = 100  # incidents on the page; it stays within its budget of bytes


class Found(NamedTuple):
    """An incident in the index."""

    id: str
    title: Said
    day: date | None
    reference: str
    impact: str
    services: tuple[Said, ...]


class IndexYear(NamedTuple):
    year: int | None
    incidents: int
    rows: tuple[Found, ...]  # empty when the year's own page lists them


class Span(NamedTuple):
    """A time of interruption, in the table."""

    id: str
    title: Said
    start: Moment
    end: Moment | None
    lost: timedelta | None
    services: tuple[Said, ...]


class SearchView(NamedTuple):
    years: tuple[IndexYear, ...]
    services: tuple[tuple[str, Said], ...]
    impacts: tuple[str, ...]
    windows: tuple[Span, ...]
    months: tuple[tuple[int, int, int], ...]  # year, month, windows: where they have pages of their own


class WindowsView(NamedTuple):
    """The times of interruption that began in one month."""

    year: int
    month: int
    windows: tuple[Span, ...]


def pages(facts: Facts) -> Iterator[Page]:
    yield from lookup.pages(facts)
    timed = [(each, window) for each in facts.incidents for window in reversed(each.windows)]
    split = _by_month(timed) if len(timed) > LONGEST else {}
    rest = [pair for pair in timed if not split or not pair[1].start.day]
    months = tuple((*month, len(pairs)) for month, pairs in split.items())
    impacts = tuple(lookup.impacts(facts))
    for lang in facts.settings.languages:
        voice = Voice.of(facts, lang)
        view = SearchView(_index(voice), tuple(voice.names.items()), impacts, _spans(voice, rest), months)
        yield Page(f"{lang}/search/index.html", "pages/search.html", lang, view)
        for (year, month), pairs in split.items():
            route = f"{lang}/search/{year}-{month:02}/index.html"
            yield Page(route, "pages/windows.html", lang, WindowsView(year, month, _spans(voice, pairs)))


def _by_month(
    timed: Sequence[tuple[Incident, Window]],
) -> dict[tuple[int, int], list[tuple[Incident, Window]]]:
    found: dict[tuple[int, int], list[tuple[Incident, Window]]] = {}
    for incident, window in timed:
        if window.start.day:
            found.setdefault((window.start.day.year, window.start.day.month), []).append((incident, window))
    return dict(sorted(found.items(), reverse=True))


def _index(voice: Voice) -> tuple[IndexYear, ...]:
    years, room = [], MOST
    begins = voice.facts.begins

    def year_of(incident: Incident) -> int | None:
        day = begins[incident.id]
        return day.year if day else None

    for year, group in groupby(voice.facts.incidents, year_of):
        listed = list(group)
        fits = len(listed) <= min(LONGEST, room) or year is None
        room -= len(listed) if fits else 0
        years.append(IndexYear(year, len(listed), tuple(_found(voice, each) for each in listed if fits)))
    return tuple(years)


def _found(voice: Voice, incident: Incident) -> Found:
    day, touched = voice.facts.begins[incident.id], voice.facts.gists[incident.id].touched
    services = tuple(name for each, name in voice.names.items() if each in touched)
    return Found(incident.id, voice.said(incident.title), day, incident.reference, incident.impact, services)


def _spans(voice: Voice, timed: Sequence[tuple[Incident, Window]]) -> tuple[Span, ...]:
    def touched(incident: Incident) -> tuple[Said, ...]:
        found = voice.facts.gists[incident.id].touched
        return tuple(name for each, name in voice.names.items() if each in found)

    return tuple(
        Span(
            incident.id,
            voice.said(incident.title),
            window.start,
            window.end,
            _length(window),
            touched(incident),
        )
        for incident, window in timed
    )


def _length(window: Window) -> timedelta | None:
    """How long it lasted; nothing while it lasts, for this page does not see the present."""
    start, end = window.start.instant, window.end.instant if window.end else None
    return end - start if start and end and end >= start else None
