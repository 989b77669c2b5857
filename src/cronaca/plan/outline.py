"""What the site consists of, told from the briefs of its incidents alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import NamedTuple

from cronaca import __version__, brief
from cronaca.brief import Brief
from cronaca.history import Present
from cronaca.l10n import L10n
from cronaca.model import Group, Kind, Settings
from cronaca.page import Page
from cronaca.part import Make, Part
from cronaca.plan import (
    badge,
    calendar,
    exports,
    feeds,
    guide,
    incidents,
    lists,
    machine,
    reader,
    search,
    statistics,
    statuspage,
    years,
)
from cronaca.served.objects import Objects
from cronaca.views import Extent, Facts, Voice

_UNKNOWN = date.max.toordinal()  # where an incident without a day stands in their order


class _Near(NamedTuple):
    """What an incident's pages say of others, and what they share."""

    newer: Brief | None
    older: Brief | None
    related: Sequence[Brief]
    shared: bytes


@dataclass(frozen=True)
class Outline:
    """The parts of a site, and what their keys share."""

    settings: Settings
    groups: tuple[Group, ...]
    present: Present
    tongues: Mapping[str, L10n]
    shown: tuple[Brief, ...]  # the newest first

    @classmethod
    def of(
        cls,
        settings: Settings,
        groups: tuple[Group, ...],
        present: Present,
        tongues: Mapping[str, L10n],
        briefs: Iterable[Brief],
    ) -> Outline:
        shown = sorted((each for each in briefs if not each.draft), key=lambda each: each.order, reverse=True)
        return cls(settings, groups, present, tongues, tuple(shown))

    def parts(self) -> Iterator[Part]:
        yield from self._wholes()
        yield from self._years()
        yield from self._latest()
        yield from self._told()
        yield from self._incidents()

    def _wholes(self) -> Iterator[Part]:
        """What lists, counts or draws every incident."""
        every, day = self.rows, self.present.day
        open_ = [each for each in self.shown if not each.settled]
        yield Part("exports", self._key(every), exports.pages)
        yield Part("search", self._key(every, day), search.pages)
        yield Part("statistics", self._key(every, day), statistics.pages)
        yield Part("guide", self._key(every, day), guide.pages)
        settings, now, count = self.settings, self.present, len(self.shown)
        yield self._part("files", lambda _: machine.pages(settings, now, count), (), now, count)
        yield Part("home", self._key(every, self._whole(open_), self.present), reader.pages)

    def _years(self) -> Iterator[Part]:
        begun = [date.fromordinal(each.order[0]) for each in self.shown if each.order[0] != _UNKNOWN]
        extent = Extent.of(self.settings, self.present, begun)
        months = sorted({(day.year, day.month) for day in begun})
        for year in extent.years:
            touching = [each for each in self.shown if _touches(each, year)]
            key = self._key(extent, months, self._rows(touching))
            yield Part(f"year {year}", key, partial(years.pages, year=year))

    def _latest(self) -> Iterator[Part]:
        """What is made from some incidents: those that are open, and the newest of each kind."""
        shown, now = self.shown, self.present
        open_ = [each for each in shown if not each.settled]
        work = [each for each in shown if each.kind == Kind.MAINTENANCE]
        told = [each for each in shown if each.kind != Kind.MAINTENANCE]
        reported = [each for each in shown if each.postmortem]
        listed = _union(shown, reported, work, open_)
        yield self._part("lists", lists.pages, listed, self._rows(listed), now)
        yield self._part("badge", badge.pages, open_, self._whole(open_), now)
        hurt = [each for each in shown if each.timed][: calendar.LATEST]
        planned = _union(shown, work[: calendar.LATEST], hurt)
        make = partial(calendar.pages, tongues=self.tongues)
        yield self._part("calendar", make, planned, self._whole(planned))
        names = [each.id for group in self.groups for each in group.components]
        by_name = ([each for each in shown if name in each.components][: feeds.LATEST] for name in names)
        fed = _union(shown, shown[: feeds.LATEST], *by_name)
        yield self._part("feeds", partial(feeds.pages, tongues=self.tongues), fed, self._whole(fed))
        some = _union(shown, told[: statuspage.LATEST], work[: statuspage.LATEST], open_)
        key = self._key(self.rows, self._whole(some), now)
        yield Part("api", key, partial(statuspage.lists, tongues=self.tongues))

    def _told(self) -> Iterator[Part]:
        """All incidents for programs: by months, and fifty a file."""
        ended = [each.past for each in self.shown]
        yield self._part("history", lambda _: [statuspage.past(self.groups, self.settings, ended)], (), ended)
        told = [each for each in self.shown if each.kind != Kind.MAINTENANCE]
        for number, first in enumerate(range(0, max(len(told), 1), statuspage.LATEST), 1):
            some = told[first : first + statuspage.LATEST]
            make = partial(self._further, some, number, len(told))
            yield self._part(f"list {number}", make, some, self._whole(some), number, len(told))

    def _further(self, some: Sequence[Brief], number: int, total: int, facts: Facts) -> Iterator[Page]:
        incidents = [facts.gists[each.id].incident for each in some]
        yield statuspage.further(facts, self.desk, incidents, number, total)

    def _incidents(self) -> Iterator[Part]:
        by_id = {each.id: each for each in self.shown}
        named, now = _components(self.groups), brief.digest(self.present)
        around = zip(self.shown, (None, *self.shown), (*self.shown[1:], None), strict=False)
        for each, newer, older in around:
            related = [by_id[id] for id in each.related if id in by_id]
            beside = [*related, *(other for other in (newer, older) if other)]
            shared = [self.base, *(named[name] for name in each.components if name in named)]
            shared.append(b"" if each.settled else now)
            ends = bytes((bool(newer), bool(older)))
            key = brief.join(each.whole, ends, *shared, *(other.row for other in beside))
            near = _Near(newer, older, related, brief.join(*shared))
            yield Part(f"incident {each.id}", key, partial(self._of, each, near), (each, *beside))

    def _of(self, of: Brief, near: _Near, facts: Facts) -> Iterator[Page]:
        """The pages of an incident; each one's key leaves out what its readers do not see."""
        known = facts.gists
        incident = known[of.id].incident
        newer, older = (known[each.id].incident if each else None for each in (near.newer, near.older))
        for lang in self.settings.languages:
            others = (near.newer, near.older, *near.related)
            titles = (each.titled[lang] if each else b"" for each in others)
            key = brief.join(near.shared, of.shape, of.told[lang], *titles).hex()
            for made in incidents.of(Voice.of(facts, lang), incident, newer, older):
                yield made._replace(key=key) if made.template == "pages/incident.html" else made
        key = brief.join(near.shared, of.whole, *(each.shape for each in near.related)).hex()
        for made in statuspage.one(facts, incident, self.desk):
            yield made if made.template else made._replace(key=key)

    @cached_property
    def desk(self) -> Objects:
        return Objects(self.settings, self.groups, self.tongues[self.settings.languages[0]])

    @cached_property
    def base(self) -> bytes:
        return brief.digest(__version__, self.settings)

    @cached_property
    def rows(self) -> bytes:
        return brief.digest(self._rows(self.shown))

    def _key(self, *made_from: object) -> bytes:
        return brief.digest(self.base, self.groups, *made_from)

    def _part(self, name: str, make: Make, needs: Sequence[Brief], *made_from: object) -> Part:
        return Part(name, self._key(*made_from), make, tuple(needs))

    def _rows(self, briefs: Iterable[Brief]) -> list[object]:
        """What lists show of them; what is not over may change with time alone."""
        return [each.row if each.settled else (each.whole, self.present) for each in briefs]

    def _whole(self, briefs: Iterable[Brief]) -> list[object]:
        return [each.whole if each.settled else (each.whole, self.present) for each in briefs]


def _components(groups: Iterable[Group]) -> dict[str, bytes]:
    """What stands for each component and its place."""
    return {
        each.id: brief.digest(group.id, group.name, place, number, each)
        for place, group in enumerate(groups)
        for number, each in enumerate(group.components)
    }


def _touches(each: Brief, year: int) -> bool:
    first, last = each.days
    begin, end = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return first <= end and (not each.settled or last >= begin)


def _union(shown: Iterable[Brief], *some: Iterable[Brief]) -> list[Brief]:
    """All that are in any of the lists, in the order of the first."""
    ids = {each.id for briefs in some for each in briefs}
    return [each for each in shown if each.id in ids]
