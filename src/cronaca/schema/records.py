"""Fields made of fields: lists, mappings, and records with a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cronaca.issue import did_you_mean, short
from cronaca.schema.context import INVALID, Context
from cronaca.schema.scalars import Scalar
from cronaca.schema.translated import Translated
from cronaca.yaml.nodes import Node


class ListOf(NamedTuple):
    """A list, read to its end whatever is wrong in it."""

    item: Any
    least: int = 0

    def read(self, node: Node, at: Context) -> Any:
        if not at.expect(node, "list", "- …"):
            return INVALID
        if len(node.items) < self.least:
            return at.say(node, "empty", f"at least {self.least} is needed here")
        read = [self.item.read(item, at) for item in node.items]
        return tuple(item for item in read if item is not INVALID)

    def schema(self) -> dict[str, Any]:
        least = {"minItems": self.least} if self.least else {}
        return {"type": "array", "items": self.item.schema()} | least


class MapOf(NamedTuple):
    """A mapping with keys of the author's own."""

    value: Any
    key: Scalar = Scalar()
    example: str = "ecommerce: unknown"

    def read(self, node: Node, at: Context) -> Any:
        if not at.expect(node, "map", self.example):
            return INVALID
        pairs = [(key, value) for key, value in node.pairs if self.key.read(key, at) is not INVALID]
        read = [(key.value, self.value.read(value, at)) for key, value in pairs]
        return tuple((key, value) for key, value in read if value is not INVALID)

    def schema(self) -> dict[str, Any]:
        named = {"propertyNames": {"pattern": f"^({self.key.pattern})$"}} if self.key.pattern else {}
        return {"type": "object", "additionalProperties": self.value.schema()} | named


class Anything:
    """What is not read: it never reaches the output."""

    def read(self, node: Node, at: Context) -> Any:
        return None

    def schema(self) -> dict[str, Any]:
        return {}


class Field(NamedTuple):
    """One line of a table: the field's kind, what it says, and what it is called in the model."""

    kind: Any
    doc: str
    required: bool = False
    name: str = ""  # in the model, when it differs; "-" is read and dropped
    listed: bool = False  # a text that lists, exports and other incidents' pages show too


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping with known fields, made into an object of the model."""

    make: Callable[..., Any]
    fields: Mapping[str, Field]
    called: str
    required: tuple[str, ...] = field(init=False)
    with_texts: tuple[tuple[str, Field], ...] = field(init=False)  # the fields that are, or hold, texts

    def __post_init__(self) -> None:
        required = tuple(name for name, entry in self.fields.items() if entry.required)
        object.__setattr__(self, "required", required)
        with_texts = tuple((name, entry) for name, entry in self.fields.items() if _wordy(entry.kind))
        object.__setattr__(self, "with_texts", with_texts)

    def read(self, node: Node, at: Context, **given: Any) -> Any:
        if not at.expect(node, "map"):
            return INVALID
        values: dict[str, Any] = dict(given)
        bad = False
        for key, value in node.pairs:
            field = self.fields.get(key.value)
            if field is None:
                self._unknown(key, at)
            elif not value.null:
                read = self._value(key, value, field, at)
                bad = bad or (read is INVALID and field.required)
                if read is not INVALID and field.name != "-":
                    values[field.name or key.value] = read
        written = {key.value for key, value in node.pairs if not value.null}
        for name in (name for name in self.required if name not in written):
            hint = f"{name}: {self.fields[name].doc}"
            at.say(node, "missing-key", f'"{name}" is missing in {self.called}', hint)
            bad = True
        return INVALID if bad else self.make(**values)

    def _value(self, key: Node, value: Node, field: Field, at: Context) -> Any:
        known = at.report.errors
        read = field.kind.read(value, at)
        if read is INVALID and field.required and at.report.errors == known:  # nothing goes without a word
            at.say(value, "empty", f'"{key.value}" says nothing, and {self.called} needs it')
        return read

    def _unknown(self, key: Node, at: Context) -> None:
        if key.value == "private":
            message = f"private belongs to an incident as a whole, not into {self.called}"
            at.say(key, "private-misplaced", message, "move it to the left edge of an incident's file")
            return
        message = f'"{short(key.value)}" is not a field of {self.called}'
        at.say(key, "unknown-key", message, lambda: did_you_mean(key.value, self.fields))

    def schema(self) -> dict[str, Any]:
        properties = {
            name: {"description": entry.doc} | entry.kind.schema() for name, entry in self.fields.items()
        }
        return {"type": "object", "properties": properties, "additionalProperties": False} | (
            {"required": list(self.required)} if self.required else {}
        )


def _wordy(kind: Any) -> bool:
    kind = kind.item if isinstance(kind, ListOf) else kind
    return isinstance(kind, Translated) or (isinstance(kind, Table) and bool(kind.with_texts))
