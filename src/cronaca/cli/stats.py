"""cronaca stats."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from cronaca.cli.common import root_option
from cronaca.output.stage import KEEP


@click.command(epilog="Example: cronaca stats --out public")
@root_option
@click.option("--out", type=click.Path(path_type=Path), help="The folder of the site (default: ROOT/site).")
def command(root: Path, out: Path | None) -> None:
    """Say what a site consists of, and what its last build could use again."""
    from cronaca.pipeline import last

    out = out or root / "site"
    built = last(root, out)
    if built is None:
        raise click.UsageError(f"nothing is on record of {out}: run cronaca build")
    files, sizes = _weigh(out)
    click.echo(f"{out}: {built['incidents']:,} incidents, {files.total():,} files, {_size(sizes.total())}")
    for kind, size in sizes.most_common():
        click.echo(f"{kind:>8} {files[kind]:8,} {_size(size):>10}")
    again = max(0, built["incidents"] - built["read"])
    click.echo(
        f"last build: {built['read']:,} incident files read, {again:,} used as they were read before; "
        f"{built['rendered']:,} files rendered, {built['unchanged']:,} unchanged, "
        f"{built['deleted']:,} deleted"
    )


def _weigh(out: Path) -> tuple[Counter[str], Counter[str]]:
    """How many files there are of each kind, and their bytes."""
    files: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for path in out.rglob("*"):
        if path.is_file() and path.name != KEEP:
            kind = path.suffix or path.name
            files[kind] += 1
            sizes[kind] += path.stat().st_size
    return files, sizes


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.1f} KB"
