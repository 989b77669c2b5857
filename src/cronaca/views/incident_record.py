"""One incident at one moment: what every language says alike, worked out once and only when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cached_property

from cronaca import history
from cronaca.clock import Interval, Moment
from cronaca.history import Grade, Phase, Present
from cronaca.model import Incident, Kind, Status, Update
from cronaca.text import ANY, Localized
from cronaca.views.parts import Ribbon, TimelineDay
from cronaca.views.ribbon import ribbon
from cronaca.views.timeline import by_day, lines

BADNESS_WORDS = [state.value for state in history.BADNESS]


class IncidentRecord:
    """An incident's times and states; ``languages`` in their order of fallback."""

    def __init__(self, incident: Incident, present: Present, languages: tuple[str, ...]) -> None:
        self.incident, self.present, self.languages = incident, present, languages
        self.begin = history.begin(incident)
        self.phase = history.phase(incident, present)

    @property
    def order(self) -> tuple[date, datetime, str]:
        return *history.moment_order(self.begin), self.incident.id

    @cached_property
    def code(self) -> str:
        return self.incident.code

    @cached_property
    def status(self) -> str:
        """What was last said, else what follows from the windows and the schedule."""
        incident, last = self.incident, history.last_status(self.incident)
        if last != Status.UNKNOWN and not (incident.schedule and last == Status.SCHEDULED):
            return last
        if incident.kind == Kind.MAINTENANCE:
            by_phase = {Phase.UPCOMING: Status.SCHEDULED, Phase.OPEN: Status.IN_PROGRESS}
            return by_phase.get(self.phase, Status.COMPLETED)
        return "ended" if self.phase == Phase.CLOSED else Status.INVESTIGATING

    @cached_property
    def grades(self) -> dict[str, Grade]:
        return history.grades(self.incident)

    @cached_property
    def touched(self) -> frozenset[str]:
        """The components."""
        return frozenset(self.grades) - {""}

    @cached_property
    def last(self) -> date | None:
        """The last day that it touched; None while it lasts."""
        if self.phase != Phase.CLOSED:
            return None
        spans = history.spans(self.incident, self.present)
        return max((last for _, last in spans), default=self.begin.day)

    @cached_property
    def intervals(self) -> list[Interval]:
        return history.intervals(self.incident)

    @cached_property
    def lost(self) -> timedelta | None:
        return history.interruption(self.incident)

    @cached_property
    def to_first_message(self) -> timedelta | None:
        return history.to_first_message(self.incident)

    @cached_property
    def to_postmortem(self) -> timedelta | None:
        return history.to_postmortem(self.incident)

    @cached_property
    def follow_up(self) -> timedelta | None:
        return history.follow_up(self.incident)

    @cached_property
    def to_detection(self) -> timedelta | None:
        return history.to_detection(self.incident)

    @cached_property
    def messages(self) -> tuple[Update, ...]:
        """Those whose day is known."""
        return tuple(update for update in self.incident.updates if update.at.known)

    @cached_property
    def last_said(self) -> Moment | None:
        """The latest message, correction or post-mortem."""
        pm = self.incident.postmortem
        said = [at for update in self.incident.updates for at in (update.at, update.corrected_at) if at]
        said += [pm.published_at] if pm else []
        return max((each for each in said if each.known), key=history.moment_order, default=None)

    @cached_property
    def ribbon(self) -> Ribbon | None:
        whole = [] if history.lasts(self.incident) else self.intervals
        return ribbon(self.incident, whole, self.present.zone)

    @cached_property
    def days(self) -> tuple[TimelineDay, ...]:
        """The timeline, whose texts are still to be picked: the newest first while it lasts."""
        found = lines(self.incident)
        if self.phase != Phase.CLOSED:
            found.reverse()
        return by_day(found, self.present.zone)

    @cached_property
    def fallbacks(self) -> dict[str, str]:
        texts = (self.incident.title, *(update.body for update in self.incident.updates))
        return fallbacks(texts, self.languages)


def fallbacks(texts: Iterable[Localized], languages: tuple[str, ...]) -> dict[str, str]:
    """For each language the one that stands in for it, if most texts lack it; else ""."""
    written = [(text, {each.lang for each in text.texts}) for text in texts]
    found = {}
    for lang in languages:
        lacking = [text for text, langs in written if langs.isdisjoint((lang, ANY))]
        most = len(lacking) * 2 > len(written)
        found[lang] = lacking[0].pick(lang, languages).lang if most else ""
    return found
