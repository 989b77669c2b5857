"""Changes to a YAML text that touch only the lines they must: spliced in, never dumped again.

Every change is read back: unless the whole text then means exactly what it meant before, plus the
change, nothing is changed at all. So a formatting that nobody thought of is refused, never damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from cronaca.issue import Keys
from cronaca.yaml.emit import block, flow

Data = str | list[Any] | dict[str, Any]  # what a YAML text means; every scalar as it is written

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_KEEP = re.compile(r"[|>]\d?\+")
_NULL = ("", "~", "null", "Null", "NULL")


class CannotSplice(ValueError):
    """The text is formatted in a way in which a change cannot be made safely."""


@dataclass(frozen=True, slots=True)
class Append:
    """Add an item to the end of a list; a list that is empty or absent is begun."""

    keys: Keys
    value: Data
    order: tuple[str, ...] = ()  # of the keys of the mapping around, for a list that is absent


@dataclass(frozen=True, slots=True)
class Put:
    """Give a key of a mapping a value, in place of the one it has."""

    keys: Keys
    value: Data
    order: tuple[str, ...] = ()  # of the mapping's keys: a new one goes after those named before it


def splice(text: str, changes: Iterable[Append | Put]) -> str:
    """The text with the changes made in order. Raises CannotSplice."""
    for change in changes:
        wanted = _changed(meaning(text), change)
        try:
            made = _Splicer(text, change).made()
            done = meaning(made)
        except (yaml.YAMLError, LookupError, AttributeError, TypeError) as error:
            raise CannotSplice(
                f"this file is written in a way that cannot be changed here: {error}"
            ) from None
        if done != wanted:
            raise CannotSplice("this file is written in a way that a command cannot change safely")
        text = made
    return text


def meaning(text: str) -> Any:
    """What a YAML text means: scalars as strings without the line ends after them, nothing as ""."""
    return _data(yaml.compose(text, Loader=yaml.SafeLoader))


def _data(node: yaml.Node | None) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _data(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_data(each) for each in node.value]
    return "" if node is None or _null(node) else node.value.rstrip("\n")


def _null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULL


def _changed(data: Any, change: Append | Put) -> Any:
    """The meaning after a change, worked out without the text."""
    *way, last = change.keys
    try:
        below = data
        for each in way:
            below = below[each]
        if isinstance(change, Append):
            found = below.get(last) or []
            if isinstance(found, str):
                raise CannotSplice(f"{last} is not a list in this file")
            below[last] = [*found, change.value]
        else:
            below[last] = change.value
    except (LookupError, TypeError, AttributeError):
        raise CannotSplice(f"there is no place for {last} in this file") from None
    return data


class _Splicer:
    """One change of one text; positions are characters from the start."""

    def __init__(self, text: str, change: Append | Put) -> None:
        self.text, self.change = text, change
        self.parent: Any = yaml.compose(text, Loader=yaml.SafeLoader)
        for each in change.keys[:-1]:
            self.parent = _child(self.parent, each)
        self.key = str(change.keys[-1])
        first = _BREAK.search(text)
        self.newline = first[0] if first and first[0] in ("\n", "\r\n", "\r") else "\n"

    def made(self) -> str:
        change, found = self.change, _child(self.parent, self.key)
        if isinstance(change, Append):
            if found is not None and isinstance(found, yaml.SequenceNode) and found.value:
                return self.appended(found)
            return self.begun(found)
        if found is None:
            return self.added(change.value)
        start, end = found.start_mark.index, _end(self.text, found)
        space = " " if start and self.text[start - 1] == ":" else ""
        return self.text[:start] + space + flow(change.value, _style(found)) + self.text[end:]

    def appended(self, found: Any) -> str:
        """The item after the list's last one."""
        last, value = found.value[-1], self.change.value
        if found.flow_style:
            return self.insert(_end(self.text, last), ", " + flow(value))
        dash = self.dash(last)
        column = dash - _line_start(self.text, dash)
        return self.insert_lines(_end(self.text, found), block([value], column), column)

    def begun(self, found: Any) -> str:
        """A list where there was none, or an empty one."""
        value = self.change.value
        if found is None:
            return self.added([value])
        if self.parent.flow_style:
            start, end = found.start_mark.index, found.end_mark.index
            space = " " if start and self.text[start - 1] == ":" else ""
            return self.text[:start] + space + flow([value]) + self.text[end:]
        start, end = found.start_mark.index, found.end_mark.index
        start = len(self.text[:start].rstrip(" "))
        column = _column(self.parent)
        cut = self.text[:start] + self.text[end:]
        return self.insert_lines(start, block([value], column + 2), column, cut)

    def added(self, value: Data) -> str:
        """A key that the mapping did not have."""
        pairs = self.parent.value
        if self.parent.flow_style:
            text = f"{self.key}: {flow(value)}"
            if pairs:
                return self.insert(max(_end(self.text, node) for node in self.before()), ", " + text)
            return self.insert(self.parent.start_mark.index + 1, text)
        column = _column(self.parent)
        end = max(_end(self.text, node) for node in self.before())
        return self.insert_lines(end, block({self.key: value}, column), column)

    def before(self) -> tuple[yaml.Node, yaml.Node]:
        """The pair after which a new key goes."""
        order = self.change.order
        earlier = order[: order.index(self.key)] if self.key in order else ()
        pairs: list[tuple[yaml.Node, yaml.Node]] = self.parent.value
        return next((pair for pair in reversed(pairs) if pair[0].value in earlier), pairs[-1])

    def dash(self, item: Any) -> int:
        """Where the dash before an item stands: nothing but spaces and comments can be between them."""
        dashes = [
            token.start_mark.index
            for token in yaml.scan(self.text, Loader=yaml.SafeLoader)
            if isinstance(token, yaml.BlockEntryToken) and token.start_mark.index < item.start_mark.index
        ]
        return int(dashes[-1])

    def insert(self, at: int, words: str) -> str:
        return self.text[:at] + words + self.text[at:]

    def insert_lines(self, end: int, lines: list[str], column: int, text: str | None = None) -> str:
        """Lines below the one that holds ``end``, and below comments further in than ``column``."""
        text = self.text if text is None else text
        at, closed = _next_line(text, end)
        while closed:
            following = text[at : _next_line(text, at)[0]]
            bare = following.lstrip(" ")
            if not bare.startswith("#") or len(following) - len(bare) <= column:
                break
            at, closed = _next_line(text, at)
        words = self.newline.join(lines)
        words = words + self.newline if closed else self.newline + words
        return text[:at] + words + text[at:]


