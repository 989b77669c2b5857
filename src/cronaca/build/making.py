"""A build that has something to do: what changed is read, judged, planned, rendered and written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cronaca import place, program
from cronaca.build import Order, Result
from cronaca.build.checking import judge
from cronaca.build.rows import Rows
from cronaca.build.sources import Asked, Sources
from cronaca.history import Present
from cronaca.inputs import Inputs
from cronaca.issue import Issue, Report
from cronaca.load import Folder
from cronaca.model import Settings, Site
from cronaca.placed import Placed, Routes
from cronaca.plan import Outline, editions, sitemap
from cronaca.render import Failed, Renderer
from cronaca.store import Store
from cronaca.summary import Summary
from cronaca.target import Target
from cronaca.theme import Theme
from cronaca.views import Facts
from cronaca.write import Writing, stale


def make(order: Order, inputs: Inputs, site: Store, kept: Store) -> Result:
    """Build what changed since the last build. Raises stage.Refused, and Spoilt before anything is placed."""
    placed, own, result = Placed.read(site), Rows(kept), Result(Report())
    there = place.ready(order.out, placed.every)
    other = placed.last is not None and placed.stamp != place.stamp(order.out)
    if other and not placed.doubtful:
        placed.forget()  # an older site was put back, or another is there now
    whole = not there or other or not placed.last or order.fresh
    asked = Asked(Folder(order.root), inputs, order.strict, order.drafts, order.jobs, order.fresh)
    sources = asked.read(own, result.report)
    kept.commit()
    if sources:
        named = judge(sources, own, asked.folder, result.report, order.now if order.strict else None)
        result.settled = _settled(sources, named, result.report)
    if sources and not result.report.failed(order.strict):
        try:
            _write(order, result, sources, own, placed, whole)
        except Failed as failed:
            result.report.add(failed.issue)
    return result


def _settled(sources: Sources, across: list[Issue], report: Report) -> bool:
    """Whether no finding tells of a draft, or of what is private: those across files may name any of them."""
    marks = [each.mark for each in report.issues]
    told = any(each.path in sources.unkept or "private" in each.quote for each in marks)
    return not told and not (across and sources.unkept)


def _write(order: Order, result: Result, sources: Sources, own: Rows, placed: Placed, whole: bool) -> None:
    settings = sources.settings
    if order.base_url:
        settings = settings._replace(base_url=order.base_url.rstrip("/") + "/")
    theme = order.theme or Theme(order.root, own.theme())
    press = _Press(sources, settings, theme, order, result.report)
    if not press.ready:
        return
    if theme.grown:
        own.keep_theme(theme.made)
        theme.grown = False
    targets = list(press.outline.targets())
    again = targets if whole else stale(targets, placed, press.shared)
    sources.fetch(own, press.needed(again))
    own.release()
    incidents = len(press.outline.shown)
    writing = Writing(
        order.out, placed, whole, order.prune, order.jobs, order.progress, incidents, sources.fresh
    )
    result.written = writing.write(targets, again, press)
    result.base_url, result.incidents, result.read = settings.base_url, incidents, sources.fresh


class _Press:
    """Makes pages from targets, and files from pages."""

    def __init__(
        self, sources: Sources, settings: Settings, theme: Theme, order: Order, report: Report
    ) -> None:
        self.sources, self.settings = sources, settings
        present = Present.of(settings, order.now)
        shared = editions(Facts(self._site(()), present))
        renderer = Renderer(theme, shared, report)
        self.ready = renderer.ready
        self.entry, self.render = renderer.entry, renderer.render
        if self.ready:
            self.outline = Outline.of(settings, sources.groups, present, renderer.tongues, sources.summaries)
            self.present = self.outline.present
            self.shared = {"program": program.fingerprint().hex(), **renderer.shared()}

    def needed(self, targets: Sequence[Target]) -> Iterable[Summary]:
        """The incidents that these are made from."""
        if any(target.reads is None for target in targets):
            return self.outline.shown
        return {each.id: each for target in targets for each in target.reads or ()}.values()

    def facts(self, targets: Sequence[Target]) -> Facts:
        return Facts(self._site(self.needed(targets)), self.present)

    def map(self, routes: Routes) -> Target:
        return sitemap(self.settings.base_url, routes)

    def _site(self, some: Iterable[Summary]) -> Site:
        return self.sources.site(some)._replace(settings=self.settings)
