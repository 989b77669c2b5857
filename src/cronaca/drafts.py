"""Drafts for those who write them: shown in a preview, and marked wherever their title stands."""

from __future__ import annotations

from dataclasses import replace

from cronaca.model import Incident, Site
from cronaca.text import Localized

_MARKS = {"fr": "[Brouillon] ", "it": "[Bozza] "}
_MARK = "[Draft] "


def shown(site: Site) -> Site:
    """The site with its drafts among the other incidents."""
    return replace(site, incidents=tuple(_marked(each) if each.draft else each for each in site.incidents))


def _marked(incident: Incident) -> Incident:
    texts = (replace(text, text=_MARKS.get(text.lang, _MARK) + text.text) for text in incident.title.texts)
    return replace(incident, draft=False, title=Localized(tuple(texts)))
