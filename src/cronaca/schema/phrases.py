"""Sentences that were reviewed in every language."""

from __future__ import annotations

from dataclasses import dataclass

from cronaca.model import Status
from cronaca.text import Localized


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence with ``{parameters}``, and the status that it announces."""

    status: Status
    text: Localized
