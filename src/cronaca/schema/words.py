"""The texts of an incident, as its table has them: which fields are texts is said nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cronaca.issue import Keys
from cronaca.model import Incident
from cronaca.schema.records import Field, Table
from cronaca.schema.tables import INCIDENT
from cronaca.schema.translated import Translated
from cronaca.text import Localized


def texts(
    incident: Incident, listed: bool = False, anywhere: bool = True
) -> Iterator[tuple[Keys, Localized]]:
    """Every text with the keys under which its file has it; ``listed``: only those that lists show too.

    ``anywhere``: also those that may be the same in all languages.
    """
    for keys, entry, text in _texts(INCIDENT, incident, ()):
        if (entry.listed or not listed) and (anywhere or not entry.kind.anywhere):
            yield keys, text


def _texts(record: Table, value: Any, keys: Keys) -> Iterator[tuple[Keys, Field, Localized]]:
    for name, entry in record.with_texts:
        found = getattr(value, entry.name or name)
        if not found:
            continue
        if isinstance(entry.kind, Translated):
            yield (*keys, name), entry, found
        elif isinstance(entry.kind, Table):
            yield from _texts(entry.kind, found, (*keys, name))
        else:
            for number, each in enumerate(found):
                yield from _texts(entry.kind.item, each, (*keys, name, number))
