"""What several commands share: the root, the clock, the printing of findings."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from cronaca import clock
from cronaca.issue import Issue, Report

F = TypeVar("F", bound=Callable[..., Any])


def find_root(start: Path) -> Path | None:
    """The nearest folder with a site at or above one, not above the home or a git top level."""
    home = None
    with suppress(RuntimeError):
        home = Path.home()
    for folder in (start, *start.parents):
        if is_site(folder):
            return folder
        if folder == home or (folder / ".git").exists():
            break
    return None


def is_site(folder: Path) -> bool:
    try:
        os.lstat(folder / "content" / "site.yaml")
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # it may not be looked at, which is for others to say
    return True


def _root(ctx: click.Context, param: click.Parameter, given: Path | None) -> Path:
    if given is None:
        here = _here()
        found = find_root(here)
        if found is None:
            raise click.UsageError(f"no content/site.yaml here or above; {_BEGIN}")
        return Path(os.path.relpath(found, here))
    if not is_site(given):
        raise click.BadParameter(f'{given} holds no content/site.yaml; begin a site with "cronaca init"')
    return given


def _any_root(ctx: click.Context, param: click.Parameter, given: Path | None) -> Path:
    return given or find_root(_here()) or Path()


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise click.UsageError("the folder that you are in was deleted") from None


_BEGIN = 'begin a site with "cronaca init", or name its folder with --root'


def root_option(command: F) -> F:
    return _option(_root)(command)


def any_root_option(command: F) -> F:
    """The same for a command that goes on without a site."""
    return _option(_any_root)(command)


def _option(callback: Callable[..., Path]) -> Callable[[F], F]:
    return click.option(
        "--root",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        callback=callback,
        help="The folder that holds content/ (default: the nearest one at or above this one).",
    )


class Now(click.ParamType):  # type: ignore[type-arg]
    """--now: a time with an offset, else UTC."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = clock.read_moment(value, ZoneInfo("UTC"))
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
    if now is None and epoch:
        if (
            not re.fullmatch(r"\d{1,11}", epoch, re.ASCII)
            or (1970 + int(epoch) // 31_600_000) not in clock.YEARS
        ):
            raise click.UsageError(f'SOURCE_DATE_EPOCH: "{epoch[:40]}" is not a time in seconds since 1970')
        return datetime.fromtimestamp(int(epoch), UTC)
    return now or datetime.now(UTC)


def show(report: Report, root: Path = Path()) -> None:
    """Findings go to standard error: standard output holds results alone."""
    issues = as_typed(report.ordered(), root)
    if issues:
        from cronaca.cli import formats

        colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        click.echo(formats.as_text(issues, colour), err=True, nl=False, color=colour)
        click.echo(formats.summary(issues), err=True)


def as_typed(issues: list[Issue], root: Path) -> list[Issue]:
    """The same findings; for a site elsewhere, each path begins with its folder."""
    if root == Path():
        return issues
    folder = root.as_posix().rstrip("/")
    return [
        each._replace(mark=each.mark._replace(path=f"{folder}/{each.mark.path}"))
        if each.mark.path.startswith(("content/", "templates/"))
        else each
        for each in issues
    ]


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
