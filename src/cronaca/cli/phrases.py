"""cronaca phrases."""

from __future__ import annotations

from pathlib import Path

import click

from cronaca.cli import writing
from cronaca.cli.common import root_option


@click.command(epilog="Example: cronaca phrases resolved")
@click.argument("word", required=False, default="")
@root_option
def command(word: str, root: Path) -> None:
    """List the reviewed phrases: all of them, or those of a status or name."""
    from cronaca.edit.phrasing import needed, phrase_texts

    workspace = writing.workspace_at(root, None)
    for name, phrase in workspace.phrases.items():
        if word and word not in (name, str(phrase.status)) and word not in name:
            continue
        parameters = "".join(f" {each}=…" for each in needed(phrase.text))
        click.echo(f"{name}{parameters}  [{phrase.status}]")
        for lang, text in phrase_texts(phrase).items():
            click.echo(f"  {lang}: {text}")
