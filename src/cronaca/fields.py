"""What a field of a content file may hold: each kind reads a node, and says so when it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from cronaca import clock
from cronaca.issue import Issue, Level, Report, did_you_mean
from cronaca.nodes import Node, Source
from cronaca.text import ANY, Localized, Text, TextState

BAD: Final = object()  # what could not be read; a finding says why

_KINDS = {"scalar": "a word", "list": "a list", "map": "a mapping"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Reading:
    """One file being read."""

    source: Source
    report: Report
    zone: ZoneInfo
    languages: tuple[str, ...]

    def say(self, node: Node, code: str, message: str, hint: str = "", level: Level = Level.ERROR) -> Any:
        self.report.add(Issue(code, message, self.source.mark(node), level, hint))
        return BAD

    def expect(self, node: Node, kind: str, example: str = "") -> bool:
        if node.kind == kind:
            return True
        hint = f"for example: {example}" if example else ""
        self.say(node, "wrong-type", f"{_KINDS[kind]} belongs here, not {_KINDS[node.kind]}", hint)
        return False


@dataclass(frozen=True, slots=True)
class Plain:
    """A scalar, kept as it is written."""

    pattern: str = ""
    meaning: str = "a word"
    example: str = ""

    def read(self, node: Node, at: Reading) -> Any:
        if not at.expect(node, "scalar", self.example):
            return BAD
        if not node.value.strip():
            return at.say(node, "empty", f"{self.meaning} is missing here")
        if self.pattern and not re.fullmatch(self.pattern, node.value):
            hint = f"for example: {self.example}" if self.example else ""
            return at.say(node, "wrong-word", f'"{node.value}" is not {self.meaning}', hint)
        return node.value

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"]} | (
            {"type": "string", "pattern": f"^({self.pattern})$"} if self.pattern else {}
        )


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the words of an enum."""

    words: type[StrEnum]
    called: str

    def read(self, node: Node, at: Reading) -> Any:
        if not at.expect(node, "scalar"):
            return BAD
        try:
            return self.words(node.value)
        except ValueError:
            known = [str(word) for word in self.words]
            message = f'"{node.value}" is not {self.called}'
            return at.say(node, "wrong-word", message, did_you_mean(node.value, known))

    def schema(self) -> dict[str, Any]:
        return {"enum": [str(word) for word in self.words]}


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    def read(self, node: Node, at: Reading) -> Any:
        if node.kind == "scalar" and node.value in ("true", "false"):
            return node.value == "true"
        return at.say(node, "wrong-word", "true or false belongs here")

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class When:
    """A time; a date or ``unknown`` where that makes sense."""

    day: bool = True
    unknown: bool = False

    def read(self, node: Node, at: Reading) -> Any:
        if not at.expect(node, "scalar", "2025-03-27 16:11"):
            return BAD
        try:
            moment = clock.read(node.value, at.zone)
        except clock.BadTime as error:
            return at.say(node, "time", str(error), error.hint)
        if not moment.known and not self.unknown:
            return at.say(node, "time", "this time has to be known", "leave the line out if it is not")
        if moment.known and not moment.timed and not self.day:
            return at.say(node, "time", "a date is not enough here", f"write {node.value} 16:11")
        return moment

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class Day:
    """A date alone."""

    def read(self, node: Node, at: Reading) -> Any:
        moment = When().read(node, at)
        if moment is not BAD and moment.timed:
            return at.say(node, "time", "a date belongs here", f"write {moment.day}")
        return moment if moment is BAD else moment.day

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class Zone:
    """A name of the IANA time zone database."""

    def read(self, node: Node, at: Reading) -> Any:
        from zoneinfo import available_timezones

        if not at.expect(node, "scalar", "Europe/Paris"):
            return BAD
        try:
            ZoneInfo(node.value)
        except (ValueError, OSError, KeyError):
            near = did_you_mean(node.value, {name.lower() for name in available_timezones()})
            named = next((n for n in available_timezones() if f'"{n.lower()}"' in near), "Europe/Paris")
            return at.say(node, "zone", f'"{node.value}" is not a time zone', f"for example: {named}")
        return node.value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": ["Europe/Paris"]}


