"""cronaca resolve."""

from __future__ import annotations

from dataclasses import replace

import click

from cronaca.cli import asking, writing
from cronaca.model import Kind, State, Status


@click.command(
    cls=writing.Command,
    epilog="Example: cronaca resolve tsr-1532 --until 16:24 --phrase resolved-after duration=13",
)
@writing.words_argument
@click.option(
    "--until", default="", metavar="TIME", help="When users were helped (default: --at), or unknown."
)
@writing.message_options
def command(options: writing.MessageOptions, words: tuple[str, ...], until: str) -> None:
    """Say that an incident is over: the one that is open, when no ID is given.

    Windows without an end get one, and components known to be disturbed are operational again. Without a
    text, the phrase "resolved" says it.
    """
    from cronaca.edit.changes import NewMessage, last_states, resolving

    workspace = writing.workspace_at(options.root, options.now)
    word, values = writing.split(words)
    meant = writing.find_incident(workspace, word)
    incident = meant.incident
    at = writing.file_time("--at", options.at, workspace)
    until = writing.file_time("--until", until, workspace) if until else at
    calm = (State.OPERATIONAL, State.UNKNOWN)
    after = {id: str(State.OPERATIONAL) for id, state in last_states(incident).items() if state not in calm}
    after |= writing.states(options.component, workspace, str(State.OPERATIONAL))
    values.setdefault("component", ",".join(dict(incident.components) or after))
    if options.phrase == "resolved-at" and until not in (at, "unknown"):
        values.setdefault("time", until)
    is_maintenance = incident.kind == Kind.MAINTENANCE
    if not asking.is_said(options):
        options = replace(options, phrase="maintenance-completed" if is_maintenance else "resolved")
    said = asking.said(workspace, options, values, at)
    status = str(Status.COMPLETED if is_maintenance else Status.RESOLVED)
    message = NewMessage(at, status, said.body, after, notify=not options.no_notify)
    changes = resolving(incident, message, until)
    writing.change(workspace, meant, changes, options.commit, f"Resolve {incident.id}")
