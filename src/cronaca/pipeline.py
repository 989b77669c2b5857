"""The way through the program: read, judge, plan, render, place; and the short way when nothing changed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cronaca.cache.snapshot import cache_file, cache_folder, recall, remember
from cronaca.fingerprint import Fingerprint, program
from cronaca.issue import Issue, Report
from cronaca.output.files import is_ready, site_stamp
from cronaca.output.options import BuildOptions
from cronaca.output.result import Result

if TYPE_CHECKING:
    from cronaca.cache.manifest import Counts, Manifest
    from cronaca.cache.store import Store
    from cronaca.check.sources import Sources
    from cronaca.model import Site


def check(
    root: Path, now: datetime | None = None, given: Mapping[str, bytes] | None = None, jobs: int = 1
) -> tuple[Site | None, Report]:
    """The site below ``root`` and everything that is wrong with it; of what is kept only changes are read.

    Without ``now``, only what can stop a build. ``given`` files are read in place of those on disk.
    """
    from cronaca.check.site import examine

    found = examine(root, now, given or {}, jobs, whole=True)
    return found.site(), found.report


def build(options: BuildOptions) -> Result:
    """The site written; nothing is when anything is wrong.

    Raises OutputRefused when the output folder cannot be ours, Busy, and OSError, with a path.
    """
    options = options.resolved()
    folder, unkept = cache_folder(options.root)
    inputs = Fingerprint.scan(options.folders, folder)
    result = _unchanged(options, folder, inputs) or _alone(options, folder, inputs)
    if unkept:
        result.said = [f"nothing is kept for the next build: {unkept}"]
    return result


def _unchanged(options: BuildOptions, folder: Path | None, inputs: Fingerprint) -> Result | None:
    """What the last build made, when nothing changed since; nothing is imported for it."""
    path, stamp = cache_file(folder, options.out, "look"), site_stamp(options.out)
    if not path or options.full or options.prune or options.theme or not stamp:
        return None
    known = recall(path, _stands_for(options, inputs), stamp)
    if not known:
        return None
    incidents, files, issues = known
    return Result(Report(list(issues)), True, unchanged=files, incidents=incidents)


def _stands_for(options: BuildOptions, inputs: Fingerprint) -> str:
    given = options.now, options.base_url, options.drafts, options.strict
    return inputs.digest(program(), *given).hex()


def _alone(options: BuildOptions, folder: Path | None, inputs: Fingerprint) -> Result:
    """Build while no other build does, into this folder; a store that is spoilt is made anew."""
    from cronaca.cache import store
    from cronaca.cache.content import CONTENT_FILE

    said: list[str] = []
    content = folder
    for _ in range(4):  # either of the two stores may be spoilt: all in it is made anew
        try:
            return _held(options, folder, content, inputs, said)
        except store.Spoilt as spoilt:
            line, gone = spoilt.drop()
            said.append(line)
            content = content if gone else None
        except store.Unusable as unusable:
            if content is None or unusable.store.path != content / CONTENT_FILE:
                raise
            content = None
            said.append(f"nothing is kept for the next build: {unusable.filename} {unusable.strerror}")
    raise OSError(None, said[-1], str(folder))


def _held(
    options: BuildOptions, folder: Path | None, content: Path | None, inputs: Fingerprint, said: list[str]
) -> Result:
    """Raises Spoilt and Unusable, with the store."""
    from cronaca.cache import store
    from cronaca.cache.content import held_content
    from cronaca.cache.manifest import SITE_TABLES

    with store.held(cache_file(folder, options.out, "db"), SITE_TABLES, options.waiting) as site:
        if site.waited:  # the other one may have made the very same, and the content another
            inputs = Fingerprint.scan(options.folders, folder)
            if same := _unchanged(options, folder, inputs):
                return same
        with held_content(content) as sources, sources.reading():
            result = _built(options, inputs, site, sources)
        result.said = [*said, *site.said, *sources.said]
        _remember(options, folder, inputs, result)
        return result


def _built(options: BuildOptions, inputs: Fingerprint, site: Store, content: Store) -> Result:
    """What changed since the last build: read, judged, planned, rendered and placed. Raises Spoilt."""
    from cronaca.cache.content import ContentCache
    from cronaca.cache.manifest import Manifest
    from cronaca.check.site import judge
    from cronaca.check.sources import Sources
    from cronaca.history import Present
    from cronaca.output.builder import Builder
    from cronaca.plan import Plan
    from cronaca.sources.folder import Folder
    from cronaca.theme.render import Failed, Renderer
    from cronaca.theme.theme import Theme

    manifest, cache, result = Manifest.read(site), ContentCache(content), Result(Report())
    full = _stands_alone(options, manifest)
    folder, jobs = Folder(options.root), options.jobs
    sources = Sources(folder, inputs, options.strict, options.drafts, jobs, options.full)
    valid = sources.read(cache, result.report)
    content.commit()
    if not valid:
        return result
    across = judge(sources, cache, result.report, options.now if options.strict else None)
    result.settled = _settled(sources, across, result.report)
    if result.report.failed(options.strict):
        return result
    sources.move_to(options.base_url)
    theme = options.theme or Theme(options.root)
    try:
        renderer = Renderer(theme, sources.settings, result.report)
        if renderer.ready:
            now = Present.of(sources.settings, options.now)
            plan = Plan.of(sources.settings, sources.groups, sources.summaries, now, renderer.locales)
            Builder(options, plan, renderer, sources, manifest, full).run(cache, result)
            result.base_url = sources.settings.base_url
    except Failed as failed:
        result.report.add(failed.issue)
    return result


def _stands_alone(options: BuildOptions, manifest: Manifest) -> bool:
    """Whether nothing of what is there is to stay. Raises OutputRefused."""
    there = is_ready(options.out, manifest.every)
    other = manifest.last is not None and manifest.stamp != site_stamp(options.out)
    if other and not manifest.doubtful:
        manifest.forget()  # an older site was put back, or another is there now
    return not there or other or not manifest.last or options.full


def _settled(sources: Sources, across: list[Issue], report: Report) -> bool:
    """Whether no finding tells of a draft, or of what is private: those across files may name any of them."""
    marks = [issue.mark for issue in report.issues]
    told = any(mark.path in sources.unkept or "private" in mark.quote for mark in marks)
    return not told and not (across and sources.unkept)


def _remember(options: BuildOptions, folder: Path | None, inputs: Fingerprint, result: Result) -> None:
    """Let the next build see at once that nothing changed, where that is sure. An older snapshot is of other
    inputs."""
    path = cache_file(folder, options.out, "look")
    theme = options.theme is not None  # it may have been read before the inputs were seen
    if not path or not result.written or theme:
        return
    if result.settled and inputs.calm:
        files, issues = result.unchanged + len(result.rendered), tuple(result.report.issues)
        outcome = result.incidents, files, issues
        with suppress(OSError):  # the next build then looks closer
            remember(path, _stands_for(options, inputs), site_stamp(options.out), outcome)


def last(root: Path, out: Path) -> Counts | None:
    """What the last build that had something to do did; None when there is nothing on record.

    Raises OSError while a build is at work.
    """
    from cronaca.cache import store
    from cronaca.cache.manifest import Manifest

    path = cache_file(root / ".cronaca", out, "db")
    if not path or not path.is_file():
        return None
    site = store.read_only(path)
    with closing(site.database), suppress(store.Spoilt):
        last = Manifest.read(site).last
        return last[2] if last else None
    return None
