"""A site built where it changed.

    incident --summary--> target --key--> pages --page key--> bytes --other bytes--> file

A target is made again when its key is not the one on record, or when one of its files shares something that
changed with others (a template, a catalog, the site's own words). Of its pages those are rendered whose page
keys differ, and of these files those are placed whose bytes differ.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cronaca import disk, parallel
from cronaca.cache.content import ContentCache
from cronaca.cache.manifest import Built, Manifest
from cronaca.cache.store import sealed
from cronaca.check.sources import Sources
from cronaca.output.options import BuildOptions
from cronaca.output.placing import place
from cronaca.output.result import Result
from cronaca.output.stage import Stage
from cronaca.plan import Plan, Target
from cronaca.theme.render import Renderer
from cronaca.views.page import Routes, reason
from cronaca.views.site_history import SiteHistory

SITE_MAP = "map"
_FEW = 60  # targets that one process makes sooner than several are begun
_TOGETHER = 20  # light targets that a process is given at a time


@dataclass(slots=True)
class Builder:
    """Makes what is stale of a plan, and places what differs; ``full``: all, over whatever is there."""

    options: BuildOptions
    plan: Plan
    renderer: Renderer
    sources: Sources
    manifest: Manifest
    full: bool
    _new: Path = field(default_factory=Path)  # where files are made; processes share it
    _before: Mapping[str, Routes] = field(default_factory=dict)  # of the targets that are made again
    _folders: set[str] = field(default_factory=set)  # that are there

    def run(self, cache: ContentCache, result: Result) -> None:
        """Do that, and note it in the result. Raises Failed, before anything is placed; Busy, and OSError."""
        shared = self.renderer.shared  # known before processes begin: none of them reads the theme by itself
        targets = list(self.plan.targets())
        names = [target.name for target in targets]
        keys = {target.name: target.key for target in targets}
        again = set(names) if self.full else self.manifest.stale(keys, shared)
        stale = [target for target in targets if target.name in again]
        self.sources.fetch(cache, self.plan.needed(stale))
        cache.release()
        stage = Stage.of(self.options.out)
        stage.begin()
        self._new = stage.new
        try:
            self._run(stage, names, stale, result)
        finally:
            stage.end()

    def _run(self, stage: Stage, names: list[str], stale: Sequence[Target], result: Result) -> None:
        manifest = self.manifest
        self._before = {} if self.full else {target.name: manifest.routes(target.name) for target in stale}
        built = list(self._each(stale))
        built += self._site_map(names, built)
        names = [*names, SITE_MAP]
        stamp = place(result, stage, manifest, built, names, self.full, self.options.prune)
        result.written, result.incidents, result.read = True, len(self.plan.shown), self.sources.fresh
        if self.full or built or result.deleted or manifest.doubtful:
            counts = {
                "incidents": result.incidents,
                "read": result.read,
                "rendered": len(result.rendered),
                "unchanged": result.unchanged,
                "deleted": len(result.deleted),
            }
            last = self.renderer.shared, stamp, counts
            manifest.save({each.name: each for each in built}, names, last, self.full)

    def _each(self, stale: Sequence[Target]) -> Iterator[Built]:
        """What is made of each target, by several processes when there are many."""

        def make(task: Sequence[int]) -> list[Built]:
            return self._make([stale[number] for number in task])

        done = files = 0
        jobs = self.options.jobs if len(stale) > _FEW else 1
        for some in parallel.each_of(make, _tasks(stale), jobs):
            yield from some
            done, files = done + len(some), files + sum(len(each.rendered) for each in some)
            if self.options.progress:
                self.options.progress(done, len(stale), files)

    def _make(self, targets: Sequence[Target]) -> list[Built]:
        """The files of some targets, from the incidents that they are made from."""
        written = self.sources.site(self.plan.needed(targets))
        site = SiteHistory(written, self.plan.present, self.renderer.locales)
        try:
            return [self._target(target, site) for target in targets]
        finally:
            site.forget()

    def _target(self, target: Target, site: SiteHistory) -> Built:
        before, routes = self._before.get(target.name, {}), Routes()
        shared, rendered, moving = {} if self.full else self.manifest.shared, dict[str, str](), []
        for page in target.build(site):
            route, key = page.route, self.renderer.key(page)
            if route in routes:
                raise ValueError(f"two pages on one route: {route}")
            routes[route] = key
            why = reason(before.get(route), key, shared, self.renderer.shared)
            if not self.full and route in self.manifest.doubtful:
                why = "an earlier build was cut short"
            if why:
                rendered[route] = why
                if self._put(route, self.renderer.render(page)) and not self.full:
                    moving.append(route)
        gone = [route for route in before if route not in routes]
        moved = _kinds(before) != _kinds(routes)
        return Built(target.name, target.key, len(routes), sealed(routes), rendered, moving, gone, moved)

    def _put(self, route: str, data: bytes) -> bool:
        """Write a file beside the site; False when the very same is in it."""
        if not self.full and _bytes(self.options.out / route) == data:
            return False
        path = f"{self._new}/{route}"
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
        with disk.naming(path), open(path, "wb", buffering=0) as file:  # buffered: half as long again
            done = file.write(data)
            while done < len(data):  # the system then says why
                done += file.write(data[done:])
        return True

    def _site_map(self, names: list[str], built: Sequence[Built]) -> list[Built]:
        """The site map, when any page came or went, or is another kind now, or its own key changed.

        Two pages on one route are a fault of ours, or of a rule.
        """
        manifest = self.manifest
        known = None if self.full else manifest.targets.get(SITE_MAP)
        moved = any(each.moved for each in built) or not manifest.targets.keys() <= {SITE_MAP, *names}
        if known and known[0] == self.plan.site_map({}).key and not moved and not manifest.doubtful:
            return []
        every: Routes = {}
        for routes in manifest.after(names, {each.name: each for each in built}):
            for route, key in routes.items():
                if route in every:
                    raise ValueError(f"two pages on one route: {route}")
                every[route] = key
        self._before = {} if self.full else {SITE_MAP: manifest.routes(SITE_MAP)}
        return self._make([self.plan.site_map(every)])


def _tasks(targets: Sequence[Target]) -> list[list[int]]:
    """What a process makes at a time: all that needs every incident, which it then holds alone; then the
    others by themselves, and light ones together."""
    every = [number for number, target in enumerate(targets) if target.reads is None]
    light = [number for number, target in enumerate(targets) if target.light]
    alone = [[n] for n, target in enumerate(targets) if target.reads is not None and not target.light]
    together = [light[n : n + _TOGETHER] for n in range(0, len(light), _TOGETHER)]
    return [*([every] if every else []), *alone, *together]


def _kinds(routes: Routes) -> set[tuple[str, str]]:
    return {(route, key.template) for route, key in routes.items()}


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
