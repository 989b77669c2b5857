"""English, with British dates."""

from __future__ import annotations

from datetime import date as Day

CLDR = "en_GB"  # day month year
FIRST = "1"
DRAFT = "[Draft] "
APPOSITION = "{}"
GROUPING = ","
COMMON = frozenset(
    "the of and to is are was were in for not that which on with this we by has have been it".split()
)
MONTHS = tuple(
    "January|Jan February|Feb March|Mar April|Apr May June|Jun July|Jul August|Aug September|Sept|Sep "
    "October|Oct November|Nov December|Dec".split()
)
NUMBERS = {
    "one": 1, "an": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
}  # fmt: skip
UNITS = {
    0: "ms|milliseconds?",
    1: "s|secs?|seconds?",
    60: "mn|mins?|minutes?|m|′",
    3600: "h|hrs?|hours?",
    86400: "days?|d",
    604800: "weeks?",
    2592000: "months?",
}
CURRENCIES = {"EUR": "euro|euros", "USD": "dollar|dollars", "GBP": "pounds"}
SCALES = {10**3: "thousand", 10**6: "million|millions", 10**9: "bn|billion|billions"}
NOON = "noon", "midnight"


def date(text: str, day: Day, whole: bool) -> str:
    return text.replace(",", "") if whole else text  # Thursday 27 March 2025


def hour(hour: int) -> str:
    return f"{hour:02}"


def percent(number: str) -> str:
    return f"{number}%"


def fit(text: str) -> str:
    return text


def city_time(text: str) -> str:
    return text


def join(joint: str, name: str) -> str:
    return f"{joint} {name}"


def typography(text: str) -> str:
    return text
