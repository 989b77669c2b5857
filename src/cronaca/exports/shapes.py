"""What the values of our JSON look like, and objects: each key says what it holds and how it is found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from operator import attrgetter
from typing import Any

from cronaca import instants
from cronaca.exports import texts

Schema = dict[str, Any]
Key = tuple[Schema, Callable[[Any], Any]]  # what a value looks like, and how it is found

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


class Shape:
    """An object: each key with its schema, and how its value is found in what the object is made of.

    ``optional`` keys are left out where None is found.
    """

    def __init__(self, keys: Mapping[str, Key], optional: Collection[str] = ()) -> None:
        self._finders = [(name, find) for name, (_, find) in keys.items()]
        self.keys = {name: schema for name, (schema, _) in keys.items() if name not in optional}
        self._optional = {name: keys[name][0] for name in optional}

    @property
    def schema(self) -> Schema:
        return record(self.keys, **self._optional)

    def of(self, value: object) -> dict[str, Any]:
        found = {name: find(value) for name, find in self._finders}
        for name in self._optional:
            if found[name] is None:
                del found[name]
        return found


def attribute(shape: Schema, name: str) -> Key:
    """What an attribute is; ``name`` may lead through others: incident.impact."""
    return shape, attrgetter(name)


def always(shape: Schema, value: object) -> Key:
    """What never changes: Statuspage has a word for it, and we nothing to say."""
    return shape, lambda _: value


def word(name: str) -> Key:
    """A text that is the same in all languages; null for none."""
    get = attrgetter(name)
    return MAYBE, lambda value: get(value) or None


def moment(name: str) -> Key:
    """A time, as well as it is known."""
    get = attrgetter(name)
    return MOMENT, lambda value: instants.as_written(get(value))


def words(name: str) -> Key:
    """A text by language."""
    get = attrgetter(name)
    return TEXTS, lambda value: texts.translations(get(value))


def some(shape: Shape, name: str) -> Key:
    """A list of objects."""
    get = attrgetter(name)
    return many(shape.schema), lambda value: [shape.of(each) for each in get(value)]


def one(shape: Shape, name: str) -> Key:
    """An object, or null."""
    get = attrgetter(name)
    return maybe(shape.schema), lambda value: shape.of(found) if (found := get(value)) else None
