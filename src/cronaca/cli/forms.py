"""The answers of a filled issue form, as a command takes them; faults are named by the form's labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import click

from cronaca.model import Impact, Kind, Status

KINDS = [str(each) for each in (Kind.INCIDENT, Kind.INFORMATION)]
LABELS = {"components": "Services", "phrase": "Phrase", "since": "Users hurt since", "at": "Written at"}


class Wrong(click.ClickException):
    """An answer that cannot be taken: what was typed is wrong, though not on this command's line."""

    exit_code = 2


class Filled(NamedTuple):
    kind: str | None
    status: str | None
    impact: str | None
    services: str
    phrase: str
    words: tuple[str, ...]  # the phrase's key=value
    since: str
    at: str
    reference: str
    priority: str
    texts: Mapping[str, Any]  # as the options of the languages


def filled(file: str, desk: Any) -> Filled:
    """The answers in a file, or on standard input for "-"."""
    from cronaca.edit.form import LONGEST, BadForm, read

    with click.open_file(file, encoding="utf-8", errors="replace") as body:
        text = body.read(LONGEST + 1)
    try:
        form = read(text, desk.settings.languages)
    except BadForm as error:
        raise Wrong(str(error)) from None
    name, *words = form.get("Phrase").split() or [""]
    if "=" in name or any("=" not in word for word in words):
        raise Wrong(f'Phrase: "{form.get("Phrase")[:60]}": write it as in "outage since=16:11"')
    texts = {f"text_{lang.replace('-', '_')}": each for lang, each in form.messages.items()}
    texts |= {f"text_title_{lang.replace('-', '_')}": each for lang, each in form.titles.items()}
    return Filled(
        _one_of(form, "Kind", KINDS),
        _one_of(form, "Status", [str(each) for each in Status]),
        _one_of(form, "Impact", [str(each) for each in Impact]),
        form.get("Services"),
        name,
        tuple(words),
        form.get("Users hurt since"),
        form.get("Written at"),
        form.get("Reference"),
        form.get("Priority"),
        texts,
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


def _one_of(form: Any, label: str, words: list[str]) -> str | None:
    """An answer that has to be one of the words; None when there is none."""
    from cronaca.issue import did_you_mean

    word = form.get(label)
    if word and word not in words:
        raise Wrong(f'{label}: "{word[:60]}" cannot be chosen; {did_you_mean(word, words)}')
    return word or None
