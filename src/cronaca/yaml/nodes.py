"""YAML text read into nodes that know their place; every scalar stays what its author wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from cronaca.issue import Issue, Level, Mark, Report, short

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_NODES = 20_000
_DEEP = f"nested more than {MAX_DEPTH} levels deep", "quote a text that begins with brackets or dashes"

_Parser: Any = getattr(yaml, "CLoader", yaml.SafeLoader)
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ENTRY = re.compile(r"(?P<before>\s*(?:- +)*[^\s:'\"]+: +)(?P<text>\S.*)")
_MUCH = 100_000  # characters, beyond which words are not looked for over line ends
_SPACES = r"(?:\s|\\(?:u00a0|u202f|_|\n\s*))+"
_NULL = ("", "~", "null", "Null", "NULL")
_TAGS = ("!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")


@dataclass(slots=True)
class Node:
    """A scalar, a list or a mapping, at a line and column from 0."""

    kind: Literal["scalar", "list", "map"]
    start: yaml.Mark
    stop: yaml.Mark | None = None  # of a scalar
    style: str = ""  # of a scalar: "" plain, else ' " | >
    value: str = ""
    items: Sequence[Node] = ()
    pairs: Sequence[tuple[Node, Node]] = ()
    size: int = 1  # nodes below and with this one, aliases expanded

    @property
    def line(self) -> int:
        return self.start.line

    @property
    def column(self) -> int:
        return self.start.column

    @property
    def end_line(self) -> int:
        return self.stop.line if self.stop else 0

    @property
    def end_column(self) -> int:
        return self.stop.column if self.stop else 0

    @property
    def end(self) -> int:
        """How many characters of the text stand before a scalar's end."""
        return self.stop.index if self.stop else 0

    @property
    def null(self) -> bool:
        return self.value in _NULL and self.kind == "scalar" and not self.style

    def get(self, key: str) -> Node | None:
        return next((value for name, value in self.pairs if name.value == key), None)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The text of a file, and places in it."""

    path: str
    text: str
    _lines: list[str] = field(default_factory=list, compare=False, repr=False)

    def lines(self) -> list[str]:
        """The lines as YAML counts them; split once."""
        if not self._lines:
            self._lines.extend(_BREAK.split(self.text))
        return self._lines

    def mark(self, node: Node, word: str = "", nth: int = 0) -> Mark:
        """Where a node stands; ``word``: where these words stand in it, after ``nth`` others like them."""
        if word and (found := self._words(node, word, nth)):
            return found
        one_line = node.kind == "scalar" and node.end_line == node.line
        return self.at(node.line, node.column, node.end_column - node.column if one_line else 1)

    def _words(self, node: Node, word: str, nth: int) -> Mark | None:
        """The words as they are written: a line may end between two, and a space be an escape."""
        for line in range(node.line, min(node.end_line + 1, len(self.lines()))) if not nth else ():
            column = self.lines()[line].find(word, node.column if line == node.line else 0)
            if column >= 0:
                return self.at(line, column, len(word))
        lines = list(self.lines()[node.line : node.end_line + 1])
        if not lines or sum(map(len, lines)) > _MUCH or len(word) > 200:
            return None
        lines[0] = " " * node.column + lines[0][node.column :]
        parts = (_written(part) for part in re.split(r"\s+", word.strip()))
        found = list(re.finditer(rf"(?=({_SPACES.join(parts)}))", "\n".join(lines)))
        if not found:
            return None
        match = found[min(nth, len(found) - 1)]
        before = match.string[: match.start()]
        start = match.start() - (before.rfind("\n") + 1)
        return self.at(node.line + before.count("\n"), start, len(match[1].partition("\n")[0]))

    def at(self, line: int, column: int, width: int = 1) -> Mark:
        quote = self.lines()[line] if line < len(self.lines()) else ""
        return Mark(self.path, line + 1, column + 1, quote, max(1, width))

    def offset(self, position: int) -> Mark:
        """The place of the n-th character of the text."""
        before = _BREAK.split(self.text[:position])
        return self.at(len(before) - 1, len(before[-1]))


def _written(word: str) -> str:
    """A word as a pattern, quotes doubled or escaped as YAML may have them."""
    return re.escape(word).replace("'", "''?").replace('"', '\\\\?"')


class _Fault(Exception):
    def __init__(self, code: str, message: str, event: Any, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.hint, self.start = code, hint, event.start_mark


def decode(path: str, data: bytes, report: Report) -> SourceFile | None:
    """The file's text; None, with a finding, when it is too large, not UTF-8 or not text."""
    if len(data) > MAX_BYTES:
        hint = "keep logs and pictures elsewhere, and link to them"
        report.add(Issue("too-large", f"the file has more than {MAX_BYTES:,} bytes", Mark(path), hint=hint))
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        mark = SourceFile(path, before + data[error.start :].decode("latin-1")).offset(len(before))
        report.add(Issue("encoding", "not UTF-8 from here on", mark, hint="save the file as UTF-8"))
        return None
    if text.startswith("\ufeff"):
        text = text[1:]
        message = "an invisible byte-order mark begins the file"
        report.add(Issue("byte-order-mark", message, Mark(path), Level.HINT, "save it as UTF-8 without BOM"))
    source = SourceFile(path, text)
    if control := _CONTROL.search(text):
        message = f"the control character U+{ord(control[0]):04X} is not allowed"
        report.add(Issue("control-character", message, source.offset(control.start()), hint="delete it"))
        return None
    return source


