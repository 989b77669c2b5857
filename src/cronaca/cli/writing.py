"""What the commands that write incidents share: their options, and how a change is put into a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from cronaca.cli.common import find_root, now_option, present, root_option, show
from cronaca.issue import Issue, Level, Report
from cronaca.model import State, Status

F = TypeVar("F", bound=Callable[..., Any])
_LANGUAGES = ("fr", "en", "it")


class Command(click.Command):
    """A command with an option for each of the site's languages: --fr TEXT, --en TEXT, and so on."""

    titles = False

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        self.tongues = _languages(args)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        found: list[click.Parameter] = []
        for lang in getattr(self, "tongues", _LANGUAGES):
            found.append(_text_option(lang, f"--{lang}", f"The message in {lang}, in Markdown."))
            if self.titles:
                found.append(_text_option(f"title_{lang}", f"--title-{lang}", f"The title in {lang}."))
        return [*super().get_params(ctx)[:-1], *found, *super().get_params(ctx)[-1:]]


class Beginning(Command):
    """One that also takes titles: --title-fr TEXT."""

    titles = True


def _text_option(name: str, flag: str, help: str) -> click.Option:
    return click.Option([flag, f"text_{name.replace('-', '_')}"], metavar="TEXT", help=help)


def _languages(args: list[str]) -> tuple[str, ...]:
    """The site's languages, before anything else is known of it."""
    from cronaca import nodes

    root = next((each.partition("=")[2] for each in args if each.startswith("--root=")), "")
    if "--root" in args[:-1]:
        root = args[args.index("--root") + 1]
    try:
        folder = Path(root) if root else find_root(Path.cwd()) or Path()
        data = (folder / "content" / "site.yaml").read_bytes()
    except OSError:
        return _LANGUAGES
    source = nodes.decode("", data, Report())
    found = nodes.compose(source, Report()) if source else None
    listed = found.get("languages") if found else None
    names = tuple(each.value for each in listed.items) if listed else ()
    return tuple(each for each in names if each.replace("-", "").isalnum()) or _LANGUAGES


def options(command: F) -> F:
    """The options of every command that writes a message."""
    for option in (
        click.option("--commit", is_flag=True, help="Make one git commit of the file."),
        click.option("--edit", is_flag=True, help="Open $EDITOR for the texts."),
        click.option("--no-notify", is_flag=True, help="Publish it without announcing it."),
        click.option("--next", "next_at", default="", metavar="TIME", help="When the next message is due."),
        click.option("--phrase", default="", metavar="NAME", help="Say it by a reviewed phrase."),
        click.option(
            "--component",
            "-c",
            multiple=True,
            metavar="ID[=STATE]",
            help="A component, and its state from now on.",
        ),
        click.option(
            "--at", default="now", metavar="TIME", help="When: 16:11, or a whole time (default: now)."
        ),
        now_option,
        root_option,
    ):
        command = option(command)
    return command


status_option = click.option(
    "--status", type=click.Choice([str(each) for each in Status]), help="The status (default: the phrase's)."
)


def split(words: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """An incident's name, and key=value pairs."""
    names = [word for word in words if "=" not in word]
    if len(names) > 1:
        raise click.UsageError(f"only one incident at a time: {', '.join(names)}")
    values = dict(word.split("=", 1) for word in words if "=" in word)
    return "".join(names), values


def states(given: tuple[str, ...], known: Mapping[str, Any], default: str) -> dict[str, str]:
    """Components with their states, from ID or ID=STATE."""
    from cronaca.issue import did_you_mean

    found = {}
    for each in (word for words in given for word in words.replace(",", " ").split()):
        id, _, state = each.partition("=")
        words = [str(word) for word in State]
        if id not in known:
            hint = did_you_mean(id, known)
            raise click.UsageError(f'"{id}" is not a component' + (f"; {hint}" if hint else ""))
        if state and state not in words:
            raise click.UsageError(f'"{state}" is not a state; {did_you_mean(state, words)}')
        found[id] = state or default
    return found


def texts(given: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """The texts of the language options; --text_title_fr among them for the prefix ``title_``."""
    found = {}
    for name, value in given.items():
        lang = name.removeprefix("text_").removeprefix(prefix).replace("_", "-")
        if name.startswith(f"text_{prefix}") and (prefix or "title" not in name) and value and value.strip():
            found[lang] = clean(value)
    return found


def clean(text: str) -> str:
    """A text as a file can hold it. Raises click.UsageError for one that no file can."""
    import re

    text = re.sub("\r\n?|[\x85\u2028\u2029]", "\n", text).strip()
    if re.search("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text):
        raise click.UsageError("a text holds a character that no file can: delete it")
    return text


def moment(option: str, text: str, desk: Any, ahead: bool = False) -> str:
    """A time as the file will hold it."""
    from cronaca.clock import BadTime
    from cronaca.edit import when

    try:
        return when(text, desk.now, desk.zone, ahead)
    except BadTime as error:
        raise click.UsageError(f"{option}: {error}; {error.hint}".rstrip("; ")) from None


def desk_at(root: Path, now: datetime | None) -> Any:
    """The site to write for; its faults are shown when it cannot be read."""
    from cronaca.edit import Desk, Unreadable

    try:
        return Desk(root, present(now))
    except Unreadable as fault:
        show(fault.report, root)
        sys.exit(1)


def found(desk: Any, word: str) -> Any:
    """The incident that is meant."""
    from cronaca.edit import NotFound, Unreadable

    try:
        return desk.find(word)
    except NotFound as error:
        raise click.UsageError(str(error)) from None
    except Unreadable as fault:
        show(fault.report, desk.root)
        click.echo("mend this first: nothing was written", err=True)
        sys.exit(1)


def changed(desk: Any, meant: Any, changes: Any, commit: bool, said: str) -> None:
    """Make the changes in the incident's file."""
    from cronaca.splice import CannotSplice, splice

    try:
        text = splice(meant.document.text, changes)
    except CannotSplice as error:
        raise click.ClickException(f"{meant.incident.path}: {error}; nothing was written") from None
    _, before = desk.judge(meant.incident.path, meant.document.text)
    put(desk, meant.document, meant.incident.path, text, commit, said, before)


def put(
    desk: Any, document: Any, name: str, text: str, commit: bool, said: str, before: Report | None = None
) -> None:
    """Write a text that is right into its file, and say what is still missing in it."""
    from cronaca import git
    from cronaca.document import Changed
    from cronaca.edit.commit import commit as committed
    from cronaca.edit.commit import ready

    incident, report = desk.judge(name, text)
    known = {(each.code, each.message) for each in before.issues} if before else set()
    new = Report([each for each in report.issues if (each.code, each.message) not in known])
    if incident is None or new.failed():
        show(new, desk.root)
        click.echo("nothing was written", err=True)
        sys.exit(1)
    try:
        if commit:
            ready(desk.root, name)
        document.save(text)
        told = committed(desk.root, name, said) if commit else ""
    except (Changed, git.Refused) as error:
        raise click.ClickException(str(error)) from None
    show(Report([each for each in new.issues if _worth_saying(each)]), desk.root)
    click.echo(document.path.as_posix() + (f"  ({told}: {said})" if told else ""))
    for lang, names in desk.missing(incident).items():
        click.echo(f"missing in {lang}: {', '.join(names)}")


def _worth_saying(issue: Issue) -> bool:
    return issue.level == Level.WARNING and issue.code != "missing-language"
