"""The texts of a message: from options, from a phrase, from questions on a terminal, from $EDITOR."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from cronaca.cli.writing import MessageOptions, clean, file_time

if TYPE_CHECKING:
    from cronaca.edit.workspace import Workspace

_HEAD = re.compile(r"^=== ([A-Za-z-]+) ===[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MessageTexts:
    """What is said in a message, and by which phrase."""

    body: Mapping[str, str]
    status: str = ""  # the phrase's, when there is one
    title: Mapping[str, str] | None = None
    next_at: str = ""


def can_ask() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, default: str = "") -> str:
    """An answer from the terminal; "" when there is none."""
    return str(click.prompt(question, default=default, show_default=bool(default), err=True)).strip()


def is_said(options: MessageOptions) -> bool:
    """Whether the author says anything by options, or is going to in an editor."""
    return bool(options.phrase or options.texts or options.edit)


def next_at(workspace: Workspace, options: MessageOptions, said: MessageTexts) -> str:
    """When the next message is due: as an option says, else as the phrase does."""
    if not options.next_at:
        return said.next_at
    return file_time("--next", options.next_at, workspace, ahead=True)


def said(
    workspace: Workspace,
    options: MessageOptions,
    values: Mapping[str, str],
    at: str,
    statuses: tuple[str, ...] = (),
) -> MessageTexts:
    """The message's texts: the author's own, else the phrase's. ``statuses`` are offered first."""
    own, asked = options.texts, dict[str, str]()
    phrase, languages = options.phrase, workspace.settings.languages
    if not is_said(options):
        if not can_ask():
            raise click.UsageError(f'say something: --phrase NAME, --{languages[0]} "…" or --edit')
        phrase, asked = _chosen(workspace, statuses)
    given = [each for each in values if each != "component"]
    if given and not phrase:
        raise click.UsageError(f"{', '.join(given)}=… belongs to a phrase: add --phrase NAME")
    made = _phrased(workspace, phrase, values, at) if phrase else MessageTexts({})
    body = {**made.body, **asked, **own}
    if options.edit:
        body = _edited(body, languages)
    order = [lang for lang in languages if lang in body]
    if not order:
        raise click.UsageError("there is no text in any language: nothing was written")
    return replace(made, body={lang: body[lang] for lang in order})


def _phrased(workspace: Workspace, name: str, values: Mapping[str, str], at: str) -> MessageTexts:
    from cronaca.edit.phrasing import BadParameter
    from cronaca.issue import did_you_mean

    phrase = workspace.phrases.get(name)
    if phrase is None:
        hint = did_you_mean(name, workspace.phrases) or "list them with: cronaca phrases"
        raise click.UsageError(f'"{name}" is not a phrase; {hint}')
    names = workspace.parameters(name)
    wrong = [each for each in values if each not in (*names, "component")]
    if wrong:
        raise click.UsageError(
            f"the phrase {name} has no {wrong[0]}: it has {', '.join(names) or 'no parameter'}"
        )
    full = _filled(workspace, names, values, at)
    speaker = workspace.speaker(at)
    try:
        title = speaker.say(phrase.title, full) if phrase.title else None
        return MessageTexts(speaker.say(phrase.text, full), str(phrase.status), title, full.get("next", ""))
    except BadParameter as error:
        raise click.UsageError(f"{name}: {error}") from None


def _filled(workspace: Workspace, names: Iterable[str], values: Mapping[str, str], at: str) -> dict[str, str]:
    """The parameters of a phrase; those that are not given are asked for on a terminal."""
    from cronaca.edit.phrasing import CLOCK_NAMES, MOMENT_NAMES

    full = dict(values)
    for each in names:
        if not full.get(each) and each == "time":
            full[each] = at
        if not full.get(each) and can_ask():
            full[each] = ask(each)
        if full.get(each) and each in (*CLOCK_NAMES, *MOMENT_NAMES):
            full[each] = file_time(each, full[each], workspace, ahead=each in ("next", *MOMENT_NAMES))
    return full


def _chosen(workspace: Workspace, statuses: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """A phrase by its number, or texts typed in."""
    lang = workspace.settings.languages[0]
    offered = [
        name for name, each in workspace.phrases.items() if not statuses or str(each.status) in statuses
    ]
    for number, name in enumerate(offered, 1):
        text = workspace.phrases[name].text.pick(lang, workspace.settings.languages).text
        click.echo(f"{number:3}  {name}: {text}", err=True)
    answer = ask(f"A phrase's number, or your own text in {lang}")
    if answer.isdigit() and 0 < int(answer) <= len(offered):
        return offered[int(answer) - 1], {}
    typed = {lang: answer}
    for other in workspace.settings.languages[1:]:
        typed[other] = ask(f"The same in {other} (empty: later)")
    return "", {each: clean(text) for each, text in typed.items() if text}


def _edited(body: Mapping[str, str], languages: tuple[str, ...]) -> dict[str, str]:
    """The texts as they come back from $EDITOR."""
    parts = ["# Below each language, its text in Markdown. What stays empty is missing, and said to be."]
    parts += [f"=== {lang} ===\n{body.get(lang, '')}\n" for lang in languages]
    made = click.edit("\n".join(parts), extension=".md")
    if made is None:
        raise click.ClickException("the editor saved nothing: nothing was written")
    pieces = _HEAD.split(made)
    found = dict(zip(pieces[1::2], pieces[2::2], strict=False))
    wrong = [lang for lang in found if lang not in languages]
    if wrong:
        raise click.ClickException(f'"{wrong[0]}" is not a language of this site: nothing was written')
    return {lang: clean(text) for lang, text in found.items() if text.strip()}
