"""Findings as text for people; they themselves know nothing of formatting."""

from __future__ import annotations

from collections.abc import Iterable

from cronaca.issue import Issue, Level

_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.HINT: "36"}


def as_text(issues: Iterable[Issue], colour: bool = False) -> str:
    """``path:line:col: error[code] message``, the quoted line, a caret and the hint."""
    return "".join(_one(issue, colour) for issue in issues)


def _one(issue: Issue, colour: bool) -> str:
    mark, paint = issue.mark, _COLOURS[issue.level]
    head = f"{mark.path}:{mark.line}:{mark.column}: "
    level = f"{issue.level}[{issue.code}]"
    lines = [head + (f"\033[{paint}m{level}\033[0m" if colour else level) + f" {issue.message}"]
    if mark.quote.strip():
        gutter = f"{mark.line:>4} | "
        before = "".join("\t" if c == "\t" else " " for c in mark.quote[: mark.column - 1])
        width = max(1, min(mark.width, len(mark.quote) - mark.column + 1))
        lines += [gutter + _clean(mark.quote), "     | " + before + "^" * width]
    if issue.hint:
        lines.append(f"       {issue.hint}")
    return "\n".join(lines) + "\n"


def _clean(quote: str) -> str:
    """A quoted line must not drive the terminal."""
    return "".join(c if c.isprintable() or c == "\t" else "�" for c in quote)[:200]


def summary(issues: Iterable[Issue]) -> str:
    """“2 errors, 1 warning”; empty when there is nothing to say."""
    levels = [issue.level for issue in issues]
    counts = [(level, levels.count(level)) for level in Level if level in levels]
    return ", ".join(f"{n} {level}{'s' if n > 1 else ''}" for level, n in counts)
