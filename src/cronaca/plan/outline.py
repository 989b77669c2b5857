"""What the site consists of, told from the summaries of its incidents alone.

A target declares what it is made from, and its key follows: the incidents that it tells whole, those of which
it shows what lists show, the present where it states it, and plain values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial
from importlib import import_module
from itertools import chain, islice

from cronaca import program, summary
from cronaca.history import Present
from cronaca.l10n import L10n
from cronaca.model import Group, Kind, Settings
from cronaca.page import Page
from cronaca.plan import calendar, feeds, incidents, machine, statuspage
from cronaca.served.objects import Objects
from cronaca.summary import Summary
from cronaca.target import Make, Target
from cronaca.validity import next_change
from cronaca.views import Extent, Facts, Voice

_UNKNOWN = date.max.toordinal()  # where an incident without a day stands in their order
_Some = Sequence[Summary]
_Beside = tuple[Summary | None, ...]


@dataclass(frozen=True)
class Outline:
    """The targets of a site, and what their keys share."""

    settings: Settings
    groups: tuple[Group, ...]
    present: Present
    tongues: Mapping[str, L10n]
    shown: tuple[Summary, ...]  # the newest first

    @classmethod
    def of(
        cls,
        settings: Settings,
        groups: tuple[Group, ...],
        present: Present,
        tongues: Mapping[str, L10n],
        summaries: Iterable[Summary],
    ) -> Outline:
        published = (each for each in summaries if not each.draft)
        shown = tuple(sorted(published, key=lambda each: each.order, reverse=True))
        ahead = chain.from_iterable(each.turns for each in shown)
        until = next_change(present, ahead, any(each.hourly for each in shown))
        return cls(settings, groups, present._replace(until=until), tongues, shown)

    def targets(self) -> Iterator[Target]:
        yield from self._wholes()
        yield from self._years()
        yield from self._latest()
        yield from self._told()
        yield from self._incidents()

    def _wholes(self) -> Iterator[Target]:
        """What lists, counts or draws every incident."""
        every, day = self.shown, self.present.day
        years = self.extent.years
        yield self._target("exports", _pages("exports"), listed=every, reads=None, given=(years,))
        for name in ("search", "statistics", "guide"):
            yield self._target(name, _pages(name), listed=every, reads=None, given=(day,))
        settings, now, count = self.settings, self.present, len(self.shown)
        make = _apart(machine.pages, settings, now, count)
        yield self._target("files", make, present=now, given=(count,))
        home = _pages("reader")
        yield self._target("home", home, whole=self.open, listed=every, reads=None, present=now)

    def _years(self) -> Iterator[Target]:
        extent, months = self.extent, sorted({(day.year, day.month) for day in self._begun})
        touching: dict[int, list[Summary]] = {year: [] for year in extent.years}
        for each in self.shown:
            first, last = each.days
            for year in range(_year(first), (_year(last) if each.settled else extent.years[0]) + 1):
                if year in touching:
                    touching[year].append(each)
        for year, some in touching.items():
            until = self.present.until if year == self.present.day.year else None
            make = _pages("years", year=year)
            given = (extent, months, until)
            yield self._target(f"year {year}", make, listed=some, reads=None, given=given)

    def _latest(self) -> Iterator[Target]:
        """What is made from some incidents: those that are open, and the newest of each kind."""
        shown, now = self.shown, self.present
        work = [each for each in shown if each.kind == Kind.MAINTENANCE]
        told = [each for each in shown if each.kind != Kind.MAINTENANCE]
        reported = [each for each in shown if each.postmortem]
        listed = _union(shown, reported, work, self.open)
        yield self._target("lists", _pages("lists"), listed=listed, present=now)
        yield self._target("badge", _pages("badge"), whole=self.open, present=now)
        hurt = islice((each for each in shown if each.timed), calendar.LATEST)
        planned = _union(shown, work[: calendar.LATEST], hurt)
        yield self._target("calendar", partial(calendar.pages, tongues=self.tongues), whole=planned)
        names = [each.id for group in self.groups for each in group.components]
        by_name = (_touched(shown, name, feeds.LATEST) for name in names)
        fed = _union(shown, shown[: feeds.LATEST], *by_name)
        yield self._target("feeds", partial(feeds.pages, tongues=self.tongues), whole=fed)
        some = _union(shown, told[: statuspage.LATEST], work[: statuspage.LATEST], self.open)
        make = partial(statuspage.lists, tongues=self.tongues)
        yield self._target("api", make, whole=some, listed=shown, reads=None, present=now)

    def _told(self) -> Iterator[Target]:
        """All incidents for programs: by months, and fifty a file."""
        ended = [each.past for each in self.shown]
        make = _apart(statuspage.past, self.groups, self.settings, ended)
        given = (summary.join(*(each.ended for each in self.shown)),)
        yield self._target("history", make, given=given)
        told = [each for each in self.shown if each.kind != Kind.MAINTENANCE]
        for number, first in enumerate(range(0, max(len(told), 1), statuspage.LATEST), 1):
            some = told[first : first + statuspage.LATEST]
            further = partial(self._further, some, number, len(told))
            yield self._target(f"list {number}", further, whole=some, given=(number, len(told)))

    def _further(self, some: _Some, number: int, total: int, facts: Facts) -> Iterator[Page]:
        found = [facts.gists[each.id].incident for each in some]
        yield statuspage.further(facts, self.desk, found, number, total)

    def _incidents(self) -> Iterator[Target]:
        by_name = {name: each for each in self.shown for name in each.aliases}
        by_name |= {each.id: each for each in self.shown}
        named = _components(self.groups)
        around = zip(self.shown, (None, *self.shown), (*self.shown[1:], None), strict=False)
        for each, newer, older in around:
            related = [by_name[name] for name in each.related if name in by_name]
            others = [other for other in related if other.id != each.id]
            services = [named[name] for name in each.components if name in named]
            yield self._incident(each, (newer, older, *others), services)

    def _incident(self, of: Summary, beside: _Beside, services: list[bytes]) -> Target:
        """An incident's own: it names those ``beside`` it (newer, older, related), and its services."""
        shared = self.base if of.settled else self.base + self.now
        rows = [each.row if each else b"" for each in beside]
        key = summary.join(shared, of.whole, *rows, *services)
        reads = (of, *(each for each in beside if each))
        return Target(f"incident {of.id}", key, partial(self._of, of, beside, services), reads, light=True)

    def _of(self, of: Summary, beside: _Beside, services: list[bytes], facts: Facts) -> Iterator[Page]:
        """The pages of an incident; each one's key leaves out what its readers do not see."""
        known = facts.gists
        incident = known[of.id].incident
        newer, older = (known[each.id].incident if each else None for each in beside[:2])
        shared = summary.join(self.base, b"" if of.settled else self.now, *services)
        for number, lang in enumerate(self.settings.languages):
            key = of.told_in(number, shared, beside)
            for made in incidents.of(Voice.of(facts, lang), incident, newer, older):
                yield made._replace(key=key) if made.template == "pages/incident.html" else made
        key = summary.join(shared, of.whole, *(each.shape for each in beside[2:] if each)).hex()
        for made in statuspage.one(facts, incident, self.desk):
            yield made if made.template else made._replace(key=key)

    def _target(
        self,
        name: str,
        make: Make,
        whole: _Some = (),
        listed: _Some = (),
        reads: _Some | None = (),
        present: Present | None = None,
        given: tuple[object, ...] = (),
    ) -> Target:
        """A target and its key, which stands for all that it is declared to be made from.

        ``whole``: incidents that it tells whole; ``listed``: those of which it shows what lists show;
        ``reads``: None when it looks at every incident to find them.
        """
        key = summary.digest(self.base, self.groups, self._told_of(whole), self._rows(listed), present, given)
        return Target(name, key, make, reads if reads is None else (*whole, *listed))

    @cached_property
    def desk(self) -> Objects:
        return Objects(self.settings, self.groups, self.tongues[self.settings.languages[0]])

    @cached_property
    def base(self) -> bytes:
        return summary.digest(program.fingerprint(), self.settings)

    @cached_property
    def now(self) -> bytes:
        return summary.digest(self.present)

    @cached_property
    def _begun(self) -> list[date]:
        """The days on which incidents began."""
        days = {each.order[0] for each in self.shown} - {_UNKNOWN}
        return [date.fromordinal(day) for day in sorted(days)]

    @cached_property
    def extent(self) -> Extent:
        return Extent.of(self.settings, self.present, self._begun)

    @cached_property
    def open(self) -> list[Summary]:
        """What time can still change."""
        return [each for each in self.shown if not each.settled]

    @cached_property
    def _every_row(self) -> bytes:
        return self._joined("row", self.shown)

    def _rows(self, listed: _Some) -> bytes:
        return self._every_row if listed is self.shown else self._joined("row", listed)

    def _told_of(self, whole: _Some) -> bytes:
        return self._joined("whole", whole)

    def _joined(self, what: str, some: _Some) -> bytes:
        """What is over stands for itself; the rest may change with time alone."""
        open_ = (summary.join(each.whole, self.now) for each in some if not each.settled)
        return summary.join(*(getattr(each, what) for each in some), *open_)


def _components(groups: Iterable[Group]) -> dict[str, bytes]:
    """What stands for each component and its place."""
    return {
        each.id: summary.digest(group.id, group.name, place, number, each)
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


def _apart(make: Callable[..., Iterable[Page]], *given: object) -> Make:
    """Pages that are made without a look at an incident."""
    return lambda _: make(*given)


def _touched(shown: Iterable[Summary], component: str, most: int) -> Iterable[Summary]:
    return islice((each for each in shown if component in each.components), most)


def _union(shown: Iterable[Summary], *some: Iterable[Summary]) -> list[Summary]:
    """All that are in any of the lists, in the order of the first."""
    ids = {each.id for summaries in some for each in summaries}
    return [each for each in shown if each.id in ids]
