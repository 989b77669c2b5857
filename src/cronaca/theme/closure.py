"""What a template is made from: itself, all that it includes, and the styles and scripts that these name."""

from __future__ import annotations

from collections.abc import Callable

from cronaca.theme.references import References


class Unfound(ValueError):
    """A template names a file that is not there."""

    def __init__(self, name: str, by: str) -> None:
        super().__init__(name)
        self.name, self.by = name, by


def closure(template: str, references: Callable[[str], References | None]) -> dict[str, str]:
    """The files that a template is made from, each with the template that names it. Raises Unfound, and what
    ``references`` does, which gives None for what is not there."""
    found: dict[str, str] = {}
    files: dict[str, str] = {}
    left = [(template, template)]
    while left:
        name, by = left.pop(0)
        if name in found:
            continue
        found[name], named = by, references(name)
        if named is None:
            raise Unfound(name, by)
        files |= {each: name for each in named.files if each not in files}
        left[:0] = [(each, name) for each in named.templates]
    return files | found
