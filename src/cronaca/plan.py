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
from typing import NamedTuple

from cronaca.exports.calendar import LATEST_EVENTS, calendars
from cronaca.exports.feeds import LATEST_ENTRIES, feeds
from cronaca.exports.hosting import hosting_files, sitemap_page
from cronaca.exports.objects import Objects
from cronaca.exports.statuspage import PER_PAGE, history_file, incident_files, incident_list, list_files
from cronaca.fingerprint import digest, join_digests, program
from cronaca.history import Present
from cronaca.lang.locale import Locale
from cronaca.model import Group, Kind, Settings
from cronaca.summary import Summary
from cronaca.validity import next_change
from cronaca.views.incident import incident_pages
from cronaca.views.page import Page, Routes
from cronaca.views.reader import Reader
from cronaca.views.site_history import Extent, SiteHistory, extent_of

_UNKNOWN = date.max.toordinal()  # where an incident without a day stands in their order
_Some = Sequence[Summary]
_Beside = tuple[Summary | None, ...]


Build = Callable[[SiteHistory], Iterable[Page]]


class Target(NamedTuple):
    """Some pages that are made from the same incidents; the same key gives the same pages."""

    name: str
    key: bytes
    build: Build
    reads: Sequence[Summary] | None = None  # the incidents that it is made from; None: all of them
    light: bool = False  # it takes so little that several are given to a process at a time


