"""Files placed into the output folder: whole, in order, and only those that changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from cronaca import crew
from cronaca.bench import Bench, Made, Press
from cronaca.manifest import Common, Held, Manifest, Routes, shared, unpacked
from cronaca.part import Part
from cronaca.place import Written, beside, prune, swap

MAP = "map"
_FEW = 60  # parts that one process makes sooner than several are begun
_TOGETHER = 20  # light parts that a process is given at a time

Progress = Callable[[int, int, int], None]  # parts done, parts in all, files so far


def write(
    parts: Sequence[Part],
    staying: Collection[str],
    press: Press,
    common: Common,
    out: Path,
    manifest: Manifest,
    whole: bool,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Written:
    """Render what is stale, then place it; ``whole``: everything, in place of what was there.

    ``staying``: the parts that are known to be as they were. Raises what ``press`` raises, before anything
    is placed.
    """
    if whole:
        manifest.forget()
    stage = beside(out, "next")
    shutil.rmtree(stage, ignore_errors=True)
    bench = Bench(press, common, out, stage, manifest, whole)
    try:
        made = list(_make(bench, list(_stale(parts, manifest, common)), jobs, progress))
        names = {MAP, *staying, *(part.name for part in parts)}
        made += _map(bench, names, made)
        plan = _plan(names, manifest, made)
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


def _stale(parts: Iterable[Part], manifest: Manifest, common: Common) -> Iterator[Part]:
    """Parts whose data changed, or anything that one of their files shares with others."""
    changed = {
        each
        for each in common.keys() | manifest.common.keys()
        if common.get(each) != manifest.common.get(each)
    }
    suspicious = changed or manifest.doubtful
    for part in parts:
        held = manifest.parts.get(part.name)
        again = held is None or held[0] != part.key
        if again or (suspicious and _touched(manifest.routes(part.name), changed, manifest.doubtful)):
            yield part


def _touched(routes: Routes, changed: set[str], doubtful: frozenset[str]) -> bool:
    if not doubtful.isdisjoint(routes):
        return True
    return any(not changed.isdisjoint(shared(entry)) for entry in routes.values())


def _make(bench: Bench, stale: Sequence[Part], jobs: int, progress: Progress | None) -> Iterator[Made]:
    def make(task: Sequence[int]) -> list[Made]:
        return bench.make([stale[n] for n in task])

    done = files = 0
    for some in crew.share(make, _tasks(stale), jobs if len(stale) > _FEW else 1):
        yield from some
        done, files = done + len(some), files + sum(len(made.rendered) for made in some)
        if progress:
            progress(done, len(stale), files)


def _tasks(parts: Sequence[Part]) -> list[list[int]]:
    """What a process makes at a time: all that needs every incident, which it then holds alone; then the
    others by themselves, and light ones together."""
    every = [n for n, part in enumerate(parts) if part.needs is None]
    light = [n for n, part in enumerate(parts) if part.light]
    alone = [[n] for n, part in enumerate(parts) if part.needs is not None and not part.light]
    together = [light[n : n + _TOGETHER] for n in range(0, len(light), _TOGETHER)]
    return [*([every] if every else []), *alone, *together]


def _map(bench: Bench, names: set[str], made: Sequence[Made]) -> list[Made]:
    """The site map, when any file came or went; two pages on one route are a fault of ours, or of a rule."""
    manifest = bench.manifest
    came = any(each.gone or "new" in each.rendered.values() for each in made)
    if not came and manifest.parts.keys() <= names and not manifest.doubtful:
        return []
    every: Routes = {}
    plan = _plan(names - {MAP}, manifest, made)
    for _, _, files in plan.values():
        for route, entry in unpacked(files).items():
            if every.setdefault(route, entry) is not entry:
                raise ValueError(f"two pages on one route: {route}")
    return bench.make([bench.press.map(every)])


def _plan(names: Iterable[str], manifest: Manifest, made: Iterable[Made]) -> dict[str, Held]:
    """Every part with its files, those that were not made again as they were."""
    again = {each.name: each.held for each in made}
    return {name: again.get(name) or manifest.parts[name] for name in names}


def _count(plan: dict[str, Held], manifest: Manifest, made: Sequence[Made]) -> Written:
    done = Written()
    for each in made:
        done.rendered |= each.rendered
    done.kept = sum(files for _, files, _ in plan.values()) - len(done.rendered)
    left = {route for name in manifest.parts.keys() - plan.keys() for route in manifest.routes(name)}
    now = {route for each in made for route in each.rendered}
    done.deleted = sorted((left | {route for each in made for route in each.gone}) - now)
    return done


def _place(bench: Bench, moving: Sequence[str], deleted: Sequence[str]) -> None:
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
