"""The objects of Statuspage's API for one site, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from cronaca import clock, history, instants
from cronaca.exports import texts
from cronaca.exports.incident_json import INCIDENT_OBJECT, Account
from cronaca.exports.parts_json import (
    AFFECTED_OBJECT,
    COMPONENT_OBJECT,
    PAGE_OBJECT,
    UPDATE_OBJECT,
    Affected,
    ComponentRow,
    PageRow,
    UpdateRow,
)
from cronaca.exports.postmortem_text import postmortem_markdown
from cronaca.exports.statuspage_words import named, status
from cronaca.exports.texts import Json
from cronaca.history import Phase
from cronaca.instants import rfc3339
from cronaca.lang.locale import Locale
from cronaca.model import Component, Group, Incident, Role, Settings, State, States, Status, code
from cronaca.text import Localized


class Objects:
    """What the objects of one site say alike: its page, its components, its language."""

    def __init__(self, settings: Settings, groups: tuple[Group, ...], locale: Locale) -> None:
        self.settings, self.groups, self.locale, self.lang = settings, groups, locale, locale.lang
        self.base, self.zone = settings.base_url, ZoneInfo(settings.time_zone)
        self.page_id = code(settings.base_url)
        self.archive = settings.role == Role.ARCHIVE
        self.components = {row.id: row for row in self._components()}
        self._changed = lru_cache(None)(self._one_affected)  # a few, said by every message

    def picked(self, text: Localized) -> tuple[str, str]:
        """The text that readers get, and its language."""
        return texts.pick(text, self.lang, self.settings.languages)

    def said(self, text: Localized | None) -> str | None:
        return self.picked(text)[0] if text else None

    def page(self, updated: datetime, folder: str = "") -> Json:
        """``folder``: the language's own address, for its lists."""
        name, zone = self.said(self.settings.title), self.settings.time_zone
        return PAGE_OBJECT.of(PageRow(self.page_id, name, self.base + folder, zone, rfc3339(updated)))

    def _components(self) -> Iterator[ComponentRow]:
        for place, group in enumerate(self.groups, 1):
            parent = code(f"group {group.id}") if group.id else None
            if parent:
                parts = tuple(each.id for each in group.components)
                yield self._row(parent, group, place, None)._replace(parts=parts)
            for number, each in enumerate(group.components, 1):
                start = each.start_date.isoformat() if each.start_date else None
                row = self._row(each.id, each, number, each.start_date)
                yield row._replace(showcase=each.showcase, start_date=start, group_id=parent)

    def _row(self, id: str, about: Component | Group, number: int, start: date | None) -> ComponentRow:
        day = start or self.settings.coverage.start
        created = rfc3339(clock.midnight(day, self.zone)) if day else None
        name, description = self.said(about.name), self.said(about.description)
        known = not self.archive
        return ComponentRow(id, name, description, number, self.page_id, created, created, known=known)

    def component(self, id: str, state: State, known: bool, updated: datetime) -> Json:
        row, at = self.components[id], rfc3339(updated)
        created, known = row.created or at, known and state != State.UNKNOWN
        now = row._replace(status=named(state), created=created, updated=max(at, created), known=known)
        return COMPONENT_OBJECT.of(now)

    def incident(self, incident: Incident, phase: Phase) -> Json:
        """An incident, or a maintenance with two more keys; components are as its last message left them."""
        at = instants.instants(incident, self.zone)
        started = at[0] if at else instants.begun(incident, self.zone)
        newest = instants.newest(incident, self.zone, at)
        said = zip(at, incident.updates, strict=True)
        watched = (rfc3339(each) for each, update in said if update.status == Status.MONITORING)
        pm = incident.postmortem
        published = rfc3339(pm.published_at.start(self.zone) or newest) if pm else None
        rows, left = self._updates(incident, at)
        body = postmortem_markdown(pm, lambda text: self.said(text) or "", self.locale) if pm else None
        if published and body is not None:
            rows.append(self._postmortem(incident, body, published))
            rows.sort(key=lambda row: str(row["display_at"]))
        last = at[-1] if at else started
        return INCIDENT_OBJECT.of(
            Account(
                incident,
                *self.picked(incident.title),
                f"{self.base}{self.lang}/incidents/{incident.id}/",
                f"{self.base}incidents/{incident.code}/",
                self.page_id,
                self.zone,
                phase,
                status(incident, phase),
                started,
                newest,
                instants.resolved_at(incident, phase, at, self.zone),
                next(watched, None),
                rows,
                [self.component(name, state, sure, last) for name, (state, sure) in left.items()],
                body,
                published,
            )
        )

    def _postmortem(self, incident: Incident, body: str, published: str) -> Json:
        """The post-mortem as a message."""
        key, text = code(f"{incident.code} postmortem"), texts.light(body)
        return UPDATE_OBJECT.of(UpdateRow(key, incident.code, "postmortem", text, published))

    def _updates(
        self, incident: Incident, at: tuple[datetime, ...]
    ) -> tuple[list[Json], dict[str, tuple[State, bool]]]:
        """The messages, oldest first; the components' states after the last, and whether they are known."""
        sure = not self.archive
        now = self._stated(incident.components)
        before: dict[str, tuple[State, bool]] = {}
        rows: list[Json] = []
        said, keys = instants.statuses(incident), instants.codes(incident)
        for number, update in enumerate(incident.updates):
            if update.status in history.ENDED:
                now = dict.fromkeys(now, (State.OPERATIONAL, sure))
            now |= self._stated(update.components)
            corrected = update.corrected_at.start(self.zone) if update.corrected_at else None
            row = UpdateRow(
                keys[number],
                incident.code,
                said[number],
                texts.light(self.said(update.body) or ""),
                rfc3339(at[number]),
                rfc3339(max(corrected or at[number], at[number])),
                self._affected(before, now) or None,
                update.notify,
                instants.as_written(update.at),
                update.at.timed,
                update.status != Status.UNKNOWN,
            )
            rows.append(UPDATE_OBJECT.of(row))
            before = dict(now)
        if not incident.updates and all(window.end for window in incident.windows):
            now = dict.fromkeys(now, (State.OPERATIONAL, sure))
        return rows, now

    def _stated(self, states: States) -> dict[str, tuple[State, bool]]:
        """Of the components that there are: the state, and whether it is known."""
        known = self.components
        return {name: (state, state != State.UNKNOWN) for name, state in states if name in known}

    def _affected(
        self, before: Mapping[str, tuple[State, bool]], now: Mapping[str, tuple[State, bool]]
    ) -> list[Json]:
        calm = State.OPERATIONAL, True
        return [
            self._changed(name, before.get(name, calm)[0], state, known)
            for name, (state, known) in now.items()
        ]

    def _one_affected(self, name: str, before: State, now: State, known: bool) -> Json:
        row = Affected(name, self.components[name].name, named(before), named(now), known)
        return AFFECTED_OBJECT.of(row)
