"""cronaca schedule: a maintenance, from its announcement to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from cronaca.cli import asking, writing
from cronaca.model import Kind, State, Status


@click.group(
    epilog="Example: cronaca schedule announce -c api --from '2025-05-08 22:00' --until '2025-05-08 23:30'"
)
def command() -> None:
    """Announce, begin, extend, complete or cancel a maintenance."""


def _step(name: str, example: str) -> Callable[[Callable[..., None]], click.Command]:
    """A subcommand that adds a message to a maintenance."""

    def made(function: Callable[..., None]) -> click.Command:
        words = click.argument("words", nargs=-1, metavar="[ID] [KEY=VALUE]...")
        epilog = f"Example: cronaca schedule {name} {example}"
        return command.command(name, cls=writing.Command, epilog=epilog)(words(writing.options(function)))

    return made


@command.command(
    "announce",
    cls=writing.Beginning,
    epilog="Example: cronaca schedule announce -c api --from '2025-05-08 22:00' --until '2025-05-08 23:30'",
)
@click.argument("words", nargs=-1, metavar="[ID] [KEY=VALUE]...")
@click.option("--from", "start", default="", metavar="TIME", help="When it will begin.")
@click.option("--until", "end", default="", metavar="TIME", help="When it will end; a date includes its day.")
@click.option("--reference", default="", help="Your own reference.")
@writing.options
def announce(
    words: tuple[str, ...],
    root: Path,
    now: datetime | None,
    at: str,
    start: str,
    end: str,
    reference: str,
    component: tuple[str, ...],
    phrase: str,
    next_at: str,
    no_notify: bool,
    edit: bool,
    commit: bool,
    **given: Any,
) -> None:
    """Write a new maintenance's file, by the phrase "maintenance-announced" unless you say otherwise."""
    from cronaca.cli.new import begin
    from cronaca.edit import Draft, Message

    desk = writing.desk_at(root, now)
    id, values = writing.split(words)
    if asking.can_ask():
        component = component or tuple(asking.ask("Components (ID, with spaces)").split())
        start = start or asking.ask("From, such as 2025-05-08 22:00")
        end = end or asking.ask("Until")
    if not start or not end or not component:
        raise click.UsageError("a maintenance needs --component, --from and --until")
    start = writing.moment("--from", start, desk, ahead=True)
    end = writing.moment("--until", end, desk, ahead=True)
    at = writing.moment("--at", at, desk)
    states = writing.states(component, desk.components, str(State.MAINTENANCE))
    values = {"component": ",".join(states), "from": start, "until": end} | values
    own = writing.texts(given)
    said = _said(desk, phrase, values, own, at, edit, "maintenance-announced")
    titles = writing.texts(given, "title_")
    message = Message(at, str(Status.SCHEDULED), said.body, notify=not no_notify)
    draft = Draft(
        {**(said.title or {}), **titles},
        str(Kind.MAINTENANCE),
        reference,
        str(Kind.MAINTENANCE),
        components=states,
        schedule={"from": start, "until": end},
        messages=(message,),
    )
    if not draft.title:
        raise click.UsageError(f'a title is needed: --title-{desk.settings.languages[0]} "…"')
    begin(desk, id, start, draft, commit)


@_step("begin", "api-upgrade")
def begin_(**options: Any) -> None:
    """Say that a maintenance has begun: its components are under maintenance from now on."""
    _go_on(Status.IN_PROGRESS, "maintenance-begun", State.MAINTENANCE, "Begin", **options)


@_step("complete", "api-upgrade")
def complete(**options: Any) -> None:
    """Say that a maintenance is complete: its components are operational again."""
    _go_on(Status.COMPLETED, "maintenance-completed", State.OPERATIONAL, "Complete", **options)


@_step("cancel", "api-upgrade")
def cancel(**options: Any) -> None:
    """Say that a maintenance will not take place; its file and address stay."""
    _go_on(Status.COMPLETED, "maintenance-cancelled", None, "Cancel", **options)


@_step("extend", "api-upgrade --until 00:30")
@click.option("--until", "end", required=True, metavar="TIME", help="When it will end now.")
def extend(end: str, **options: Any) -> None:
    """Give a maintenance another end."""
    _go_on(None, "maintenance-extended", None, "Extend", end=end, **options)


def _go_on(
    status: Status | None,
    usual: str,
    state: State | None,
    verb: str,
    words: tuple[str, ...],
    root: Path,
    now: datetime | None,
    at: str,
    component: tuple[str, ...],
    phrase: str,
    next_at: str,
    no_notify: bool,
    edit: bool,
    commit: bool,
    end: str = "",
    **given: Any,
) -> None:
    from cronaca.edit import Message, extended, resolved, updated
    from cronaca.history import last_status

    desk = writing.desk_at(root, now)
    word, values = writing.split(words)
    meant = writing.found(desk, word)
    incident = meant.incident
    if incident.kind != Kind.MAINTENANCE or incident.schedule is None:
        raise click.UsageError(f"{incident.id} is not a maintenance with a schedule")
    at = writing.moment("--at", at, desk)
    end = writing.moment("--until", end, desk, ahead=True) if end else ""
    ids = list(dict(incident.components))
    states = {id: str(state) for id in ids} if state else {}
    states |= writing.states(component, desk.components, str(state or State.MAINTENANCE))
    plan = {"from": incident.schedule.start.written, "until": end or incident.schedule.end.written}
    values = {"component": ",".join(ids), **plan} | values
    said = _said(desk, phrase, values, writing.texts(given), at, edit, usual)
    next_at = writing.moment("--next", next_at, desk, ahead=True) if next_at else said.next_at
    message = Message(at, str(status or last_status(incident)), said.body, states, next_at, not no_notify)
    changes = extended(incident, message, end) if end else updated(incident, message)
    if status == Status.COMPLETED:
        changes = resolved(incident, message, at)
    writing.changed(desk, meant, changes, commit, f"{verb} {incident.id}")


def _said(
    desk: Any, phrase: str, values: dict[str, str], own: dict[str, str], at: str, edit: bool, usual: str
) -> asking.Said:
    """What is said, by the usual phrase unless the author says it otherwise."""
    from cronaca.phrasing import needed

    if not phrase and not own and not edit:
        phrase = usual
    found = desk.phrases.get(phrase)
    wanted = needed(found.text) if found else []
    mine = {
        key: each
        for key, each in values.items()
        if key in (*wanted, "component") or key not in ("from", "until")
    }
    return asking.said(desk, phrase, mine if phrase else {}, own, at, edit)
