"""The search page, with every time of interruption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from cronaca.clock import Moment
from cronaca.model import Incident, Window
from cronaca.views.page import Page
from cronaca.views.parts import PickedText
from cronaca.views.reader import Reader
from cronaca.views.search_index import impacts, index_files
from cronaca.views.site_history import LONGEST_LIST, SiteHistory

MOST = 100  # incidents on the page; it stays within its budget of bytes


class IndexRow(NamedTuple):
    """An incident in the index."""

    id: str
    title: PickedText
    day: date | None
    reference: str
    impact: str
    services: tuple[PickedText, ...]


class IndexYear(NamedTuple):
    year: int | None
    incidents: int
    rows: tuple[IndexRow, ...]  # empty when the year's own page lists them


class Span(NamedTuple):
    """A time of interruption, in the table."""

    id: str
    title: PickedText
    start: Moment
    end: Moment | None
    lost: timedelta | None
    services: tuple[PickedText, ...]


class SearchView(NamedTuple):
    years: tuple[IndexYear, ...]
    services: tuple[tuple[str, PickedText], ...]
    impacts: tuple[str, ...]
    windows: tuple[Span, ...]
    months: tuple[tuple[int, int, int], ...]  # year, month, windows: where they have pages of their own


class WindowsView(NamedTuple):
    """The times of interruption that began in one month."""

    year: int
    month: int
    windows: tuple[Span, ...]


def pages(site: SiteHistory) -> Iterator[Page]:
    yield from index_files(site)
    timed = [(each, window) for each in site.incidents for window in reversed(each.windows)]
    split = _by_month(timed) if len(timed) > LONGEST_LIST else {}
    rest = [pair for pair in timed if not split or not pair[1].start.day]
    months = tuple((*month, len(pairs)) for month, pairs in split.items())
    used = tuple(impacts(site))
    for lang in site.settings.languages:
        reader = Reader.of(site, lang)
        view = SearchView(_index(reader), tuple(reader.names.items()), used, _spans(reader, rest), months)
        yield Page(f"{lang}/search/index.html", "pages/search.html", lang, view)
        for (year, month), pairs in split.items():
            route = f"{lang}/search/{year}-{month:02}/index.html"
            yield Page(route, "pages/windows.html", lang, WindowsView(year, month, _spans(reader, pairs)))


def _by_month(
    timed: Sequence[tuple[Incident, Window]],
) -> dict[tuple[int, int], list[tuple[Incident, Window]]]:
    found: dict[tuple[int, int], list[tuple[Incident, Window]]] = {}
    for incident, window in timed:
        if window.start.day:
            found.setdefault((window.start.day.year, window.start.day.month), []).append((incident, window))
    return dict(sorted(found.items(), reverse=True))


def _index(reader: Reader) -> tuple[IndexYear, ...]:
    years, room = [], MOST
    begins = reader.site.begins

    def year_of(incident: Incident) -> int | None:
        day = begins[incident.id]
        return day.year if day else None

    for year, group in groupby(reader.site.incidents, year_of):
        listed = list(group)
        fits = len(listed) <= min(LONGEST_LIST, room) or year is None
        room -= len(listed) if fits else 0
        years.append(IndexYear(year, len(listed), tuple(_found(reader, each) for each in listed if fits)))
    return tuple(years)


def _found(reader: Reader, incident: Incident) -> IndexRow:
    day, touched = reader.site.begins[incident.id], reader.site.records[incident.id].touched
    services = tuple(name for each, name in reader.names.items() if each in touched)
    return IndexRow(
        incident.id, reader.said(incident.title), day, incident.reference, incident.impact, services
    )


def _spans(reader: Reader, timed: Sequence[tuple[Incident, Window]]) -> tuple[Span, ...]:
    def touched(incident: Incident) -> tuple[PickedText, ...]:
        found = reader.site.records[incident.id].touched
        return tuple(name for each, name in reader.names.items() if each in found)

    return tuple(
        Span(
            incident.id,
            reader.said(incident.title),
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
