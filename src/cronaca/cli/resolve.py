"""cronaca resolve."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from cronaca.cli import asking, writing
from cronaca.model import Kind, State, Status


@click.command(
    cls=writing.Command,
    epilog="Example: cronaca resolve tsr-1532 --until 16:24 --phrase resolved-after duration=13",
)
@click.argument("words", nargs=-1, metavar="[ID] [KEY=VALUE]...")
@click.option(
    "--until", default="", metavar="TIME", help="When users were helped (default: --at), or unknown."
)
@writing.options
def command(
    words: tuple[str, ...],
    root: Path,
    now: datetime | None,
    at: str,
    until: str,
    component: tuple[str, ...],
    phrase: str,
    next_at: str,
    no_notify: bool,
    edit: bool,
    commit: bool,
    **given: Any,
) -> None:
    """Say that an incident is over: the one that is open, when no ID is given.

    Windows without an end get one, and components known to be disturbed are operational again. Without a
    text, the phrase "resolved" says it.
    """
    from cronaca.edit import Message, resolved, states

    desk = writing.desk_at(root, now)
    word, values = writing.split(words)
    meant = writing.found(desk, word)
    incident = meant.incident
    at = writing.moment("--at", at, desk)
    until = writing.moment("--until", until, desk) if until else at
    disturbed = [
        id for id, state in states(incident).items() if state not in (State.OPERATIONAL, State.UNKNOWN)
    ]
    after = {id: str(State.OPERATIONAL) for id in disturbed}
    after |= writing.states(component, desk.components, str(State.OPERATIONAL))
    values.setdefault("component", ",".join(dict(incident.components) or after))
    if until != at and until != "unknown":
        values.setdefault("time", until) if phrase == "resolved-at" else None
    own = writing.texts(given)
    is_maintenance = incident.kind == Kind.MAINTENANCE
    if not phrase and not own and not edit:
        phrase = "maintenance-completed" if is_maintenance else "resolved"
    said = asking.said(desk, phrase, values, own, at, edit)
    status = str(Status.COMPLETED if is_maintenance else Status.RESOLVED)
    message = Message(at, status, said.body, after, notify=not no_notify)
    writing.changed(desk, meant, resolved(incident, message, until), commit, f"Resolve {incident.id}")
