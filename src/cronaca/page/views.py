"""A view for each kind of page: all that its template may say."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from cronaca.clock import Moment
from cronaca.page.parts import (
    ActionRow,
    ActionView,
    Day,
    DisputeView,
    Figures,
    Listed,
    MonthRow,
    OpenIncident,
    Ribbon,
    Row,
    Said,
    Service,
    ServiceGroup,
    State,
    Strip,
    WindowView,
)


class HomeView(NamedTuple):
    state: State
    open: tuple[OpenIncident, ...]
    maintenance: tuple[Row, ...]  # running and coming
    groups: tuple[ServiceGroup, ...]
    latest: tuple[Row, ...]
    months: tuple[MonthRow, ...]
    years: tuple[int, ...]

    @property
    def until(self) -> datetime | None:
        return self.state.until


class YearView(NamedTuple):
    year: int
    first: date
    last: date
    figures: Figures
    months: tuple[MonthRow, ...]
    rows: tuple[Row, ...]  # empty when they are split by month
    by_month: tuple[tuple[int, int], ...]  # month, incidents; empty when they are not
    years: tuple[int, ...]
    until: datetime | None  # of the present year only


class MonthView(NamedTuple):
    year: int
    month: int
    first: date
    last: date
    figures: Figures
    strip: Strip
    rows: tuple[Row, ...]
    before: tuple[int, int] | None
    after: tuple[int, int] | None
    until: datetime | None  # of the present month only


class IncidentView(NamedTuple):
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
    until: datetime | None  # while it is open


class PostmortemView(NamedTuple):
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


class MaintenanceView(NamedTuple):
    running: tuple[Row, ...]
    coming: tuple[Row, ...]
    past: Listed
    state: State | None  # None on the pages of past years

    @property
    def until(self) -> datetime | None:
        return self.state.until if self.state else None


class ActionsView(NamedTuple):
    """Every action of every post-mortem, by what became of it."""

    overdue: tuple[ActionRow, ...]
    open: tuple[ActionRow, ...]
    done: tuple[ActionRow, ...]
    dropped: tuple[ActionRow, ...]
    unknown: tuple[ActionRow, ...]
    day: date
    years: tuple[int, ...]
    year: int | None
    until: datetime | None


class ComponentView(NamedTuple):
    service: Service
    group: Said | None
    start_date: date | None
    state: State
    strip: Strip
    years: tuple[tuple[int, tuple[MonthRow, ...]], ...]
    rows: tuple[Row, ...]
    more: bool  # older ones are on the pages of their years

    @property
    def until(self) -> datetime | None:
        return self.state.until


class FollowView(NamedTuple):
    services: tuple[Service, ...]


class RootView(NamedTuple):
    state: State

    @property
    def until(self) -> datetime | None:
        return self.state.until


class StatusView(NamedTuple):
    """The state in Statuspage's words; ``page`` and ``rest`` are JSON that is written already."""

    state: State
    indicator: str  # none, maintenance, minor, major, critical
    page: str
    rest: str = ""


class BadgeView(NamedTuple):
    state: State
    colour: str  # six digits


class GuideView(NamedTuple):
    """The page for people who write programs, with examples from this site."""

    code: str  # of the newest incident; "" when there is none
    component: str  # the first component's id, or ""
    year: int
    example: str  # JSON
    columns: tuple[tuple[str, tuple[str, ...]], ...]  # what they hold, and their names
    schemas: tuple[tuple[str, str], ...]  # name, address below the base path


class RedirectView(NamedTuple):
    target: str  # the url, below the base path


class MissingView(NamedTuple):
    """404.html needs nothing but its editions."""
