"""Figures over the whole record. They follow from what is written alone: the passing of time changes none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from cronaca import clock, history
from cronaca.clock import Interval
from cronaca.model import Impact, Incident, Kind, Role, Status
from cronaca.views.page import Page
from cronaca.views.parts import PickedText
from cronaca.views.reader import Reader
from cronaca.views.site_history import SiteHistory

MONTHLY = 4  # years that are told by month; older ones have their own pages
DETAILED = 8  # years that are told by service


class Count(NamedTuple):
    """How many incidents began, by impact."""

    year: int
    month: int | None
    total: int
    impacts: tuple[tuple[str, int], ...]


class Lost(NamedTuple):
    """A service's time of interruption in one year."""

    id: str
    name: PickedText
    time: timedelta
    timed: int  # incidents that this time was counted from
    known: int  # incidents of that year
    outside: float  # the share of the covered time that lies outside of it


class LostYear(NamedTuple):
    year: int
    first: date
    last: date
    services: tuple[Lost, ...]


class Median(NamedTuple):
    time: timedelta | None
    incidents: int


class ClockYear(NamedTuple):
    year: int
    first_message: Median
    follow_up: Median
    postmortem: Median

    @property
    def known(self) -> bool:
        return any(each.incidents for each in (self.first_message, self.follow_up, self.postmortem))


class StatisticsView(NamedTuple):
    """None stands for it while nothing is on record."""

    first: date
    last: date
    total: int
    open: int  # not in any length of time
    years: tuple[Count, ...]
    months: tuple[tuple[int, tuple[Count, ...]], ...]
    lost: tuple[LostYear, ...]
    clocks: tuple[ClockYear, ...]

    @property
    def most(self) -> tuple[int, int]:
        """The full length of a bar of a year, and of a month."""
        months = (each.total for _, found in self.months for each in found)
        return max(each.total for each in self.years), max(months, default=1)

    @property
    def longest(self) -> tuple[timedelta, timedelta, timedelta, timedelta]:
        """The full length of a bar of each clock, and of an interruption."""

        def most(times: Iterable[timedelta | None]) -> timedelta:
            return max((each for each in times if each), default=timedelta())

        return (
            most(each.first_message.time for each in self.clocks),
            most(each.follow_up.time for each in self.clocks),
            most(each.postmortem.time for each in self.clocks),
            most(each.services[0].time for each in self.lost),
        )


def pages(site: SiteHistory) -> Iterator[Page]:
    record = Tally(site)
    for lang in site.settings.languages:
        view = _view(record, Reader.of(site, lang)) if record.incidents else None
        yield Page(f"{lang}/statistics/index.html", "pages/statistics.html", lang, view)


class Tally:
    """What every language says alike of the incidents, up to the last day that the record speaks of."""

    def __init__(self, site: SiteHistory) -> None:
        self.site, self.zone = site, site.present.zone
        self.last = _last_day(site) or date.min
        days = site.begins
        self.incidents = [each for each in site.incidents if (day := days[each.id]) and day <= self.last]
        self.by_month: dict[tuple[int, int], list[Incident]] = {}
        self.by_year: dict[int, list[Incident]] = {}
        self.touched: dict[str, list[Incident]] = {}
        for each in self.incidents:
            day = self.begin(each)
            self.by_year.setdefault(day.year, []).append(each)
            self.by_month.setdefault((day.year, day.month), []).append(each)
            for component in site.records[each.id].touched:
                self.touched.setdefault(component, []).append(each)
        self.intervals = {each.id: _intervals(each) for each in self.incidents}
        self.first = site.settings.coverage.start or min(map(self.begin, self.incidents), default=date.min)
        self.lost = [(year, self._lost(year)) for year in sorted(self.by_year, reverse=True)[:DETAILED]]

    def begin(self, incident: Incident) -> date:
        day = self.site.begins[incident.id]
        assert day
        return day

    def covered(self, year: int, since: date | None = None) -> tuple[date, date]:
        first = max(date(year, 1, 1), self.first, since or date.min)
        return first, min(date(year, 12, 31), self.last)

    def _lost(self, year: int) -> list[Lost]:
        """The services that an interruption with both its hours befell, the hardest hit first."""
        found = []
        for component in self.site.components:
            first, last = self.covered(year, component.start_date)
            if last < first:
                continue
            start, end = (clock.midnight(day, self.zone) for day in (first, last + timedelta(1)))
            cut = {
                each.id: intervals
                for each in self.touched.get(component.id, ())
                if (intervals := clock.clip(self.intervals[each.id], start, end))
            }
            begun = {each.id for each in self.touched.get(component.id, ()) if self.begin(each).year == year}
            time = clock.total(chain.from_iterable(cut.values()))
            if time:
                share = 1 - time / (end - start)
                known = len(begun | cut.keys())
                found.append(Lost(component.id, PickedText(""), time, len(cut), known, share))
        return sorted(found, key=lambda each: each.time, reverse=True)


