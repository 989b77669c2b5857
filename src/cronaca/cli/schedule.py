"""cronaca schedule: a maintenance, from its announcement to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import click

from cronaca.cli import asking, writing
from cronaca.cli.writing import MessageOptions
from cronaca.model import Kind, State, Status

if TYPE_CHECKING:
    from cronaca.edit.workspace import Workspace


@click.group(
    epilog="Example: cronaca schedule announce -c api --from '2025-05-08 22:00' --until '2025-05-08 23:30'"
)
def command() -> None:
    """Announce, begin, extend, complete or cancel a maintenance."""


def _step(name: str, example: str) -> Callable[[Callable[..., None]], click.Command]:
    """A subcommand that adds a message to a maintenance."""

    def made(function: Callable[..., None]) -> click.Command:
        epilog = f"Example: cronaca schedule {name} {example}"
        options = writing.words_argument(writing.message_options(function))
        return command.command(name, cls=writing.Command, epilog=epilog)(options)

    return made


@command.command(
    "announce",
    cls=writing.Beginning,
    epilog="Example: cronaca schedule announce -c api --from '2025-05-08 22:00' --until '2025-05-08 23:30'",
)
@writing.words_argument
@click.option("--from", "start", default="", metavar="TIME", help="When it will begin.")
@click.option("--until", "end", default="", metavar="TIME", help="When it will end; a date includes its day.")
@click.option("--reference", default="", help="Your own reference.")
@writing.message_options
def announce(options: MessageOptions, words: tuple[str, ...], start: str, end: str, reference: str) -> None:
    """Write a new maintenance's file, by the phrase "maintenance-announced" unless you say otherwise."""
    from cronaca.cli.new import begin_incident
    from cronaca.edit.changes import NewMessage
    from cronaca.edit.draft import Draft

    workspace = writing.workspace_at(options.root, options.now)
    id, values = writing.split(words)
    component = options.component
    if asking.can_ask():
        component = component or tuple(asking.ask("Components (ID, with spaces)").split())
        start = start or asking.ask("From, such as 2025-05-08 22:00")
        end = end or asking.ask("Until")
    if not start or not end or not component:
        raise click.UsageError("a maintenance needs --component, --from and --until")
    start = writing.file_time("--from", start, workspace, ahead=True)
    end = writing.file_time("--until", end, workspace, ahead=True)
    at = writing.file_time("--at", options.at, workspace)
    states = writing.states(component, workspace, str(State.MAINTENANCE))
    values = {"component": ",".join(states), "from": start, "until": end} | values
    said = _said(workspace, options, values, at, "maintenance-announced")
    message = NewMessage(at, str(Status.SCHEDULED), said.body, notify=not options.no_notify)
    draft = Draft(
        {**(said.title or {}), **options.titles},
        str(Kind.MAINTENANCE),
        reference,
        str(Kind.MAINTENANCE),
        components=states,
        schedule={"from": start, "until": end},
        messages=(message,),
    )
    if not draft.title:
        raise click.UsageError(f'a title is needed: --title-{workspace.settings.languages[0]} "…"')
    begin_incident(workspace, id, start, draft, options.commit)


class _Step(NamedTuple):
    """What a message to a maintenance says of it."""

    verb: str
    phrase: str  # the usual one
    status: Status | None = None  # None: as before
    state: State | None = None  # of its components from now on; None: as they are


@_step("begin", "api-upgrade")
def begin_(options: MessageOptions, words: tuple[str, ...]) -> None:
    """Say that a maintenance has begun: its components are under maintenance from now on."""
    _go_on(_Step("Begin", "maintenance-begun", Status.IN_PROGRESS, State.MAINTENANCE), options, words)


@_step("complete", "api-upgrade")
def complete(options: MessageOptions, words: tuple[str, ...]) -> None:
    """Say that a maintenance is complete: its components are operational again."""
    _go_on(_Step("Complete", "maintenance-completed", Status.COMPLETED, State.OPERATIONAL), options, words)


@_step("cancel", "api-upgrade")
def cancel(options: MessageOptions, words: tuple[str, ...]) -> None:
    """Say that a maintenance will not take place; its file and address stay."""
    _go_on(_Step("Cancel", "maintenance-cancelled", Status.COMPLETED), options, words)


@_step("extend", "api-upgrade --until 00:30")
@click.option("--until", "end", required=True, metavar="TIME", help="When it will end now.")
def extend(options: MessageOptions, words: tuple[str, ...], end: str) -> None:
    """Give a maintenance another end."""
    _go_on(_Step("Extend", "maintenance-extended"), options, words, end)


def _go_on(step: _Step, options: MessageOptions, words: tuple[str, ...], end: str = "") -> None:
    from cronaca.edit.changes import NewMessage, extending, resolving, updating
    from cronaca.history import last_status

    workspace = writing.workspace_at(options.root, options.now)
    word, values = writing.split(words)
    meant = writing.find_incident(workspace, word)
    incident = meant.incident
    if incident.kind != Kind.MAINTENANCE or incident.schedule is None:
        raise click.UsageError(f"{incident.id} is not a maintenance with a schedule")
    at = writing.file_time("--at", options.at, workspace)
    end = writing.file_time("--until", end, workspace, ahead=True) if end else ""
    ids = list(dict(incident.components))
    states = {id: str(step.state) for id in ids} if step.state else {}
    states |= writing.states(options.component, workspace, str(step.state or State.MAINTENANCE))
    planned = {"from": incident.schedule.start.written, "until": end or incident.schedule.end.written}
    values = {"component": ",".join(ids), **planned} | values
    said = _said(workspace, options, values, at, step.phrase)
    status = str(step.status or last_status(incident))
    next_at = asking.next_at(workspace, options, said)
    message = NewMessage(at, status, said.body, states, next_at, not options.no_notify)
    changes = extending(incident, message, end) if end else updating(incident, message)
    if step.status == Status.COMPLETED:
        changes = resolving(incident, message, at)
    writing.change(workspace, meant, changes, options.commit, f"{step.verb} {incident.id}")


def _said(
    workspace: Workspace, options: MessageOptions, values: dict[str, str], at: str, usual: str
) -> asking.MessageTexts:
    """What is said, by the usual phrase unless the author says it otherwise."""
    if not asking.is_said(options):
        options = replace(options, phrase=usual)
    wanted = (*workspace.parameters(options.phrase), "component")
    own = {key: each for key, each in values.items() if key in wanted or key not in ("from", "until")}
    return asking.said(workspace, options, own if options.phrase else {}, at)
