"""A site at one moment: what every language says alike, worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

from cronaca import clock, history
from cronaca.clock import Interval
from cronaca.history import Grade, Phase, Present
from cronaca.lang.locale import Locale
from cronaca.model import Incident, Kind, Settings, Site, State
from cronaca.views.incident_record import IncidentRecord
from cronaca.views.parts import MonthRow, Strip

LONGEST_LIST = 60  # incidents in a list that shares its page: 60 take about 8 KB of gzip


Extent = tuple[date, date, tuple[int, ...]]


def extent_of(settings: Settings, present: Present, begun: Sequence[date]) -> Extent:
    """The first and last day that a site speaks of, the present included, and its years, newest first.

    ``begun``: the days on which its incidents began.
    """
    first = settings.coverage.start or min(begun, default=present.day)
    last = max(present.day, first)
    newest, oldest = max([last, *begun]).year, min([first, *begun]).year
    return first, last, tuple(range(newest, oldest - 1, -1))


class SiteHistory:
    """The incidents in order, and what follows from all of them together."""

    def __init__(self, site: Site, present: Present, locales: Mapping[str, Locale]) -> None:
        self.settings, self.groups, self.components = site.settings, site.groups, site.components
        self.present, self.locales = present, locales
        shown = (incident for incident in site.incidents if not incident.draft)
        told = [IncidentRecord(incident, present, site.settings.languages) for incident in shown]
        told.sort(key=lambda each: each.order, reverse=True)
        self.records = {each.incident.id: each for each in told}
        self.incidents = tuple(each.incident for each in told)  # newest first
        self.phases = {name: each.phase for name, each in self.records.items()}
        self.begins = {name: each.begin.day for name, each in self.records.items()}
        self.readers: dict[str, Any] = {}  # by language: Reader
        self.month = lru_cache(None)(self._month)

    def forget(self) -> None:
        """Let go of all: what refers to itself would stay as long as nothing is collected."""
        self.__dict__.clear()

    def related(self, incident: Incident) -> list[IncidentRecord]:
        """The incidents that it names, by their ids or by what they were called before."""
        found = [self._named[name] for name in incident.related if name in self._named]
        return [each for each in found if each.incident.id != incident.id]

    @cached_property
    def _named(self) -> dict[str, IncidentRecord]:
        before = {name: each for each in self.records.values() for name in each.incident.aliases}
        return before | self.records

    @cached_property
    def calendar(self) -> dict[str, dict[date, Grade]]:
        """For each component, and under "" for all: the days touched and how bad they were."""
        found: dict[str, dict[date, Grade]] = {"": {}}
        for record in self.records.values():
            touched = history.days(record.incident, self.present)
            for component, grade in record.grades.items():
                by_day = found.setdefault(component, {})
                for day in touched:
                    by_day[day] = max(grade, by_day.get(day, Grade.QUIET))
        return found

    @cached_property
    def states(self) -> dict[str, State]:
        """The state of each component now, by what its open incidents last said."""
        found = {component.id: State.OPERATIONAL for component in self.components}
        for incident in self.incidents:
            if self.phases[incident.id] == Phase.OPEN:
                latest = dict(incident.components)
                for update in incident.updates:
                    latest.update(update.components)
                for component, state in latest.items():
                    if component in found:
                        found[component] = max(found[component], state, key=history.BADNESS.index)
        return found

    @cached_property
    def lost(self) -> dict[str, list[Interval]]:
        """Times of interruption by component, and under "" all of them, merged."""
        found: dict[str, list[Interval]] = {"": []}
        for record in self.records.values():
            for name in record.grades:
                found.setdefault(name, []).extend(record.intervals)
        return {name: clock.merge(intervals) for name, intervals in found.items()}

    def lost_in(self, first: date, last: date, component: str = "") -> timedelta:
        zone, lost = self.present.zone, self.lost.get(component, [])
        start, end = clock.midnight(first, zone), clock.midnight(last + timedelta(1), zone)
        return clock.total(clock.within(lost, start, end))

    def open(self) -> tuple[Incident, ...]:
        """Incidents that are not over; the newest first."""
        return self._open

    @cached_property
    def _open(self) -> tuple[Incident, ...]:
        return tuple(
            each
            for each in self.incidents
            if self.phases[each.id] == Phase.OPEN and each.kind != Kind.MAINTENANCE
        )

    def of_component(self, component: str) -> tuple[Incident, ...]:
        return tuple(self._by_component.get(component, ()))

    @cached_property
    def _by_component(self) -> dict[str, list[Incident]]:
        found: dict[str, list[Incident]] = {}
        for record in self.records.values():
            for component in record.grades:
                found.setdefault(component, []).append(record.incident)
        return found

    @cached_property
    def extent(self) -> Extent:
        return extent_of(self.settings, self.present, [day for day in self.begins.values() if day])

    @property
    def first_day(self) -> date:
        return self.extent[0]

    @property
    def last_day(self) -> date:
        return self.extent[1]

    @property
    def years(self) -> tuple[int, ...]:
        return self.extent[2]

    @cached_property
    def by_month(self) -> dict[tuple[int, int], list[Incident]]:
        """The incidents that began in each month; the newest first."""
        found: dict[tuple[int, int], list[Incident]] = {}
        for incident in self.incidents:
            day = self.begins[incident.id]
            if day:
                found.setdefault((day.year, day.month), []).append(incident)
        return found

    def strip(self, first: date, last: date, component: str = "", since: date | None = None) -> Strip:
        """The days from ``first`` to ``last``; those before ``since`` are outside."""
        begin = max(self.first_day, since or self.first_day)
        touched = self.calendar.get(component, {})
        risen, kinds = [], []
        for n in range((last - first).days + 1):
            day = first + timedelta(n)
            if touched.get(day):
                risen.append((n, touched[day].name.lower()))
                kinds.append("risen")
            elif day < begin:
                kinds.append("outside")
            elif day > self.last_day:
                kinds.append("outside" if self.present.dated else "future")
            else:
                kinds.append("quiet")
        runs = [_runs(kinds, kind) for kind in ("quiet", "outside", "future")]
        return Strip(first, last, runs[0], runs[1], runs[2], tuple(risen))

    def _month(self, year: int, month: int, component: str = "", since: date | None = None) -> MonthRow:
        first, last = month_days(year, month)
        covered = last >= max(self.first_day, since or self.first_day) and first <= self.last_day
        lost = self.lost_in(first, last, component) if covered else None
        return MonthRow(year, month, self.strip(first, last, component, since), lost, covered)


def month_days(year: int, month: int) -> tuple[date, date]:
    first = date(year, month, 1)
    return first, (first + timedelta(31)).replace(day=1) - timedelta(1)


def _runs(kinds: list[str], wanted: str) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    for n, kind in enumerate(kinds):
        if kind != wanted:
            continue
        if runs and runs[-1][1] == n:
            runs[-1] = (runs[-1][0], n + 1)
        else:
            runs.append((n, n + 1))
    return tuple(runs)
