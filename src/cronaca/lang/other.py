"""A language without a file of its own: as CLDR and its catalog have it, and no more."""

from __future__ import annotations

from datetime import date as Day

from cronaca.lang.en import city_time, fit, hour, join, percent, typography

CLDR = ""
FIRST = "1"
DRAFT = "[Draft] "
APPOSITION = "{}"
GROUPING = "."
COMMON = frozenset[str]()
MONTHS: tuple[str, ...] = ()
NUMBERS: dict[str, int] = {}
UNITS: dict[int, str] = {}
CURRENCIES: dict[str, str] = {}
SCALES: dict[int, str] = {}
NOON = "", ""

__all__ = ["city_time", "fit", "hour", "join", "percent", "typography"]


def date(text: str, day: Day, whole: bool) -> str:
    return text
