"""Where the files of a target are made, into a folder beside the site."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from cronaca import disk
from cronaca.page import Page
from cronaca.placed import Entry, Held, Routes, Shared, why
from cronaca.target import Target
from cronaca.views import Facts


class Press(Protocol):
    """What makes pages from targets, and files from pages."""

    shared: Shared

    def facts(self, targets: Sequence[Target]) -> Facts: ...
    def entry(self, page: Page) -> Entry: ...
    def render(self, page: Page) -> bytes: ...
    def map(self, routes: Routes) -> Target: ...


class Made(NamedTuple):
    """A target with its files: why some were rendered, which of these differ from what is there."""

    name: str
    held: Held
    rendered: dict[str, str]  # route -> why
    moving: list[str]  # none when the whole folder moves
    gone: list[str]  # what it had before
    moved: bool  # whether its routes are others than before, or of other kinds: a redirect, now a page


@dataclass(slots=True)
class Bench:
    """Makes the files of a target; ``whole``: of the last build's files none is to stay."""

    press: Press
    out: Path
    stage: Path
    whole: bool
    shared: Shared  # of the last build
    doubtful: frozenset[str]
    before: Mapping[str, Routes]  # of the targets that are made, as they were; read before processes begin
    _folders: set[str] = field(default_factory=set)  # that are there

    def make(self, targets: Sequence[Target]) -> list[Made]:
        """The files of some targets, from the facts of the incidents that they read."""
        facts = self.press.facts(targets)
        try:
            return [self._make(target, facts) for target in targets]
        finally:
            facts.forget()

    def _make(self, target: Target, facts: Facts) -> Made:
        before, routes = self.before.get(target.name, {}), Routes()
        rendered: dict[str, str] = {}
        moving = []
        for page in target.make(facts):
            route, entry = page.route, self.press.entry(page)
            if route in routes:
                raise ValueError(f"two pages on one route: {route}")
            routes[route] = entry
            reason = why(before.get(route), entry, self.shared, self.press.shared)
            if route in self.doubtful:
                reason = "an earlier build was cut short"
            if reason:
                rendered[route] = reason
                if self._put(route, self.press.render(page)) and not self.whole:
                    moving.append(route)
        gone = [each for each in before if each not in routes]
        return Made(
            target.name, Held.of(target.key, routes), rendered, moving, gone, _kinds(before) != _kinds(routes)
        )

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
            done = file.write(data)
            while done < len(data):  # the system then says why
                done += file.write(data[done:])
        return True


def _kinds(routes: Routes) -> set[tuple[str, str]]:
    return {(route, entry.template) for route, entry in routes.items()}


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
