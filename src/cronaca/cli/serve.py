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
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from cronaca.cli.common import present, root_option, show
from cronaca.issue import Report

if TYPE_CHECKING:
    from cronaca.serve.server import Preview
    from cronaca.theme.theme import Theme

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
    from cronaca.check.site import examine
    from cronaca.parallel import cpu_count
    from cronaca.serve.server import Preview, serve, try_port
    from cronaca.theme.theme import Theme

    found = examine(root, None, {}, cpu_count())
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
    from cronaca.serve.server import free_port

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


def _rebuild(root: Path, preview: Preview, theme: Theme, first: bool = False) -> bool:
    """Build anew, and keep what is wrong for the browser; whether any page changed.

    What the machine refuses ends the ``first`` one.
    """
    from cronaca.output.options import BuildOptions
    from cronaca.pipeline import build

    try:
        result = build(BuildOptions(root, preview.site, present(None), drafts=True, theme=theme))
    except Exception as error:
        preview.findings = _refused(error, first)
        return False
    for line in result.said:
        click.echo(line, err=True)
    show(result.report, root)
    preview.findings = _findings(result.report)
    if not result.written or preview.findings:
        return False
    if result.base_url:
        preview.move(urlsplit(result.base_url).path)
    changed = len(result.rendered) + len(result.deleted)
    if changed:
        print(f"rebuilt: {changed} files changed", file=sys.stderr)
    return bool(changed)


def _refused(error: Exception, first: bool) -> str:
    """What ended a build, for the browser; it is said here too, or raised again by the ``first`` one."""
    from cronaca.cli.faults import refusal

    said = refusal(error)
    if said and first:
        raise error
    if said:
        click.echo(said[1], err=True)
        return said[1]
    traceback.print_exc()
    return f"A fault of ours: {error!r}. The terminal has its trace."


def _findings(report: Report) -> str:
    """What is wrong, when that stops a build."""
    from cronaca.cli import formats

    issues = report.ordered()
    return formats.as_text(issues, False) + formats.summary(issues) if report.failed() else ""


def _incident(paths: list[Path]) -> str:
    """The id of the one incident whose file was saved; "" for several, or for another file."""
    found = [match[1] for path in paths if path.is_file() and (match := _INCIDENT.fullmatch(path.name))]
    return found[0] if len(found) == 1 else ""
