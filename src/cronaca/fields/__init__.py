"""What a field of a content file may hold: each kind reads a node, and says so when it cannot."""

from cronaca.fields.reading import BAD, Reading
from cronaca.fields.records import Anything, Entry, ListOf, MapOf, Record
from cronaca.fields.scalars import Day, Flag, OneOf, Plain, When, Zone
from cronaca.fields.texts import Sentence, Tongues

__all__ = [
    "BAD",
    "Anything",
    "Day",
    "Entry",
    "Flag",
    "ListOf",
    "MapOf",
    "OneOf",
    "Plain",
    "Reading",
    "Record",
    "Sentence",
    "Tongues",
    "When",
    "Zone",
]
