"""cronaca check."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cronaca.cli.common import root_option, show


@click.command(epilog="Example: cronaca check --strict")
@root_option
@click.option("--strict", is_flag=True, help="Warnings fail too.")
def command(root: Path, strict: bool) -> None:
    """Say what is wrong in the content: file, line, column and what to write instead."""
    from cronaca.build import check

    _, report = check(root)
    show(report)
    sys.exit(1 if report.failed(strict) else 0)
