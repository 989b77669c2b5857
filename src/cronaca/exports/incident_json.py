"""Statuspage's incident: what each key holds, and how it is found; what is ours stands under ``cronaca``."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cronaca import history
from cronaca.exports.parts_json import COMPONENT_OBJECT, UPDATE_OBJECT
from cronaca.exports.shapes import (
    CODE,
    FLAG,
    IMPACT,
    INSTANT,
    LINK,
    MAYBE,
    MAYBE_INSTANT,
    STATUS,
    TEXT,
    Shape,
    always,
    attribute,
    many,
    record,
)
from cronaca.exports.statuspage_words import impact_word
from cronaca.history import Phase
from cronaca.instants import rfc3339
from cronaca.model import Impact, Incident, Kind


class Account(NamedTuple):
    """An incident, with what its object says in several places."""

    incident: Incident
    name: str
    lang: str  # of the name
    url: str
    link: str  # the permanent one
    page_id: str
    zone: ZoneInfo
    phase: Phase
    status: tuple[str, bool]  # and whether somebody said so
    started: datetime
    newest: datetime
    resolved: datetime | None
    monitoring: str | None
    rows: list[dict[str, Any]]
    components: list[dict[str, Any]]
    postmortem: str | None
    published: str | None


OURS_OBJECT = Shape(
    {
        "id": attribute(TEXT, "incident.id"),
        "kind": attribute({"enum": ["incident", "maintenance", "information"]}, "incident.kind"),
        "lang": attribute(TEXT, "lang"),
        "url": attribute(LINK, "url"),
        "known": (
            record({"status": FLAG, "impact": FLAG, "started_at": FLAG, "resolved_at": FLAG}),
            lambda told: _known(told),
        ),
    }
)


INCIDENT_OBJECT = Shape(
    {
        "id": attribute(CODE, "incident.code"),
        "code": attribute(CODE, "incident.code"),
        "name": attribute(TEXT, "name"),
        "status": (STATUS, lambda told: told.status[0]),
        "created_at": (INSTANT, lambda told: rfc3339(told.started)),
        "updated_at": (INSTANT, lambda told: rfc3339(told.newest)),
        "monitoring_at": attribute(MAYBE_INSTANT, "monitoring"),
        "resolved_at": (MAYBE_INSTANT, lambda told: rfc3339(told.resolved) if told.resolved else None),
        "impact": (IMPACT, lambda told: impact_word(told.incident)),
        "shortlink": attribute(LINK, "link"),
        "started_at": (INSTANT, lambda told: rfc3339(told.started)),
        "page_id": attribute(CODE, "page_id"),
        "incident_updates": (many(UPDATE_OBJECT.schema), lambda told: told.rows[::-1]),
        "components": attribute(many(COMPONENT_OBJECT.schema), "components"),
        "reminder_intervals": always({"type": "null"}, None),
        "postmortem_body": attribute(MAYBE, "postmortem"),
        "postmortem_body_last_updated_at": attribute(MAYBE_INSTANT, "published"),
        "postmortem_ignored": always(FLAG, False),
        "postmortem_published_at": attribute(MAYBE_INSTANT, "published"),
        "postmortem_notified_subscribers": always(FLAG, False),
        "postmortem_notified_twitter": always(FLAG, False),
        "scheduled_for": (INSTANT, lambda told: _planned(told, 0)),
        "scheduled_until": (INSTANT, lambda told: _planned(told, 1)),
        "cronaca": (OURS_OBJECT.schema, OURS_OBJECT.of),
    },
    optional=("scheduled_for", "scheduled_until"),
)


def _known(told: Account) -> dict[str, bool]:
    """Which of the words and times somebody said; the others are the nearest that Statuspage has."""
    incident = told.incident
    over = [update.at.timed for update in incident.updates if update.status in history.ENDED]
    ended = told.resolved and history.last_status(incident) in history.ENDED and over and over[-1]
    return {
        "status": told.status[1],
        "impact": incident.impact != Impact.UNKNOWN,
        "started_at": bool(incident.updates and incident.updates[0].at.instant),
        "resolved_at": bool(ended),
    }


def _planned(told: Account, end: int) -> str | None:
    """The planned begin or end of a maintenance, else the real one; None for an incident."""
    schedule, zone = told.incident.schedule, told.zone
    if told.incident.kind != Kind.MAINTENANCE:
        return None
    real = (told.started, told.resolved or told.newest)
    planned = (schedule.start.start(zone), schedule.end.end(zone)) if schedule else real
    return rfc3339(planned[end] or real[end])
