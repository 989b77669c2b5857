"""Writing incident files for people: a new one, or the fewest lines that say what happened."""

from cronaca.edit.changes import Message, extended, resolved, states, updated
from cronaca.edit.desk import Desk, Found, NotFound, Unreadable
from cronaca.edit.fresh import Draft, file_name, slug, text_of
from cronaca.edit.times import when

__all__ = [
    "Desk",
    "Draft",
    "Found",
    "Message",
    "NotFound",
    "Unreadable",
    "extended",
    "file_name",
    "resolved",
    "slug",
    "states",
    "text_of",
    "updated",
    "when",
]
