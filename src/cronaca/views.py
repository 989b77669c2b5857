"""Views that several pages share: what is the same for all languages once, then each reader's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from cronaca import clock, history, page
from cronaca.clock import Interval, Moment
from cronaca.history import Grade, Phase, Present
from cronaca.model import Action, Component, Incident, Kind, Settings, Site, State, Status
from cronaca.text import ANY, Localized, TextState

LONGEST = 60  # incidents in a list that shares its page: 60 take about 8 KB of gzip


@dataclass(frozen=True, slots=True)
class Extent:
    """The first and last day that a site speaks of, the present included, and its years, newest first."""

    first: date
    last: date
    years: tuple[int, ...]

    @classmethod
    def of(cls, settings: Settings, present: Present, begun: Sequence[date]) -> Extent:
        """``begun``: the days on which its incidents began."""
        first = settings.coverage.start or min(begun, default=present.day)
        last = max(present.day, first)
        newest, oldest = max([last, *begun]).year, min([first, *begun]).year
        return cls(first, last, tuple(range(newest, oldest - 1, -1)))


class Facts:
    """A site at one moment: what every language says alike, worked out once."""

    def __init__(self, site: Site, present: Present) -> None:
        self.site, self.present, self.settings = site, present, site.settings
        shown = [incident for incident in site.incidents if not incident.draft]
        self.incidents = tuple(sorted(shown, key=history.order, reverse=True))  # newest first
        self.phases = {each.id: history.phase(each, present) for each in self.incidents}
        self.begins = {each.id: history.begin(each).day for each in self.incidents}
        self.ids = frozenset(self.phases)
        self.codes = {name: each.code for each in self.incidents for name in (each.id, *each.aliases)}

    @cached_property
    def by_id(self) -> dict[str, Incident]:
        return {each.id: each for each in self.incidents}

    @cached_property
    def calendar(self) -> dict[str, dict[date, Grade]]:
        return history.calendar(Site(self.settings, self.site.groups, self.incidents), self.present)

    @cached_property
    def states(self) -> dict[str, State]:
        return history.states(Site(self.settings, self.site.groups, self.incidents), self.present)

    @cached_property
    def lost(self) -> dict[str, list[Interval]]:
        """Times of interruption by component, and under "" all of them, merged."""
        found: dict[str, list[Interval]] = {"": []}
        for incident in self.incidents:
            intervals = history.interruptions((incident,), self.present)
            for name in ("", *(name for name in history.grades(incident) if name)):
                found.setdefault(name, []).extend(intervals)
        return {name: clock.merge(intervals) for name, intervals in found.items()}

    def lost_in(self, first: date, last: date, component: str = "") -> timedelta:
        zone = self.present.zone
        start, end = clock.midnight(first, zone), clock.midnight(last + timedelta(1), zone)
        return clock.total(clock.clip(self.lost.get(component, ()), start, end))

    def open(self) -> tuple[Incident, ...]:
        """Incidents that are not over; the newest first."""
        return tuple(
            each
            for each in self.incidents
            if self.phases[each.id] == Phase.OPEN and each.kind != Kind.MAINTENANCE
        )

    def of_component(self, component: str) -> tuple[Incident, ...]:
        return tuple(each for each in self.incidents if component in history.grades(each))

    @cached_property
    def extent(self) -> Extent:
        return Extent.of(self.settings, self.present, [day for day in self.begins.values() if day])

    @property
    def first_day(self) -> date:
        return self.extent.first

    @property
    def last_day(self) -> date:
        return self.extent.last

    @property
    def years(self) -> tuple[int, ...]:
        return self.extent.years

    @cached_property
    def by_month(self) -> dict[tuple[int, int], list[Incident]]:
        """The incidents that began in each month; the newest first."""
        found: dict[tuple[int, int], list[Incident]] = {}
        for incident in self.incidents:
            day = self.begins[incident.id]
            if day:
                found.setdefault((day.year, day.month), []).append(incident)
        return found

    def strip(self, first: date, last: date, component: str = "", since: date | None = None) -> page.Strip:
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
        return page.Strip(first, last, runs[0], runs[1], runs[2], tuple(risen))

    def month(self, year: int, month: int, component: str = "", since: date | None = None) -> page.MonthRow:
        first, last = month_days(year, month)
        covered = last >= max(self.first_day, since or self.first_day) and first <= self.last_day
        lost = self.lost_in(first, last, component) if covered else None
        return page.MonthRow(year, month, self.strip(first, last, component, since), lost, covered)


@dataclass(frozen=True)
class Voice:
    """The facts for the readers of one language."""

    facts: Facts
    lang: str

    @property
    def order(self) -> tuple[str, ...]:
        return self.facts.settings.languages

    def said(self, text: Localized) -> page.Said:
        picked = text.pick(self.lang, self.order)
        lang = "" if picked.lang in (self.lang, ANY) else picked.lang
        return page.Said(picked.text, lang, picked.state == TextState.MACHINE)

    def maybe(self, text: Localized | None) -> page.Said | None:
        return self.said(text) if text else None

    def fallback(self, texts: Iterable[Localized]) -> str:
        """The language that stands in for the page's own, if most texts lack it."""
        said = [self.said(text).lang for text in texts]
        other = [lang for lang in said if lang]
        return other[0] if other and len(other) * 2 > len(said) else ""

    def alternates(self, texts: tuple[Localized, ...]) -> tuple[str, ...]:
        """The languages in which these texts can be read without a fallback."""
        return tuple(lang for lang in self.order if not Voice(self.facts, lang).fallback(texts))

    def row(self, incident: Incident) -> page.Row:
        spans = list(history.spans(incident, self.facts.present))
        begin = self.facts.begins[incident.id]
        phase = self.facts.phases[incident.id]
        names = {each.id: each.name for each in self.facts.site.components}
        touched = [name for name in history.grades(incident) if name in names]
        schedule = incident.schedule
        return page.Row(
            incident.id,
            self.said(incident.title),
            incident.kind,
            incident.impact,
            incident.reference,
            incident.priority,
            phase,
            status(incident, phase),
            begin,
            max((last for _, last in spans), default=begin) if phase == Phase.CLOSED else None,
            history.interruption(incident, self.facts.present),
            tuple(self.said(names[name]) for name in touched),
            incident.postmortem is not None,
            (schedule.start, schedule.end) if schedule and phase != Phase.CLOSED else None,
        )

    def service(self, component: Component, days: int = 0) -> page.Service:
        """A component with its state, and the strip of its last ``days``."""
        facts, strip, lost = self.facts, None, None
        if days:
            first = facts.last_day - timedelta(days - 1)
            strip = facts.strip(first, facts.last_day, component.id, component.start_date)
            lost = facts.lost_in(first, facts.last_day, component.id)
        name, about = self.said(component.name), self.maybe(component.description)
        return page.Service(component.id, name, facts.states[component.id], strip, lost, about)

    def state(self, components: tuple[str, ...] | None = None) -> page.State:
        """What is so now, for the site or for some of its components."""
        facts = self.facts
        found = [
            each
            for each in facts.open()
            if components is None or set(components) & history.grades(each).keys()
        ]
        states = [state for name, state in facts.states.items() if components is None or name in components]
        worst = max((state.value for state in states), key=BADNESS.index, default=State.OPERATIONAL.value)
        if len(found) == 1:
            worst = status(found[0], Phase.OPEN)
        present = facts.present
        as_of = Moment("", None if present.dated else present.as_of, present.day)
        return page.State(
            facts.settings.role, as_of, len(found), worst, bool(facts.site.components), present.now
        )

    def open_incident(self, incident: Incident) -> page.OpenIncident:
        last = incident.updates[-1] if incident.updates else None
        return page.OpenIncident(
            self.row(incident),
            self.said(last.body) if last else None,
            last.at if last else None,
            last.next_at.instant if last and last.next_at else None,
        )

    def figures(self, incidents: Iterable[Incident], first: date, last: date) -> page.Figures:
        listed = list(incidents)
        told = [each for each in listed if each.kind != Kind.MAINTENANCE]
        timed = [each for each in listed if history.interruption(each, self.facts.present) is not None]
        return page.Figures(
            len(told),
            len(listed) - len(told),
            self.facts.lost_in(first, last),
            len(timed),
            sum(each.postmortem is not None for each in told),
            history.middle(history.to_first_message(each) for each in told),
            history.middle(history.to_postmortem(each) for each in told),
        )

    def action(self, action: Action) -> page.ActionView:
        symptom, said = self.maybe(action.symptom), self.said(action.action)
        return page.ActionView(action.id, symptom, said, action.status, action.due, action.done)

    def disputes(self, incident: Incident, *of: str) -> tuple[page.DisputeView, ...]:
        return tuple(
            page.DisputeView(
                each.of,
                self.said(each.says),
                self.said(each.chosen),
                self.maybe(each.where),
                self.maybe(each.reason),
            )
            for each in incident.disputes
            if not of or each.of in of
        )


