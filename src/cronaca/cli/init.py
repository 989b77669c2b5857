"""cronaca init."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from cronaca import disk

_DOT = "dot_"  # packaging tools treat real dot files in their own ways


@click.command(epilog="Example: cronaca init status")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Make a new site: content in three languages, a workflow that publishes it, editor settings.

    The schemas go into schema/, which is committed: every editor finds them from there by the first
    line of each file, and nobody needs cronaca itself for completion.
    """
    if folder.is_dir() and any(each.name != ".git" for each in folder.iterdir()):
        raise click.UsageError(f"{folder} holds files already: name a new or an empty folder")
    _copy(files("cronaca") / "starter", folder)

    from cronaca.cli.schema import texts

    (folder / "schema").mkdir()
    for name, text in texts(folder).items():
        disk.write(folder / "schema" / f"{name}.json", text.encode())
    click.echo(f"{folder}: a new site. Next: cd {folder}, cronaca check, cronaca serve --open")


def _copy(source: Traversable, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for each in source.iterdir():
        name = "." + each.name.removeprefix(_DOT) if each.name.startswith(_DOT) else each.name
        if each.is_dir():
            _copy(each, target / name)
        elif not name.startswith("__"):
            disk.write(target / name, each.read_bytes())
