"""cronaca new."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from cronaca.cli import asking, writing
from cronaca.model import Impact, Kind, State, Status

_IMPACTS = [str(each) for each in Impact]
_STATUSES = [str(each) for each in Status]
_KINDS = [str(each) for each in (Kind.INCIDENT, Kind.INFORMATION)]


@click.command(
    cls=writing.Beginning,
    epilog="Example: cronaca new -c api=partial_outage --since 16:11 --phrase looking-into",
)
@click.argument("words", nargs=-1, metavar="[ID] [KEY=VALUE]...")
@click.option("--kind", type=click.Choice(_KINDS), default=_KINDS[0], show_default=True)
@click.option("--impact", type=click.Choice(_IMPACTS), help="How bad it is.")
@click.option("--reference", default="", help="Your own reference, such as TSR-1532.")
@click.option("--priority", default="", help="Your own priority, such as P1.")
@click.option("--since", default="", metavar="TIME", help="When users began to be hurt, if that is known.")
@click.option(
    "--from-issue",
    "form",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="Take it all from the body of a filled GitHub issue form; - for standard input.",
)
@click.option("--draft", is_flag=True, help="Do not publish it yet.")
@writing.status_option
@writing.options
def command(
    words: tuple[str, ...],
    root: Path,
    now: datetime | None,
    at: str,
    since: str,
    kind: str,
    impact: str | None,
    reference: str,
    priority: str,
    draft: bool,
    form: str | None,
    status: str | None,
    component: tuple[str, ...],
    phrase: str,
    next_at: str,
    no_notify: bool,
    edit: bool,
    commit: bool,
    **given: Any,
) -> None:
    """Begin an incident: write its file, with its first message.

    A phrase gives the title and the message in all languages. The ID is made of the reference or the title
    when it is left out; a file that is there already is never overwritten.
    """
    from cronaca.edit import Draft, Message

    desk = writing.desk_at(root, now)
    if form:
        filled = _filled(form, desk)
        words, component = (*words, *filled.get("Phrase").split()[1:]), (filled.get("Services"),)
        phrase, at, since = (
            _word(filled, "Phrase"),
            filled.get("Written at") or at,
            filled.get("Users hurt since"),
        )
        kind, status = _one_of(filled, "Kind", _KINDS) or kind, _one_of(filled, "Status", _STATUSES)
        impact, reference = _one_of(filled, "Impact", _IMPACTS), filled.get("Reference")
        priority = filled.get("Priority")
        given = {f"text_{lang.replace('-', '_')}": text for lang, text in filled.messages.items()}
        given |= {f"text_title_{lang.replace('-', '_')}": text for lang, text in filled.titles.items()}
    id, values = writing.split(words)
    _check(id)
    if not component and asking.can_ask():
        click.echo("Components: " + ", ".join(desk.components), err=True)
        component = tuple(asking.ask("Which are touched (ID or ID=STATE, with spaces)").split())
    if not since and not words and asking.can_ask():
        since = asking.ask("Since when are users hurt, such as 16:11 (empty: not known yet)")
    at = writing.moment("--at", at, desk)
    since = writing.moment("--since", since, desk) if since else ""
    states = writing.states(component, desk.components, str(State.UNKNOWN))
    values.setdefault("component", ",".join(states))
    if since and "since" in _wanted(desk, phrase):
        values.setdefault("since", since)
    offered = (status or str(Status.INVESTIGATING),)
    said = asking.said(desk, phrase, values, writing.texts(given), at, edit, offered)
    title = {**(said.title or {}), **writing.texts(given, "title_")} or _asked_title(desk)
    message = Message(
        at,
        status or said.status or str(Status.INVESTIGATING),
        said.body,
        next_at=writing.moment("--next", next_at, desk, ahead=True) if next_at else said.next_at,
        notify=not no_notify,
    )
    windows = ({"from": since},) if since else ()
    made = Draft(
        title, kind, reference, impact or "", priority, states, windows, messages=(message,), draft=draft
    )
    begin(desk, id, since or at, made, commit)


def begin(desk: Any, id: str, day: str, draft: Any, commit: bool) -> None:
    """Write a new incident's file."""
    from cronaca.document import Document
    from cronaca.edit import file_name, slug, text_of

    title = draft.title.get("en") or next(iter(draft.title.values()))
    _check(id)
    made = id or slug(draft.reference) or slug(title) or "incident"
    name, number = file_name(day, made), 1
    while not id and (desk.root / name).exists():
        number += 1
        name = file_name(day, f"{made}-{number}")
    if any((desk.root / "content" / "incidents").rglob(f"????-??-??-{made}.yaml")) and number == 1:
        raise click.UsageError(
            f'"{made}" is there already: name it otherwise, or use "cronaca update {made}"'
        )
    modeline = (desk.root / "schema" / "incident.json").is_file()
    text = text_of(draft, modeline)
    writing.put(desk, Document(desk.root / name), name, text, commit, f"Begin {Path(name).stem[11:]}")


def _filled(file: str, desk: Any) -> Any:
    """The answers of an issue form."""
    from cronaca.edit.form import LONGEST, BadForm, read

    with click.open_file(file, encoding="utf-8", errors="replace") as body:
        text = body.read(LONGEST + 1)
    try:
        return read(text, desk.settings.languages)
    except BadForm as error:
        raise click.UsageError(str(error)) from None


def _word(filled: Any, label: str) -> str:
    return next(iter(filled.get(label).split()), "")


def _one_of(filled: Any, label: str, words: list[str]) -> str | None:
    """An answer that has to be one of the words; None when there is none."""
    from cronaca.issue import did_you_mean

    word = filled.get(label)
    if word and word not in words:
        raise click.UsageError(f'{label}: "{word[:60]}" cannot be chosen; {did_you_mean(word, words)}')
    return word or None


def _check(id: str) -> None:
    from cronaca.edit import slug

    if id and slug(id) != id:
        raise click.UsageError(f'"{id}" is not an id: write {slug(id) or "lower-case letters"} instead')


def _wanted(desk: Any, phrase: str) -> list[str]:
    from cronaca.phrasing import needed

    found = desk.phrases.get(phrase)
    return needed(found.text) if found else []


def _asked_title(desk: Any) -> dict[str, str]:
    if not asking.can_ask():
        raise click.UsageError(f'a title is needed: --title-{desk.settings.languages[0]} "…"')
    found: dict[str, str] = {}
    for lang in desk.settings.languages:
        later = " (empty: later)" if found else ""
        if text := asking.ask(f"Title in {lang}{later}"):
            found[lang] = writing.clean(text)
    if not found:
        raise click.UsageError("a title is needed")
    return found
