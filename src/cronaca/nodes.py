"""YAML text read into nodes that know their place; every scalar stays what its author wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import yaml

from cronaca.issue import Issue, Level, Mark, Report

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_NODES = 20_000

_Parser: type = getattr(yaml, "CLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A scalar, a list or a mapping, at a line and column from 0."""

    kind: Literal["scalar", "list", "map"]
    line: int
    column: int
    end_line: int = 0
    end_column: int = 0
    style: str = ""  # of a scalar: "" plain, else ' " | >
    value: str = ""
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    size: int = 1  # nodes below and with this one, aliases expanded

    @property
    def null(self) -> bool:
        return self.kind == "scalar" and not self.style and self.value in ("", "~", "null", "Null", "NULL")

    def get(self, key: str) -> Node | None:
        return next((value for name, value in self.pairs if name.value == key), None)


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, and places in it."""

    path: str
    text: str

    def mark(self, node: Node) -> Mark:
        one_line = node.kind == "scalar" and node.end_line == node.line
        return self.at(node.line, node.column, node.end_column - node.column if one_line else 1)

    def at(self, line: int, column: int, width: int = 1) -> Mark:
        lines = self.text.splitlines()
        quote = lines[line] if line < len(lines) else ""
        return Mark(self.path, line + 1, column + 1, quote, max(1, width))


class _Fault(Exception):
    def __init__(self, code: str, message: str, line: int, column: int, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.line, self.column, self.hint = code, line, column, hint


def decode(path: str, data: bytes, report: Report) -> Source | None:
    """The file's text, or None with a finding when it is not UTF-8 or too large."""
    if len(data) > MAX_BYTES:
        report.add(Issue("too-large", f"the file has more than {MAX_BYTES:,} bytes", Mark(path)))
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        source = Source(path, before + data[error.start :].decode("latin-1"))
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        hint = "save the file as UTF-8"
        report.add(Issue("encoding", "not UTF-8 from here on", source.at(line, column), hint=hint))
        return None
    if text.startswith("\ufeff"):
        text = text[1:]
        report.add(Issue("byte-order-mark", "a byte-order mark begins the file", Mark(path), Level.HINT))
    return Source(path, text)


def compose(source: Source, report: Report) -> Node | None:
    """The document's root node; None when it is empty or does not parse, with findings."""
    try:
        return _Composer(source, report).document()
    except _Fault as fault:
        mark = source.at(fault.line, fault.column)
        report.add(Issue(fault.code, str(fault), mark, hint=fault.hint))
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        line, column = (at.line, at.column) if at else (0, 0)
        mark = source.at(line, column)
        report.add(Issue("yaml", error.problem or "cannot be read", mark, hint=_hint(mark, error)))
    except yaml.reader.ReaderError as error:
        before = source.text[: error.position] if isinstance(error.position, int) else ""
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        report.add(Issue("control-character", str(error.reason), source.at(line, column)))
    return None


def _hint(mark: Mark, error: yaml.MarkedYAMLError) -> str:
    if "\t" in mark.quote[: mark.column]:
        return "indent with spaces, not tabs"
    if error.problem and "mapping values" in error.problem:
        return 'quote the text: a colon and a space begin a new key ("Résolu : rétabli")'
    if mark.quote.strip()[:1] in "@`%":
        return "quote the text"
    return ""


class _Composer:
    """PyYAML's events, made into nodes: a third of the time of ``yaml.compose``."""

    def __init__(self, source: Source, report: Report) -> None:
        self.source, self.report = source, report
        self.anchors: dict[str, Node] = {}
        self.events: Iterator[yaml.Event] = iter(())

    def document(self) -> Node | None:
        self.events = yaml.parse(self.source.text, Loader=_Parser)
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root:
                    at = event.start_mark
                    raise _Fault("several-documents", "a second document begins", at.line, at.column)
            elif isinstance(event, (yaml.NodeEvent)):
                root = self.node(event, 0)
        return root

    def node(self, event: yaml.Event, depth: int) -> Node:
        at, end = event.start_mark, event.end_mark
        if depth > MAX_DEPTH:
            raise _Fault("too-deep", f"nested more than {MAX_DEPTH} levels deep", at.line, at.column)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise _Fault("alias", f'nothing before is marked "&{event.anchor}"', at.line, at.column)
            return self.anchors[event.anchor]
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            style = "" if event.style in (None, "") else event.style
            node = Node("scalar", at.line, at.column, end.line, end.column, style, event.value)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self.sequence(Node("list", at.line, at.column), depth)
        else:
            node = self.mapping(Node("map", at.line, at.column), depth)
        if node.size > MAX_NODES:
            raise _Fault("too-many", f"more than {MAX_NODES:,} values", at.line, at.column)
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def sequence(self, node: Node, depth: int) -> Node:
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            node.items.append(self.node(event, depth + 1))
            node.size += node.items[-1].size
        return node

    def mapping(self, node: Node, depth: int) -> Node:
        seen: dict[str, Node] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key, value = self.node(event, depth + 1), self.node(next(self.events), depth + 1)
            node.size += key.size + value.size
            if key.kind != "scalar":
                self.report.add(Issue("key", "a key must be a word", self.source.mark(key)))
            elif key.value in seen:
                message = f'"{key.value}" is written twice, first on line {seen[key.value].line + 1}'
                self.report.add(Issue("duplicate-key", message, self.source.mark(key)))
            else:
                seen[key.value] = key
                node.pairs.append((key, value))
        return node


def find(root: Node | None, keys: tuple[str | int, ...], key: bool = False) -> Node | None:
    """The node at a path of keys and indexes, or the nearest one above it; ``key``: its key."""
    node, name = root, None
    for each in keys:
        if node is None:
            break
        below: Node | None = None
        if isinstance(each, int):
            below = node.items[each] if each < len(node.items) else None
        else:
            pair = next((pair for pair in node.pairs if pair[0].value == each), None)
            name, below = pair or (name, None)
        if below is None:
            break
        node = below
    return name if key and name else node
