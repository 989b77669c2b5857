"""cronaca new."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from cronaca.cli import asking, forms, writing
from cronaca.model import Impact, State, Status

_IMPACTS = [str(each) for each in Impact]
_KINDS = forms.KINDS


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
@click.option("--issue", type=click.IntRange(1), help="The number of that issue, which the file then keeps.")
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
    issue: int | None,
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
    if issue and (there := desk.of_issue(str(issue))):
        raise forms.Wrong(f"issue {issue} became {there} already: change that file")
    filled = forms.filled(form, desk) if form else None
    if filled:
        words, component = (*words, *filled.words), (filled.services,)
        phrase, at, since = filled.phrase, filled.at or at, filled.since
        kind, status, impact = filled.kind or kind, filled.status, filled.impact
        reference, priority, given = filled.reference, filled.priority, dict(filled.texts)
    named = forms.LABELS if filled else {}
    id, values = writing.split(words)
    _check(id)
    if not component and asking.can_ask():
        click.echo("Components: " + ", ".join(desk.components), err=True)
        component = tuple(asking.ask("Which are touched (ID or ID=STATE, with spaces)").split())
    if not since and not words and asking.can_ask():
        since = asking.ask("Since when are users hurt, such as 16:11 (empty: not known yet)")
    with forms.answering(named.get("at", "")):
        at = writing.moment(named.get("at", "--at"), at, desk)
    with forms.answering(named.get("since", "")):
        since = writing.moment(named.get("since", "--since"), since, desk) if since else ""
    with forms.answering(named.get("components", "")):
        states = writing.states(component, desk.components, str(State.UNKNOWN))
    values.setdefault("component", ",".join(states))
    if since and "since" in _wanted(desk, phrase):
        values.setdefault("since", since)
    offered = (status or str(Status.INVESTIGATING),)
    with forms.answering(named.get("phrase", "")):
        said = asking.said(desk, phrase, values, writing.texts(given), at, edit, offered)
    title = {**(said.title or {}), **writing.texts(given, "title_")} or _asked_title(desk, bool(filled))
    message = Message(
        at,
        status or said.status or str(Status.INVESTIGATING),
        said.body,
        next_at=writing.moment("--next", next_at, desk, ahead=True) if next_at else said.next_at,
        notify=not no_notify,
    )
    windows = ({"from": since},) if since else ()
    made = Draft(
        title,
        kind,
        reference,
        impact or "",
        priority,
        states,
        windows,
        messages=(message,),
        draft=draft,
        issue=str(issue or ""),
    )
    with forms.answering("Reference" if filled and reference else ""):
        begin(desk, id, since or at, made, commit)


def begin(desk: Any, id: str, day: str, draft: Any, commit: bool) -> None:
    """Write a new incident's file."""
    from cronaca.document import Document
    from cronaca.edit import file_name, slug, text_of

    title = draft.title.get("en") or next(iter(draft.title.values()))
    _check(id)
    made = id or slug(draft.reference) or slug(title) or "incident"
    name, number = file_name(day, made), 1
    folder = desk.root / "content" / "incidents"
    titled = not id and not slug(draft.reference)  # such a name may come again; a reference does not
    while not id and (
        (desk.root / name).exists()
        or (titled and any(folder.rglob(f"????-??-??-{Path(name).stem[11:]}.yaml")))
    ):
        number += 1
        name = file_name(day, f"{made}-{number}")
    if any(folder.rglob(f"????-??-??-{made}.yaml")) and number == 1:
        raise click.UsageError(
            f'"{made}" is there already: name it otherwise, or use "cronaca update {made}"'
        )
    modeline = (desk.root / "schema" / "incident.json").is_file()
    text = text_of(draft, modeline)
    writing.put(desk, Document(desk.root / name), name, text, commit, f"Begin {Path(name).stem[11:]}")


def _check(id: str) -> None:
    from cronaca.edit import slug

    if id and slug(id) != id:
        raise click.UsageError(f'"{id}" is not an id: write {slug(id) or "lower-case letters"} instead')


def _wanted(desk: Any, phrase: str) -> list[str]:
    from cronaca.phrasing import needed

    found = desk.phrases.get(phrase)
    return needed(found.text) if found else []


def _asked_title(desk: Any, filled: bool) -> dict[str, str]:
    lang = desk.settings.languages[0]
    if filled:
        raise forms.Wrong(f"Title ({lang}): a title is needed, or a phrase that has one")
    if not asking.can_ask():
        raise click.UsageError(f'a title is needed: --title-{lang} "…"')
    found: dict[str, str] = {}
    for lang in desk.settings.languages:
        later = " (empty: later)" if found else ""
        if text := asking.ask(f"Title in {lang}{later}"):
            found[lang] = writing.clean(text)
    if not found:
        raise click.UsageError("a title is needed")
    return found
