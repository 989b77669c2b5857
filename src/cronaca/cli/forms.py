"""The answers of a filled issue form, as a command takes them; faults are named by the form's labels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import click

from cronaca.cli.writing import MessageOptions
from cronaca.model import Impact, Kind, Status

if TYPE_CHECKING:
    from cronaca.edit.form import Form
    from cronaca.edit.workspace import Workspace

KINDS = [str(each) for each in (Kind.INCIDENT, Kind.INFORMATION)]
LABELS = {"components": "Services", "phrase": "Phrase", "since": "Users hurt since", "at": "Written at"}


class Wrong(click.ClickException):
    """An answer that cannot be taken: what was typed is wrong, though not on this command's line."""

    exit_code = 2


class Opening(NamedTuple):
    """What a new incident is told to be, beside its first message."""

    words: tuple[str, ...]
    since: str
    kind: str
    impact: str | None
    reference: str
    priority: str
    status: str | None


def filled(
    file: str, workspace: Workspace, options: MessageOptions, opening: Opening
) -> tuple[MessageOptions, Opening]:
    """The answers in a file, or on standard input for "-", in the place of options."""
    from cronaca.edit.form import LONGEST_FORM, BadForm, read_form

    with click.open_file(file, encoding="utf-8", errors="replace") as body:
        text = body.read(LONGEST_FORM + 1)
    try:
        form = read_form(text, workspace.settings.languages)
    except BadForm as error:
        raise Wrong(str(error)) from None
    name, *words = form.get("Phrase").split() or [""]
    if "=" in name or any("=" not in word for word in words):
        raise Wrong(f'Phrase: "{form.get("Phrase")[:60]}": write it as in "outage since=16:11"')
    given = {f"text_{lang.replace('-', '_')}": each for lang, each in form.messages.items()}
    given |= {f"text_title_{lang.replace('-', '_')}": each for lang, each in form.titles.items()}
    kind, status = _one_of(form, "Kind", KINDS), _one_of(form, "Status", [str(each) for each in Status])
    impact = _one_of(form, "Impact", [str(each) for each in Impact])
    at, services = form.get("Written at") or options.at, (form.get("Services"),)
    return replace(options, phrase=name, at=at, component=services, given=given), Opening(
        (*opening.words, *words),
        form.get("Users hurt since"),
        kind or opening.kind,
        impact,
        form.get("Reference"),
        form.get("Priority"),
        status,
    )


@contextmanager
def answering(label: str) -> Iterator[None]:
    """Say what is wrong below by a label of the form; "" where there is no form."""
    try:
        yield
    except click.UsageError as error:
        if not label:
            raise
        said = error.message if error.message.startswith(f"{label}: ") else f"{label}: {error.message}"
        raise Wrong(said) from None


def _one_of(form: Form, label: str, words: list[str]) -> str | None:
    """An answer that has to be one of the words; None when there is none."""
    from cronaca.issue import did_you_mean

    word = form.get(label)
    if word and word not in words:
        raise Wrong(f'{label}: "{word[:60]}" cannot be chosen; {did_you_mean(word, words)}')
    return word or None
