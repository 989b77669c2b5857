"""One stated fact, and which facts mean the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cronaca.lang import language


class FactKind(StrEnum):
    """What a fact is about; each has a finding of its own, ``fact-…``."""

    TIME = "time"
    DATE = "date"
    DURATION = "duration"
    PERCENT = "percent"
    AMOUNT = "amount"
    NUMBER = "number"
    REFERENCE = "reference"
    LINK = "link"


FactValue = tuple[FactKind, object]


@dataclass(frozen=True, slots=True)
class Fact:
    """Words of a text, and what they can mean: "1 h 17" is a time or a duration.

    Units: TIME in minutes from midnight, DURATION in seconds, DATE as (year or None, month, day),
    AMOUNT as (number, currency). A ``soft`` one is never missed, but may be what another language means:
    "two hours".
    """

    start: int
    end: int
    words: str
    values: tuple[FactValue, ...]
    soft: bool = False
    utc: bool = False  # a time that says so

    @property
    def kind(self) -> FactKind:
        return self.values[0][0]


def agree(one: Fact, other: Fact) -> bool:
    """Whether two facts can mean the same."""
    return any(_same(mine, theirs) for mine in one.values for theirs in other.values)


def _same(mine: FactValue, theirs: FactValue) -> bool:
    if mine[0] != theirs[0]:
        return False
    if isinstance(mine[1], tuple) and isinstance(theirs[1], tuple) and mine[0] == FactKind.DATE:
        years = (mine[1][0], theirs[1][0])
        return mine[1][1:] == theirs[1][1:] and (years[0] == years[1] or None in years)
    return mine[1] == theirs[1]


def group(found: Mapping[str, Sequence[Fact]]) -> list[dict[str, Fact]]:
    """The facts of each language put together with those of the others that mean the same.

    Whoever says a thing twice says it once. What can mean one thing only is placed first.
    """
    groups: list[dict[str, Fact]] = []
    for lang, fact in sorted(
        ((lang, fact) for lang, facts in found.items() for fact in facts),
        key=lambda pair: (pair[1].soft, len(pair[1].values)),
    ):
        same = next((each for each in groups if all(agree(fact, other) for other in each.values())), None)
        if same is None:
            groups.append({lang: fact})
        else:
            same.setdefault(lang, fact)
    return groups


def number(text: str, lang: str) -> Decimal:
    """A number as a language writes it: 1 234,50 in French, 1,234.50 in English, 1.234,50 in Italian."""
    bare = "".join(sign for sign in text if sign.isdigit() or sign in ".,")
    dot, comma = bare.rfind("."), bare.rfind(",")
    if dot >= 0 and comma >= 0:
        mark = "." if dot > comma else ","
    else:
        mark = "." if dot >= 0 else ","
        parts = bare.split(mark)
        grouping = language(lang).GROUPING
        if len(parts) > 1 and mark == grouping and all(len(part) == 3 for part in parts[1:]):
            mark = ""
    whole, _, rest = bare.partition(mark) if mark else (bare, "", "")
    digits = "".join(sign for sign in whole if sign.isdigit())
    rest = "".join(sign for sign in rest if sign.isdigit())
    return Decimal(f"{digits or 0}.{rest or 0}").normalize()
