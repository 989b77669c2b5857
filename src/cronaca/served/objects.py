"""The objects of Statuspage's API, in one language; what is ours stands under ``cronaca``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cronaca import clock, history
from cronaca.history import Phase
from cronaca.l10n import L10n
from cronaca.model import Component, Group, Impact, Incident, Kind, Role, Settings, State, Status, code
from cronaca.served import postmortem, texts, times
from cronaca.text import Localized

Json = dict[str, Any]
INDICATORS = ["none", "maintenance", "minor", "major", "critical"]
_BY_STATE = {
    State.MAINTENANCE: "maintenance",
    State.DEGRADED: "minor",
    State.PARTIAL: "major",
    State.MAJOR: "critical",
}
_INCIDENT = {
    Status.SCHEDULED: Status.INVESTIGATING,
    Status.IN_PROGRESS: Status.IDENTIFIED,
    Status.VERIFYING: Status.MONITORING,
    Status.COMPLETED: Status.RESOLVED,
}
_MAINTENANCE = {
    Status.INVESTIGATING: Status.IN_PROGRESS,
    Status.IDENTIFIED: Status.IN_PROGRESS,
    Status.MONITORING: Status.VERIFYING,
    Status.RESOLVED: Status.COMPLETED,
}
_BY_PHASE = {Phase.UPCOMING: Status.SCHEDULED, Phase.OPEN: Status.IN_PROGRESS, Phase.CLOSED: Status.COMPLETED}


def status(incident: Incident, phase: Phase) -> tuple[str, bool]:
    """Statuspage's word for where an incident stands, and whether somebody said so."""
    last = history.last_status(incident)
    if incident.kind == Kind.MAINTENANCE:
        if last == Status.UNKNOWN or (incident.schedule and last == Status.SCHEDULED):
            return _BY_PHASE[phase], last == _BY_PHASE[phase]
        return _MAINTENANCE.get(last, last), True
    if incident.postmortem and phase == Phase.CLOSED:
        return "postmortem", True
    if last == Status.UNKNOWN:
        return Status.RESOLVED if phase == Phase.CLOSED else Status.INVESTIGATING, False
    return _INCIDENT.get(last, last), True


def indicator(states: Iterable[State], incidents: Iterable[Incident], phases: Mapping[str, Phase]) -> str:
    """Statuspage's grade of the whole: the worst component or open incident; unknown counts as minor."""
    found = [_BY_STATE.get(state, "none") for state in states]
    for incident in incidents:
        if phases[incident.id] == Phase.OPEN and incident.kind == Kind.MAINTENANCE:
            found.append("maintenance")
        elif phases[incident.id] == Phase.OPEN:
            found.append("minor" if incident.impact == Impact.UNKNOWN else incident.impact)
    return max(found, key=INDICATORS.index, default="none")


def named(state: State) -> str:
    """Statuspage's word for a component's state."""
    return State.OPERATIONAL if state == State.UNKNOWN else state


