"""The site as it is served: pages, each with all that its template may say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any, cast

from cronaca.clock import Moment


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site: a pure function of its view, its template and its edition."""

    route: str  # fr/2025/index.html
    template: str  # pages/year.html; "" when the view is the file's text itself
    lang: str
    view: Any

    @property
    def url(self) -> str:
        return self.route.removesuffix("index.html")


@dataclass(frozen=True, slots=True)
class Edition:
    """What all pages of one language share."""

    lang: str
    languages: tuple[str, ...]
    title: str
    description: str
    role: str
    operator: str
    operator_url: str
    base_url: str  # https://example.github.io/status/
    base_path: str  # /status/
    zone: str
    first_day: date | None
    last_day: date | None
    note: Said | None
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A text for one reader; ``lang`` is empty when it is the page's own."""

    text: str
    lang: str = ""
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of days: quiet runs as (first, end) from 0, and days that rise above them."""

    first: date
    last: date
    quiet: tuple[tuple[int, int], ...]
    outside: tuple[tuple[int, int], ...]  # not covered by this site
    future: tuple[tuple[int, int], ...]
    risen: tuple[tuple[int, str], ...]  # day, grade

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def risen_dates(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(day) for day, _ in self.risen)


@dataclass(frozen=True, slots=True)
class Service:
    """A component in a list."""

    id: str
    name: Said
    state: str = ""
    strip: Strip | None = None
    lost: timedelta | None = None  # time of interruption in the strip's days
    description: Said | None = None


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    name: Said | None
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An incident in a list."""

    id: str
    title: Said
    kind: str
    impact: str
    reference: str
    priority: str
    phase: str
    status: str
    first: date | None
    last: date | None
    lost: timedelta | None
    services: tuple[Said, ...]
    postmortem: bool
    planned: tuple[Moment, Moment] | None  # of a maintenance that is not over


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """An incident that is not over, with its last message."""

    row: Row
    message: Said | None
    at: Moment | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class MonthRow:
    year: int
    month: int
    strip: Strip
    lost: timedelta | None  # None: outside coverage or in the future
    linked: bool


@dataclass(frozen=True, slots=True)
class State:
    """What the site says of the present."""

    role: str
    as_of: Moment
    open: int
    worst: str  # the gravest open incident's last status, or the worst component's state
    components: bool  # whether there is any
    now: datetime


