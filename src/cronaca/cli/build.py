"""cronaca build."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from cronaca.cli.common import now_option, present, root_option, show


@click.command(epilog="Example: cronaca build --base-url https://example.github.io/status/")
@root_option
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write (default: ROOT/site).")
@click.option("--base-url", default="", help="Where the site will be; a sub-path is fine.")
@now_option
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--explain", is_flag=True, help="Say why each file was rendered.")
@click.option("--no-cache", is_flag=True, help="Render everything anew.")
def command(
    root: Path,
    out: Path | None,
    base_url: str,
    now: datetime | None,
    strict: bool,
    explain: bool,
    no_cache: bool,
) -> None:
    """Write the site: only what changed is rendered, what vanished is deleted."""
    from cronaca.build import build
    from cronaca.place import Refused

    out = out or root / "site"
    try:
        result = build(root, out, present(now), base_url, strict, no_cache)
    except Refused as refused:
        raise click.UsageError(str(refused)) from None
    show(result.report)
    if result.report.failed(strict):
        click.echo("nothing was written", err=True)
        sys.exit(1)
    written = result.written
    if explain:
        for route, why in written.rendered.items():
            click.echo(f"{route}: {why}")
        for route in written.deleted:
            click.echo(f"{route}: deleted, nothing makes it any more")
    click.echo(
        f"{out}: {result.incidents} incidents, {len(written.rendered)} files rendered, "
        f"{written.kept} unchanged, {len(written.deleted)} deleted"
    )
