"""The columns of the tables of incidents, in their order."""

from __future__ import annotations

from cronaca.served.schemas import CODE, COUNT, LINK, MAYBE, MOMENT, MORE, SECONDS, STATUS, TEXT, Schema, many

#: The columns with their JSON types, under what they hold.
GROUPS: dict[str, dict[str, Schema]] = {
    "address": {"code": CODE, "id": TEXT, "url": LINK},
    "words": {
        "kind": TEXT,
        "status": STATUS,
        "impact": MORE["impact"],
        "priority": MAYBE,
        "reference": MAYBE,
    },
    "texts": {
        "title": TEXT,
        "language": TEXT,
        "category": MAYBE,
        "responsibility": MAYBE,
    },
    "components": {"components": many(TEXT)},
    "interruption": {"began": MOMENT, "ended": MOMENT},
    "messages": {
        "first_message": MOMENT,
        "resolved": MOMENT,
        "messages": COUNT,
        "postmortem_published": MOMENT,
    },
    "planned": {"planned_from": MOMENT, "planned_until": MOMENT},
    "seconds": {
        f"{name}_seconds": SECONDS
        for name in ("interruption", "follow_up", "to_first_message", "to_detection", "to_postmortem")
    },
}
NAMES = tuple(name for group in GROUPS.values() for name in group)
