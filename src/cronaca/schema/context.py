"""A file being read: by which zone and languages, and where findings go."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from cronaca.issue import Issue, Level, Report
from cronaca.yaml.nodes import Node, SourceFile

INVALID: Final[Any] = object()  # what could not be read; a finding says why

_KINDS = {"scalar": "a word", "list": "a list", "map": "a mapping"}


class Context(NamedTuple):
    """One file being read."""

    source: SourceFile
    report: Report
    zone: ZoneInfo
    languages: tuple[str, ...]

    def of(self, source: SourceFile) -> Context:
        """The same reading, of another file."""
        return Context(source, self.report, self.zone, self.languages)

    def say(
        self,
        node: Node,
        code: str,
        message: str,
        hint: str | Callable[[], str] = "",
        level: Level = Level.ERROR,
    ) -> Any:
        """Report a finding at a node; BAD, for the caller to return. A hint may be worked out late."""
        if self.report.full(self.source.path):
            return INVALID
        text = hint if isinstance(hint, str) else hint()
        self.report.add(Issue(code, message, self.source.mark(node), level, text))
        return INVALID

    def expect(self, node: Node, kind: str, example: str = "") -> bool:
        """Whether the node is of this kind; a finding when it is not."""
        if node.kind == kind and (kind != "scalar" or not node.null):
            return True
        hint = f"for example: {example}" if example else ""
        if node.null:
            self.say(node, "empty", f"{_KINDS[kind]} is missing here", hint)
            return False
        if kind == "scalar" and node.kind == "map":
            hint = "quote a text that holds a colon and a space"
        self.say(node, "wrong-type", f"{_KINDS[kind]} belongs here, not {_KINDS[node.kind]}", hint)
        return False

    def warn_of_cut(self, node: Node, pattern: str = "") -> None:
        """A plain text ends at " #": what follows is a comment, perhaps against its author's will."""
        if node.style or self.source.text[node.end : node.end + 1] not in (" ", "\t"):
            return
        line = self.source.lines()[node.end_line] if node.end_line < len(self.source.lines()) else ""
        cut = re.match(rf"[ \t]+#{pattern}", line[node.end_column :])
        if cut:
            mark = self.source.at(node.end_line, node.end_column + cut[0].index("#"))
            message = 'the text ends before " #": the rest of the line is a comment'
            hint = "quote the whole text, or move the comment to a line of its own"
            self.report.add(Issue("cut-text", message, mark, Level.WARNING, hint))
