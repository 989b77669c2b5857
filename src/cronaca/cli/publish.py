"""cronaca publish."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cronaca.cli.common import now_option, present, root_option, show

if TYPE_CHECKING:
    from cronaca.publish import BranchChanges, Published


@click.command(epilog="Example: cronaca publish --push")
@root_option
@click.option("--branch", default="gh-pages", show_default=True, help="The branch that holds the built site.")
@click.option("--push", is_flag=True, help="Push it too.")
@click.option("--dry-run", is_flag=True, help="Only say which pages would be added, changed or removed.")
@now_option
def command(root: Path, branch: str, push: bool, dry_run: bool, now: datetime | None) -> None:
    """Build what is committed, and put it on a branch that a host serves.

    Drafts stay out, and nothing but that branch is touched: neither your files nor what is staged. It is
    refused when something of somebody else's, or a page that was published, would be lost.
    """
    from cronaca import git
    from cronaca.publish import publish

    try:
        done = publish(root, branch, present(now), push, dry_run, _waits)
    except git.GitRefused as refused:
        raise click.ClickException(str(refused)) from None
    show(done.report, root)
    changes = done.changes
    if changes is None:
        click.echo("nothing was published", err=True)
        sys.exit(1)
    if dry_run:
        for word, names in zip(("added", "changed", "removed"), changes, strict=True):
            for name in names:
                click.echo(f"{word} {name}")
    _say(branch, done, changes, dry_run)
    if done.commit and not push:
        click.echo("not pushed yet: --push does it")


def _say(branch: str, done: Published, changes: BranchChanges, dry_run: bool) -> None:
    counts = f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.removed)} removed"
    if dry_run or done.commit:
        click.echo(f"{branch}: {counts}" + (f" ({done.commit[:7]})" if done.commit else ""))
    else:
        click.echo(f"{branch}: nothing has changed")
    if done.pushed:
        click.echo(f"pushed to {done.pushed}")


def _waits() -> None:
    click.echo("another publish is at work: waiting for its end", err=True)
