"""Files placed into the output folder: whole, in order, and only those that changed."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cronaca import crew
from cronaca.manifest import Common, Entry, Manifest, Routes, shared, why
from cronaca.page import Page
from cronaca.part import Part
from cronaca.place import Written, beside, prune, swap

MAP = "map"
_FEW = 60  # parts that one process makes sooner than several are begun
_TOGETHER = 20  # light parts that a process is given at a time


class Press(Protocol):
    """What makes pages from parts, and files from pages."""

    def prepare(self, parts: Sequence[Part]) -> None: ...
    def pages(self, part: Part) -> Iterable[Page]: ...
    def entry(self, page: Page) -> Entry: ...
    def render(self, page: Page) -> bytes: ...
    def map(self, routes: Routes) -> Part: ...


Progress = Callable[[int, int, int], None]  # parts done, parts in all, files so far


@dataclass(slots=True)
class _Made:
    """A part with its files: why some were rendered, and which of these differ from what is there."""

    name: str
    routes: Routes
    rendered: dict[str, str]
    moving: list[str]


def write(
    parts: Sequence[Part],
    press: Press,
    common: Common,
    out: Path,
    manifest: Manifest,
    whole: bool,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Written:
    """Render what is stale, then place it; ``whole``: everything, in place of what was there.

    Raises what ``press`` raises, before anything is placed.
    """
    if whole:
        manifest.forget()
    stage = beside(out, "next")
    shutil.rmtree(stage, ignore_errors=True)
    bench = _Bench(press, common, out, stage, manifest, whole)
    stale = list(_stale(parts, manifest, common))
    try:
        made = list(_make(bench, stale, jobs, progress))
        made += _map(bench, parts, made)
        plan = _plan(parts, manifest, made)
        done = _count(plan, manifest, made)
        if whole:
            swap(stage, out)
        else:
            _place(bench, [route for each in made for route in each.moving], done.deleted)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    if whole or made or done.deleted:
        manifest.parts, manifest.common = plan, common
        manifest.save()
    return done


@dataclass(slots=True)
class _Bench:
    """Makes the files of a part, into a folder beside the site."""

    press: Press
    common: Common
    out: Path
    stage: Path
    manifest: Manifest
    whole: bool
    folders: set[Path] = field(default_factory=set)  # that are there

    def make(self, part: Part) -> _Made:
        _, old = self.manifest.parts.get(part.name, (b"", {}))
        made = _Made(part.name, {}, {}, [])
        for page in self.press.pages(part):
            entry, before = self.press.entry(page), old.get(page.route)
            if page.route in made.routes:
                raise ValueError(f"two pages on one route: {page.route}")
            made.routes[page.route] = entry
            reason = why(before, entry, self.manifest.common, self.common)
            if page.route in self.manifest.doubtful:
                reason = "an earlier build was cut short"
            if reason:
                made.rendered[page.route] = reason
                if self._put(page.route, self.press.render(page)):
                    made.moving.append(page.route)
        return made

    def _put(self, route: str, data: bytes) -> bool:
        """Write a file beside the site; False when the very same is in it."""
        if not self.whole and _bytes(self.out / route) == data:
            return False
        path = self.stage / route
        if path.parent not in self.folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.folders.add(path.parent)
        path.write_bytes(data)
        return True


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _stale(parts: Iterable[Part], manifest: Manifest, common: Common) -> Iterator[Part]:
    """Parts whose data changed, or anything that one of their files shares with others."""
    changed = {
        each
        for each in common.keys() | manifest.common.keys()
        if common.get(each) != manifest.common.get(each)
    }
    suspicious = changed or manifest.doubtful
    for part in parts:
        key, routes = manifest.parts.get(part.name, (b"", {}))
        if key != part.key or (suspicious and _touched(routes, changed, manifest.doubtful)):
            yield part


def _touched(routes: Routes, changed: set[str], doubtful: frozenset[str]) -> bool:
    if not doubtful.isdisjoint(routes):
        return True
    return any(not changed.isdisjoint(shared(entry)) for entry in routes.values())


def _make(bench: _Bench, stale: Sequence[Part], jobs: int, progress: Progress | None) -> Iterator[_Made]:
    def make(task: Sequence[int]) -> list[_Made]:
        return [bench.make(stale[n]) for n in task]

    light = [n for n, part in enumerate(stale) if part.light]
    tasks = [[n] for n, part in enumerate(stale) if not part.light]
    tasks += [light[n : n + _TOGETHER] for n in range(0, len(light), _TOGETHER)]
    bench.press.prepare(stale)
    done = files = 0
    work = crew.share(
        lambda task: [bench.make(stale[n]) for n in task], tasks, jobs if len(stale) > _FEW else 1
    )
    for some in work:
        yield from some
        done, files = done + len(some), files + sum(len(made.rendered) for made in some)
        if progress:
            progress(done, len(stale), files)


def _map(bench: _Bench, parts: Iterable[Part], made: Sequence[_Made]) -> list[_Made]:
    """The site map, when any file came or went."""
    manifest = bench.manifest
    names = {part.name for part in parts}
    came = any(reason == "new" for each in made for reason in each.rendered.values())
    went = any(
        manifest.parts[each.name][1].keys() - each.routes for each in made if each.name in manifest.parts
    )
    if not came and not went and manifest.parts.keys() - names <= {MAP} and not manifest.doubtful:
        return []
    routes = _alone([*(each.routes for each in made), *_others(manifest, names, made)])
    return [bench.make(bench.press.map(routes))]


def _others(manifest: Manifest, names: set[str], made: Iterable[_Made]) -> list[Routes]:
    """The files of parts that were not made again."""
    kept = manifest.parts.keys() & names - {each.name for each in made}
    return [manifest.parts[name][1] for name in kept]


def _alone(parts: Sequence[Routes]) -> Routes:
    """All files; two pages on one route are a fault of ours, or of a rule."""
    found = {route: entry for routes in parts for route, entry in routes.items()}
    if len(found) != sum(map(len, parts)):
        counts = Counter(route for routes in parts for route in routes)
        raise ValueError(f"two pages on one route: {counts.most_common(1)[0][0]}")
    return found


def _plan(
    parts: Iterable[Part], manifest: Manifest, made: Iterable[_Made]
) -> dict[str, tuple[bytes, Routes]]:
    """Every part with its files, those that were not made again as they were."""
    plan = {part.name: manifest.parts.get(part.name, (b"", {})) for part in parts}
    plan[MAP] = manifest.parts.get(MAP, (b"", {}))
    keys = {part.name: part.key for part in parts}
    return plan | {each.name: (keys.get(each.name, b""), each.routes) for each in made}


def _count(plan: Mapping[str, tuple[bytes, Routes]], manifest: Manifest, made: Sequence[_Made]) -> Written:
    done = Written()
    for each in made:
        done.rendered |= each.rendered
    done.kept = sum(len(routes) for _, routes in plan.values()) - len(done.rendered)
    again = {each.name for each in made}
    before = [routes for name, (_, routes) in manifest.parts.items() if name in again or name not in plan]
    now = {route for each in made for route in each.routes}
    done.deleted = sorted({route for routes in before for route in routes} - now)
    return done


def _place(bench: _Bench, moving: Sequence[str], deleted: Sequence[str]) -> None:
    """Add, replace, delete; it is noted beforehand which files are in doubt."""
    if not moving and not deleted:
        return
    bench.manifest.doubt_of([*moving, *deleted])
    for route in sorted(moving, key=lambda each: ((bench.out / each).exists(), each)):
        target = bench.out / route
        target.parent.mkdir(parents=True, exist_ok=True)
        (bench.stage / route).replace(target)
    for route in deleted:
        (bench.out / route).unlink(missing_ok=True)
        prune((bench.out / route).parent, bench.out)