class Objects:
    """What the objects of one site say alike: its page, its components, its language."""

    def __init__(self, settings: Settings, groups: tuple[Group, ...], tongue: L10n) -> None:
        self.settings, self.groups, self.tongue, self.lang = settings, groups, tongue, tongue.lang
        self.base, self.zone = settings.base_url, ZoneInfo(settings.time_zone)
        self.page_id = code(settings.base_url)
        self.archive = settings.role == Role.ARCHIVE
        self.components = {each["id"]: each for each in self._components()}

    def said(self, text: Localized | None) -> str | None:
        return texts.pick(text, self.lang, self.settings.languages)[0] if text else None

    def page(self, updated: datetime, folder: str = "") -> Json:
        """``folder``: the language's own address, for its lists."""
        return {
            "id": self.page_id,
            "name": self.said(self.settings.title),
            "url": self.base + folder,
            "time_zone": self.settings.time_zone,
            "updated_at": times.stamp(updated),
        }

    def _components(self) -> Iterator[Json]:
        for place, group in enumerate(self.groups, 1):
            parent = code(f"group {group.id}") if group.id else None
            if parent:
                yield self._component(parent, group, place) | {
                    "components": [each.id for each in group.components]
                }
            for number, each in enumerate(group.components, 1):
                yield self._component(each.id, each, number) | {
                    "showcase": each.showcase,
                    "start_date": each.start_date.isoformat() if each.start_date else None,
                    "group_id": parent,
                    "group": False,
                }

    def _component(self, name: str, about: Component | Group, number: int) -> Json:
        day = (about.start_date if isinstance(about, Component) else None) or self.settings.coverage.start
        created = times.stamp(clock.midnight(day, self.zone)) if day else None
        return {
            "id": name,
            "name": self.said(about.name),
            "status": State.OPERATIONAL,
            "created_at": created,
            "updated_at": created,
            "position": number,
            "description": self.said(about.description),
            "showcase": False,
            "start_date": None,
            "group_id": None,
            "page_id": self.page_id,
            "group": True,
            "only_show_if_degraded": False,
            "cronaca": {"known": not self.archive},
        }

    def component(self, name: str, state: State, known: bool, updated: datetime) -> Json:
        base, at = self.components[name], times.stamp(updated)
        created = base["created_at"] or at
        known = known and state != State.UNKNOWN
        return base | {
            "status": named(state),
            "created_at": created,
            "updated_at": max(at, created),
            "cronaca": {"known": known},
        }

    def incident(self, incident: Incident, phase: Phase) -> Json:
        """An incident, or a maintenance with two more keys; components are as its last message left them."""
        at = times.instants(incident, self.zone)
        started = at[0] if at else times.begun(incident, self.zone)
        newest = times.newest(incident, self.zone, at)
        mine = incident.code
        resolved = times.resolved(incident, phase, at, self.zone)
        said = zip(at, incident.updates, strict=True)
        watched = (times.stamp(each) for each, update in said if update.status == Status.MONITORING)
        word, known = status(incident, phase)
        pm, link = incident.postmortem, f"{self.base}incidents/{mine}/"
        published = times.stamp(pm.published_at.start(self.zone) or newest) if pm else None
        rows, left = self._updates(incident, mine, at)
        body = self._postmortem(incident)
        if pm and published and body is not None:
            rows.append(
                self._update(mine, code(f"{mine} postmortem"), "postmortem", texts.light(body), published)
            )
            rows.sort(key=lambda row: str(row["display_at"]))
        found: Json = {
            "id": mine,
            "code": mine,
            "name": self.said(incident.title),
            "status": word,
            "created_at": times.stamp(started),
            "updated_at": times.stamp(newest),
            "monitoring_at": next(watched, None),
            "resolved_at": times.stamp(resolved) if resolved else None,
            "impact": Impact.NONE if incident.impact == Impact.UNKNOWN else incident.impact,
            "shortlink": link,
            "started_at": times.stamp(started),
            "page_id": self.page_id,
            "incident_updates": rows[::-1],
            "components": [
                self.component(name, state, sure, at[-1] if at else started)
                for name, (state, sure) in left.items()
            ],
            "reminder_intervals": None,
            "postmortem_body": body,
            "postmortem_body_last_updated_at": published,
            "postmortem_ignored": False,
            "postmortem_published_at": published,
            "postmortem_notified_subscribers": False,
            "postmortem_notified_twitter": False,
        }
        if incident.kind == Kind.MAINTENANCE:
            found |= self._schedule(incident, started, resolved or newest)
        found["cronaca"] = {
            "id": incident.id,
            "kind": incident.kind,
            "lang": texts.pick(incident.title, self.lang, self.settings.languages)[1],
            "url": f"{self.base}{self.lang}/incidents/{incident.id}/",
            "known": {
                "status": known,
                "impact": incident.impact != Impact.UNKNOWN,
                "started_at": bool(incident.updates and incident.updates[0].at.instant),
                "resolved_at": bool(
                    resolved and history.last_status(incident) in history.ENDED and _timed(incident)
                ),
            },
        }
        return found

    def _schedule(self, incident: Incident, start: datetime, end: datetime) -> Json:
        schedule = incident.schedule
        planned = schedule and (schedule.start.start(self.zone), schedule.end.end(self.zone))
        first, last = planned or (None, None)
        return {"scheduled_for": times.stamp(first or start), "scheduled_until": times.stamp(last or end)}

    def _updates(
        self, incident: Incident, mine: str, at: tuple[datetime, ...]
    ) -> tuple[list[Json], dict[str, tuple[State, bool]]]:
        """The messages, oldest first; the components' states after the last, and whether they are known."""
        sure = not self.archive
        now = {
            name: (state, state != State.UNKNOWN)
            for name, state in incident.components
            if name in self.components
        }
        before: dict[str, tuple[State, bool]] = {}
        rows: list[Json] = []
        said, keys = times.statuses(incident), times.codes(incident)
        for number, update in enumerate(incident.updates):
            if update.status in history.ENDED:
                now = dict.fromkeys(now, (State.OPERATIONAL, sure))
            for name, state in update.components:
                if name in self.components:
                    now = now | {name: (state, state != State.UNKNOWN)}
            row = self._update(
                mine,
                keys[number],
                said[number],
                texts.light(self.said(update.body) or ""),
                times.stamp(at[number]),
            )
            corrected = update.corrected_at.start(self.zone) if update.corrected_at else None
            row["updated_at"] = times.stamp(max(corrected or at[number], at[number]))
            row["deliver_notifications"] = update.notify
            row["affected_components"] = [
                {
                    "code": name,
                    "name": self.components[name]["name"],
                    "old_status": named(before.get(name, (State.OPERATIONAL, sure))[0]),
                    "new_status": named(state),
                    "cronaca": {"known": known},
                }
                for name, (state, known) in now.items()
            ] or None
            row["cronaca"] = {
                "at": times.written(update.at),
                "known": {"display_at": update.at.timed, "status": update.status != Status.UNKNOWN},
            }
            rows.append(row)
            before = now
        if not incident.updates and all(window.end for window in incident.windows):
            now = dict.fromkeys(now, (State.OPERATIONAL, sure))
        return rows, now

    def _update(self, mine: str, key: str, word: str, body: str, at: str) -> Json:
        return {
            "id": key,
            "incident_id": mine,
            "status": word,
            "body": body,
            "created_at": at,
            "updated_at": at,
            "display_at": at,
            "affected_components": None,
            "deliver_notifications": False,
            "custom_tweet": None,
            "tweet_id": None,
            "cronaca": {"at": at, "known": {"display_at": True, "status": True}},
        }

    def _postmortem(self, incident: Incident) -> str | None:
        pm = incident.postmortem
        return postmortem.markdown(pm, lambda text: self.said(text) or "", self.tongue) if pm else None


def _timed(incident: Incident) -> bool:
    ended = [update.at.timed for update in incident.updates if update.status in history.ENDED]
    return bool(ended and ended[-1])
