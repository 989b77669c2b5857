"""The command line: each command parses, calls, prints and returns."""

from __future__ import annotations

import importlib
import io
import signal
import sys

import click

from cronaca import __version__

COMMANDS = {
    "build": "Write the site.",
    "check": "Say what is wrong in the content.",
    "serve": "Preview the site, and follow what is saved.",
    "init": "Make a new site.",
    "new": "Begin an incident.",
    "update": "Add a message to an incident.",
    "resolve": "Say that an incident is over.",
    "schedule": "Announce, begin, extend, complete or cancel a maintenance.",
    "publish": "Put the built site on a branch.",
    "phrases": "List the reviewed phrases.",
    "stats": "Say what a site consists of, and what its last build used again.",
    "schema": "Print or write the JSON Schemas of the content files.",
}


class _Lazy(click.Group):
    """Commands are imported when they are called: start-up pays for one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = "building" if name == "build" else name  # tools take what is called build for output
        command = importlib.import_module(f"cronaca.cli.{module}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """YAML incident files in git become a static status-history site in several languages."""


def _ended(number: int, _: object) -> None:
    """Let what was begun be put away, and processes that work for this one be ended."""
    sys.exit(128 + number)


def main() -> None:
    """Run a command; exit 0 clean, 1 errors found, 2 wrong use, 3 a fault of ours, 130 interrupted."""
    sys.stdout, sys.stderr = sys.stdout or io.StringIO(), sys.stderr or io.StringIO()  # closed, as by cron
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) == signal.SIG_DFL:
            signal.signal(getattr(signal, name), _ended)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = cli.main(prog_name="cronaca", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        click.echo("ended", err=True)
        code = 130 if KeyboardInterrupt in (type(error), type(error.__context__)) else 1
    except Exception as error:
        from cronaca.cli.faults import fault, refusal

        code, said = refusal(error) or fault(error)
        click.echo(f"cronaca: {said}", err=True)
    sys.exit(code)
