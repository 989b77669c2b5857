"""What the site consists of, told from the briefs of its incidents alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial
from importlib import import_module
from itertools import chain, islice
from typing import NamedTuple

from cronaca import __version__, brief
from cronaca.brief import Brief
from cronaca.history import Present
from cronaca.l10n import L10n
from cronaca.model import Group, Kind, Settings
from cronaca.page import Page
from cronaca.part import Make, Part
from cronaca.plan import calendar, feeds, incidents, machine, statuspage
from cronaca.served.objects import Objects
from cronaca.validity import next_change
from cronaca.views import Extent, Facts, Voice

_UNKNOWN = date.max.toordinal()  # where an incident without a day stands in their order
_NAME = "incident "  # what the part of an incident is called, before its id


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
        shown = _newest_first(briefs)
        ahead = chain.from_iterable(each.turns for each in shown)
        until = next_change(present, ahead, any(each.hourly for each in shown))
        return cls(settings, groups, present._replace(until=until), tongues, shown)

    def parts(self, near: Collection[str] | None = None) -> Iterator[Part]:
        """All parts; ``near``: of the incidents only these."""
        yield from self._wholes()
        yield from self._years()
        yield from self._latest()
        yield from self._told()
        yield from self._incidents(near)

    def staying(self, near: Collection[str] | None) -> list[str]:
        """The parts that are left out for these."""
        return [] if near is None else [_NAME + each.id for each in self.shown if each.id not in near]

    @cached_property
    def general(self) -> bytes:
        """Stands for all that the parts are made from but incidents and the present."""
        return self._key()

    def near(self, last: Iterable[Brief]) -> set[str]:
        """The ids of the incidents whose pages may differ from the last build's: what changed, what stands
        beside that or is related to it, and what time changes."""
        before, now = _newest_first(last), self.shown
        same = set(map(id, before)) & set(map(id, now))
        changed = [each for each in (*before, *now) if id(each) not in same]
        names = {name for each in changed for name in (each.id, *each.aliases)}
        found = {each.id for each in now if not each.settled or not names.isdisjoint(each.related)}
        for row in (before, now):
            for n, each in enumerate(row):
                if each.id in names:
                    found.update(other.id for other in row[max(n - 1, 0) : n + 2])
        return found

    def _wholes(self) -> Iterator[Part]:
        """What lists, counts or draws every incident."""
        every, day = self.rows, self.present.day
        open_ = [each for each in self.shown if not each.settled]
        yield Part("exports", self._key(every), _pages("exports"))
        yield Part("search", self._key(every, day), _pages("search"))
        yield Part("statistics", self._key(every, day), _pages("statistics"))
        yield Part("guide", self._key(every, day), _pages("guide"))
        settings, now, count = self.settings, self.present, len(self.shown)
        yield self._part("files", lambda _: machine.pages(settings, now, count), (), now, count)
        yield Part("home", self._key(every, self._whole(open_), self.present), _pages("reader"))

    def _years(self) -> Iterator[Part]:
        days = {each.order[0] for each in self.shown} - {_UNKNOWN}
        begun = [date.fromordinal(day) for day in sorted(days)]
        extent = Extent.of(self.settings, self.present, begun)
        months = sorted({(day.year, day.month) for day in begun})
        touching: dict[int, list[Brief]] = {year: [] for year in extent.years}
        for each in self.shown:
            first, last = each.days
            for year in range(_year(first), (_year(last) if each.settled else extent.years[0]) + 1):
                if year in touching:
                    touching[year].append(each)
        for year, some in touching.items():
            until = self.present.until if year == self.present.day.year else None
            key = self._key(extent, months, self._rows(some), until)
            yield Part(f"year {year}", key, _pages("years", year=year))

    def _latest(self) -> Iterator[Part]:
        """What is made from some incidents: those that are open, and the newest of each kind."""
        shown, now = self.shown, self.present
        open_ = [each for each in shown if not each.settled]
        work = [each for each in shown if each.kind == Kind.MAINTENANCE]
        told = [each for each in shown if each.kind != Kind.MAINTENANCE]
        reported = [each for each in shown if each.postmortem]
        listed = _union(shown, reported, work, open_)
        yield self._part("lists", _pages("lists"), listed, self._rows(listed), now)
        yield self._part("badge", _pages("badge"), open_, self._whole(open_), now)
        hurt = list(islice((each for each in shown if each.timed), calendar.LATEST))
        planned = _union(shown, work[: calendar.LATEST], hurt)
        make = partial(calendar.pages, tongues=self.tongues)
        yield self._part("calendar", make, planned, self._whole(planned))
        names = [each.id for group in self.groups for each in group.components]
        by_name = (_touched(shown, name, feeds.LATEST) for name in names)
        fed = _union(shown, shown[: feeds.LATEST], *by_name)
        yield self._part("feeds", partial(feeds.pages, tongues=self.tongues), fed, self._whole(fed))
        some = _union(shown, told[: statuspage.LATEST], work[: statuspage.LATEST], open_)
        key = self._key(self.rows, self._whole(some), now)
        yield Part("api", key, partial(statuspage.lists, tongues=self.tongues))

    def _told(self) -> Iterator[Part]:
        """All incidents for programs: by months, and fifty a file."""
        ended = [each.past for each in self.shown]
        key = brief.join(*(each.ended for each in self.shown))
        yield self._part("history", lambda _: [statuspage.past(self.groups, self.settings, ended)], (), key)
        told = [each for each in self.shown if each.kind != Kind.MAINTENANCE]
        for number, first in enumerate(range(0, max(len(told), 1), statuspage.LATEST), 1):
            some = told[first : first + statuspage.LATEST]
            make = partial(self._further, some, number, len(told))
            yield self._part(f"list {number}", make, some, self._whole(some), number, len(told))

    def _further(self, some: Sequence[Brief], number: int, total: int, facts: Facts) -> Iterator[Page]:
        incidents = [facts.gists[each.id].incident for each in some]
        yield statuspage.further(facts, self.desk, incidents, number, total)

    def _incidents(self, near: Collection[str] | None) -> Iterator[Part]:
        by_name = {name: each for each in self.shown for name in each.aliases}
        by_name |= {each.id: each for each in self.shown}
        named = _components(self.groups)
        around = zip(self.shown, (None, *self.shown), (*self.shown[1:], None), strict=False)
        for each, newer, older in around:
            if near is not None and each.id not in near:
                continue
            related = [by_name[name] for name in each.related if name in by_name]
            related = [other for other in related if other is not each]
            beside = [*related, *(other for other in (newer, older) if other)]
            shared = [self.base, *(named[name] for name in each.components if name in named)]
            shared.append(b"" if each.settled else self.now)
            ends = bytes((bool(newer), bool(older)))
            key = brief.join(each.whole, ends, *shared, *(other.row for other in beside))
            others = _Near(newer, older, related, brief.join(*shared))
            yield Part(_NAME + each.id, key, partial(self._of, each, others), (each, *beside))

    def _of(self, of: Brief, near: _Near, facts: Facts) -> Iterator[Page]:
        """The pages of an incident; each one's key leaves out what its readers do not see."""
        known = facts.gists
        incident = known[of.id].incident
        newer, older = (known[each.id].incident if each else None for each in (near.newer, near.older))
        for number, lang in enumerate(self.settings.languages):
            others = (near.newer, near.older, *near.related)
            titles = (brief.of_language(each.titled, number) if each else b"" for each in others)
            key = brief.join(near.shared, of.shape, brief.of_language(of.told, number), *titles).hex()
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
    def now(self) -> bytes:
        return brief.digest(self.present)

    @cached_property
    def rows(self) -> bytes:
        return self._rows(self.shown)

    def _key(self, *made_from: object) -> bytes:
        return brief.digest(self.base, self.groups, *made_from)

    def _part(self, name: str, make: Make, needs: Sequence[Brief], *made_from: object) -> Part:
        return Part(name, self._key(*made_from), make, tuple(needs))

    def _rows(self, briefs: Iterable[Brief]) -> bytes:
        """What lists show of them; what is not over may change with time alone."""
        return brief.join(*(each.row if each.settled else self._open(each) for each in briefs))

    def _whole(self, briefs: Iterable[Brief]) -> bytes:
        return brief.join(*(each.whole if each.settled else self._open(each) for each in briefs))

    def _open(self, each: Brief) -> bytes:
        return brief.join(each.whole, self.now)


