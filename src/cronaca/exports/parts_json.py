"""Statuspage's page, component and message: what each key holds, and how it is found."""

from __future__ import annotations

from typing import Any, NamedTuple

from cronaca.exports.shapes import (
    CODE,
    COUNT,
    FLAG,
    INSTANT,
    LINK,
    MAYBE,
    MOMENT,
    STATE,
    STATUS,
    TEXT,
    Shape,
    always,
    attribute,
    many,
    record,
)
from cronaca.model import State


class ComponentRow(NamedTuple):
    """A component, or a group, as it is at one time."""

    id: str
    name: str | None
    description: str | None
    position: int
    page_id: str
    created: str | None
    updated: str | None
    status: str = State.OPERATIONAL
    known: bool = True  # somebody said so
    group_id: str | None = None
    showcase: bool = False
    start_date: str | None = None
    parts: tuple[str, ...] | None = None  # of a group: its components' ids


class UpdateRow(NamedTuple):
    """A message, as it stands in the list of an incident."""

    id: str
    incident_id: str
    status: str
    body: str
    at: str
    corrected: str = ""
    affected: list[dict[str, Any]] | None = None
    notify: bool = False
    written: str | None = None  # when, as well as its author knew; None: ``at``
    timed: bool = True
    known: bool = True  # the status


class Affected(NamedTuple):
    """A component in a message."""

    code: str
    name: str | None
    before: str
    now: str
    known: bool


class PageRow(NamedTuple):
    """The site, in the head of each file."""

    page_id: str
    name: str | None
    url: str
    time_zone: str
    updated: str


PAGE_OBJECT = Shape(
    {
        "id": attribute(CODE, "page_id"),
        "name": attribute(TEXT, "name"),
        "url": attribute(LINK, "url"),
        "time_zone": attribute(TEXT, "time_zone"),
        "updated_at": attribute(INSTANT, "updated"),
    }
)


KNOWN_OBJECT = record(
    {"known": {**FLAG, "description": "false: nobody said so; the state is the nearest word"}}
)


COMPONENT_OBJECT = Shape(
    {
        "id": attribute(TEXT, "id"),
        "name": attribute(TEXT, "name"),
        "status": attribute(STATE, "status"),
        "created_at": attribute(INSTANT, "created"),
        "updated_at": attribute(INSTANT, "updated"),
        "position": attribute(COUNT, "position"),
        "description": attribute(MAYBE, "description"),
        "showcase": attribute(FLAG, "showcase"),
        "start_date": attribute(MAYBE, "start_date"),
        "group_id": attribute(MAYBE, "group_id"),
        "page_id": attribute(CODE, "page_id"),
        "group": (FLAG, lambda row: row.parts is not None),
        "only_show_if_degraded": always(FLAG, False),
        "cronaca": (KNOWN_OBJECT, lambda row: {"known": row.known}),
        "components": attribute(many(TEXT), "parts"),
    },
    optional=("components",),
)


AFFECTED_OBJECT = Shape(
    {
        "code": attribute(TEXT, "code"),
        "name": attribute(TEXT, "name"),
        "old_status": attribute(STATE, "before"),
        "new_status": attribute(STATE, "now"),
        "cronaca": (KNOWN_OBJECT, lambda row: {"known": row.known}),
    }
)


UPDATE_OBJECT = Shape(
    {
        "id": attribute(CODE, "id"),
        "incident_id": attribute(CODE, "incident_id"),
        "status": attribute(STATUS, "status"),
        "body": attribute({**TEXT, "description": "HTML: escaped text with <br>"}, "body"),
        "created_at": attribute(INSTANT, "at"),
        "updated_at": (INSTANT, lambda row: row.corrected or row.at),
        "display_at": attribute(INSTANT, "at"),
        "affected_components": attribute(
            {"type": ["array", "null"], "items": AFFECTED_OBJECT.schema}, "affected"
        ),
        "deliver_notifications": attribute(FLAG, "notify"),
        "custom_tweet": always({"type": "null"}, None),
        "tweet_id": always({"type": "null"}, None),
        "cronaca": (
            record({"at": MOMENT, "known": record({"display_at": FLAG, "status": FLAG})}),
            lambda row: {
                "at": row.written or row.at,
                "known": {"display_at": row.timed, "status": row.known},
            },
        ),
    }
)
