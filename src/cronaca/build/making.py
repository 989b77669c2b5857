"""A build that has something to do: what changed is read, judged, planned, rendered and written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from cronaca import kept, rules
from cronaca.brief import Brief
from cronaca.build import Order, Result, check
from cronaca.history import Present
from cronaca.inputs import Inputs
from cronaca.issue import Report
from cronaca.load import Folder, Places
from cronaca.load.shelf import Shelf, read
from cronaca.manifest import Manifest, Routes
from cronaca.model import Settings, Site
from cronaca.page import Page
from cronaca.part import Part
from cronaca.plan import Outline, editions, sitemap
from cronaca.render import Failed, Renderer
from cronaca.theme import Theme
from cronaca.views import Facts
from cronaca.write import write


def make(order: Order, inputs: Inputs, whole: bool) -> Result:
    """Build what changed since the last build; ``whole``: everything."""
    result = Result(Report())
    known = {} if order.fresh else _known(order, result) or {}
    shelf, result.report = _read(order, inputs, known)
    if shelf is None or result.report.failed():
        result.report = check(order.root)[1]  # all of it, in the order in which the rules are asked
        return result
    if result.report.failed(order.strict):
        return result
    settings = shelf.settings
    if order.base_url:
        settings = settings._replace(base_url=order.base_url.rstrip("/") + "/")
    try:
        return _write(order, result, _Press(shelf, settings, order, result.report), shelf, whole)
    except Failed as failed:
        result.report.add(failed.issue)
        return result


def _known(order: Order, result: Result) -> Any:
    try:
        return kept.read(order.file("read"))
    except kept.Spoilt as spoilt:
        result.dropped.append(str(spoilt))
        return None


def _read(order: Order, inputs: Inputs, known: dict[str, Any]) -> tuple[Shelf | None, Report]:
    """Every file by itself; and all of them together, unless they agreed before and say the same."""
    folder = Folder(order.root)
    places = Places(folder)

    def judge(site: Site, report: Report) -> None:
        for found in rules.each(site, report):
            report.add(places.issue(found))

    shelf, report = read(folder, inputs, known, judge, order.drafts, order.jobs)
    if shelf is None or report.failed():
        return shelf, report
    agreement = shelf.agreement()
    if shelf.general and known.get("agreement") == agreement:
        shelf.agreed = agreement
        return shelf, report
    found = [places.issue(each) for each in rules.across(shelf.site(shelf.briefs))]
    report.extend(found)
    shelf.agreed = b"" if found else agreement
    return shelf, report


def _write(order: Order, result: Result, press: _Press, shelf: Shelf, whole: bool) -> Result:
    if not press.renderer.ready:
        return result
    manifest = Manifest(order.file("pages"))
    try:
        whole = not manifest.read() or whole
    except kept.Spoilt as spoilt:
        result.dropped.append(str(spoilt))
        whole = True
    common = press.renderer.common()
    parts = list(press.outline.parts())
    result.written = write(parts, press, common, order.out, manifest, whole, order.jobs, order.progress)
    result.incidents, result.read = len(press.outline.shown), shelf.fresh
    if shelf.changed:
        kept.save(order.file("read"), shelf.save())
    return result


class _Press:
    """Makes pages from parts, and files from pages."""

    def __init__(self, shelf: Shelf, settings: Settings, order: Order, report: Report) -> None:
        self.shelf, self.settings = shelf, settings
        self.present = Present.of(settings, order.now)
        shared = editions(Facts(self._site(()), self.present))
        self.renderer = Renderer(order.theme or Theme(order.root), shared, report)
        tongues = self.renderer.tongues
        self.outline = Outline.of(settings, shelf.groups, self.present, tongues, shelf.briefs)
        self.entry, self.render = self.renderer.entry, self.renderer.render

    @cached_property
    def facts(self) -> Facts:
        """Of all incidents."""
        return Facts(self._site(self.outline.shown), self.present)

    def prepare(self, parts: Sequence[Part]) -> None:
        if any(part.needs is None for part in parts):
            _ = self.facts

    def pages(self, part: Part) -> Iterable[Page]:
        if part.needs is None or "facts" in self.__dict__:
            return part.make(self.facts)
        return part.make(Facts(self._site(part.needs), self.present))

    def map(self, routes: Routes) -> Part:
        return sitemap(self.settings.base_url, routes)

    def _site(self, briefs: Iterable[Brief]) -> Site:
        return self.shelf.site(briefs)._replace(settings=self.settings)
