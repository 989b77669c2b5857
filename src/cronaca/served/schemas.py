"""JSON Schemas (2020-12) of the JSON that a site serves."""

from __future__ import annotations

from cronaca.served import extras
from cronaca.served.shapes import (
    CODE,
    COUNT,
    FLAG,
    IMPACT,
    INSTANT,
    LINK,
    MAYBE,
    MAYBE_INSTANT,
    MOMENT,
    STATE,
    STATUS,
    TEXT,
    Schema,
    many,
    record,
)

PAGE = record({"id": CODE, "name": TEXT, "url": LINK, "time_zone": TEXT, "updated_at": INSTANT})
KNOWN = record({"known": {**FLAG, "description": "false: nobody said so; the state is the nearest word"}})
COMPONENT = record(
    {
        "id": TEXT,
        "name": TEXT,
        "status": STATE,
        "created_at": INSTANT,
        "updated_at": INSTANT,
        "position": COUNT,
        "description": MAYBE,
        "showcase": FLAG,
        "start_date": MAYBE,
        "group_id": MAYBE,
        "page_id": CODE,
        "group": FLAG,
        "only_show_if_degraded": FLAG,
        "cronaca": KNOWN,
    },
    components=many(TEXT),
)
AFFECTED = record({"code": TEXT, "name": TEXT, "old_status": STATE, "new_status": STATE, "cronaca": KNOWN})
UPDATE = record(
    {
        "id": CODE,
        "incident_id": CODE,
        "status": STATUS,
        "body": {**TEXT, "description": "HTML: escaped text with <br>"},
        "created_at": INSTANT,
        "updated_at": INSTANT,
        "display_at": INSTANT,
        "affected_components": {"type": ["array", "null"], "items": AFFECTED},
        "deliver_notifications": FLAG,
        "custom_tweet": {"type": "null"},
        "tweet_id": {"type": "null"},
        "cronaca": record({"at": MOMENT, "known": record({"display_at": FLAG, "status": FLAG})}),
    }
)
_FLAGS = record({"status": FLAG, "impact": FLAG, "started_at": FLAG, "resolved_at": FLAG})
OURS = {"id": TEXT, "kind": {"enum": ["incident", "maintenance", "information"]}, "lang": TEXT, "url": LINK}
OURS["known"] = _FLAGS


def incident(ours: Schema) -> Schema:
    """An incident or a maintenance; ``ours``: what stands under our key."""
    return record(
        {
            "id": CODE,
            "code": CODE,
            "name": TEXT,
            "status": STATUS,
            "created_at": INSTANT,
            "updated_at": INSTANT,
            "monitoring_at": MAYBE_INSTANT,
            "resolved_at": MAYBE_INSTANT,
            "impact": IMPACT,
            "shortlink": LINK,
            "started_at": INSTANT,
            "page_id": CODE,
            "incident_updates": many(UPDATE),
            "components": many(COMPONENT),
            "reminder_intervals": {"type": "null"},
            "postmortem_body": MAYBE,
            "postmortem_body_last_updated_at": MAYBE_INSTANT,
            "postmortem_ignored": FLAG,
            "postmortem_published_at": MAYBE_INSTANT,
            "postmortem_notified_subscribers": FLAG,
            "postmortem_notified_twitter": FLAG,
            "cronaca": record(ours),
        },
        scheduled_for=INSTANT,
        scheduled_until=INSTANT,
    )


INCIDENT, WHOLE = incident(OURS), incident({**OURS, **extras.KEYS.keys})
ROLLUP = record(
    {
        "indicator": IMPACT,
        "description": TEXT,
        "cronaca": record({"known": FLAG, "open": COUNT, "as_of": MOMENT, "built_at": INSTANT}),
    }
)
_MONTH = {"name": TEXT, "year": COUNT}
_LISTED = record({"code": CODE, "name": TEXT, "message": TEXT, "impact": IMPACT, "timestamp": TEXT})
_PAGES = record({"page": COUNT, "pages": COUNT, "per_page": COUNT, "total": COUNT})
_SHIELD = {
    "schemaVersion": {"const": 1},
    "label": TEXT,
    "message": TEXT,
    "color": TEXT,
    "cacheSeconds": COUNT,
}

#: Each file's shape, by the name of its schema.
SHAPES: dict[str, Schema] = {
    "status": record({"page": PAGE, "status": ROLLUP}),
    "summary": record(
        {
            "page": PAGE,
            "status": ROLLUP,
            "components": many(COMPONENT),
            "incidents": many(INCIDENT),
            "scheduled_maintenances": many(INCIDENT),
        }
    ),
    "components": record({"page": PAGE, "components": many(COMPONENT)}),
    "incidents": record({"page": PAGE, "incidents": many(INCIDENT)}, cronaca=_PAGES),
    "scheduled-maintenances": record({"page": PAGE, "scheduled_maintenances": many(INCIDENT)}),
    "incident": record({"page": PAGE, "incident": WHOLE}),
    "incident-alone": WHOLE,
    "history": record(
        {
            "components": many(record({"id": TEXT, "name": TEXT})),
            "months": many(record({**_MONTH, "incidents": many(_LISTED)})),
        }
    ),
    "badge": record(_SHIELD),
}
