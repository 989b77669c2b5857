"""The tables of incidents: each column with what it holds and how it is found, in their order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from cronaca import history
from cronaca.clock import Moment
from cronaca.model import Incident
from cronaca.served import extras, objects, times
from cronaca.served.shapes import CODE, COUNT, LINK, MAYBE, MOMENT, SECONDS, STATUS, TEXT, Schema, many
from cronaca.text import Localized
from cronaca.views import Voice
from cronaca.views.gist import Gist


class Column(NamedTuple):
    """A column: its JSON type, and its value in the row of an incident."""

    shape: Schema
    value: Callable[[Gist], Any] | None  # the same for all readers; time changes it until it is over
    said: Callable[[Voice, Incident], Any] | None = None  # else: for the readers of a language


def _moment(value: Callable[[Gist], Moment | None]) -> Column:
    return Column(MOMENT, lambda gist: times.written(value(gist)))


def _seconds(value: Callable[[Gist], timedelta | None]) -> Column:
    def whole(gist: Gist) -> int | None:
        span = value(gist)
        return int(span.total_seconds()) if span is not None else None

    return Column(SECONDS, whole)


def _said(shape: Schema, find: Callable[[Voice, Incident], Any]) -> Column:
    return Column(shape, None, find)


def _status(gist: Gist) -> str:
    word = objects.status(gist.incident, gist.phase)[0]
    return "resolved" if word == "postmortem" else word


def _ended(gist: Gist) -> Moment | None:
    ends = [window.end for window in gist.incident.windows]
    last = max((each for each in ends if each), key=lambda end: end.day or date.min, default=None)
    return last if all(ends) else None


def _resolved(gist: Gist) -> Moment | None:
    over = [each.at for each in gist.incident.updates if each.status in history.ENDED]
    return over[-1] if over else None


def _maybe(voice: Voice, text: Localized | None) -> str | None:
    found = voice.maybe(text)
    return found.text if found else None


def _part(name: str, attribute: str) -> Callable[[Gist], Moment | None]:
    """A time of a part of the incident that may be missing."""
    return lambda gist: getattr(getattr(gist.incident, name), attribute, None)


#: The columns, under what they are about.
GROUPS: dict[str, dict[str, Column]] = {
    "address": {
        "code": Column(CODE, lambda gist: gist.code),
        "id": Column(TEXT, lambda gist: gist.incident.id),
        "url": _said(
            LINK, lambda voice, each: f"{voice.facts.settings.base_url}{voice.lang}/incidents/{each.id}/"
        ),
    },
    "words": {
        "kind": Column(TEXT, lambda gist: gist.incident.kind),
        "status": Column(STATUS, _status),
        "impact": Column(extras.KEYS.keys["impact"], lambda gist: gist.incident.impact),
        "priority": Column(MAYBE, lambda gist: gist.incident.priority or None),
        "reference": Column(MAYBE, lambda gist: gist.incident.reference or None),
    },
    "texts": {
        "title": _said(TEXT, lambda voice, each: voice.said(each.title).text),
        "language": _said(TEXT, lambda voice, each: voice.said(each.title).lang or voice.lang),
        "category": _said(MAYBE, lambda voice, each: _maybe(voice, each.category)),
        "responsibility": _said(MAYBE, lambda voice, each: _maybe(voice, each.responsibility)),
    },
    "components": {"components": Column(many(TEXT), lambda gist: sorted(gist.touched))},
    "interruption": {"began": _moment(lambda gist: gist.begin), "ended": _moment(_ended)},
    "messages": {
        "first_message": _moment(lambda gist: gist.messages[0].at if gist.messages else None),
        "resolved": _moment(_resolved),
        "messages": Column(COUNT, lambda gist: len(gist.incident.updates)),
        "postmortem_published": _moment(_part("postmortem", "published_at")),
    },
    "planned": {
        "planned_from": _moment(_part("schedule", "start")),
        "planned_until": _moment(_part("schedule", "end")),
    },
    "seconds": {
        "interruption_seconds": _seconds(lambda gist: history.interruption(gist.incident)),
        "follow_up_seconds": _seconds(lambda gist: gist.follow_up),
        "to_first_message_seconds": _seconds(lambda gist: gist.to_first_message),
        "to_detection_seconds": _seconds(lambda gist: gist.to_detection),
        "to_postmortem_seconds": _seconds(lambda gist: gist.to_postmortem),
    },
}
COLUMNS = {name: column for group in GROUPS.values() for name, column in group.items()}


def shared(gist: Gist) -> dict[str, Any]:
    """An incident's row, but for what it says in a language."""
    return {name: column.value(gist) if column.value else None for name, column in COLUMNS.items()}


def row(voice: Voice, incident: Incident, shared: dict[str, Any]) -> dict[str, Any]:
    """An incident's row, in the order of the columns."""
    return shared | {name: said(voice, incident) for name, said in _SAID}


_SAID = [(name, column.said) for name, column in COLUMNS.items() if column.said]
