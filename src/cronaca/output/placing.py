"""What was made put in its place: whole, in order, and noted beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from cronaca.cache.manifest import Built, Manifest
from cronaca.cache.store import Busy
from cronaca.output.files import (
    MARK,
    delete_files,
    hidden,
    mark_site,
    move_files,
    no_links,
    site_stamp,
    strangers,
)
from cronaca.output.result import Result
from cronaca.output.stage import Stage


def place(
    result: Result,
    stage: Stage,
    manifest: Manifest,
    built: Sequence[Built],
    names: Sequence[str],
    full: bool,
    prune: bool,
) -> int:
    """Place what was made of the targets of these ``names``, and note it; the site's stamp then.

    What was on record, or was being placed by a build that was cut short, is ours; so it goes unless it
    is in the plan, whatever the content says by now. What is somebody else's is left.
    """
    made = {each.name: each for each in built}
    result.rendered = {route: why for each in built for route, why in each.rendered.items()}
    result.unchanged = manifest.count(names, made) - len(result.rendered)
    moving = [route for each in built for route in each.moving]
    if not (full or prune or manifest.doubtful):
        result.deleted = _gone(manifest, built, names)
        return _some(stage, manifest, moving, result.deleted)
    routes = {route for each in manifest.after(names, made) for route in each}
    ours = manifest.every()
    result.deleted = sorted(ours - routes)
    others = strangers(stage.out, ours | routes) if full or prune else []
    if prune:
        result.deleted += [route for route in others if not hidden(route)]
        others = [route for route in others if hidden(route)]
    elif not manifest.last or manifest.stamp != site_stamp(stage.out):
        result.left = others
    if not full:
        return _some(stage, manifest, moving, result.deleted)
    manifest.doubt({*ours, *routes, *result.deleted})
    stamp = mark_site(stage.new)
    if others or not stage.swap():
        stamp = _some(stage, manifest, sorted(routes), result.deleted)
    return stamp


def _gone(manifest: Manifest, built: Sequence[Built], names: Sequence[str]) -> list[str]:
    """What the last build had and this one has not; told from what was made again alone."""
    left = {route for name in manifest.targets.keys() - set(names) for route in manifest.routes(name)}
    now = {route for each in built for route in each.rendered}
    return sorted((left | {route for each in built for route in each.gone}) - now)


def _some(stage: Stage, manifest: Manifest, moving: Sequence[str], deleted: Sequence[str]) -> int:
    """Add, replace, delete; it is noted beforehand which files are in doubt. The site's stamp then."""
    if not moving and not deleted:
        return manifest.stamp
    alone = not manifest.last or manifest.doubtful or manifest.stamp == site_stamp(stage.out)
    if alone:
        no_links(stage.out, [*moving, *deleted])
        expected = site_stamp(stage.new if MARK in moving else stage.out)
        manifest.doubt({*moving, *deleted, MARK})
        move_files(stage.new, stage.out, moving)
        delete_files(stage.out, deleted)
        alone = site_stamp(stage.out) == expected
    placed = mark_site(stage.out)  # in any case, lest the other take it for its own
    if not alone:
        raise Busy(f"another build wrote into {stage.out} meanwhile: run this one again")
    return placed
