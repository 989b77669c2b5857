"""cronaca schema."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cronaca import disk
from cronaca.cli.common import any_root_option
from cronaca.lang import DEFAULT
from cronaca.schema.documents import FILES


@click.command(epilog="Example: cronaca schema --out schema")
@click.argument("name", required=False, type=click.Choice(list(FILES)))
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="The folder to write them into."
)
@any_root_option
def command(name: str | None, out: Path | None, root: Path) -> None:
    """Print the JSON Schema of a content file, or write all of them for editors.

    The languages and components of the site at --root, if there is one, are offered for completion.
    """
    made = schema_texts(root)
    if out is None and name is None:
        raise click.UsageError("say which one to print, or where to write them with --out")
    for each in (name,) if name else tuple(FILES):
        if out is None:
            click.echo(made[each], nl=False)
        else:
            out.mkdir(parents=True, exist_ok=True)
            disk.write(out / f"{each}.json", made[each].encode())


def schema_texts(root: Path) -> dict[str, str]:
    """Each schema as a file's text, with what the site at ``root`` has."""
    from cronaca.schema.documents import document
    from cronaca.sources.folder import Folder
    from cronaca.sources.load import load

    site, _ = load(Folder(root))
    languages = site.settings.languages if site else DEFAULT
    components = {each.id: each.name.pick("en", languages).text for each in site.components} if site else {}
    made = {name: document(name, languages, components) for name in FILES}
    return {name: json.dumps(each, ensure_ascii=False, indent=2) + "\n" for name, each in made.items()}
