"""The way through the program: load, check, plan, render, write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cronaca import rules
from cronaca.history import Present
from cronaca.issue import Report
from cronaca.load import Folder, Places, load
from cronaca.model import Site
from cronaca.write import Manifest, Written, write

if TYPE_CHECKING:
    from cronaca.theme import Theme


@dataclass(slots=True)
class Result:
    """What a build found and did."""

    report: Report
    written: Written = field(default_factory=Written)
    incidents: int = 0


def check(
    root: Path,
    now: datetime | None = None,
    given: Mapping[str, bytes] | None = None,
    more: Sequence[rules.Rule] = (),
) -> tuple[Site | None, Report]:
    """The site below ``root`` and everything that is wrong with it.

    Without ``now``, only what can stop a build. ``given`` files are read in place of those on disk;
    ``more`` rules are asked too.
    """
    folder = Folder(root, given or {})
    site, report = load(folder)
    if site:
        places = Places(folder)
        for found in rules.check(site, report, now, more):
            report.add(places.issue(found))
    return site, report


def build(
    root: Path,
    out: Path,
    now: datetime,
    base_url: str = "",
    strict: bool = False,
    fresh: bool = False,
    drafts: bool = False,
    theme: Theme | None = None,
) -> Result:
    """The site below ``root`` written into ``out``; nothing is written when anything is wrong.

    ``drafts``: shown too, and marked; for a preview only. ``theme``: one that was read before.
    Raises write.Refused when ``out`` is somebody else's folder.
    """
    site, report = check(root)
    if site is None or report.failed(strict):
        return Result(report)
    if base_url:
        site = replace(site, settings=replace(site.settings, base_url=base_url.rstrip("/") + "/"))

    if drafts:
        from cronaca.drafts import shown

        site = shown(site)

    from cronaca.plan import editions, plan
    from cronaca.render import Failed, Renderer
    from cronaca.theme import Theme
    from cronaca.views import Facts

    facts = Facts(site, Present.of(site.settings, now))
    renderer = Renderer(theme or Theme(root), editions(facts), report)
    if not renderer.ready:
        return Result(report)
    pages = plan(facts, renderer.tongues)
    try:
        written = write(pages, renderer.key, renderer.render, out, Manifest.of(root, out), fresh)
    except Failed as failed:
        report.add(failed.issue)
        return Result(report)
    return Result(report, written, len(facts.incidents))