BADNESS = [state.value for state in history.BADNESS]


def status(incident: Incident, phase: Phase) -> str:
    """The status shown: what was last said, else what follows from the windows and the schedule."""
    last = history.last_status(incident)
    if last != Status.UNKNOWN and not (incident.schedule and last == Status.SCHEDULED):
        return last
    if incident.kind == Kind.MAINTENANCE:
        return {Phase.UPCOMING: Status.SCHEDULED, Phase.OPEN: Status.IN_PROGRESS}.get(phase, Status.COMPLETED)
    return "ended" if phase == Phase.CLOSED else Status.INVESTIGATING


def month_days(year: int, month: int) -> tuple[date, date]:
    first = date(year, month, 1)
    return first, (first + timedelta(31)).replace(day=1) - timedelta(1)


def by_day(entries: Iterable[page.Entry | page.StepView], zone: ZoneInfo) -> tuple[page.Day, ...]:
    """Entries in their order, under a heading for each day of the zone, and for each offset in it."""
    days: list[page.Day] = []
    offset: timedelta | None = None
    for entry in entries:
        moment = entry.at
        now = _offset(moment.instant, zone)
        if days and days[-1].day == moment.day and (now is None or offset in (None, now)):
            last = days.pop()
            days.append(
                page.Day(last.day, last.at or moment.instant, last.clocks_changed, (*last.entries, entry))
            )
            offset = now or offset
            continue
        changed = offset is not None and now is not None and now != offset
        offset = now or offset
        days.append(page.Day(moment.day, moment.instant, changed, (entry,)))
    return tuple(days)


def _offset(instant: datetime | None, zone: ZoneInfo) -> timedelta | None:
    return instant.astimezone(zone).utcoffset() if instant else None


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
