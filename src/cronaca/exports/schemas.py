"""JSON Schemas (2020-12) of the JSON that a site serves, by the tables of its objects."""

from __future__ import annotations

from cronaca.exports.incident_json import INCIDENT_OBJECT, OURS_OBJECT
from cronaca.exports.our_key import INCIDENT_KEYS
from cronaca.exports.parts_json import COMPONENT_OBJECT, PAGE_OBJECT
from cronaca.exports.shapes import CODE, COUNT, FLAG, IMPACT, INSTANT, MOMENT, TEXT, Schema, many, record

_WHOLE = INCIDENT_OBJECT.schema
_WHOLE = {
    **_WHOLE,
    "properties": _WHOLE["properties"] | {"cronaca": record({**OURS_OBJECT.keys, **INCIDENT_KEYS.keys})},
}
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
    "status": record({"page": PAGE_OBJECT.schema, "status": ROLLUP}),
    "summary": record(
        {
            "page": PAGE_OBJECT.schema,
            "status": ROLLUP,
            "components": many(COMPONENT_OBJECT.schema),
            "incidents": many(INCIDENT_OBJECT.schema),
            "scheduled_maintenances": many(INCIDENT_OBJECT.schema),
        }
    ),
    "components": record({"page": PAGE_OBJECT.schema, "components": many(COMPONENT_OBJECT.schema)}),
    "incidents": record(
        {"page": PAGE_OBJECT.schema, "incidents": many(INCIDENT_OBJECT.schema)}, cronaca=_PAGES
    ),
    "scheduled-maintenances": record(
        {"page": PAGE_OBJECT.schema, "scheduled_maintenances": many(INCIDENT_OBJECT.schema)}
    ),
    "incident": record({"page": PAGE_OBJECT.schema, "incident": _WHOLE}),
    "incident-alone": _WHOLE,
    "history": record(
        {
            "components": many(record({"id": TEXT, "name": TEXT})),
            "months": many(record({**_MONTH, "incidents": many(_LISTED)})),
        }
    ),
    "badge": record(_SHIELD),
}
