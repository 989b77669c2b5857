"""cronaca serve."""

from __future__ import annotations

import errno
from pathlib import Path
from urllib.parse import urlsplit

import click

from cronaca.cli.common import present, root_option, show


@click.command(epilog="Example: cronaca serve --port 8080 --open")
@root_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to answer on.")
@click.option("--port", default=8000, show_default=True, help="The port to answer on.")
@click.option("--open", "open_", is_flag=True, help="Open a browser.")
def command(root: Path, host: str, port: int, open_: bool) -> None:
    """Preview the site: what is saved is rebuilt, and open pages reload."""
    from cronaca.build import build, check
    from cronaca.serve import serve

    out = root / ".cronaca" / "preview"
    site, report = check(root)
    if site is None:
        show(report)
        raise SystemExit(1)
    base = urlsplit(site.settings.base_url).path

    def rebuild() -> None:
        result = build(root, out, present(None))
        show(result.report)
        if result.written.rendered or result.written.deleted:
            changed = len(result.written.rendered) + len(result.written.deleted)
            click.echo(f"rebuilt: {changed} files changed", err=True)

    rebuild()
    address = f"http://{host}:{port}{base}"
    click.echo(f"{address}  (Ctrl-C ends it)")
    for lang in site.settings.languages:
        click.echo(f"{address}{lang}/")
    if open_:
        click.launch(address)
    watched = [path for path in (root / "content", root / "templates") if path.is_dir()]
    try:
        serve(out, watched, rebuild, base, host, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise click.ClickException(f"port {port} is taken: try --port {port + 1}") from None
