"""JSON Schemas (2020-12) of the JSON that a site serves."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
SECONDS: Schema = {"type": ["integer", "null"], "minimum": 0, "description": "null: not known, or it lasts"}
LINK: Schema = {"type": "string", "format": "uri"}
CODE: Schema = {"type": "string", "pattern": "^[0-9a-z]{12}$"}
INSTANT: Schema = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$",
    "description": "RFC 3339, UTC",
}
MAYBE_INSTANT: Schema = {**INSTANT, "type": ["string", "null"]}
MOMENT: Schema = {
    "type": ["string", "null"],
    "pattern": r"^(\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\.\d{3}Z)?|unknown)$",
    "description": 'an instant (UTC), a day in the site\'s zone, or "unknown"; null: there is none (yet)',
}
TEXTS: Schema = {
    "type": ["object", "null"],
    "additionalProperties": TEXT,
    "description": 'Markdown as written, by language; "und": the same in all',
}
STATE: Schema = {
    "enum": ["operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"]
}
IMPACT: Schema = {"enum": ["none", "minor", "major", "critical", "maintenance"]}
_WORDS = ["investigating", "identified", "monitoring", "resolved", "postmortem"]
_WORK = ["scheduled", "in_progress", "verifying", "completed"]
STATUS: Schema = {"enum": [*_WORDS, *_WORK]}


def record(properties: Schema, **optional: Schema) -> Schema:
    """An object with exactly these keys; the optional ones may be absent."""
    return {
        "type": "object",
        "properties": {**properties, **optional},
        "required": list(properties),
        "additionalProperties": False,
    }


def many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


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
_TRANSLATED = record({"texts": TEXTS, "by_machine": many(TEXT)})
_STEP = record({"at": MOMENT, "text": TEXTS, "marks": {"enum": ["start", "end", None]}})
_ACTION = record(
    {"id": MAYBE, "symptom": TEXTS, "action": TEXTS, "status": TEXT, "due": MOMENT, "done": MOMENT}
)
_SPANS = ("interruption", "follow_up", "to_first_message", "to_detection", "to_postmortem")
_POSTMORTEM = record(
    {
        "published_at": MOMENT,
        "timeline": many(_STEP),
        "impact": TEXTS,
        "context": TEXTS,
        "root_cause": TEXTS,
        "actions": many(_ACTION),
        "body": TEXTS,
    }
)
_FLAGS = record({"status": FLAG, "impact": FLAG, "started_at": FLAG, "resolved_at": FLAG})
OURS = {"id": TEXT, "kind": {"enum": ["incident", "maintenance", "information"]}, "lang": TEXT, "url": LINK}
OURS["known"] = _FLAGS
MORE = {
    "urls": {"type": "object", "additionalProperties": LINK},
    "aliases": many(TEXT),
    "related": many(CODE),
    "reference": MAYBE,
    "priority": MAYBE,
    "impact": {"enum": [*IMPACT["enum"], "unknown"]},
    "category": TEXTS,
    "responsibility": TEXTS,
    "windows": many(record({"from": MOMENT, "until": MOMENT, "note": TEXTS})),
    "schedule": maybe(record({"from": MOMENT, "until": MOMENT})),
    "detected": maybe(record({"at": MOMENT, "by": TEXT})),
    "seconds": record(dict.fromkeys(_SPANS, SECONDS)),
    "disputes": many(record({"of": TEXT, "says": TEXTS, "where": TEXTS, "chosen": TEXTS, "reason": TEXTS})),
    "source": maybe(record({"name": TEXT, "url": TEXT, "vendor_url": MAYBE})),
    "translations": record(
        {"name": _TRANSLATED, "incident_updates": {"type": "object", "additionalProperties": _TRANSLATED}}
    ),
    "updates": {
        "type": "object",
        "additionalProperties": record({"next_at": MOMENT, "corrected_at": MOMENT}),
        "description": "by id: those that announce the next one, or whose text was corrected",
    },
    "postmortem": maybe(_POSTMORTEM),
}


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


INCIDENT, WHOLE = incident(OURS), incident({**OURS, **MORE})
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
