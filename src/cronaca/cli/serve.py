"""cronaca serve."""

from __future__ import annotations

import errno
import re
import socket
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from cronaca.cli.common import present, root_option, show

_INCIDENT = re.compile(r"\d{4}-\d{2}-\d{2}-([a-z0-9-]+)\.yaml", re.ASCII)


@click.command(epilog="Example: cronaca serve --port 8080 --open")
@root_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to answer on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to answer on."
)
@click.option("--open", "open_", is_flag=True, help="Open a browser.")
def command(root: Path, host: str, port: int, open_: bool) -> None:
    """Preview the site: what is saved is rebuilt, and open pages reload.

    The page of an incident goes to the one whose file was saved. What is wrong is shown above the last
    good page. Drafts are shown here, marked, and nowhere else.
    """
    from cronaca.build.checking import examine
    from cronaca.crew import hands
    from cronaca.serve import Preview, serve, try_port
    from cronaca.theme import Theme

    found = examine(root, None, {}, hands())
    if found.sources is None:
        show(found.report, root)
        raise SystemExit(1)
    for line in found.said:
        click.echo(line, err=True)
    settings = found.sources.settings
    with _reachable(host, port):
        try_port(host, port)
    local = host in ("127.0.0.1", "localhost", "::1")
    preview = Preview(root / ".cronaca" / "preview", urlsplit(settings.base_url).path, local)
    theme = Theme(root)
    _rebuild(root, preview, theme, first=True)
    named = f"[{host}]" if ":" in host else host
    address = f"http://{named}:{port}{preview.base}"
    click.echo(f"{address}  (Ctrl-C ends it)")
    for lang in settings.languages:
        click.echo(f"{address}{lang}/")
    if open_:
        click.launch(address)

    def saved(paths: list[Path]) -> None:
        nonlocal theme
        content, before = (root / "content").resolve(), preview.findings
        if not all(content in path.resolve().parents for path in paths):
            theme = Theme(root)  # to read it takes longer than all else
        changed = _rebuild(root, preview, theme)
        if changed or before != preview.findings or _incident(paths):
            preview.tell(_incident(paths))

    with _reachable(host, port):
        serve(preview, [root / "content", root / "templates", *theme.folders], saved, host, port)
    click.echo("ended", err=True)


@contextmanager
def _reachable(host: str, port: int) -> Iterator[None]:
    """What keeps a server from answering there is said, with another port if that helps."""
    from cronaca.serve import free_port

    try:
        yield
    except socket.gaierror as error:
        raise click.BadParameter(f"{host}: {error.strerror}", param_hint="--host") from None
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise click.ClickException(f"{host}, port {port}: {error.strerror}: choose another") from None
        free = free_port(host, port)
        offer = f": {free} is free, so try --port {free}" if free else ": choose another"
        raise click.ClickException(f"port {port} is taken{offer}") from None


def _rebuild(root: Path, preview: Any, theme: Any, first: bool = False) -> bool:
    """Build anew, and keep what is wrong for the browser; whether any page changed.

    What the machine refuses ends the ``first`` one.
    """
    from cronaca import formats
    from cronaca.build import build
    from cronaca.cli.faults import refusal

    try:
        result = build(root, preview.site, present(None), drafts=True, theme=theme)
    except Exception as error:
        said = refusal(error)
        if said and first:
            raise
        if said:
            click.echo(said[1], err=True)
        else:
            traceback.print_exc()
        preview.findings = said[1] if said else f"A fault of ours: {error!r}. The terminal has its trace."
        return False
    for line in result.said:
        click.echo(line, err=True)
    show(result.report, root)
    issues = result.report.ordered()
    preview.findings = ""
    if result.report.failed():
        preview.findings = formats.as_text(issues, False) + formats.summary(issues)
        return False
    if result.written is None:
        return False
    if result.base_url:
        preview.move(urlsplit(result.base_url).path)
    changed = len(result.written.rendered) + len(result.written.deleted)
    if changed:
        print(f"rebuilt: {changed} files changed", file=sys.stderr)
    return bool(changed)


def _incident(paths: list[Path]) -> str:
    """The id of the one incident whose file was saved; "" for several, or for another file."""
    found = [match[1] for path in paths if path.is_file() and (match := _INCIDENT.fullmatch(path.name))]
    return found[0] if len(found) == 1 else ""
