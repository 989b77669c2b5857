"""Sentences that were reviewed in every language."""

from __future__ import annotations

from typing import NamedTuple

from cronaca.model import Status
from cronaca.text import Localized


class Phrase(NamedTuple):
    """One sentence with ``{parameters}``, and the status that it announces.

    ``phrasing`` says how parameters are filled in; a word before one joins it: ``{de component}``.
    """

    status: Status
    text: Localized
    title: Localized | None = None  # for an incident that begins with it