@dataclass(frozen=True, slots=True)
class HomeView:
    state: State
    open: tuple[OpenIncident, ...]
    maintenance: tuple[Row, ...]  # running and coming
    groups: tuple[ServiceGroup, ...]
    latest: tuple[Row, ...]
    months: tuple[MonthRow, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    incidents: int
    maintenance: int
    lost: timedelta
    timed: int  # how many incidents that time was counted from
    postmortems: int
    to_first_message: timedelta | None
    to_postmortem: timedelta | None


@dataclass(frozen=True, slots=True)
class YearView:
    year: int
    first: date
    last: date
    figures: Figures
    months: tuple[MonthRow, ...]
    rows: tuple[Row, ...]  # empty when they are split by month
    by_month: tuple[tuple[int, int], ...]  # month, incidents; empty when they are not
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MonthView:
    year: int
    month: int
    first: date
    last: date
    figures: Figures
    strip: Strip
    rows: tuple[Row, ...]
    before: tuple[int, int] | None
    after: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class DisputeView:
    of: str
    says: Said
    chosen: Said
    where: Said | None
    reason: Said | None


@dataclass(frozen=True, slots=True)
class WindowView:
    start: Moment
    end: Moment | None
    lost: timedelta | None
    note: Said | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an incident's timeline."""

    what: str  # start, end, detected, update, postmortem
    at: Moment
    number: int = 0  # of a message
    status: str = ""
    body: Said | None = None
    lost: timedelta | None = None
    corrected_at: Moment | None = None
    states: tuple[tuple[Said, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of one day, in the zone; ``at`` tells which of the zone's offsets holds."""

    day: date | None
    at: datetime | None
    clocks_changed: bool  # since the day before it in the list
    entries: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A timeline to scale, in percent of its width."""

    windows: tuple[tuple[float, float, timedelta], ...]
    messages: tuple[tuple[float, datetime, str], ...]
    ticks: tuple[tuple[float, datetime], ...]
    dated: bool  # ticks are days, not hours


@dataclass(frozen=True, slots=True)
class IncidentView:
    row: Row
    code: str
    category: Said | None
    responsibility: Said | None
    components: tuple[Service, ...]
    windows: tuple[WindowView, ...]
    schedule: tuple[Moment, Moment] | None
    lost: timedelta | None
    follow_up: timedelta | None
    to_first_message: timedelta | None
    to_detection: timedelta | None
    to_postmortem: timedelta | None
    started: Moment | None  # first message
    resolved: Moment | None
    next_at: datetime | None
    detected: tuple[Moment, str] | None
    disputes: tuple[DisputeView, ...]
    ribbon: Ribbon | None
    days: tuple[Day, ...]
    source: tuple[str, str, str] | None  # name, address, the operator's own page
    postmortem: Moment | None
    cause: Said | None
    actions: int
    related: tuple[Row, ...]
    first_said: Moment | None
    last_said: Moment | None
    newer: Row | None
    older: Row | None
    fallback: str  # the language shown instead of the page's own
    alternates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    at: Moment
    text: Said
    marks: str
    elapsed: timedelta | None


@dataclass(frozen=True, slots=True)
class ActionView:
    id: str
    symptom: Said | None
    action: Said
    status: str
    due: Moment | None
    done: Moment | None


@dataclass(frozen=True, slots=True)
class PostmortemView:
    row: Row
    published_at: Moment
    impact: Said | None
    days: tuple[Day, ...]
    context: Said | None
    root_cause: Said | None
    actions: tuple[ActionView, ...]
    body: Said | None
    disputes: tuple[DisputeView, ...]
    source: tuple[str, str, str] | None
    fallback: str
    alternates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of incidents that is split by year before it grows too long for one page."""

    year: int | None  # None: the newest ones
    rows: tuple[Row, ...]
    years: tuple[int, ...]  # the list's other pages


@dataclass(frozen=True, slots=True)
class MaintenanceView:
    running: tuple[Row, ...]
    coming: tuple[Row, ...]
    past: Listed
    state: State | None  # None on the pages of past years


@dataclass(frozen=True, slots=True)
class ActionRow:
    row: Row
    action: ActionView
    overdue: bool


@dataclass(frozen=True, slots=True)
class ActionsView:
    """Every action of every post-mortem, by what became of it."""

    overdue: tuple[ActionRow, ...]
    open: tuple[ActionRow, ...]
    done: tuple[ActionRow, ...]
    dropped: tuple[ActionRow, ...]
    unknown: tuple[ActionRow, ...]
    day: date
    years: tuple[int, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class ComponentView:
    service: Service
    group: Said | None
    start_date: date | None
    state: State
    strip: Strip
    years: tuple[tuple[int, tuple[MonthRow, ...]], ...]
    rows: tuple[Row, ...]
    more: bool  # older ones are on the pages of their years


@dataclass(frozen=True, slots=True)
class FollowView:
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class RootView:
    state: State


@dataclass(frozen=True, slots=True)
class StatusView:
    """The state in Statuspage's words; ``page`` and ``rest`` are JSON that is written already."""

    state: State
    indicator: str  # none, maintenance, minor, major, critical
    page: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class BadgeView:
    state: State
    colour: str  # six digits


@dataclass(frozen=True, slots=True)
class GuideView:
    """The page for people who write programs, with examples from this site."""

    code: str  # of the newest incident; "" when there is none
    component: str  # the first component's id, or ""
    year: int
    example: str  # JSON
    columns: tuple[tuple[str, tuple[str, ...]], ...]  # what they hold, and their names
    schemas: tuple[tuple[str, str], ...]  # name, address below the base path


@dataclass(frozen=True, slots=True)
class RedirectView:
    target: str  # the url, below the base path


@dataclass(frozen=True, slots=True)
class MissingView:
    """404.html needs nothing but its editions."""


def digest(*parts: Any) -> str:
    """A key for what made a page: the same plain data gives the same 32 letters."""
    text = json.dumps(parts, default=_plain, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return [type(value).__name__, _getter(type(value))(value)]  # type: ignore[arg-type]


@cache
def _getter(kind: Hashable) -> Any:
    names = [field.name for field in fields(cast(Any, kind))]
    if not names:
        return lambda value: ()
    return attrgetter(*names)
