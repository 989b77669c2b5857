"""What several views hold: texts, days, rows, entries."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from cronaca.clock import Moment
from cronaca.text import ANY, Localized, TextState


class PickedText(NamedTuple):
    """A text for one reader; ``lang`` is empty when it is the page's own."""

    text: str
    lang: str = ""
    machine: bool = False

    @classmethod
    def of(cls, text: Localized, lang: str, order: tuple[str, ...]) -> PickedText:
        """What readers of ``lang`` get; else the first of ``order`` that there is."""
        picked = text.pick(lang, order)
        other = "" if picked.lang in (lang, ANY) else picked.lang
        return cls(picked.text, other, picked.state == TextState.MACHINE)


class Strip(NamedTuple):
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


class Service(NamedTuple):
    """A component in a list."""

    id: str
    name: PickedText
    state: str = ""
    strip: Strip | None = None
    lost: timedelta | None = None  # time of interruption in the strip's days
    description: PickedText | None = None


class ServiceGroup(NamedTuple):
    name: PickedText | None
    services: tuple[Service, ...]


class Row(NamedTuple):
    """An incident in a list."""

    id: str
    title: PickedText
    kind: str
    impact: str
    reference: str
    priority: str
    phase: str
    status: str
    first: date | None
    last: date | None
    lost: timedelta | None
    lasts: bool  # the interruption
    services: tuple[PickedText, ...]
    postmortem: bool
    planned: tuple[Moment, Moment] | None  # of a maintenance that is not over


class IncidentLink(NamedTuple):
    """An incident as the page of another one names it: of no more than this is that page's key made."""

    id: str
    title: PickedText
    first: date | None


class OpenIncident(NamedTuple):
    """An incident that is not over, with its last message."""

    row: Row
    message: PickedText | None
    at: Moment | None
    next_at: datetime | None


class MonthRow(NamedTuple):
    year: int
    month: int
    strip: Strip
    lost: timedelta | None  # None: outside coverage or in the future
    linked: bool


class PresentState(NamedTuple):
    """What the site says of the present."""

    role: str
    as_of: Moment
    open: int
    worst: str  # the gravest open incident's last status, or the worst component's state
    components: bool  # whether there is any
    now: datetime
    until: datetime | None  # when time alone makes it untrue


class Figures(NamedTuple):
    incidents: int
    maintenance: int
    lost: timedelta
    timed: int  # how many incidents that time was counted from
    postmortems: int
    to_first_message: timedelta | None
    to_postmortem: timedelta | None


class DisputeView(NamedTuple):
    of: str
    says: PickedText
    chosen: PickedText
    where: PickedText | None
    reason: PickedText | None


class WindowView(NamedTuple):
    start: Moment
    end: Moment | None
    lost: timedelta | None
    note: PickedText | None


class TimelineEntry(NamedTuple):
    """A line of an incident's timeline."""

    what: str  # start, end, detected, update, postmortem
    at: Moment
    number: int = 0  # of a message
    status: str = ""
    body: PickedText | None = None
    lost: timedelta | None = None
    corrected_at: Moment | None = None
    states: tuple[tuple[PickedText, str], ...] = ()


class TimelineDay(NamedTuple):
    """The entries of one day, in the zone; ``at`` tells which of the zone's offsets holds."""

    day: date | None
    at: datetime | None
    clocks_changed: bool  # since the day before it in the list
    entries: tuple[Any, ...]


class Ribbon(NamedTuple):
    """A timeline to scale, in percent of its width."""

    windows: tuple[tuple[float, float, timedelta], ...]
    messages: tuple[tuple[float, datetime, str], ...]
    ticks: tuple[tuple[float, datetime], ...]
    dated: bool  # ticks are days, not hours


class StepView(NamedTuple):
    at: Moment
    text: PickedText
    marks: str
    elapsed: timedelta | None


class ActionView(NamedTuple):
    id: str
    symptom: PickedText | None
    action: PickedText
    status: str
    due: Moment | None
    done: Moment | None


class Listed(NamedTuple):
    """A list of incidents that is split by year before it grows too long for one page."""

    year: int | None  # None: the newest ones
    rows: tuple[Row, ...]
    years: tuple[int, ...]  # the list's other pages


class ActionRow(NamedTuple):
    row: Row
    action: ActionView
    overdue: bool
