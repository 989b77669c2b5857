"""cronaca update."""

from __future__ import annotations

import click

from cronaca.cli import asking, writing
from cronaca.model import State


@click.command(
    cls=writing.Command,
    epilog="Example: cronaca update tsr-1532 --phrase fix-under-way next=17:30 --commit",
)
@writing.words_argument
@writing.status_option
@writing.message_options
def command(options: writing.MessageOptions, words: tuple[str, ...], status: str | None) -> None:
    """Add a message to an incident: to the one that is open, when no ID is given.

    KEY=VALUE fills in a phrase. Only the lines of the new message change in the file.
    """
    from cronaca.edit.changes import NewMessage, updating
    from cronaca.history import last_status

    workspace = writing.workspace_at(options.root, options.now)
    word, values = writing.split(words)
    meant = writing.find_incident(workspace, word)
    incident = meant.incident
    at = writing.file_time("--at", options.at, workspace)
    first = next((state for _, state in incident.components), State.UNKNOWN)
    states = writing.states(options.component, workspace, str(first))
    values.setdefault("component", ",".join(states or dict(incident.components)))
    said = asking.said(workspace, options, values, at, (status,) if status else ())
    status = status or said.status or str(last_status(incident))
    next_at = asking.next_at(workspace, options, said)
    message = NewMessage(at, status, said.body, states, next_at, not options.no_notify)
    changes = updating(incident, message)
    writing.change(workspace, meant, changes, options.commit, f"Update {incident.id}: {status}")