@dataclass(frozen=True, slots=True)
class Tongues:
    """A text in several languages; ``anywhere``: or one that is the same in all."""

    anywhere: bool = False

    def read(self, node: Node, at: Reading) -> Any:
        if node.kind == "scalar" and self.anywhere:
            text = self._text(node, at)
            return text if text is BAD else Localized((Text(ANY, text),))
        if not at.expect(node, "map", 'fr: "…"'):
            return BAD
        texts = []
        for key, value in node.pairs:
            if key.value not in at.languages:
                hint = did_you_mean(key.value, at.languages)
                at.say(key, "language", f'"{key.value}" is not a language of this site', hint)
            elif not value.null or value.value:
                texts.append(self._one(key.value, value, at))
        good = tuple(text for text in texts if text is not BAD)
        if not good:
            return BAD if texts else at.say(node, "empty", "no text in any language")
        return Localized(good)

    def _one(self, lang: str, node: Node, at: Reading) -> Any:
        state = TextState.WRITTEN
        body: Node | None = node
        if node.kind == "map":
            body, how = node.get("text"), node.get("state")
            state = OneOf(TextState, "how a text came to be").read(how, at) if how else state
            for key, _ in node.pairs:
                if key.value not in ("text", "state"):
                    hint = did_you_mean(key.value, ("text", "state"))
                    at.say(key, "unknown-key", f'"{key.value}" is not a field here', hint)
        if body is None:
            return at.say(node, "missing-key", '"text" is missing here')
        text = self._text(body, at)
        return BAD if text is BAD or state is BAD else Text(lang, text, state)

    def _text(self, node: Node, at: Reading) -> Any:
        if not at.expect(node, "scalar"):
            return BAD
        if not node.value.strip():
            return at.say(node, "empty", "the text is empty")
        if not node.style:
            line = at.source.text.splitlines()[node.end_line]
            if re.match(r"[ \t]+#", line[node.end_column :]) and node.end_line == node.line:
                at.say(node, "cut-text", f'the text ends before " #": "{node.value}"', "quote the whole text")
        return node.value.strip()

    def schema(self) -> dict[str, Any]:
        return {"$ref": "#/$defs/anywhere" if self.anywhere else "#/$defs/text"}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, read to its end whatever is wrong in it."""

    item: Any

    def read(self, node: Node, at: Reading) -> Any:
        if not at.expect(node, "list", "- …"):
            return BAD
        read = (self.item.read(item, at) for item in node.items)
        return tuple(item for item in read if item is not BAD)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema()}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping with keys of the author's own."""

    value: Any

    def read(self, node: Node, at: Reading) -> Any:
        if not at.expect(node, "map", "ecommerce: unknown"):
            return BAD
        read = ((key.value, self.value.read(value, at)) for key, value in node.pairs)
        return tuple((key, value) for key, value in read if value is not BAD)

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.value.schema()}


@dataclass(frozen=True, slots=True)
class Anything:
    """What is not read: it never reaches the output."""

    def read(self, node: Node, at: Reading) -> Any:
        return None

    def schema(self) -> dict[str, Any]:
        return {}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a table: the field's kind, what it says, and what it is called in the model."""

    kind: Any
    doc: str
    required: bool = False
    name: str = ""  # in the model, when it differs; "-" is read and dropped


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known fields, made into an object of the model."""

    make: Callable[..., Any]
    table: Mapping[str, Entry]
    called: str

    def read(self, node: Node, at: Reading, **given: Any) -> Any:
        if not at.expect(node, "map"):
            return BAD
        values: dict[str, Any] = dict(given)
        bad = False
        for key, value in node.pairs:
            entry = self.table.get(key.value)
            if entry is None:
                hint = did_you_mean(key.value, self.table)
                at.say(key, "unknown-key", f'"{key.value}" is not a field of {self.called}', hint)
                continue
            if value.null:
                continue
            read = entry.kind.read(value, at)
            bad = bad or (read is BAD and entry.required)
            if read is not BAD and entry.name != "-":
                values[entry.name or key.value] = read
        present = {key.value for key, value in node.pairs if not value.null}
        for name, entry in self.table.items():
            if entry.required and name not in present:
                at.say(node, "missing-key", f'"{name}" is missing in {self.called}', f"{name}: {entry.doc}")
                bad = True
        return BAD if bad else self.make(**values)

    def schema(self) -> dict[str, Any]:
        properties = {
            name: {"description": entry.doc} | entry.kind.schema() for name, entry in self.table.items()
        }
        required = [name for name, entry in self.table.items() if entry.required]
        return {"type": "object", "properties": properties, "additionalProperties": False} | (
            {"required": required} if required else {}
        )
