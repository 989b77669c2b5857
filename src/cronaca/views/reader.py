"""A site for the readers of one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from cronaca import history
from cronaca.clock import Moment
from cronaca.history import Phase
from cronaca.lang.locale import Locale
from cronaca.model import Action, Component, Incident, Kind, State
from cronaca.text import Localized
from cronaca.views.incident_record import BADNESS_WORDS
from cronaca.views.parts import (
    ActionView,
    DisputeView,
    Figures,
    IncidentLink,
    OpenIncident,
    PickedText,
    PresentState,
    Row,
    Service,
    TimelineDay,
    TimelineEntry,
)
from cronaca.views.site_history import SiteHistory
from cronaca.views.timeline import Line


@dataclass(frozen=True)
class Reader:
    """A site for the readers of one language."""

    site: SiteHistory
    lang: str

    @classmethod
    def of(cls, site: SiteHistory, lang: str) -> Reader:
        """The one reader of this language: what it has said once it knows."""
        found: Reader = site.readers.setdefault(lang, cls(site, lang))
        return found

    @property
    def locale(self) -> Locale:
        """Their dates and numbers."""
        return self.site.locales[self.lang]

    @property
    def order(self) -> tuple[str, ...]:
        return self.site.settings.languages

    def said(self, text: Localized) -> PickedText:
        return PickedText.of(text, self.lang, self.order)

    def maybe(self, text: Localized | None) -> PickedText | None:
        return self.said(text) if text else None

    @cached_property
    def names(self) -> dict[str, PickedText]:
        """Of the components, by id."""
        return {each.id: self.said(each.name) for each in self.site.components}

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return {}

    def row(self, incident: Incident) -> Row:
        """An incident as lists show it; the same one for every list."""
        if incident.id not in self._rows:
            self._rows[incident.id] = self._row(incident)
        return self._rows[incident.id]

    def _row(self, incident: Incident) -> Row:
        record, schedule, names = self.site.records[incident.id], incident.schedule, self.names
        return Row(
            incident.id,
            self.said(incident.title),
            incident.kind,
            incident.impact,
            incident.reference,
            incident.priority,
            record.phase,
            record.status,
            record.begin.day,
            record.last,
            record.lost,
            history.lasts(incident),
            tuple(names[name] for name in record.grades if name in names),
            incident.postmortem is not None,
            (schedule.start, schedule.end) if schedule and record.phase != Phase.CLOSED else None,
        )

    def link(self, incident: Incident) -> IncidentLink:
        return IncidentLink(incident.id, self.said(incident.title), self.site.records[incident.id].begin.day)

    def days(self, days: Iterable[TimelineDay]) -> tuple[TimelineDay, ...]:
        """A timeline with its texts picked."""
        return tuple(
            TimelineDay(each.day, each.at, each.clocks_changed, tuple(map(self._entry, each.entries)))
            for each in days
        )

    def _entry(self, line: Line) -> TimelineEntry:
        return TimelineEntry(
            line.what,
            line.at,
            line.number,
            line.status,
            self.maybe(line.body),
            line.lost,
            line.corrected_at,
            tuple((self.names[name], state) for name, state in line.states if name in self.names),
        )

    def service(self, component: Component, days: int = 0) -> Service:
        """A component with its state, and the strip of its last ``days``."""
        site, strip, lost = self.site, None, None
        if days:
            first = site.last_day - timedelta(days - 1)
            strip = site.strip(first, site.last_day, component.id, component.start_date)
            lost = site.lost_in(first, site.last_day, component.id)
        name, about = self.said(component.name), self.maybe(component.description)
        return Service(component.id, name, site.states[component.id], strip, lost, about)

    def state(self, components: tuple[str, ...] | None = None) -> PresentState:
        """What is so now, for the site or for some of its components."""
        site = self.site
        found = [
            each
            for each in site.open()
            if components is None or site.records[each.id].touched.intersection(components)
        ]
        states = [state for name, state in site.states.items() if components is None or name in components]
        worst = max(
            (state.value for state in states), key=BADNESS_WORDS.index, default=State.OPERATIONAL.value
        )
        if len(found) == 1:
            worst = site.records[found[0].id].status
        present = site.present
        as_of = Moment("", None if present.dated else present.as_of, present.day)
        some = bool(site.components)
        return PresentState(site.settings.role, as_of, len(found), worst, some, present.now, present.until)

    def open_incident(self, incident: Incident) -> OpenIncident:
        last = incident.updates[-1] if incident.updates else None
        return OpenIncident(
            self.row(incident),
            self.said(last.body) if last else None,
            last.at if last else None,
            last.next_at.instant if last and last.next_at else None,
        )

    def figures(self, incidents: Iterable[Incident], first: date, last: date) -> Figures:
        listed = [self.site.records[each.id] for each in incidents]
        told = [each for each in listed if each.incident.kind != Kind.MAINTENANCE]
        return Figures(
            len(told),
            len(listed) - len(told),
            self.site.lost_in(first, last),
            sum(each.lost is not None for each in listed),
            sum(each.incident.postmortem is not None for each in told),
            history.middle(each.to_first_message for each in told),
            history.middle(each.to_postmortem for each in told),
        )

    def action(self, action: Action) -> ActionView:
        symptom, said = self.maybe(action.symptom), self.said(action.action)
        return ActionView(action.id, symptom, said, action.status, action.due, action.done)

    def disputes(self, incident: Incident, *of: str) -> tuple[DisputeView, ...]:
        return tuple(
            DisputeView(
                each.of,
                self.said(each.says),
                self.said(each.chosen),
                self.maybe(each.where),
                self.maybe(each.reason),
            )
            for each in incident.disputes
            if not of or each.of in of
        )
