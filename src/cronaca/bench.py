"""Where the files of a part are made, into a folder beside the site."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from cronaca import disk
from cronaca.manifest import Common, Entry, Held, Manifest, Routes, packed, why
from cronaca.page import Page
from cronaca.part import Part
from cronaca.views import Facts


class Press(Protocol):
    """What makes pages from parts, and files from pages."""

    def facts(self, parts: Sequence[Part]) -> Facts: ...
    def entry(self, page: Page) -> Entry: ...
    def render(self, page: Page) -> bytes: ...
    def map(self, routes: Routes) -> Part: ...


class Made(NamedTuple):
    """A part with its files: why some were rendered, which of these differ from what is there."""

    name: str
    held: Held
    rendered: dict[str, str]  # route -> why
    moving: list[str]  # none when the whole folder moves
    gone: list[str]  # what it had before
    moved: bool  # whether its routes are others than before, or of other kinds: a redirect, now a page


@dataclass(slots=True)
class Bench:
    """Makes the files of a part; ``whole``: of the last build's files none is to stay."""

    press: Press
    common: Common
    out: Path
    stage: Path
    manifest: Manifest
    whole: bool
    _folders: set[str] = field(default_factory=set)  # that are there

    def make(self, parts: Sequence[Part]) -> list[Made]:
        """The files of some parts, from the facts of the incidents that they need."""
        facts = self.press.facts(parts)
        try:
            return [self._make(part, facts) for part in parts]
        finally:
            facts.forget()

    def _make(self, part: Part, facts: Facts) -> Made:
        before, routes = self.manifest.routes(part.name), Routes()
        rendered: dict[str, str] = {}
        moving = []
        for page in part.make(facts):
            route, entry = page.route, self.press.entry(page)
            if route in routes:
                raise ValueError(f"two pages on one route: {route}")
            routes[route] = entry
            reason = why(before.get(route), entry, self.manifest.common, self.common)
            if route in self.manifest.doubtful:
                reason = "an earlier build was cut short"
            if reason:
                rendered[route] = reason
                if self._put(route, self.press.render(page)) and not self.whole:
                    moving.append(route)
        held = part.key, len(routes), packed(routes)
        gone = [each for each in before if each not in routes]
        return Made(part.name, held, rendered, moving, gone, _kinds(before) != _kinds(routes))

    def _put(self, route: str, data: bytes) -> bool:
        """Write a file beside the site; False when the very same is in it."""
        if not self.whole and _bytes(self.out / route) == data:
            return False
        path = f"{self.stage}/{route}"
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
        with (
            disk.naming(Path(path)),
            open(path, "wb", buffering=0) as file,
        ):  # a buffered one: half as long again
            if file.write(data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return True


def _kinds(routes: Routes) -> set[tuple[str, str]]:
    return {(route, entry.template) for route, entry in routes.items()}


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
