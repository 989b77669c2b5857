"""Findings as text for people, annotations for GitHub, JSON and SARIF for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from cronaca import __version__
from cronaca.issue import CODES, Issue, Level

_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.HINT: "36"}
_GITHUB = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "notice"}
_SARIF = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "note"}


def as_text(issues: Iterable[Issue], colour: bool = False) -> str:
    """``path:line:col: error[code] message``, the quoted line, a caret and the hint."""
    return "".join(_one(issue, colour) for issue in issues)


def _one(issue: Issue, colour: bool) -> str:
    mark, paint = issue.mark, _COLOURS[issue.level]
    level = f"{issue.level}[{issue.code}]"
    level = f"\033[{paint}m{level}\033[0m" if colour else level
    lines = [f"{_clean(mark.path)}:{mark.line}:{mark.column}: {level} {_clean(issue.message)}"]
    line, column = mark.excerpt()
    if line.strip():
        before = "".join("\t" if c == "\t" else " " for c in line[: column - 1])
        width = max(1, min(mark.width, len(line) - column + 1))
        lines += [f"{mark.line:>4} | {_clean(line)}", "     | " + before + "^" * width]
    if issue.hint:
        lines.append(f"       {_clean(issue.hint)}")
    return "\n".join(lines) + "\n"


def _clean(text: str) -> str:
    """What an author wrote must not drive the terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\t\u00a0\u202f" else "�" for c in text)


def summary(issues: Iterable[Issue]) -> str:
    """“2 errors, 1 warning”; empty when there is nothing to say."""
    levels = [issue.level for issue in issues]
    counts = [(level, levels.count(level)) for level in Level if level in levels]
    return ", ".join(f"{n} {level}{'s' if n > 1 else ''}" for level, n in counts)


def as_github(issues: Iterable[Issue]) -> str:
    """Workflow commands, which GitHub shows beside the lines of a pull request."""
    return "".join(_annotation(issue) for issue in issues)


def _annotation(issue: Issue) -> str:
    mark = issue.mark
    values = {
        "file": mark.path,
        "line": mark.line,
        "endLine": mark.line,
        "col": mark.column,
        "endColumn": mark.column + mark.width,
        "title": f"{issue.level}[{issue.code}]",
    }
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in values.items())
    return f"::{_GITHUB[issue.level]} {properties}::{_data(_sentence(issue))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _sentence(issue: Issue) -> str:
    return f"{issue.message} ({issue.hint})" if issue.hint else issue.message


def as_json(issues: Sequence[Issue]) -> str:
    """Every finding with its place; lines and columns count from 1, columns in characters."""
    findings = [
        {
            "path": issue.mark.path,
            "line": issue.mark.line,
            "column": issue.mark.column,
            "width": issue.mark.width,
            "level": issue.level,
            "code": issue.code,
            "message": issue.message,
            "hint": issue.hint,
            "quote": issue.mark.excerpt()[0],
        }
        for issue in issues
    ]
    counts = {level: sum(issue.level == level for issue in issues) for level in Level}
    return (
        json.dumps({"version": 1, "counts": counts, "findings": findings}, ensure_ascii=False, indent=2)
        + "\n"
    )


def as_sarif(issues: Sequence[Issue]) -> str:
    """SARIF 2.1.0 (OASIS), as code scanning services read it."""
    codes = sorted({issue.code for issue in issues})
    driver = {
        "name": "cronaca",
        "version": __version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(issue, codes.index(issue.code)) for issue in issues],
    }
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    level, about = CODES.get(code, (Level.ERROR, code))
    return {
        "id": code,
        "shortDescription": {"text": about},
        "defaultConfiguration": {"level": _SARIF[level]},
    }


def _result(issue: Issue, rule: int) -> dict[str, Any]:
    mark = issue.mark
    region: dict[str, Any] = {
        "startLine": mark.line,
        "startColumn": mark.column,
        "endColumn": mark.column + mark.width,
    }
    if mark.quote.strip():
        region["snippet"] = {"text": mark.excerpt()[0]}
    place = {"artifactLocation": {"uri": quote(mark.path, safe="/~")}, "region": region}
    return {
        "ruleId": issue.code,
        "ruleIndex": rule,
        "level": _SARIF[issue.level],
        "message": {"text": _sentence(issue)},
        "locations": [{"physicalLocation": place}],
    }
