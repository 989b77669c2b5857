"""The tables of incidents: each column with what it holds and how it is found, in their order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from cronaca import history, instants
from cronaca.clock import Moment
from cronaca.exports.our_key import INCIDENT_KEYS
from cronaca.exports.shapes import CODE, COUNT, LINK, MAYBE, MOMENT, SECONDS, STATUS, TEXT, Schema, many
from cronaca.exports.statuspage_words import status
from cronaca.model import Incident
from cronaca.text import Localized
from cronaca.views.incident_record import IncidentRecord
from cronaca.views.reader import Reader


class Column(NamedTuple):
    """A column: its JSON type, and its value in the row of an incident."""

    shape: Schema
    # The same for all readers; time changes it until the incident is over.
    value: Callable[[IncidentRecord], Any] | None
    said: Callable[[Reader, Incident], Any] | None = None  # else: for the readers of a language


def _moment(value: Callable[[IncidentRecord], Moment | None]) -> Column:
    return Column(MOMENT, lambda record: instants.as_written(value(record)))


def _seconds(value: Callable[[IncidentRecord], timedelta | None]) -> Column:
    def whole(record: IncidentRecord) -> int | None:
        span = value(record)
        return int(span.total_seconds()) if span is not None else None

    return Column(SECONDS, whole)


def _said(shape: Schema, find: Callable[[Reader, Incident], Any]) -> Column:
    return Column(shape, None, find)


def _status(record: IncidentRecord) -> str:
    word = status(record.incident, record.phase)[0]
    return "resolved" if word == "postmortem" else word


def _ended(record: IncidentRecord) -> Moment | None:
    ends = [window.end for window in record.incident.windows]
    last = max((each for each in ends if each), key=lambda end: end.day or date.min, default=None)
    return last if all(ends) else None


def _resolved(record: IncidentRecord) -> Moment | None:
    over = [each.at for each in record.incident.updates if each.status in history.ENDED]
    return over[-1] if over else None


def _maybe(reader: Reader, text: Localized | None) -> str | None:
    found = reader.maybe(text)
    return found.text if found else None


def _part(name: str, attribute: str) -> Callable[[IncidentRecord], Moment | None]:
    """A time of a part of the incident that may be missing."""
    return lambda record: getattr(getattr(record.incident, name), attribute, None)


#: The columns, under what they are about.
GROUPS: dict[str, dict[str, Column]] = {
    "address": {
        "code": Column(CODE, lambda record: record.code),
        "id": Column(TEXT, lambda record: record.incident.id),
        "url": _said(
            LINK, lambda reader, each: f"{reader.site.settings.base_url}{reader.lang}/incidents/{each.id}/"
        ),
    },
    "words": {
        "kind": Column(TEXT, lambda record: record.incident.kind),
        "status": Column(STATUS, _status),
        "impact": Column(INCIDENT_KEYS.keys["impact"], lambda record: record.incident.impact),
        "priority": Column(MAYBE, lambda record: record.incident.priority or None),
        "reference": Column(MAYBE, lambda record: record.incident.reference or None),
    },
    "texts": {
        "title": _said(TEXT, lambda reader, each: reader.said(each.title).text),
        "language": _said(TEXT, lambda reader, each: reader.said(each.title).lang or reader.lang),
        "category": _said(MAYBE, lambda reader, each: _maybe(reader, each.category)),
        "responsibility": _said(MAYBE, lambda reader, each: _maybe(reader, each.responsibility)),
    },
    "components": {"components": Column(many(TEXT), lambda record: sorted(record.touched))},
    "interruption": {"began": _moment(lambda record: record.begin), "ended": _moment(_ended)},
    "messages": {
        "first_message": _moment(lambda record: record.messages[0].at if record.messages else None),
        "resolved": _moment(_resolved),
        "messages": Column(COUNT, lambda record: len(record.incident.updates)),
        "postmortem_published": _moment(_part("postmortem", "published_at")),
    },
    "planned": {
        "planned_from": _moment(_part("schedule", "start")),
        "planned_until": _moment(_part("schedule", "end")),
    },
    "seconds": {
        "interruption_seconds": _seconds(lambda record: history.interruption(record.incident)),
        "follow_up_seconds": _seconds(lambda record: record.follow_up),
        "to_first_message_seconds": _seconds(lambda record: record.to_first_message),
        "to_detection_seconds": _seconds(lambda record: record.to_detection),
        "to_postmortem_seconds": _seconds(lambda record: record.to_postmortem),
    },
}
COLUMNS = {name: column for group in GROUPS.values() for name, column in group.items()}


def shared_cells(record: IncidentRecord) -> dict[str, Any]:
    """An incident's row, but for what it says in a language."""
    return {name: column.value(record) if column.value else None for name, column in COLUMNS.items()}


def cells(reader: Reader, incident: Incident, shared: dict[str, Any]) -> dict[str, Any]:
    """An incident's row, in the order of the columns."""
    return shared | {name: said(reader, incident) for name, said in _SAID}


_SAID = [(name, column.said) for name, column in COLUMNS.items() if column.said]
