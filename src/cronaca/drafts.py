"""Drafts for those who write them: shown in a preview, and marked wherever their title stands."""

from __future__ import annotations

from cronaca.model import Incident
from cronaca.text import Localized

_MARKS = {"fr": "[Brouillon] ", "it": "[Bozza] "}
_MARK = "[Draft] "


def shown(incident: Incident) -> Incident:
    """A draft as a preview shows it: among the other incidents, and marked."""
    if not incident.draft:
        return incident
    texts = (text._replace(text=_MARKS.get(text.lang, _MARK) + text.text) for text in incident.title.texts)
    return incident._replace(draft=False, title=Localized(tuple(texts)))
