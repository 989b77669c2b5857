"""Files placed into the output folder: whole, in order, and only those that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cronaca import crew
from cronaca.bench import Bench, Made, Press
from cronaca.place import MARK, Written, delete, hidden, mark, no_links, put, stamp, strangers
from cronaca.placed import Held, Last, Placed, Routes, Shared, shared
from cronaca.stage import Stage
from cronaca.store import Busy
from cronaca.target import Target

MAP = "map"
_FEW = 60  # targets that one process makes sooner than several are begun
_TOGETHER = 20  # light targets that a process is given at a time

Progress = Callable[[int, int, int], None]  # targets done, targets in all, files so far


def stale(targets: Iterable[Target], placed: Placed, now: Shared) -> list[Target]:
    """Targets whose data changed, or anything that one of their files shares with others."""
    before = placed.shared
    changed = {each for each in now.keys() | before.keys() if now.get(each) != before.get(each)}
    suspicious = changed or placed.doubtful
    found = []
    for target in targets:
        known = placed.targets.get(target.name)
        again = known is None or known[0] != target.key
        if again or (suspicious and _touched(placed.routes(target.name), changed, placed.doubtful)):
            found.append(target)
    return found


def _touched(routes: Routes, changed: set[str], doubtful: frozenset[str]) -> bool:
    if not doubtful.isdisjoint(routes):
        return True
    return any(not changed.isdisjoint(shared(entry)) for entry in routes.values())


@dataclass(slots=True)
class Writing:
    """What is written where; ``whole``: everything, in place of what was there."""

    out: Path
    placed: Placed
    whole: bool
    prune: bool = False  # what is not ours goes too, but for hidden files
    jobs: int = 1
    progress: Progress | None = None
    incidents: int = 0  # on record beside what was written
    read: int = 0

    def write(self, targets: Sequence[Target], again: Sequence[Target], press: Press) -> Written:
        """Render ``again`` of all ``targets``, then place what differs.

        Raises what ``press`` raises, before anything is placed; Refused, Busy and OSError.
        """
        stage = Stage.of(self.out)
        stage.begin()
        try:
            return self._write(stage, [each.name for each in targets], again, press)
        finally:
            stage.end()

    def _write(self, stage: Stage, names: list[str], again: Sequence[Target], press: Press) -> Written:
        placed, whole = self.placed, self.whole
        old = {} if whole else {each.name: placed.routes(each.name) for each in again}
        doubtful = frozenset() if whole else placed.doubtful
        bench = Bench(press, self.out, stage.new, whole, {} if whole else placed.shared, doubtful, old)
        made = list(self._make(bench, again))
        made += self._map(bench, names, made)
        plan = _Plan({*names, MAP}, {each.name: each.held for each in made}, placed, whole)
        done = plan.done(made)
        if whole or self.prune or placed.doubtful:
            stamp_ = self._replace(stage, plan, made, done)
        else:
            done.deleted = plan.gone(made)
            stamp_ = _place(stage, placed, _moving(made), done.deleted)
        if whole or made or done.deleted or placed.doubtful:
            counts = self.incidents, self.read, len(done.rendered), done.kept, len(done.deleted)
            placed.save(plan.made, plan.names, Last(press.shared, stamp_, *counts), whole)
        return done

    def _make(self, bench: Bench, again: Sequence[Target]) -> Iterator[Made]:
        def make(task: Sequence[int]) -> list[Made]:
            return bench.make([again[n] for n in task])

        done = files = 0
        for some in crew.share(make, _tasks(again), self.jobs if len(again) > _FEW else 1):
            yield from some
            done, files = done + len(some), files + sum(len(made.rendered) for made in some)
            if self.progress:
                self.progress(done, len(again), files)

    def _map(self, bench: Bench, names: list[str], made: Sequence[Made]) -> list[Made]:
        """The site map, when any page came or went, or is another kind now, or its own key changed.

        Two pages on one route are a fault of ours, or of a rule.
        """
        known = None if self.whole else self.placed.targets.get(MAP)
        moved = any(each.moved for each in made) or not self.placed.targets.keys() <= {MAP, *names}
        if known and known[0] == bench.press.map({}).key and not moved and not self.placed.doubtful:
            return []
        every: Routes = {}
        plan = _Plan(set(names), {each.name: each.held for each in made}, self.placed, self.whole)
        for routes in plan.all():
            for route, entry in routes.items():
                if route in every:
                    raise ValueError(f"two pages on one route: {route}")
                every[route] = entry
        target = bench.press.map(every)
        bench.before = {} if self.whole else {MAP: self.placed.routes(MAP)}
        return bench.make([target])

    def _replace(self, stage: Stage, plan: _Plan, made: Sequence[Made], done: Written) -> int:
        """Place a site over another of which not all is certain; what is somebody else's is left. Its stamp.

        What was on record, or was being placed by a build that was cut short, is ours; so it goes unless it
        is in the plan, whatever the content says by now.
        """
        placed = self.placed
        routes = {route for each in plan.all() for route in each}
        ours = placed.every()
        done.deleted = sorted(ours - routes)
        others = strangers(stage.out, ours | routes) if self.whole or self.prune else []
        if self.prune:
            done.deleted += [route for route in others if not hidden(route)]
            others = [route for route in others if hidden(route)]
        elif not placed.last or placed.stamp != stamp(stage.out):
            done.left = others
        if not self.whole:
            return _place(stage, placed, _moving(made), done.deleted)
        placed.doubt({*ours, *routes, *done.deleted})
        made_at = mark(stage.new)
        if others or not stage.swap():
            return _place(stage, placed, sorted(routes), done.deleted)
        return made_at


@dataclass(slots=True)
class _Plan:
    """Every target with its files: those that were made again, and the others as they were."""

    names: set[str]
    made: dict[str, Held]
    placed: Placed
    whole: bool

    def all(self) -> Iterator[Routes]:
        for name in self.names:
            yield self.made[name].routes if name in self.made else self.placed.routes(name)

    def done(self, made: Sequence[Made]) -> Written:
        done = Written()
        for each in made:
            done.rendered |= each.rendered
        known = self.placed.targets
        counts = (self.made[name].files if name in self.made else known[name][1] for name in self.names)
        done.kept = sum(counts) - len(done.rendered)
        return done

    def gone(self, made: Sequence[Made]) -> list[str]:
        """What the last build had and this one has not; told from what was made again alone."""
        placed = self.placed
        left = {route for name in placed.targets.keys() - self.names for route in placed.routes(name)}
        now = {route for each in made for route in each.rendered}
        return sorted((left | {route for each in made for route in each.gone}) - now)


def _tasks(targets: Sequence[Target]) -> list[list[int]]:
    """What a process makes at a time: all that needs every incident, which it then holds alone; then the
    others by themselves, and light ones together."""
    every = [n for n, target in enumerate(targets) if target.reads is None]
    light = [n for n, target in enumerate(targets) if target.light]
    alone = [[n] for n, target in enumerate(targets) if target.reads is not None and not target.light]
    together = [light[n : n + _TOGETHER] for n in range(0, len(light), _TOGETHER)]
    return [*([every] if every else []), *alone, *together]


def _moving(made: Iterable[Made]) -> list[str]:
    return [route for each in made for route in each.moving]


def _place(stage: Stage, placed: Placed, moving: Sequence[str], deleted: Sequence[str]) -> int:
    """Add, replace, delete; it is noted beforehand which files are in doubt. The site's stamp then."""
    if not moving and not deleted:
        return placed.stamp
    alone = not placed.last or placed.doubtful or placed.stamp == stamp(stage.out)
    if alone:
        no_links(stage.out, [*moving, *deleted])
        expected = stamp(stage.new if MARK in moving else stage.out)
        placed.doubt({*moving, *deleted, MARK})
        put(stage.new, stage.out, moving)
        delete(stage.out, deleted)
        alone = stamp(stage.out) == expected
    made_at = mark(stage.out)  # in any case, lest the other take it for its own
    if not alone:
        raise Busy(f"another build wrote into {stage.out} meanwhile: run this one again")
    return made_at
