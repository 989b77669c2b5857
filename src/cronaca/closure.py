"""What a template is made from: itself, all that it includes, and the styles and scripts that these name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator

# What a template names: {% set css = ("base", "table") %}, {{ script("zone") }}.
_NAMED = {
    "styles/{}.css": re.compile(r"""\b(?:style\(|css = \()([^)]*)\)"""),
    "scripts/{}.js": re.compile(r"""\b(?:script\(|js = \()([^)]*)\)"""),
}
# {% extends "parts/layout.html" %}; what is not a plain name has the parser look.
_REFERENCE = re.compile(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\b(?:\s*"([^"]*)"\s*(?=[-+]?%\}|(?:import|as|with)\b))?"""
)
_SPOKEN = re.compile(r"""\bspoken\(\s*\w+\s*,\s*"([^"]*)\"""")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


class DynamicInclude(ValueError):
    """A template includes another whose name is only known while it runs."""


def closure(template: str, text: Callable[[str], str]) -> str:
    """The digest of a template with all that it is made from; ``text`` gives a file of the theme.

    Raises DynamicInclude, and what ``text`` or Jinja's parser raise.
    """
    files: dict[str, str] = {}
    _collect(template, text, files)
    whole = "\0".join(f"{name}\0{body}" for name, body in sorted(files.items()))
    return hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()


def _collect(name: str, text: Callable[[str], str], files: dict[str, str]) -> None:
    if name in files:
        return
    files[name] = text(name)
    for other in _references(files[name], name):
        if other is None:
            raise DynamicInclude(name)
        _collect(other, text, files)
    for other in _SPOKEN.findall(files[name]):
        _collect(other, text, files)
    for other in _named(files[name]):
        files[other] = text(other)


def _references(text: str, name: str) -> Iterable[str | None]:
    """The templates that one names; Jinja's own reading takes 0.4 s for all of ours."""
    found = _REFERENCE.findall(_COMMENT.sub("", text))
    if all(found):
        return found
    from jinja2 import Environment, meta

    return meta.find_referenced_templates(Environment(extensions=["jinja2.ext.i18n"]).parse(text, name))


def _named(text: str) -> Iterator[str]:
    for path, calls in _NAMED.items():
        for call in calls.findall(text):
            yield from (path.format(name) for name in re.findall(r"""["']([\w-]+)["']""", call))
