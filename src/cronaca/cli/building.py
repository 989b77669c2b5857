"""cronaca build."""

from __future__ import annotations

import gc
import os
import re
import shlex
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import click

from cronaca.cli.common import now_option, present, progress, root_option, show
from cronaca.output.result import Result

MOST_FILES, MOST_BYTES = 100_000, 900_000_000
_MUCH = 500  # files rendered


def _address(ctx: click.Context, param: click.Parameter, given: str) -> str:
    if not given:
        return ""  # to look at the tables takes longer than to see that nothing changed
    from cronaca.schema.tables import BASE_URL

    if not re.fullmatch(BASE_URL.pattern, given):
        raise click.BadParameter(f'"{given}" is not {BASE_URL.meaning}, such as {BASE_URL.example}')
    return given


@click.command(epilog="Example: cronaca build --base-url https://example.github.io/status/")
@root_option
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write (default: ROOT/site).")
@click.option("--base-url", default="", callback=_address, help="Where the site will be; a sub-path is fine.")
@now_option
@click.option("--strict", is_flag=True, help="Fail where check --strict does.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes (default: as many as can work at once).")
@click.option("--explain", is_flag=True, help="Say why each file was rendered.")
@click.option("--no-cache", is_flag=True, help="Read and render everything anew.")
@click.option(
    "--prune", is_flag=True, help="Delete what is not cronaca's in the output, but for hidden files."
)
def command(
    root: Path,
    out: Path | None,
    base_url: str,
    now: datetime | None,
    strict: bool,
    jobs: int | None,
    explain: bool,
    no_cache: bool,
    prune: bool,
) -> None:
    """Write the site: only what changed is rendered, what vanished is deleted."""
    from cronaca.output.options import BuildOptions
    from cronaca.output.stage import OutputRefused
    from cronaca.parallel import cpu_count
    from cronaca.pipeline import build

    out = out or root / "site"
    gc.disable()  # a build is short, and leaves little to collect: a seventh of an edit's time
    moment = present(now)
    try:
        with progress() as tell:
            result = build(
                BuildOptions(
                    root, out, moment, base_url, strict, no_cache, prune,
                    jobs=jobs or cpu_count(), progress=tell, waiting=lambda: _waits(out),
                )
            )  # fmt: skip
    except OutputRefused as refused:
        raise click.UsageError(str(refused)) from None
    for line in result.said:
        click.echo(line, err=True)
    show(result.report, root)
    if not result.written:
        click.echo("nothing was written", err=True)
        sys.exit(1)
    _say_size(out, result)
    if result.left:
        _say_left(result.left, root, out, base_url)
    if explain:
        _explain(result)
    click.echo(
        f"{out}: {result.incidents} incidents, {len(result.rendered)} files rendered, "
        f"{result.unchanged} unchanged, {len(result.deleted)} deleted"
    )


def _say_size(out: Path, result: Result) -> None:
    """GitHub Pages takes a gigabyte. Looked at where much was made: a few files more take no site there."""
    if len(result.rendered) < _MUCH:
        return
    from cronaca.fingerprint import stamps

    sizes = [size for _, _, size, _ in stamps([out]).values()]
    if len(sizes) > MOST_FILES or sum(sizes) > MOST_BYTES:
        said = f"{len(sizes):,} files of {sum(sizes) / 1e6:,.0f} MB together"
        click.echo(f"warning: {out} holds {said}: some hosts refuse it (GitHub Pages: 1 GB)", err=True)


def _say_left(left: list[str], root: Path, out: Path, base_url: str) -> None:
    """What lies in the output and is in no record: the very command that deletes it."""
    from cronaca.output.files import hidden, listed

    said = f"warning: {out} holds files that are not part of this site, and not on record ({listed(left)})"
    given = [
        *(("--root", str(root)) if root != Path() else ()),
        *(("--base-url", base_url) if base_url else ()),
    ]
    join = shlex.join if os.name == "posix" else subprocess.list2cmdline
    command = join(["cronaca", "build", *given, "--out", str(out), "--prune"])
    shown = any(not hidden(route) for route in left)
    rest = f"; this deletes all but hidden ones: {command}" if shown else ""
    click.echo(f"{said}: they are left{rest}", err=True)


def _waits(out: Path) -> None:
    click.echo(f"another build is at work in {out}: waiting for its end", err=True)


def _explain(result: Result) -> None:
    for route, why in result.rendered.items():
        click.echo(f"{route}: {why}")
    for route in result.deleted:
        click.echo(f"{route}: deleted, nothing makes it any more")
    known = max(0, result.incidents - result.read)
    click.echo(f"incident files: {result.read} read, {known} used as they were read before")
