"""Drafts for those who write them: shown in a preview, and marked wherever their title stands."""

from __future__ import annotations

from cronaca.lang import language
from cronaca.model import Incident
from cronaca.text import Localized


def as_previewed(incident: Incident) -> Incident:
    """A draft as a preview shows it: among the other incidents, and marked."""
    if not incident.draft:
        return incident
    texts = (text._replace(text=language(text.lang).DRAFT + text.text) for text in incident.title.texts)
    return incident._replace(draft=False, title=Localized(tuple(texts)))
