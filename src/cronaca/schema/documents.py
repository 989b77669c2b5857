"""JSON Schemas for editors, made from the tables by which files are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cronaca.lang import DEFAULT
from cronaca.schema.records import MapOf, Table
from cronaca.schema.tables import COMPONENTS, INCIDENT, PHRASES, SITE

DIALECT = "http://json-schema.org/draft-07/schema#"  # the newest that all YAML editors know
FILES: dict[str, Table | MapOf] = {
    "site": SITE,
    "components": COMPONENTS,
    "incident": INCIDENT,
    "phrases": PHRASES,
}

_CODE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_TITLES = {
    "site": "content/site.yaml: the site as a whole",
    "components": "content/components.yaml: the services that incidents name",
    "incident": "content/incidents/YYYY/YYYY-MM-DD-name.yaml: one incident, in all languages",
    "phrases": "content/phrases.yaml: reviewed sentences, by name",
}


def document(
    name: str, languages: Iterable[str] = DEFAULT, components: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The schema of ``site``, ``components``, ``incident`` or ``phrases``.

    A site's own languages and components (id -> name) are offered for completion; others are accepted,
    for the rules know better than a schema that was written before.
    """
    made = {"$schema": DIALECT, "title": _TITLES[name], **FILES[name].schema()}
    if components:
        _offer(made, components)
    return made | {"definitions": _texts(tuple(languages))}


def _texts(languages: tuple[str, ...]) -> dict[str, Any]:
    scalar = {"type": ["string", "number", "boolean", "null"]}
    marked = {
        "type": "object",
        "properties": {
            "text": {"description": "the text", **scalar},
            "state": {
                "description": "machine: translated by one, and not read yet",
                "enum": ["written", "machine"],
            },
        },
        "required": ["text"],
        "additionalProperties": False,
    }
    text = {
        "type": "object",
        "description": "a text per language; any may be missing",
        "properties": {each: {"$ref": "#/definitions/tongue"} for each in languages},
        "patternProperties": {_CODE: {"$ref": "#/definitions/tongue"}},
        "additionalProperties": False,
        "minProperties": 1,
        "examples": [{"fr": "Panne", "en": "Outage", "it": "Guasto"}],
    }
    return {
        "tongue": {"anyOf": [scalar, marked]},
        "text": {"anyOf": [scalar, text]} if len(languages) == 1 else text,
        "anywhere": {"anyOf": [scalar, {"$ref": "#/definitions/text"}]},
    }


def _offer(schema: Any, components: Mapping[str, str]) -> None:
    """Put the site's components into every mapping of states."""
    if isinstance(schema, list):
        for each in schema:
            _offer(each, components)
    if not isinstance(schema, dict):
        return
    states = schema.get("additionalProperties")
    if isinstance(states, dict) and "major_outage" in states.get("enum", ()):
        schema["properties"] = {each: {"description": name, **states} for each, name in components.items()}
    for value in list(schema.values()):
        _offer(value, components)
