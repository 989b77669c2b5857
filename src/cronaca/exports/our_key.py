"""What Statuspage has no field for: what stands under ``cronaca`` in the file of one incident."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from cronaca import history, instants
from cronaca.exports import texts
from cronaca.exports.shapes import (
    CODE,
    IMPACT,
    LINK,
    SECONDS,
    TEXT,
    TEXTS,
    Key,
    Shape,
    attribute,
    many,
    moment,
    one,
    some,
    word,
    words,
)
from cronaca.exports.texts import Json
from cronaca.model import Incident, Settings, Update


class OurKey(NamedTuple):
    """What an incident's own key is made of."""

    incident: Incident
    settings: Settings
    related: list[str]  # the codes of those that it names


def _span(find: Callable[[Incident], timedelta | None]) -> Key:
    return SECONDS, lambda incident: int(span.total_seconds()) if (span := find(incident)) else None


def _urls(told: OurKey) -> dict[str, str]:
    base, id = told.settings.base_url, told.incident.id
    return {lang: f"{base}{lang}/incidents/{id}/" for lang in told.settings.languages}


def _by_code(incident: Incident, shape: Shape, find: Callable[[Update], Any]) -> Json:
    """Something of each update that has it, by the update's code."""
    told = zip(instants.codes(incident), incident.updates, strict=True)
    return {code: shape.of(found) for code, update in told if (found := find(update))}


def _more(update: Update) -> Update | None:
    return update if update.next_at or update.corrected_at else None


# Every language's text, in Markdown as written, and which of them a machine made.
_TEXT = Shape({"texts": (TEXTS, texts.translations), "by_machine": (many(TEXT), texts.by_machine)})
_WINDOW = Shape({"from": moment("start"), "until": moment("end"), "note": words("note")})
_SCHEDULE = Shape({"from": moment("start"), "until": moment("end")})
_DETECTED = Shape({"at": moment("at"), "by": attribute(TEXT, "by")})
_SOURCE = Shape(
    {"name": attribute(TEXT, "name"), "url": attribute(TEXT, "url"), "vendor_url": word("vendor_url")}
)
_SECONDS = Shape(
    {
        "interruption": _span(history.interruption),
        "follow_up": _span(history.follow_up),
        "to_first_message": _span(history.to_first_message),
        "to_detection": _span(history.to_detection),
        "to_postmortem": _span(history.to_postmortem),
    }
)
_DISPUTE = Shape(
    {
        "of": attribute(TEXT, "of"),
        "says": words("says"),
        "where": words("where"),
        "chosen": words("chosen"),
        "reason": words("reason"),
    }
)
_UPDATE = Shape({"next_at": moment("next_at"), "corrected_at": moment("corrected_at")})
_STEP = Shape(
    {"at": moment("at"), "text": words("text"), "marks": attribute({"enum": ["start", "end", None]}, "marks")}
)
_ACTION = Shape(
    {
        "id": word("id"),
        "symptom": words("symptom"),
        "action": words("action"),
        "status": attribute(TEXT, "status"),
        "due": moment("due"),
        "done": moment("done"),
    }
)
_POSTMORTEM = Shape(
    {
        "published_at": moment("published_at"),
        "timeline": some(_STEP, "timeline"),
        "impact": words("impact"),
        "context": words("context"),
        "root_cause": words("root_cause"),
        "actions": some(_ACTION, "actions"),
        "body": words("body"),
    }
)
_BY_CODE = {"type": "object", "additionalProperties": _TEXT.schema}
_TRANSLATIONS = Shape(
    {
        "name": (_TEXT.schema, lambda incident: _TEXT.of(incident.title)),
        "incident_updates": (_BY_CODE, lambda incident: _by_code(incident, _TEXT, lambda each: each.body)),
    }
)
_UPDATES = {
    "type": "object",
    "additionalProperties": _UPDATE.schema,
    "description": "by id: those that announce the next one, or whose text was corrected",
}
INCIDENT_KEYS = Shape(
    {
        "urls": ({"type": "object", "additionalProperties": LINK}, _urls),
        "aliases": attribute(many(TEXT), "incident.aliases"),
        "related": attribute(many(CODE), "related"),
        "reference": word("incident.reference"),
        "priority": word("incident.priority"),
        "impact": attribute({"enum": [*IMPACT["enum"], "unknown"]}, "incident.impact"),
        "category": words("incident.category"),
        "responsibility": words("incident.responsibility"),
        "windows": some(_WINDOW, "incident.windows"),
        "schedule": one(_SCHEDULE, "incident.schedule"),
        "detected": one(_DETECTED, "incident.detected"),
        "seconds": (_SECONDS.schema, lambda told: _SECONDS.of(told.incident)),
        "disputes": some(_DISPUTE, "incident.disputes"),
        "source": one(_SOURCE, "incident.source"),
        "translations": (_TRANSLATIONS.schema, lambda told: _TRANSLATIONS.of(told.incident)),
        "updates": (_UPDATES, lambda told: _by_code(told.incident, _UPDATE, _more)),
        "postmortem": one(_POSTMORTEM, "incident.postmortem"),
    }
)


def our_key(incident: Incident, settings: Settings, related: list[str]) -> Json:
    """An incident's own key; ``related``: the codes of those that it names."""
    return INCIDENT_KEYS.of(OurKey(incident, settings, related))