def _last_day(site: SiteHistory) -> date | None:
    """An archive says itself how far it goes; else it is the last day of which anything is told."""
    if site.settings.role == Role.ARCHIVE and site.settings.coverage.until:
        return site.settings.coverage.until
    moments = [update.at for each in site.incidents for update in each.updates]
    moments += [window.end or window.start for each in site.incidents for window in each.windows]
    return max((moment.day for moment in moments if moment.day), default=None)


def closed(incident: Incident) -> bool:
    """Whether it is over by what is written, whatever the time is now."""
    status = history.last_status(incident)
    return status in history.ENDED or (
        status == Status.UNKNOWN and all(each.end for each in incident.windows)
    )


def _view(record: Tally, reader: Reader) -> StatisticsView:
    years = sorted(record.by_year, reverse=True)
    told = [each for each in record.incidents if each.kind != Kind.MAINTENANCE]
    return StatisticsView(
        record.first,
        record.last,
        len(record.incidents),
        sum(not closed(each) for each in told),
        tuple(_count(year, None, record.by_year[year]) for year in years),
        tuple((year, _months(record, year)) for year in years[:MONTHLY]),
        tuple(
            LostYear(
                year, *record.covered(year), tuple(each._replace(name=reader.names[each.id]) for each in lost)
            )
            for year, lost in record.lost
            if lost
        ),
        tuple(each for year in years if (each := _clocks(record, year)).known),
    )


def _count(year: int, month: int | None, incidents: Sequence[Incident]) -> Count:
    found = Counter(each.impact for each in incidents)
    return Count(year, month, len(incidents), tuple((each, found[each]) for each in _WORST if found[each]))


_WORST = (Impact.CRITICAL, Impact.MAJOR, Impact.MINOR, Impact.NONE, Impact.UNKNOWN, Impact.MAINTENANCE)


def _months(record: Tally, year: int) -> tuple[Count, ...]:
    found = ((month, record.by_month.get((year, month))) for month in range(12, 0, -1))
    return tuple(_count(year, month, incidents) for month, incidents in found if incidents)


def _intervals(incident: Incident) -> list[Interval]:
    """Its times of interruption; one that still lasts is left out."""
    pairs = [(each.start.instant, each.end.instant) for each in incident.windows if each.end]
    return [(start, end) for start, end in pairs if start and end and start <= end]


def _clocks(record: Tally, year: int) -> ClockYear:
    told = [each for each in record.by_year[year] if each.kind != Kind.MAINTENANCE and closed(each)]
    records = [record.site.records[each.id] for each in told]
    return ClockYear(
        year,
        _median(each.to_first_message for each in records),
        _median(each.follow_up for each in records),
        _median(each.to_postmortem for each in records),
    )


def _median(found: Iterable[timedelta | None]) -> Median:
    times = [each for each in found if each is not None]
    return Median(history.middle(times), len(times))