def _newest_first(briefs: Iterable[Brief]) -> tuple[Brief, ...]:
    shown = (each for each in briefs if not each.draft)
    return tuple(sorted(shown, key=lambda each: each.order, reverse=True))


def _components(groups: Iterable[Group]) -> dict[str, bytes]:
    """What stands for each component and its place."""
    return {
        each.id: brief.digest(group.id, group.name, place, number, each)
        for place, group in enumerate(groups)
        for number, each in enumerate(group.components)
    }


@lru_cache(None)
def _year(day: int) -> int:
    """Of an ordinal; 0 for a day that is not known."""
    return date.fromordinal(day).year if day else 0


def _pages(module: str, **given: object) -> Make:
    """The pages of a module of this package: it is imported when they are made."""

    def make(facts: Facts) -> Iterable[Page]:
        found: Iterable[Page] = import_module(f"cronaca.plan.{module}").pages(facts, **given)
        return found

    return make


def _touched(shown: Iterable[Brief], component: str, most: int) -> Iterable[Brief]:
    return islice((each for each in shown if component in each.components), most)


def _union(shown: Iterable[Brief], *some: Iterable[Brief]) -> list[Brief]:
    """All that are in any of the lists, in the order of the first."""
    ids = {each.id for briefs in some for each in briefs}
    return [each for each in shown if each.id in ids]
