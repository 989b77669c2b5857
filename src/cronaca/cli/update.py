"""cronaca update."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from cronaca.cli import asking, writing


@click.command(
    cls=writing.Command,
    epilog="Example: cronaca update tsr-1532 --phrase fix-under-way next=17:30 --commit",
)
@click.argument("words", nargs=-1, metavar="[ID] [KEY=VALUE]...")
@writing.status_option
@writing.options
def command(
    words: tuple[str, ...],
    root: Path,
    now: datetime | None,
    at: str,
    status: str | None,
    component: tuple[str, ...],
    phrase: str,
    next_at: str,
    no_notify: bool,
    edit: bool,
    commit: bool,
    **given: Any,
) -> None:
    """Add a message to an incident: to the one that is open, when no ID is given.

    KEY=VALUE fills in a phrase. Only the lines of the new message change in the file.
    """
    from cronaca.edit import Message, updated
    from cronaca.history import last_status

    desk = writing.desk_at(root, now)
    word, values = writing.split(words)
    meant = writing.found(desk, word)
    incident = meant.incident
    at = writing.moment("--at", at, desk)
    states = writing.states(component, desk.components, str(_first(incident.components, "unknown")))
    values.setdefault("component", ",".join(states or dict(incident.components)))
    said = asking.said(desk, phrase, values, writing.texts(given), at, edit, (status,) if status else ())
    next_at = writing.moment("--next", next_at, desk, ahead=True) if next_at else said.next_at
    status = status or said.status or str(last_status(incident))
    message = Message(at, status, said.body, states, next_at, not no_notify)
    writing.changed(desk, meant, updated(incident, message), commit, f"Update {incident.id}: {status}")


def _first(states: Any, default: str) -> Any:
    return states[0][1] if states else default
