"""cronaca new."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cronaca.cli import asking, forms, writing
from cronaca.cli.forms import Opening, answering
from cronaca.cli.writing import MessageOptions
from cronaca.model import Impact, State, Status

if TYPE_CHECKING:
    from cronaca.edit.draft import Draft
    from cronaca.edit.workspace import Workspace

_IMPACTS = [str(each) for each in Impact]


@click.command(
    cls=writing.Beginning,
    epilog="Example: cronaca new -c api=partial_outage --since 16:11 --phrase looking-into",
)
@writing.words_argument
@click.option("--kind", type=click.Choice(forms.KINDS), default=forms.KINDS[0], show_default=True)
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
@writing.message_options
def command(
    options: MessageOptions, form: str | None, issue: int | None, draft: bool, **opening: str | None
) -> None:
    """Begin an incident: write its file, with its first message.

    A phrase gives the title and the message in all languages. The ID is made of the reference or the title
    when it is left out; a file that is there already is never overwritten.
    """
    workspace = writing.workspace_at(options.root, options.now)
    told = Opening(**opening)  # type: ignore[arg-type]
    if issue and (there := workspace.of_issue(str(issue))):
        raise forms.Wrong(f"issue {issue} became {there} already: change that file")
    if form:
        options, told = forms.filled(form, workspace, options, told)
    id, values = writing.split(told.words)
    check_id(id)
    options, told = _asked(workspace, options, told)
    begin_at, made = _draft(workspace, options, told, values, forms.LABELS if form else {})
    made = replace(made, draft=draft, issue=str(issue or ""))
    with answering("Reference" if form and told.reference else ""):
        begin_incident(workspace, id, begin_at, made, options.commit)


def _asked(workspace: Workspace, options: MessageOptions, opening: Opening) -> tuple[MessageOptions, Opening]:
    """On a terminal, what was not said yet is asked for."""
    if not options.component and asking.can_ask():
        click.echo("Components: " + ", ".join(workspace.components), err=True)
        answer = asking.ask("Which are touched (ID or ID=STATE, with spaces)")
        options = replace(options, component=tuple(answer.split()))
    if not opening.since and not opening.words and asking.can_ask():
        question = "Since when are users hurt, such as 16:11 (empty: not known yet)"
        opening = opening._replace(since=asking.ask(question))
    return options, opening


def _draft(
    workspace: Workspace,
    options: MessageOptions,
    opening: Opening,
    values: dict[str, str],
    labels: dict[str, str],
) -> tuple[str, Draft]:
    """When it began, and what its file is to say. ``labels``: of the form's fields, if it is one."""
    from cronaca.edit.changes import NewMessage
    from cronaca.edit.draft import Draft

    since = opening.since
    with answering(labels.get("at", "")):
        at = writing.file_time(labels.get("at", "--at"), options.at, workspace)
    with answering(labels.get("since", "")):
        since = writing.file_time(labels.get("since", "--since"), since, workspace) if since else ""
    with answering(labels.get("components", "")):
        states = writing.states(options.component, workspace, str(State.UNKNOWN))
    values.setdefault("component", ",".join(states))
    if since and "since" in workspace.parameters(options.phrase):
        values.setdefault("since", since)
    usual = str(Status.INVESTIGATING)
    with answering(labels.get("phrase", "")):
        said = asking.said(workspace, options, values, at, (opening.status or usual,))
    title = {**(said.title or {}), **options.titles} or _asked_title(workspace, bool(labels))
    status, next_at = opening.status or said.status or usual, asking.next_at(workspace, options, said)
    message = NewMessage(at, status, said.body, next_at=next_at, notify=not options.no_notify)
    return since or at, Draft(
        title,
        opening.kind,
        opening.reference,
        opening.impact or "",
        opening.priority,
        states,
        ({"from": since},) if since else (),
        messages=(message,),
    )


def begin_incident(workspace: Workspace, id: str, day: str, draft: Draft, commit: bool) -> None:
    """Write a new incident's file."""
    from cronaca.edit.document import Document
    from cronaca.edit.draft import text_of

    check_id(id)
    name = _free_name(workspace.root, id, day, draft)
    modeline = (workspace.root / "schema" / "incident.json").is_file()
    document, text = Document(workspace.root / name), text_of(draft, modeline)
    writing.put(workspace, document, name, text, commit, f"Begin {Path(name).stem[11:]}")


def _free_name(root: Path, id: str, day: str, draft: Draft) -> str:
    """A name that no file has: one made of a title may come again, of an id or a reference not."""
    from cronaca.edit.draft import file_name, slug

    folder = root / "content" / "incidents"

    def taken(id: str) -> bool:
        return any(folder.rglob(f"????-??-??-{id}.yaml"))

    reference = slug(draft.reference)
    title = draft.title.get("en") or next(iter(draft.title.values()))
    made = id or reference or slug(title) or "incident"
    name, number = made, 1
    while not id and ((root / file_name(day, name)).exists() or (not reference and taken(name))):
        number += 1
        name = f"{made}-{number}"
    if number == 1 and taken(made):
        raise click.UsageError(
            f'"{made}" is there already: name it otherwise, or use "cronaca update {made}"'
        )
    return file_name(day, name)


def check_id(id: str) -> None:
    """Raises click.UsageError for what is no id."""
    from cronaca.edit.draft import slug

    if id and slug(id) != id:
        raise click.UsageError(f'"{id}" is not an id: write {slug(id) or "lower-case letters"} instead')


def _asked_title(workspace: Workspace, form: bool) -> dict[str, str]:
    languages = workspace.settings.languages
    if form:
        raise forms.Wrong(f"Title ({languages[0]}): a title is needed, or a phrase that has one")
    if not asking.can_ask():
        raise click.UsageError(f'a title is needed: --title-{languages[0]} "…"')
    found: dict[str, str] = {}
    for lang in languages:
        later = " (empty: later)" if found else ""
        if text := asking.ask(f"Title in {lang}{later}"):
            found[lang] = writing.clean(text)
    if not found:
        raise click.UsageError("a title is needed")
    return found
