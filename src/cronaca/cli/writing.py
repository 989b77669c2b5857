"""What the commands that write incidents share: their options, and how a change is put into a file."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cronaca.cli.common import find_root, now_option, present, root_option, show
from cronaca.issue import Issue, Level, Report
from cronaca.lang import DEFAULT
from cronaca.model import State, Status

if TYPE_CHECKING:
    from cronaca.edit.changes import Changes
    from cronaca.edit.document import Document
    from cronaca.edit.workspace import FoundIncident, Workspace

_Command = TypeVar("_Command", bound=Callable[..., None])


class Command(click.Command):
    """A command with an option for each of the site's languages: --fr TEXT, --en TEXT, and so on."""

    titles = False

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        self.languages = _languages(args)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        found: list[click.Parameter] = []
        for lang in getattr(self, "languages", DEFAULT):
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
    from cronaca.yaml import nodes

    root = next((each.partition("=")[2] for each in args if each.startswith("--root=")), "")
    if "--root" in args[:-1]:
        root = args[args.index("--root") + 1]
    try:
        folder = Path(root) if root else find_root(Path.cwd()) or Path()
        data = (folder / "content" / "site.yaml").read_bytes()
    except OSError:
        return DEFAULT
    source = nodes.decode("", data, Report())
    site = nodes.compose(source, Report()) if source else None
    listed = site.get("languages") if site else None
    names = tuple(each.value for each in listed.items) if listed else ()
    return tuple(each for each in names if each.replace("-", "").isalnum()) or DEFAULT


@dataclass(frozen=True, slots=True)
class MessageOptions:
    """The options of every command that writes a message."""

    root: Path
    now: datetime | None
    at: str
    component: tuple[str, ...]
    phrase: str
    next_at: str
    no_notify: bool
    edit: bool
    commit: bool
    given: Mapping[str, str | None]  # the options of the languages, as text_fr and text_title_fr

    @property
    def texts(self) -> dict[str, str]:
        """The message by language. Raises click.UsageError for what no file can hold."""
        return self._by_language("text_", apart="text_title_")

    @property
    def titles(self) -> dict[str, str]:
        return self._by_language("text_title_")

    def _by_language(self, prefix: str, apart: str = "-") -> dict[str, str]:
        return {
            name.removeprefix(prefix).replace("_", "-"): clean(text)
            for name, text in self.given.items()
            if name.startswith(prefix) and not name.startswith(apart) and text and text.strip()
        }


def message_options(command: _Command) -> Callable[..., None]:
    """Give a command these options, as one value that it takes first."""

    @wraps(command)
    def called(**values: Any) -> None:  # noqa: ANN401  whatever else the command has
        own = {each.name: values.pop(each.name) for each in fields(MessageOptions) if each.name in values}
        own["given"] = {name: values.pop(name) for name in list(values) if name.startswith("text_")}
        command(MessageOptions(**own), **values)

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
        called = option(called)
    return called


status_option = click.option(
    "--status", type=click.Choice([str(each) for each in Status]), help="The status (default: the phrase's)."
)
words_argument = click.argument("words", nargs=-1, metavar="[ID] [KEY=VALUE]...")


def split(words: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """An incident's name, and key=value pairs."""
    names = [word for word in words if "=" not in word]
    if len(names) > 1:
        raise click.UsageError(f"only one incident at a time: {', '.join(names)}")
    values = dict(word.split("=", 1) for word in words if "=" in word)
    return "".join(names), values


def states(given: tuple[str, ...], workspace: Workspace, default: str) -> dict[str, str]:
    """Components with their states, from ID or ID=STATE."""
    from cronaca.issue import did_you_mean

    found = {}
    for word in (word for words in given for word in words.replace(",", " ").split()):
        id, _, state = word.partition("=")
        words = [str(each) for each in State]
        if id not in workspace.components:
            hint = did_you_mean(id, workspace.components)
            raise click.UsageError(f'"{id}" is not a component' + (f"; {hint}" if hint else ""))
        if state and state not in words:
            raise click.UsageError(f'"{state}" is not a state; {did_you_mean(state, words)}')
        found[id] = state or default
    return found


def clean(text: str) -> str:
    """A text as a file can hold it. Raises click.UsageError for one that no file can."""
    text = re.sub("\r\n?|[\x85\u2028\u2029]", "\n", text).strip()
    if re.search("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text):
        raise click.UsageError("a text holds a character that no file can: delete it")
    return text


def file_time(option: str, text: str, workspace: Workspace, ahead: bool = False) -> str:
    """A time as the file will hold it."""
    from cronaca.clock import BadTime
    from cronaca.edit.times import when

    try:
        return when(text, workspace.now, workspace.zone, ahead)
    except BadTime as error:
        raise click.UsageError(f"{option}: {error}; {error.hint}".rstrip("; ")) from None


def workspace_at(root: Path, now: datetime | None) -> Workspace:
    """The site to write for; its faults are shown when it cannot be read."""
    from cronaca.edit.workspace import Unreadable, Workspace

    try:
        return Workspace(root, present(now))
    except Unreadable as fault:
        show(fault.report, root)
        sys.exit(1)


def find_incident(workspace: Workspace, word: str) -> FoundIncident:
    """The incident that is meant."""
    from cronaca.edit.workspace import NotFound, Unreadable

    try:
        return workspace.find(word)
    except NotFound as error:
        raise click.UsageError(str(error)) from None
    except Unreadable as fault:
        show(fault.report, workspace.root)
        click.echo("mend this first: nothing was written", err=True)
        sys.exit(1)


def change(workspace: Workspace, meant: FoundIncident, changes: Changes, commit: bool, said: str) -> None:
    """Make the changes in the incident's file."""
    from cronaca.yaml.splice import CannotSplice, splice

    try:
        text = splice(meant.document.text, changes)
    except CannotSplice as error:
        raise click.ClickException(f"{meant.incident.path}: {error}; nothing was written") from None
    _, before = workspace.judge(meant.incident.path, meant.document.text)
    put(workspace, meant.document, meant.incident.path, text, commit, said, before)


def put(
    workspace: Workspace,
    document: Document,
    name: str,
    text: str,
    commit: bool,
    said: str,
    before: Report | None = None,
) -> None:
    """Write a text that is right into its file, and say what is still missing in it."""
    incident, report = workspace.judge(name, text)
    known = {(each.code, each.message) for each in before.issues} if before else set()
    new = Report([each for each in report.issues if (each.code, each.message) not in known])
    if incident is None or new.failed():
        show(new, workspace.root)
        click.echo("nothing was written", err=True)
        sys.exit(1)
    made = _saved(workspace, document, name, text, said if commit else "")
    show(Report([each for each in new.issues if _worth_saying(each)]), workspace.root)
    click.echo(document.path.as_posix() + (f"  ({made}: {said})" if made else ""))
    for lang, names in workspace.missing(incident).items():
        click.echo(f"missing in {lang}: {', '.join(names)}")


def _saved(workspace: Workspace, document: Document, name: str, text: str, said: str) -> str:
    """Write the file; with something ``said`` of it the commit that was made, else ""."""
    from cronaca import git
    from cronaca.edit.commit import commit_file, require_committed
    from cronaca.edit.document import Changed

    try:
        if said:
            require_committed(workspace.root, name)
        document.save(text)
        return commit_file(workspace.root, name, said) if said else ""
    except (Changed, git.GitRefused) as error:
        raise click.ClickException(str(error)) from None


def _worth_saying(issue: Issue) -> bool:
    return issue.level == Level.WARNING and issue.code != "missing-language"