def compose(source: SourceFile, report: Report) -> Node | None:
    """The document's root node; None when it is empty or does not parse, with findings."""
    try:
        return _Composer(source, report).document()
    except _Fault as fault:
        mark = source.at(fault.start.line, fault.start.column)
        report.add(Issue(fault.code, str(fault), mark, hint=fault.hint))
    except yaml.MarkedYAMLError as error:
        report.add(_explain(source, error))
    return None


def _explain(source: SourceFile, error: yaml.MarkedYAMLError) -> Issue:
    """What the parser could not read, said as an author would see it."""
    problem = error.problem or "it ends too early"
    at, begun = error.problem_mark or error.context_mark, error.context_mark
    if begun and "end of stream" in problem:
        return Issue("yaml", "this quote is never closed", source.at(begun.line, begun.column))
    mark = source.at(at.line, at.column) if at else Mark(source.path)
    if "nesting" in problem:  # libyaml may reach its bound before we reach ours, for it reads ahead
        return Issue("too-deep", _DEEP[0], mark, hint=_DEEP[1])
    head = mark.quote[: mark.column]
    if "\t" in head and not head.strip(" \t-"):
        return Issue("tab", "a tab indents this line", mark, hint="indent with spaces")
    entry = _ENTRY.fullmatch(mark.quote)
    if entry and "mapping values" in problem:
        start = entry.start("text")
        mark = source.at(mark.line - 1, start, len(entry["text"]))
        message = "a colon and a space begin a new key, even within a text"
        return Issue("colon-in-text", message, mark, hint=_quoted(entry))
    hint = "does this line stand as far in as its neighbours, and are all quotes closed?"
    if entry and entry["text"][0] in "'\"" and "expected" in problem:
        hint = f"a {entry['text'][0]} within the text ends it: put the text below “|”, indented"
    elif entry and entry["text"][0] in "[]{},&*!|>%@`?":
        hint = _quoted(entry)
    return Issue("yaml", f"this is not YAML: {problem}", mark, hint=hint)


def _quoted(entry: re.Match[str]) -> str:
    text = entry["text"].rstrip()
    quote = "'" if '"' in text or "\\" in text else '"'
    text = text.replace("'", "''") if quote == "'" else text
    return f"quote the text: {short(entry['before'].lstrip() + quote + text + quote, 100)}"


