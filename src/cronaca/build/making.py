"""A build that has something to do: what changed is read, judged, planned, rendered and written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from cronaca import brief, kept, place, rules
from cronaca.brief import Brief
from cronaca.build import Order, Result, check
from cronaca.history import Present
from cronaca.inputs import Inputs
from cronaca.issue import Report
from cronaca.ledger import Ledger
from cronaca.load import Folder, Places
from cronaca.load.shelf import Shelf, read
from cronaca.manifest import Manifest, Routes
from cronaca.model import Settings, Site
from cronaca.part import Part
from cronaca.plan import Outline, editions, sitemap
from cronaca.render import Failed, Renderer
from cronaca.rules.table import at_odds
from cronaca.theme import Theme
from cronaca.views import Facts
from cronaca.write import write


def make(order: Order, inputs: Inputs) -> Result:
    """Build what changed since the last build. Raises stage.Refused."""
    result = Result(Report())
    manifest = Manifest(order.file("pages"))
    try:
        manifest.read()
    except kept.Spoilt as spoilt:
        result.dropped.append(str(spoilt))
    there = place.ready(order.out, manifest.every)
    other = manifest.known and manifest.stamp != place.stamp(order.out)
    if other and not manifest.doubtful:
        manifest = manifest.anew()  # an older site was put back, or another is there now
    whole = not there or other or not manifest.known or order.fresh
    nothing = Ledger(order.file("read"))
    try:
        known = nothing if order.fresh else Ledger.read(nothing.path)
        return _make(order, inputs, manifest, whole, known, result)
    except kept.Spoilt as spoilt:  # all is read anew
        result.dropped.append(str(spoilt))
        return _make(order, inputs, manifest, whole, nothing, result)


def _make(
    order: Order, inputs: Inputs, manifest: Manifest, whole: bool, known: Ledger, result: Result
) -> Result:
    shelf, result.report = _read(order, inputs, known)
    try:
        if shelf is None or result.report.failed():
            every = check(order.root)[1]  # all of it, in the order in which the rules are asked
            result.report = every if every.failed() else result.report
        elif not result.report.failed(order.strict):
            _write(order, result, shelf, known, manifest, whole)
    except Failed as failed:
        result.report.add(failed.issue)
    finally:
        if shelf:
            shelf.pack.close()
    return result


def _read(order: Order, inputs: Inputs, known: Ledger) -> tuple[Shelf | None, Report]:
    """Every file by itself; and all of them together, unless they agreed before and say the same."""
    folder = Folder(order.root)
    places = Places(folder)

    def judge(site: Site, report: Report) -> None:
        for found in rules.each(site, report):
            report.add(places.issue(found))

    shelf, report = read(folder, inputs, known, order.file("incidents"), judge, order.drafts, order.jobs)
    if shelf is None or report.failed():
        return shelf, report
    agreement = shelf.agreement()
    if shelf.general and shelf.agreed == agreement:
        return shelf, report
    doubtful = at_odds(shelf.briefs, [each.id for each in shelf.site(()).components])
    found = [places.issue(each) for each in rules.across(shelf.site(shelf.briefs if doubtful else ()))]
    report.extend(found)
    shelf.agreed = b"" if found else agreement
    return shelf, report


def _write(
    order: Order, result: Result, shelf: Shelf, known: Ledger, manifest: Manifest, whole: bool
) -> None:
    settings = shelf.settings
    if order.base_url:
        settings = settings._replace(base_url=order.base_url.rstrip("/") + "/")
    press = _Press(shelf, settings, order, result.report)
    if not press.renderer.ready:
        return
    common, outline = press.renderer.common(), press.outline
    near = None
    same = not whole and not manifest.doubtful and common == manifest.common
    if same and shelf.state and manifest.state == brief.join(outline.general, shelf.state):
        near = outline.near(shelf.last.values())
    parts, staying = list(outline.parts(near)), outline.staying(near)
    state = shelf.state if shelf.state and not shelf.moved else os.urandom(16)
    manifest.state = brief.join(outline.general, state)
    result.written = write(
        parts, staying, press, common, order.out, manifest, whole, order.prune, order.jobs, order.progress
    )
    result.base_url = settings.base_url
    result.incidents, result.read = len(press.outline.shown), shelf.fresh
    if shelf.changed:
        shelf.save(known, state)


class _Press:
    """Makes pages from parts, and files from pages."""

    def __init__(self, shelf: Shelf, settings: Settings, order: Order, report: Report) -> None:
        self.shelf, self.settings = shelf, settings
        present = Present.of(settings, order.now)
        shared = editions(Facts(self._site(()), present))
        self.renderer = Renderer(order.theme or Theme(order.root), shared, report)
        tongues = self.renderer.tongues
        self.outline = Outline.of(settings, shelf.groups, present, tongues, shelf.briefs)
        self.present = self.outline.present
        self.entry, self.render = self.renderer.entry, self.renderer.render

    def facts(self, parts: Sequence[Part]) -> Facts:
        """Of the incidents that these are made from."""
        if any(part.needs is None for part in parts):
            return Facts(self._site(self.outline.shown), self.present)
        needs = {each.id: each for part in parts for each in part.needs or ()}
        return Facts(self._site(needs.values()), self.present)

    def map(self, routes: Routes) -> Part:
        return sitemap(self.settings.base_url, routes)

    def _site(self, briefs: Iterable[Brief]) -> Site:
        return self.shelf.site(briefs)._replace(settings=self.settings)