def _child(node: Any, key: str | int) -> Any:
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int):
        return node.value[key]
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    raise LookupError(f"nothing is below {key}")


def _column(mapping: Any) -> int:
    return int(mapping.value[0][0].start_mark.column)


def _style(node: yaml.Node) -> str:
    return node.style or "" if isinstance(node, yaml.ScalarNode) else ""


def _end(text: str, node: Any) -> int:
    """Where a node's own words end; the parser counts the empty lines after them too."""
    if isinstance(node, yaml.ScalarNode):
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        if node.style not in ("|", ">"):
            return end
        head = text[start : _next_line(text, start)[0]]
        if _KEEP.search(head.partition("#")[0]):
            begin = _line_start(text, end)
            return end if text[begin:end].strip() else max(start, begin - 1)
        return start + len(text[start:end].rstrip())
    if node.flow_style:
        return int(node.end_mark.index)
    parts = [part for each in node.value for part in (each if isinstance(each, tuple) else (each,))]
    return max(_end(text, part) for part in parts)


def _line_start(text: str, at: int) -> int:
    return max((match.end() for match in _BREAK.finditer(text, 0, at)), default=0)


def _next_line(text: str, at: int) -> tuple[int, bool]:
    """Where the next line begins, and whether the one before it is closed by a line end."""
    found = _BREAK.search(text, at)
    return (found.end(), True) if found else (len(text), False)
