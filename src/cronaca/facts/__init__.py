"""What a text states that must be the same in all its languages: times, dates, amounts, links and so on."""

from cronaca.facts.fact import Fact, FactKind, agree, group
from cronaca.facts.reading import facts
from cronaca.facts.shape import items, rows

__all__ = ["Fact", "FactKind", "agree", "facts", "group", "items", "rows"]
