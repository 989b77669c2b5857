"""The site as its authors wrote it. The words of the enums are Statuspage's."""

from __future__ import annotations

import hashlib
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from cronaca.clock import Moment
from cronaca.text import Localized


class Role(StrEnum):
    """Who keeps the site: the company itself, or somebody else about it."""

    OPERATOR = "operator"
    ARCHIVE = "archive"


class Kind(StrEnum):
    INCIDENT = "incident"
    MAINTENANCE = "maintenance"
    INFORMATION = "information"


class Impact(StrEnum):
    NONE = "none"  # said "notice"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    MAINTENANCE = "maintenance"
    UNKNOWN = "unknown"


class Status(StrEnum):
    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    COMPLETED = "completed"
    UNKNOWN = "unknown"


class State(StrEnum):
    """The state of a component."""

    OPERATIONAL = "operational"
    DEGRADED = "degraded_performance"
    PARTIAL = "partial_outage"
    MAJOR = "major_outage"
    MAINTENANCE = "under_maintenance"
    UNKNOWN = "unknown"


class ActionStatus(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


class DisputeOf(StrEnum):
    """The value that the sources contradict."""

    WINDOWS = "windows"
    FOLLOW_UP = "follow_up"
    FIRST_MESSAGE = "first_message"
    IMPACT = "impact"
    OTHER = "other"


class Marks(StrEnum):
    """What a line of a post-mortem's timeline marks."""

    START = "start"
    END = "end"


States = tuple[tuple[str, State], ...]  # component id -> state


class Window(NamedTuple):
    """A time in which users were really hurt."""

    start: Moment
    end: Moment | None = None  # None: not over
    note: Localized | None = None


class Schedule(NamedTuple):
    start: Moment
    end: Moment


class Detection(NamedTuple):
    """Seen by somebody other than the operator."""

    at: Moment
    by: str


class Source(NamedTuple):
    """Where an incident was archived from."""

    name: str
    url: str
    vendor_url: str = ""  # "unknown" when there is one whose address was not kept


class Dispute(NamedTuple):
    """What the sources contradict: a stated text is shown, never counted."""

    of: DisputeOf
    says: Localized
    chosen: Localized
    where: Localized | None = None
    reason: Localized | None = None


class Accept(NamedTuple):
    """A finding that the author answered."""

    code: str
    reason: str


class Update(NamedTuple):
    """A message that was published."""

    at: Moment
    status: Status
    body: Localized
    components: States = ()
    next_at: Moment | None = None
    corrected_at: Moment | None = None
    notify: bool = True
    code: str = ""


class Step(NamedTuple):
    """A line of a post-mortem's timeline."""

    at: Moment
    text: Localized
    marks: Marks | None = None


class Action(NamedTuple):
    action: Localized
    symptom: Localized | None = None
    id: str = ""
    status: ActionStatus = ActionStatus.UNKNOWN
    due: Moment | None = None
    done: Moment | None = None


class Postmortem(NamedTuple):
    published_at: Moment
    timeline: tuple[Step, ...] = ()
    impact: Localized | None = None
    context: Localized | None = None
    root_cause: Localized | None = None
    actions: tuple[Action, ...] = ()
    body: Localized | None = None


class Incident(NamedTuple):
    """One incident file; ``id`` and ``path`` come from the file's name."""

    id: str
    path: str
    title: Localized
    kind: Kind = Kind.INCIDENT
    reference: str = ""
    impact: Impact = Impact.UNKNOWN
    priority: str = ""
    category: Localized | None = None
    responsibility: Localized | None = None
    components: States = ()
    windows: tuple[Window, ...] = ()
    schedule: Schedule | None = None
    detected: Detection | None = None
    source: Source | None = None
    disputes: tuple[Dispute, ...] = ()
    accept: tuple[Accept, ...] = ()
    updates: tuple[Update, ...] = ()
    postmortem: Postmortem | None = None
    given_code: str = ""
    aliases: tuple[str, ...] = ()  # oldest first
    related: tuple[str, ...] = ()
    draft: bool = False

    @property
    def code(self) -> str:
        """Twelve base-36 characters that no renaming or translation changes."""
        return self.given_code or code(self.aliases[0] if self.aliases else self.id)


class Component(NamedTuple):
    id: str
    name: Localized
    description: Localized | None = None
    showcase: bool = True
    start_date: date | None = None
    group: str = ""  # the group's id
    in_text: Localized | None = None  # the name within a sentence, with its article


class Group(NamedTuple):
    id: str
    name: Localized
    description: Localized | None = None
    components: tuple[Component, ...] = ()


class Coverage(NamedTuple):
    """The days that the site speaks of; ``until`` None: to this day."""

    start: date | None = None
    until: date | None = None
    note: Localized | None = None


class Operator(NamedTuple):
    name: str
    url: str = ""


class Link(NamedTuple):
    name: Localized
    url: str


class Settings(NamedTuple):
    """content/site.yaml."""

    title: Localized
    description: Localized
    role: Role
    languages: tuple[str, ...]  # in fallback order
    time_zone: str
    base_url: str
    operator: Operator
    coverage: Coverage = Coverage()
    links: tuple[Link, ...] = ()
    cname: str = ""


class Site(NamedTuple):
    """Everything that was written."""

    settings: Settings
    groups: tuple[Group, ...] = ()  # a group with the id "" holds the components without one
    incidents: tuple[Incident, ...] = ()

    @property
    def components(self) -> tuple[Component, ...]:
        return tuple(component for group in self.groups for component in group.components)


@lru_cache(4096)
def code(key: str) -> str:
    """Twelve base-36 characters from a stable key."""
    number = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) % 36**12
    digits = ""
    for _ in range(12):
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits
