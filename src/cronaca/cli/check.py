"""cronaca check."""

from __future__ import annotations

import gc
import os
import sys
from datetime import datetime
from pathlib import Path

import click

from cronaca.cli.common import as_typed, now_option, present, root_option
from cronaca.issue import Issue, Report

_FORMATS = ("text", "github", "json", "sarif")


@click.command(epilog="Example: cronaca check --strict content/incidents/2025")
@click.argument("files", nargs=-1, type=click.Path(exists=True, allow_dash=True), metavar="[FILE]...")
@root_option
@click.option("--since", "rev", default="", metavar="REV", help="Only errors, and what is new since then.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True)
@click.option("--name", default="", help="The file whose text stands on standard input, with FILE “-”.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@now_option
def command(
    files: tuple[str, ...], root: Path, rev: str, form: str, name: str, strict: bool, now: datetime | None
) -> None:
    """Say what is wrong in the content: file, line, column and what to write instead.

    With files or folders, only what is wrong in these; with "-", in an incident on standard input. With
    --since, every error and what else is new since a commit, and what changed under its readers: texts
    without a word of it, addresses that answer no more.
    """
    from cronaca.check.site import examine
    from cronaca.parallel import cpu_count

    gc.disable()  # as in a build: it leaves little to collect
    given, at = _given(files, root, name), present(now)
    report = _since(root, rev, at, given) if rev else None
    if report is None:
        found = examine(root, at, given, cpu_count())
        report = found.report
        for line in found.said:
            _tell(line)
    if files:
        wanted = [_name(each, root, name) for each in files]
        report = Report([each for each in report.issues if _is_below(each.mark.path, wanted)])
    click.echo(_formatted(as_typed(report.ordered(), root), form), nl=False)
    sys.exit(1 if report.failed(strict) else 0)


def _since(root: Path, rev: str, now: datetime, given: dict[str, bytes]) -> Report | None:
    """None, with a word of it, when there is nothing to compare with."""
    from cronaca import git
    from cronaca.check.since import Unknown, base, since

    try:
        return since(root, base(root, rev), now, given, _tell)
    except Unknown as unknown:
        click.echo(f"--since: {unknown}; so everything is said", err=True)
        return None
    except git.GitRefused as refused:
        raise click.UsageError(f"--since: {refused}") from None


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _given(files: tuple[str, ...], root: Path, name: str) -> dict[str, bytes]:
    """What to read besides the folder's own files, or in their place."""
    from cronaca.yaml.nodes import MAX_BYTES

    given = {}
    for each in files:
        called = _name(each, root, name)
        if each == "-":
            given[called] = sys.stdin.buffer.read(MAX_BYTES + 1)
        elif not Path(each).is_dir() and not called.startswith("content/"):
            with Path(each).open("rb") as file:  # a pipe too: a shell makes them
                given[called] = file.read(MAX_BYTES + 1)
    return given


def _name(file: str, root: Path, name: str) -> str:
    """A file as findings call it: from the root when it lies below it."""
    if file == "-":
        if not name:
            return "stdin"
        file = name
    path, base = Path(os.path.abspath(file)), Path(os.path.abspath(root))
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else Path(file).as_posix()


def _is_below(path: str, wanted: list[str]) -> bool:
    return any(each in (".", path) or path.startswith(f"{each}/") for each in wanted)


def _formatted(issues: list[Issue], form: str) -> str:
    from cronaca.cli import formats

    if form == "github":
        return formats.as_github(issues)
    if form == "json":
        return formats.as_json(issues)
    if form == "sarif":
        return formats.as_sarif(issues)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    total = formats.summary(issues)
    return formats.as_text(issues, colour) + (f"{total}\n" if total else "")
