"""What several commands share: the root, the clock, the printing of findings."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from cronaca import clock
from cronaca.issue import Report

F = TypeVar("F", bound=Callable[..., Any])


def root_option(command: F) -> F:
    return click.option(
        "--root",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=Path(),
        show_default="here",
        help="The folder that holds content/.",
    )(command)


class Now(click.ParamType):  # type: ignore[type-arg]
    """--now: a time with an offset, else UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = clock.read(value, ZoneInfo("UTC"))
        except clock.BadTime as error:
            self.fail(f"{error}; {error.hint}".rstrip("; "), param, ctx)
        start = moment.start(ZoneInfo("UTC"))
        if start is None:
            self.fail("the present has to be known", param, ctx)
        return start


def now_option(command: F) -> F:
    return click.option(
        "--now", type=Now(), default=None, help="The present (default: SOURCE_DATE_EPOCH, else the clock)."
    )(command)


def present(now: datetime | None) -> datetime:
    """The one place where time enters."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if now is None and epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    return now or datetime.now(UTC)


def show(report: Report) -> None:
    """Findings go to standard error: standard output holds results alone."""
    issues = report.ordered()
    if issues:
        from cronaca import formats

        colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        click.echo(formats.as_text(issues, colour), err=True, nl=False, color=colour)
        click.echo(formats.summary(issues), err=True)


@contextmanager
def progress() -> Iterator[Callable[[int, int, int], None] | None]:
    """On a terminal, a line that says how far a build of over a second is; it is gone at the end."""
    if not sys.stderr.isatty():
        yield None
        return
    begun = last = time.monotonic()
    shown = False

    def tell(done: int, parts: int, files: int) -> None:
        nonlocal last, shown
        now = time.monotonic()
        if now - begun < 1 or now - last < 0.1:
            return
        last, shown = now, True
        left = (now - begun) / done * (parts - done)
        line = f"\r{files:,} files, {done:,} of {parts:,} parts, about {left:.0f} s left\x1b[K"
        click.echo(line, err=True, nl=False)

    try:
        yield tell
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)
