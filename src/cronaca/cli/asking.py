"""The texts of a message: from options, from a phrase, from questions on a terminal, from $EDITOR."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

from cronaca.cli.writing import clean, moment

_HEAD = re.compile(r"^=== ([A-Za-z-]+) ===[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Said:
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


def said(
    desk: Any,
    phrase: str,
    values: Mapping[str, str],
    own: Mapping[str, str],
    at: str,
    edit: bool,
    statuses: tuple[str, ...] = (),
) -> Said:
    """The message's texts. ``own`` ones take the place of the phrase's; ``statuses`` are offered first."""
    asked: Mapping[str, str] = {}
    if not phrase and not own and not edit:
        if not can_ask():
            first = desk.settings.languages[0]
            raise click.UsageError(f'say something: --phrase NAME, --{first} "…" or --edit')
        phrase, asked = _chosen(desk, statuses)
    given = [each for each in values if each != "component"]
    if given and not phrase:
        raise click.UsageError(f"{', '.join(given)}=… belongs to a phrase: add --phrase NAME")
    made = _phrased(desk, phrase, values, at) if phrase else Said({})
    body = {**made.body, **asked, **own}
    if edit:
        body = _edited(body, desk.settings.languages)
    order = [lang for lang in desk.settings.languages if lang in body]
    if not order:
        raise click.UsageError("there is no text in any language: nothing was written")
    return Said({lang: body[lang] for lang in order}, made.status, made.title, made.next_at)


def _phrased(desk: Any, name: str, values: Mapping[str, str], at: str) -> Said:
    from cronaca.issue import did_you_mean
    from cronaca.phrasing import CLOCK, MOMENT, BadParameter, needed

    phrase = desk.phrases.get(name)
    if phrase is None:
        hint = did_you_mean(name, desk.phrases) or "list them with: cronaca phrases"
        raise click.UsageError(f'"{name}" is not a phrase; {hint}')
    names = needed(phrase.text)
    wrong = [each for each in values if each not in (*names, "component")]
    if wrong:
        raise click.UsageError(
            f"the phrase {name} has no {wrong[0]}: it has {', '.join(names) or 'no parameter'}"
        )
    full = dict(values)
    for each in names:
        if not full.get(each) and each == "time":
            full[each] = at
        if not full.get(each) and can_ask():
            full[each] = ask(each)
        if full.get(each) and each in (*CLOCK, *MOMENT):
            full[each] = moment(each, full[each], desk, ahead=each in ("next", *MOMENT))
    speaker = desk.speaker(at)
    try:
        title = speaker.say(phrase.title, full) if phrase.title else None
        return Said(speaker.say(phrase.text, full), str(phrase.status), title, full.get("next", ""))
    except BadParameter as error:
        raise click.UsageError(f"{name}: {error}") from None


def _chosen(desk: Any, statuses: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """A phrase by its number, or texts typed in."""
    lang = desk.settings.languages[0]
    offered = [name for name, each in desk.phrases.items() if not statuses or str(each.status) in statuses]
    for number, name in enumerate(offered, 1):
        text = desk.phrases[name].text.pick(lang, desk.settings.languages).text
        click.echo(f"{number:3}  {name}: {text}", err=True)
    answer = ask(f"A phrase's number, or your own text in {lang}")
    if answer.isdigit() and 0 < int(answer) <= len(offered):
        return offered[int(answer) - 1], {}
    typed = {lang: answer}
    for other in desk.settings.languages[1:]:
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
