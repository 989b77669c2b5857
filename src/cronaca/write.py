"""Files placed into the output folder: whole, in order, and only those that changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from cronaca import crew
from cronaca.bench import Bench, Made, Press
from cronaca.lock import Busy
from cronaca.manifest import Common, Held, Manifest, Routes, shared, unpacked
from cronaca.part import Part
from cronaca.place import MARK, Written, delete, hidden, mark, no_links, put, stamp, strangers
from cronaca.stage import Stage

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
    prune: bool = False,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Written:
    """Render what is stale, then place it; ``whole``: everything, in place of what was there.

    ``staying``: the parts that are known to be as they were. ``prune``: what is not ours goes too, but for
    hidden files. Raises what ``press`` raises, before anything is placed; Refused, Busy and OSError.
    """
    stage = Stage.of(out)
    stage.begin()
    held = manifest.anew() if whole else manifest
    bench = Bench(press, common, out, stage.new, held, whole)
    try:
        made = list(_make(bench, list(_stale(parts, held, common)), jobs, progress))
        names = {MAP, *staying, *(part.name for part in parts)}
        made += _map(bench, names, made)
        plan = _plan(names, held, made)
        done = _count(plan, made)
        if whole or prune or manifest.doubtful:
            held.stamp = _replace(stage, manifest, plan, made, done, whole, prune)
        else:
            done.deleted = _gone(plan, manifest, made)
            held.stamp = _place(stage, manifest, _moving(made), done.deleted)
    finally:
        stage.end()
    if whole or made or done.deleted or manifest.doubtful:
        held.parts, held.common = plan, common
        held.save()
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
    """The site map, when any page came or went, or is another kind now, or its own key changed.

    Two pages on one route are a fault of ours, or of a rule.
    """
    manifest, key = bench.manifest, bench.press.map({}).key
    same = MAP in manifest.parts and manifest.parts[MAP][0] == key
    moved = any(each.moved for each in made) or not manifest.parts.keys() <= names
    if same and not moved and not manifest.doubtful:
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


def _count(plan: dict[str, Held], made: Sequence[Made]) -> Written:
    done = Written()
    for each in made:
        done.rendered |= each.rendered
    done.kept = sum(files for _, files, _ in plan.values()) - len(done.rendered)
    return done


def _moving(made: Iterable[Made]) -> list[str]:
    return [route for each in made for route in each.moving]


def _gone(plan: dict[str, Held], manifest: Manifest, made: Sequence[Made]) -> list[str]:
    """What the last build had and this one has not; told from what was made again alone."""
    left = {route for name in manifest.parts.keys() - plan.keys() for route in manifest.routes(name)}
    now = {route for each in made for route in each.rendered}
    return sorted((left | {route for each in made for route in each.gone}) - now)


def _replace(
    stage: Stage,
    manifest: Manifest,
    plan: dict[str, Held],
    made: Sequence[Made],
    done: Written,
    whole: bool,
    prune: bool,
) -> int:
    """Place a site over another of which not all is certain, and leave what is somebody else's; its stamp.

    What was on record, or was being placed by a build that was cut short, is ours; so it goes unless it is
    in the plan, whatever the content says by now.
    """
    routes = {route for _, _, files in plan.values() for route in unpacked(files)}
    ours = manifest.every()
    done.deleted = sorted(ours - routes)
    others = strangers(stage.out, ours | routes) if whole or prune else []
    if prune:
        done.deleted += [route for route in others if not hidden(route)]
        others = [route for route in others if hidden(route)]
    elif not manifest.known or manifest.stamp != stamp(stage.out):
        done.left = others
    if not whole:
        return _place(stage, manifest, _moving(made), done.deleted)
    manifest.doubt_of({*ours, *routes, *done.deleted})
    made_at = mark(stage.new)
    if others or not stage.swap():
        return _place(stage, manifest, sorted(routes), done.deleted)
    return made_at


def _place(stage: Stage, manifest: Manifest, moving: Sequence[str], deleted: Sequence[str]) -> int:
    """Add, replace, delete; it is noted beforehand which files are in doubt. The site's stamp then."""
    if not moving and not deleted:
        return manifest.stamp
    alone = not manifest.known or manifest.doubtful or manifest.stamp == stamp(stage.out)
    if alone:
        no_links(stage.out, [*moving, *deleted])
        expected = stamp(stage.new if MARK in moving else stage.out)
        manifest.doubt_of({*moving, *deleted, MARK})
        put(stage.new, stage.out, moving)
        delete(stage.out, deleted)
        alone = stamp(stage.out) == expected
    made_at = mark(stage.out)  # in any case, lest the other take it for its own
    if not alone:
        raise Busy(f"another build wrote into {stage.out} meanwhile: run this one again")
    return made_at