@dataclass(frozen=True)
class Plan:
    """The targets of a site, and what their keys share."""

    settings: Settings
    groups: tuple[Group, ...]
    present: Present
    locales: Mapping[str, Locale]
    shown: tuple[Summary, ...]  # the newest first

    @classmethod
    def of(
        cls,
        settings: Settings,
        groups: tuple[Group, ...],
        summaries: Iterable[Summary],
        present: Present,
        locales: Mapping[str, Locale],
    ) -> Plan:
        published = (each for each in summaries if not each.draft)
        shown = tuple(sorted(published, key=lambda each: each.order, reverse=True))
        ahead = chain.from_iterable(each.transitions for each in shown)
        until = next_change(present, ahead, any(each.hourly for each in shown))
        return cls(settings, groups, present._replace(until=until), locales, shown)

    def targets(self) -> Iterator[Target]:
        yield from self._wholes()
        yield from self._years()
        yield from self._latest()
        yield from self._told()
        yield from self._incidents()

    def _wholes(self) -> Iterator[Target]:
        """What lists, counts or draws every incident."""
        every, day = self.shown, self.present.day
        years = self.extent[2]
        yield self._target("exports", _pages("exports.tables"), listed=every, reads=None, given=(years,))
        for module in ("views.search", "views.statistics", "exports.guide"):
            name = module.partition(".")[2]
            yield self._target(name, _pages(module), listed=every, reads=None, given=(day,))
        settings, now, count = self.settings, self.present, len(self.shown)
        make = _apart(hosting_files, settings, now, count)
        yield self._target("files", make, present=now, given=(count,))
        home = _pages("views.home")
        yield self._target("home", home, whole=self.open, listed=every, reads=None, present=now)

    def _years(self) -> Iterator[Target]:
        extent, months = self.extent, sorted({(day.year, day.month) for day in self._begun})
        touching: dict[int, list[Summary]] = {year: [] for year in extent[2]}
        for each in self.shown:
            first, last = each.days
            for year in range(_year(first), (_year(last) if each.final else extent[2][0]) + 1):
                if year in touching:
                    touching[year].append(each)
        for year, some in touching.items():
            until = self.present.until if year == self.present.day.year else None
            make = _pages("views.years", year=year)
            given = (extent, months, until)
            yield self._target(f"year {year}", make, listed=some, reads=None, given=given)

    def _latest(self) -> Iterator[Target]:
        """What is made from some incidents: those that are open, and the newest of each kind."""
        shown, now = self.shown, self.present
        work = [each for each in shown if each.kind == Kind.MAINTENANCE]
        told = [each for each in shown if each.kind != Kind.MAINTENANCE]
        reported = [each for each in shown if each.postmortem]
        listed = _union(shown, reported, work, self.open)
        yield self._target("lists", _pages("views.lists"), listed=listed, present=now)
        yield self._target("badge", _pages("exports.badge"), whole=self.open, present=now)
        hurt = islice((each for each in shown if each.interrupted), LATEST_EVENTS)
        planned = _union(shown, work[:LATEST_EVENTS], hurt)
        yield self._target("calendar", calendars, whole=planned)
        names = [each.id for group in self.groups for each in group.components]
        by_name = (_touched(shown, name, LATEST_ENTRIES) for name in names)
        fed = _union(shown, shown[:LATEST_ENTRIES], *by_name)
        yield self._target("feeds", feeds, whole=fed)
        some = _union(shown, told[:PER_PAGE], work[:PER_PAGE], self.open)
        make = list_files
        yield self._target("api", make, whole=some, listed=shown, reads=None, present=now)

    def _told(self) -> Iterator[Target]:
        """All incidents for programs: by months, and fifty a file."""
        ended = [each.history_row for each in self.shown]
        make = _apart(history_file, self.groups, self.settings, ended)
        given = (join_digests(*(each.history for each in self.shown)),)
        yield self._target("history", make, given=given)
        told = [each for each in self.shown if each.kind != Kind.MAINTENANCE]
        for number, first in enumerate(range(0, max(len(told), 1), PER_PAGE), 1):
            some = told[first : first + PER_PAGE]
            further = partial(self._further, some, number, len(told))
            yield self._target(f"list {number}", further, whole=some, given=(number, len(told)))

    def _further(self, some: _Some, number: int, total: int, site: SiteHistory) -> Iterator[Page]:
        found = [site.records[each.id].incident for each in some]
        yield incident_list(site, self.objects, found, number, total)

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
        shared = self.base if of.final else self.base + self.now
        rows = [each.listing if each else b"" for each in beside]
        key = join_digests(shared, of.whole, *rows, *services)
        reads = (of, *(each for each in beside if each))
        return Target(f"incident {of.id}", key, partial(self._of, of, beside, services), reads, light=True)

    def _of(self, of: Summary, beside: _Beside, services: list[bytes], site: SiteHistory) -> Iterator[Page]:
        """The pages of an incident; each one's key leaves out what its readers do not see."""
        known = site.records
        incident = known[of.id].incident
        newer, older = (known[each.id].incident if each else None for each in beside[:2])
        shared = join_digests(self.base, b"" if of.final else self.now, *services)
        for number, lang in enumerate(self.settings.languages):
            key = of.page_key(number, shared, beside)
            for made in incident_pages(Reader.of(site, lang), incident, newer, older):
                yield made._replace(key=key) if made.template == "pages/incident.html" else made
        key = join_digests(shared, of.whole, *(each.structure for each in beside[2:] if each)).hex()
        for made in incident_files(site, incident, self.objects):
            yield made if made.template else made._replace(key=key)

    def _target(
        self,
        name: str,
        make: Build,
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
        key = digest(self.base, self.groups, self._told_of(whole), self._listings(listed), present, given)
        return Target(name, key, make, reads if reads is None else (*whole, *listed))

    def site_map(self, routes: Routes) -> Target:
        """The site map of all pages that are no redirects."""
        redirect = ("", "pages/redirect.html")
        pages = (route for route, key in routes.items() if key.template not in redirect)
        urls = [route.removesuffix("index.html") for route in pages if route.endswith("index.html")]
        base = self.settings.base_url
        return Target("map", digest(program(), base), lambda _: [sitemap_page(base, urls)], ())

    def needed(self, targets: Sequence[Target]) -> Iterable[Summary]:
        """The incidents that these are made from."""
        if any(target.reads is None for target in targets):
            return self.shown
        return {each.id: each for target in targets for each in target.reads or ()}.values()

    @cached_property
    def objects(self) -> Objects:
        return Objects(self.settings, self.groups, self.locales[self.settings.languages[0]])

    @cached_property
    def base(self) -> bytes:
        return digest(program(), self.settings)

    @cached_property
    def now(self) -> bytes:
        return digest(self.present)

    @cached_property
    def _begun(self) -> list[date]:
        """The days on which incidents began."""
        days = {each.order[0] for each in self.shown} - {_UNKNOWN}
        return [date.fromordinal(day) for day in sorted(days)]

    @cached_property
    def extent(self) -> Extent:
        return extent_of(self.settings, self.present, self._begun)

    @cached_property
    def open(self) -> list[Summary]:
        """What time can still change."""
        return [each for each in self.shown if not each.final]

    @cached_property
    def _every_listing(self) -> bytes:
        return self._joined("listing", self.shown)

    def _listings(self, listed: _Some) -> bytes:
        return self._every_listing if listed is self.shown else self._joined("listing", listed)

    def _told_of(self, whole: _Some) -> bytes:
        return self._joined("whole", whole)

    def _joined(self, what: str, some: _Some) -> bytes:
        """What is over stands for itself; the rest may change with time alone."""
        open_ = (join_digests(each.whole, self.now) for each in some if not each.final)
        return join_digests(*(getattr(each, what) for each in some), *open_)


def _components(groups: Iterable[Group]) -> dict[str, bytes]:
    """What stands for each component and its place."""
    return {
        each.id: digest(group.id, group.name, place, number, each)
        for place, group in enumerate(groups)
        for number, each in enumerate(group.components)
    }


@lru_cache(None)
def _year(day: int) -> int:
    """Of an ordinal; 0 for a day that is not known."""
    return date.fromordinal(day).year if day else 0


def _pages(module: str, **given: object) -> Build:
    """The pages of a module of this package: it is imported when they are made."""

    def make(site: SiteHistory) -> Iterable[Page]:
        found: Iterable[Page] = import_module(f"cronaca.{module}").pages(site, **given)
        return found

    return make


def _apart(make: Callable[..., Iterable[Page]], *given: object) -> Build:
    """Pages that are made without a look at an incident."""
    return lambda _: make(*given)


def _touched(shown: Iterable[Summary], component: str, most: int) -> Iterable[Summary]:
    return islice((each for each in shown if component in each.components), most)


def _union(shown: Iterable[Summary], *some: Iterable[Summary]) -> list[Summary]:
    """All that are in any of the lists, in the order of the first."""
    ids = {each.id for summaries in some for each in summaries}
    return [each for each in shown if each.id in ids]
