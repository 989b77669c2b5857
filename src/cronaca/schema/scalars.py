"""Fields of one value: words, times, days, zones."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cronaca import clock
from cronaca.issue import did_you_mean, short
from cronaca.schema.context import INVALID, Context
from cronaca.yaml.nodes import Node

_TIME = r"\d{4}-\d{2}-\d{2}[Tt ]+\d{1,2}:\d{2}(:\d{2})?(\.\d+)? *([Zz]|[+-]\d{2}:?\d{2})?"
_DAY = r"\d{4}-\d{2}-\d{2}"


class Scalar(NamedTuple):
    """A scalar, kept as it is written."""

    pattern: str = ""
    meaning: str = "a word"
    example: str = ""

    def read(self, node: Node, at: Context) -> Any:
        if not at.expect(node, "scalar", self.example):
            return INVALID
        if not node.value.strip():
            return at.say(node, "empty", f"{self.meaning} is missing here")
        if self.pattern and not re.fullmatch(self.pattern, node.value):
            hint = f"for example: {self.example}" if self.example else ""
            return at.say(node, "wrong-word", f'"{short(node.value)}" is not {self.meaning}', hint)
        if not self.pattern:
            at.warn_of_cut(node, r"\s*\d")
        return node.value

    def schema(self) -> dict[str, Any]:
        found: dict[str, Any] = {"type": ["string", "number", "boolean"]}
        if self.pattern:
            found["pattern"] = f"^({self.pattern})$"
        return found | ({"examples": [self.example]} if self.example else {})


class OneOf(NamedTuple):
    """One of the words of an enum."""

    words: type[StrEnum]
    called: str

    def read(self, node: Node, at: Context) -> Any:
        if not at.expect(node, "scalar"):
            return INVALID
        try:
            return self.words(node.value)
        except ValueError:
            message = f'"{short(node.value)}" is not {self.called}'
            return at.say(node, "wrong-word", message, lambda: did_you_mean(node.value, map(str, self.words)))

    def schema(self) -> dict[str, Any]:
        return {"enum": [str(word) for word in self.words]}


class Flag:
    """true or false."""

    def read(self, node: Node, at: Context) -> Any:
        if node.kind == "scalar" and node.value in ("true", "false"):
            return node.value == "true"
        return at.say(node, "wrong-word", "true or false belongs here")

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class When(NamedTuple):
    """A time; a date or ``unknown`` where that makes sense."""

    day: bool = True
    unknown: bool = False

    def read(self, node: Node, at: Context) -> Any:
        if not at.expect(node, "scalar", "2025-03-27 16:11"):
            return INVALID
        try:
            moment = clock.read_moment(node.value, at.zone)
        except clock.BadTime as error:
            return at.say(node, error.code, str(error), error.hint)
        if not moment.known and not self.unknown:
            return at.say(node, "time", "this time has to be known", "leave the line out if it is not")
        if moment.known and not moment.timed and not self.day:
            return at.say(node, "date-only", "a date is not enough here", f"write {node.value} 16:11")
        return moment

    def schema(self) -> dict[str, Any]:
        forms = [_TIME, *([_DAY] if self.day else []), *(["unknown"] if self.unknown else [])]
        examples = ["2025-03-27 16:11", "2025-03-27T15:42Z", *(["2025-03-27"] if self.day else [])]
        examples += ["unknown"] if self.unknown else []
        return {"type": "string", "pattern": f"^({'|'.join(forms)})$", "examples": examples}


class Date:
    """A date alone."""

    def read(self, node: Node, at: Context) -> Any:
        moment = When().read(node, at)
        if moment is not INVALID and moment.timed:
            return at.say(node, "time", "a date belongs here, without a time", f"write {moment.day}")
        return moment if moment is INVALID else moment.day

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_DAY}$", "examples": ["2025-03-27"]}


class Zone:
    """A name of the IANA time zone database."""

    def read(self, node: Node, at: Context) -> Any:
        if not at.expect(node, "scalar", "Europe/Paris"):
            return INVALID
        if not _is_zone(node.value):
            return at.say(
                node, "zone", f'"{short(node.value)}" is not a time zone', lambda: _near(node.value)
            )
        return node.value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": ["Europe/Paris", "Europe/Rome", "Europe/London", "UTC"]}


def _is_zone(name: str) -> bool:
    if name == "localtime" or not re.fullmatch(r"[A-Z][\w+-]*(/[\w+-]+)*", name, re.ASCII):
        return False
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def _near(name: str) -> str:
    from zoneinfo import available_timezones

    return did_you_mean(name, available_timezones()) or "for example: Europe/Paris"
