"""cronaca init."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from cronaca import disk, starter
from cronaca.lang import DEFAULT

_MANUAL = "README.md"
_BESIDE = "CRONACA.md"  # where the manual stands when the folder has a README of its own


def _languages(ctx: click.Context, param: click.Parameter, given: str) -> tuple[str, ...]:
    found = tuple(word.strip() for word in given.split(","))
    wrong = [word for word in found if word not in DEFAULT]
    if wrong or len(set(found)) < len(found):
        raise click.BadParameter(
            f'"{given}": write some of {", ".join(DEFAULT)}, each once, with commas between; '
            "another language is a catalog in templates/, which can be added later"
        )
    return found


@click.command(epilog="Example: cronaca init status --languages en,fr")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--languages",
    default=",".join(DEFAULT),
    show_default=True,
    callback=_languages,
    help="What the site speaks; the first stands in where another is missing.",
)
def command(folder: Path, languages: tuple[str, ...]) -> None:
    """Make a new site: content, the workflows that publish it, a manual, editor settings.

    The folder may hold files already, as a fresh clone does: nothing is written over. The schemas go into
    schema/, which is committed: every editor finds them from there by the first line of each file, and
    nobody needs cronaca itself for completion.
    """
    from cronaca.starter.wheel import Incomplete

    try:
        made = _files(languages)
    except Incomplete as incomplete:
        raise click.ClickException(str(incomplete)) from None
    if (folder / _MANUAL).exists() and not _same(folder / _MANUAL, made[_MANUAL]):
        made[_BESIDE] = made.pop(_MANUAL)
    made[starter.MERGED] = _added(folder / starter.MERGED, made[starter.MERGED])
    _refuse(folder, made)
    for name, data in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        disk.write(folder / name, data)
    click.echo(_next(folder, languages, _BESIDE if _BESIDE in made else _MANUAL))


def _files(languages: tuple[str, ...]) -> dict[str, bytes]:
    from tempfile import TemporaryDirectory

    from cronaca.cli.schema import schema_texts
    from cronaca.starter import requirements

    made = starter.starter_files(languages) | requirements.requirement_files()
    made[_MANUAL] = made[_MANUAL].replace(b"PYTHON_VERSION", requirements.PYTHON.encode())
    if "en" not in languages:
        made[_MANUAL] = made[_MANUAL].replace(b' --en "Payments', f' --{languages[0]} "Payments'.encode())
    with TemporaryDirectory() as scratch:
        for name in ("content/site.yaml", "content/components.yaml"):
            (Path(scratch) / name).parent.mkdir(exist_ok=True)
            (Path(scratch) / name).write_bytes(made[name])
        for name, text in schema_texts(Path(scratch)).items():
            made[f"schema/{name}.json"] = text.encode()
    return made


def _same(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _added(path: Path, data: bytes) -> bytes:
    """What a file holds, and below it the lines of ours that it lacks."""
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        return data
    except OSError:
        return data  # it is in the way, which is said below
    lines = {line.strip() for line in there.splitlines()}
    lacking = [line for line in data.splitlines() if line not in lines]
    if all(line.startswith(b"#") for line in lacking):
        return there
    end = b"" if there.endswith(b"\n") or not there else b"\n"
    return there + end + b"\n".join([*lacking, b""])


def _refuse(folder: Path, made: Mapping[str, bytes]) -> None:
    """Name every file that would be written over, and every one that stands where a folder is needed."""
    wrong = []
    for name, data in made.items():
        path = folder / name
        above = [each for each in path.parents if each != folder and folder in each.parents]
        blocked = [each for each in above if each.is_symlink() or (each.exists() and not each.is_dir())]
        there = path.exists() or path.is_symlink()
        if blocked:
            wrong.append(blocked[-1].relative_to(folder).as_posix())
        elif there and name != starter.MERGED and (path.is_symlink() or not _same(path, data)):
            wrong.append(name)
    if wrong:
        names = ", ".join(dict.fromkeys(wrong))
        raise click.UsageError(f"{folder} holds already, and nothing was written over: {names}")


def _next(folder: Path, languages: tuple[str, ...], manual: str) -> str:
    """What to do now, one command a line, as they can be typed from here."""
    program = "cronaca" if shutil.which("cronaca") else shlex.quote(os.path.abspath(sys.argv[0]))
    where = f"cd {shlex.quote(str(folder))}\n  " if folder.resolve() != Path.cwd() else ""
    if _has_remote(folder):
        begin, push = "in", 'git add .\n  git commit -m "Begin the status history"\n  git push'
    else:
        begin, push = (
            "make a repository with a README; in",
            f"push this folder, as {manual} says in its step 5",
        )
    return f"""\
{folder}: a new site in {", ".join(languages)}. Look at it, and make it yours:
  {where}{program} serve --open
  edit content/site.yaml and content/components.yaml
To publish it on GitHub Pages, first {begin} the repository's Settings:
  under Pages, choose the source GitHub Actions
  under Actions, General, allow Actions to create and approve pull requests (for the incident form)
Then:
  {push}
{manual} is the team's manual."""


def _has_remote(folder: Path) -> bool:
    try:
        return "[remote " in (folder / ".git/config").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