class _Composer:
    """PyYAML's events, made into nodes: a third of the time of ``yaml.compose``."""

    def __init__(self, source: SourceFile, report: Report) -> None:
        self.source, self.report = source, report
        self.anchors: dict[str, Node] = {}
        self.event: Callable[[], Any] = _Parser(source.text).get_event  # the next one

    def document(self) -> Node | None:
        root: Node | None = None
        while not isinstance(event := self.event(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                if root:
                    hint = "put it into a file of its own, without ---"
                    raise _Fault("several-documents", "a second document begins here", event, hint)
            elif isinstance(event, yaml.NodeEvent):
                root = self.node(event, 0)
        return root

    def node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise _Fault("too-deep", _DEEP[0], event, _DEEP[1])
        kind = type(event)
        if kind is yaml.ScalarEvent:
            node = Node("scalar", event.start_mark, event.end_mark, event.style or "", event.value)
            if node.style == '"' and (control := _CONTROL.search(node.value)):
                name = f"U+{ord(control[0]):04X}"
                message = f"this escape makes the control character {name}, which no text has"
                self.say("control-character", message, node, "delete it")
        elif kind is yaml.MappingStartEvent:
            node = self.mapping(event, depth)
        elif kind is yaml.SequenceStartEvent:
            node = self.sequence(event, depth)
        else:
            return self.alias(event)
        if event.tag and event.tag not in _TAGS:
            self.say("tag", f'the tag "{short(event.tag)}" is not read', node, level=Level.WARNING)
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def say(self, code: str, message: str, node: Node, hint: str = "", level: Level = Level.ERROR) -> None:
        self.report.add(Issue(code, message, self.source.mark(node), level, hint))

    def alias(self, event: Any) -> Node:
        name = event.anchor or ""
        if name not in self.anchors:
            hint = 'quote a text that begins with "*"'
            raise _Fault("alias", f'nothing before is marked "&{short(name)}"', event, hint)
        return self.anchors[name]

    def sequence(self, start: Any, depth: int) -> Node:
        items: list[Node] = []
        node = Node("list", start.start_mark, items=items)
        while type(event := self.event()) is not yaml.SequenceEndEvent:
            items.append(self.node(event, depth + 1))
            self.grow(node, items[-1].size, start)
        return node

    def mapping(self, start: Any, depth: int) -> Node:
        pairs: dict[str, tuple[Node, Node]] = {}
        node = Node("map", start.start_mark)
        while type(event := self.event()) is not yaml.MappingEndEvent:
            key, value = self.node(event, depth + 1), self.node(self.event(), depth + 1)
            self.grow(node, key.size + value.size, start)
            if key.kind != "scalar":
                self.say("key", "a key must be a word", key, "quote a text that begins with a bracket")
            elif key.value in pairs:
                first = pairs[key.value][0].line + 1
                message = f'"{short(key.value)}" is written twice, first on line {first}'
                self.say("duplicate-key", message, key, "keep one of them")
            else:
                pairs[key.value] = (key, value)
        node.pairs = tuple(pairs.values())
        return node

    def grow(self, node: Node, by: int, start: Any) -> None:
        node.size += by
        if node.size > MAX_NODES:
            raise _Fault("too-many", f"more than {MAX_NODES:,} values, counting what aliases repeat", start)


def find_node(root: Node | None, keys: tuple[str | int, ...], key: bool = False) -> Node | None:
    """The node at a path of keys and indexes, or the nearest one above it; ``key``: its key."""
    node, name = root, None
    for each in keys:
        if node is None:
            break
        below: Node | None = None
        if isinstance(each, int):
            below = node.items[each] if each < len(node.items) else None
            name = name if below is None else None
        else:
            pair = next((pair for pair in node.pairs if pair[0].value == each), None)
            name, below = pair or (name, None)
        if below is None:
            break
        node = below
    return name if key and name else node
