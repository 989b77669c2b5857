"""The facts for the readers of one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from cronaca import history, page
from cronaca.clock import Moment
from cronaca.history import Phase
from cronaca.model import Action, Component, Incident, Kind, State
from cronaca.text import ANY, Localized, TextState
from cronaca.views.facts import Facts
from cronaca.views.gist import BADNESS
from cronaca.views.timeline import Line


@dataclass(frozen=True)
class Voice:
    """The facts for the readers of one language."""

    facts: Facts
    lang: str

    @classmethod
    def of(cls, facts: Facts, lang: str) -> Voice:
        """The one voice of these facts: what it has said once it knows."""
        found: Voice = facts.voices.setdefault(lang, cls(facts, lang))
        return found

    @property
    def order(self) -> tuple[str, ...]:
        return self.facts.settings.languages

    def said(self, text: Localized) -> page.Said:
        picked = text.pick(self.lang, self.order)
        lang = "" if picked.lang in (self.lang, ANY) else picked.lang
        return page.Said(picked.text, lang, picked.state == TextState.MACHINE)

    def maybe(self, text: Localized | None) -> page.Said | None:
        return self.said(text) if text else None

    @cached_property
    def names(self) -> dict[str, page.Said]:
        """Of the components, by id."""
        return {each.id: self.said(each.name) for each in self.facts.site.components}

    @cached_property
    def _rows(self) -> dict[str, page.Row]:
        return {}

    def row(self, incident: Incident) -> page.Row:
        """An incident as lists show it; the same one for every list."""
        if incident.id not in self._rows:
            self._rows[incident.id] = self._row(incident)
        return self._rows[incident.id]

    def _row(self, incident: Incident) -> page.Row:
        gist, schedule, names = self.facts.gists[incident.id], incident.schedule, self.names
        return page.Row(
            incident.id,
            self.said(incident.title),
            incident.kind,
            incident.impact,
            incident.reference,
            incident.priority,
            gist.phase,
            gist.status,
            gist.begin.day,
            gist.last,
            gist.lost,
            history.lasts(incident),
            tuple(names[name] for name in gist.grades if name in names),
            incident.postmortem is not None,
            (schedule.start, schedule.end) if schedule and gist.phase != Phase.CLOSED else None,
        )

    def days(self, days: Iterable[page.Day]) -> tuple[page.Day, ...]:
        """A timeline with its texts picked."""
        return tuple(
            page.Day(each.day, each.at, each.clocks_changed, tuple(map(self._entry, each.entries)))
            for each in days
        )

    def _entry(self, line: Line) -> page.Entry:
        return page.Entry(
            line.what,
            line.at,
            line.number,
            line.status,
            self.maybe(line.body),
            line.lost,
            line.corrected_at,
            tuple((self.names[name], state) for name, state in line.states if name in self.names),
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
            if components is None or facts.gists[each.id].touched.intersection(components)
        ]
        states = [state for name, state in facts.states.items() if components is None or name in components]
        worst = max((state.value for state in states), key=BADNESS.index, default=State.OPERATIONAL.value)
        if len(found) == 1:
            worst = facts.gists[found[0].id].status
        present = facts.present
        as_of = Moment("", None if present.dated else present.as_of, present.day)
        some = bool(facts.site.components)
        return page.State(facts.settings.role, as_of, len(found), worst, some, present.now, present.until)

    def open_incident(self, incident: Incident) -> page.OpenIncident:
        last = incident.updates[-1] if incident.updates else None
        return page.OpenIncident(
            self.row(incident),
            self.said(last.body) if last else None,
            last.at if last else None,
            last.next_at.instant if last and last.next_at else None,
        )

    def figures(self, incidents: Iterable[Incident], first: date, last: date) -> page.Figures:
        listed = [self.facts.gists[each.id] for each in incidents]
        told = [each for each in listed if each.incident.kind != Kind.MAINTENANCE]
        return page.Figures(
            len(told),
            len(listed) - len(told),
            self.facts.lost_in(first, last),
            sum(each.lost is not None for each in listed),
            sum(each.incident.postmortem is not None for each in told),
            history.middle(each.to_first_message for each in told),
            history.middle(each.to_postmortem for each in told),
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
