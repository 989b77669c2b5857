"""The texts of an incident, as its table has them: which fields are texts is said nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cronaca.fields import Entry, Record, Tongues
from cronaca.model import Incident
from cronaca.schema.tables import INCIDENT
from cronaca.text import Localized

Keys = tuple[str | int, ...]


def texts(
    incident: Incident, listed: bool = False, anywhere: bool = True
) -> Iterator[tuple[Keys, Localized]]:
    """Every text with the keys under which its file has it; ``listed``: only those that lists show too.

    ``anywhere``: also those that may be the same in all languages.
    """
    for keys, entry, text in _texts(INCIDENT, incident, ()):
        if (entry.listed or not listed) and (anywhere or not entry.kind.anywhere):
            yield keys, text


def _texts(record: Record, value: Any, keys: Keys) -> Iterator[tuple[Keys, Entry, Localized]]:
    for name, entry in record.wordy:
        found = getattr(value, entry.name or name)
        if not found:
            continue
        if isinstance(entry.kind, Tongues):
            yield (*keys, name), entry, found
        elif isinstance(entry.kind, Record):
            yield from _texts(entry.kind, found, (*keys, name))
        else:
            for number, each in enumerate(found):
                yield from _texts(entry.kind.item, each, (*keys, name, number))
