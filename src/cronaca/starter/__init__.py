"""A new site's files: content in the languages that were asked for, workflows, a manual, editor settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from cronaca.lang import DEFAULT

MERGED = ".gitignore"  # what a folder may have already, and is added to
_QUOTED = '"[^"]*"'
_DOT = "dot_"  # packaging tools treat real dot files in their own ways
_LINE = re.compile(rf'(?P<indent> +)(?P<lang>{"|".join(DEFAULT)}): (?P<text>".*")\n')
_FLOW = re.compile(rf"\{{{', '.join(f'{lang}: (?P<{lang}>{_QUOTED})' for lang in DEFAULT)}\}}")
_CHOSEN = re.compile(r"^languages: \[.*\]$", re.MULTILINE)


def starter_files(languages: tuple[str, ...]) -> dict[str, bytes]:
    """Every file of ours by its name, in languages of ``DEFAULT``; the first is the fallback."""
    from cronaca.starter import form

    made = {}
    for name, data in _walk(files("cronaca.starter") / "files"):
        if name.startswith("content/"):
            data = _in(data.decode(), languages).encode()
        made[name] = data
    made[form.NAME] = form.text(made[form.NAME].decode(), languages).encode()
    return made


def _walk(folder: Traversable, below: str = "") -> Iterator[tuple[str, bytes]]:
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        name = "." + each.name.removeprefix(_DOT) if each.name.startswith(_DOT) else each.name
        if each.is_dir():
            yield from _walk(each, f"{below}{name}/")
        else:
            yield below + name, each.read_bytes().replace(b"\r\n", b"\n")


def _in(text: str, languages: tuple[str, ...]) -> str:
    """A file of content in some of our languages, in their order; in one, each text stands by itself."""
    text = _CHOSEN.sub(f"languages: [{', '.join(languages)}]", text)
    text = _FLOW.sub(lambda found: _flow(found, languages), text)
    made: list[str] = []
    said: dict[str, str] = {}
    for line in text.splitlines(keepends=True):
        found = _LINE.fullmatch(line)
        if found:
            said[found["lang"]] = line
            continue
        made += _block(made, said, languages)
        said = {}
        made.append(line)
    made += _block(made, said, languages)
    return "".join(made)


def _flow(found: re.Match[str], languages: tuple[str, ...]) -> str:
    if len(languages) == 1:
        return found[languages[0]]
    return "{" + ", ".join(f"{lang}: {found[lang]}" for lang in languages) + "}"


def _block(before: list[str], said: dict[str, str], languages: tuple[str, ...]) -> list[str]:
    """The lines of one text; the last of those ``before`` holds its key."""
    if said and len(languages) == 1:
        text = said[languages[0]].partition(": ")[2]
        before[-1] = f"{before[-1].rstrip()} {text}"
        return []
    return [said[lang] for lang in languages if lang in said]
