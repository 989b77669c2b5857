"""The patterns by which facts are found; each is bounded, so that no text can make it slow.

What one begins with is looked for first: most of a text is passed over in a third of the time.
"""

from __future__ import annotations

import re

from cronaca.facts.words import COUNTED, CURRENCY_OF, SCALE_OF, SECONDS_OF, alternatives

GAP = "[ \u00a0\u202f\u2009]?"  # French puts one before % and €, and between thousands
_SPACE = "[ \u00a0\u202f\u2009\n]"
_GROUPED = r"(?<![\w.,-])\d{1,3}(?:[ \u00a0\u202f\u2009'’]\d{3}){1,4}(?:[.,]\d{1,6})?(?!\d)"
_BARE = r"(?<!\w)(?<!\d[.,])\d{1,12}(?:[.,]\d{1,9}){0,4}(?!\d)"
N = f"{_GROUPED}|{_BARE}"
_WORD = rf"(?:à|a|ad|et|ou|to|and|or|e|o|au|al|e{_SPACE}il|e{_SPACE}l’|e{_SPACE}al|et{_SPACE}les?|e{_SPACE}i)"
_TO = rf"{GAP}(?:[-–—]|{_SPACE}{_WORD}{_SPACE}|{_SPACE}e{_SPACE}l’|{_SPACE}all’){GAP}"

ADDRESS = re.compile(
    r"https?://[^\s<>\"'\]\x00]{1,2000}|(?<=\]\()[#/][^\s)]{1,500}|(?<=\]\()mailto:[^\s)]{1,300}"
)
NO_FACT = re.compile(
    r"\b24\s?(?:h|heures|ore|hours)?\s?(?:/|sur|su)\s?24\b|\b24/7\b|\b7\s?(?:j|jours|giorni)?\s?(?:/|sur|su)\s?7\b"
    r"|^[ \t]*\d{1,9}[.)](?=[ \t])",
    re.MULTILINE,
)
REFERENCE = re.compile(
    r"(?<![\w-])(?=[A-Z0-9-]{0,30}[A-Z])(?=[A-Z0-9-]{0,30}\d)(?![QT][1-4]\b)(?!\d{1,2}H\d{0,2}\b)(?!\d{1,2}[AP]M\b)"
    r"[A-Z0-9]{1,20}(?:-[A-Z0-9]{1,20}){0,4}(?![\w-])|(?<![\w#&])#\d{1,10}\b"
)
_SCALE = alternatives(SCALE_OF)
_MONEY = alternatives(CURRENCY_OF)
AMOUNT = re.compile(
    rf"(?=[\d€$£EUGC])(?:(?P<low>{N}){_TO})?"
    rf"(?:(?<!\w)(?P<before>[€$£]|(?:EUR|USD|GBP|CHF)(?={_SPACE})){GAP})?"
    rf"(?P<number>{N})"
    rf"(?:{GAP}(?P<scale>{_SCALE})(?!\w)(?:{_SPACE}(?:d[e’']|di|of)?)?)?"
    rf"(?(before)|{_SPACE}{{0,2}}(?P<short>[kKM])?(?P<after>{_MONEY})(?!\w))",
    re.IGNORECASE,
)
_PERCENT = rf"{_SPACE}?(?:%|pour{_SPACE}cents?\b|per{_SPACE}?cent[o]?\b)"
PERCENT = re.compile(rf"(?=\d)(?:(?P<low>{N}){_TO})?(?P<number>{N}){_PERCENT}", re.IGNORECASE)
_UNIT = "|".join(f"(?:{words})" for words in SECONDS_OF)
_LONG = "|".join(f"(?:{words})" for words in list(SECONDS_OF)[1:])
_HOURS = next(words for words, seconds in SECONDS_OF.items() if seconds == 3600)
_MINUTES = next(words for words, seconds in SECONDS_OF.items() if seconds == 60).replace("|′", "")
_AND = rf"(?:,?{_SPACE}(?:et|and|e){_SPACE}|,?{_SPACE}?)"
DURATION = re.compile(
    rf"(?=\d)(?<![\w.,:])(?:"
    rf"(?P<hours>\d{{1,4}}){_SPACE}?(?:{_HOURS}){_AND}(?P<minutes>\d{{1,2}}){_SPACE}?(?:{_MINUTES})\b"
    rf"(?:{_AND}(?P<seconds>\d{{1,2}}){_SPACE}?(?:s|secs?|secondes?|seconds?|second[oi])\b)?"
    rf"|(?:(?P<low>\d{{1,6}}){_TO})?(?P<number>{N})"
    rf"(?:{_SPACE}|-)?(?P<unit>(?!h\b|h{_SPACE}?\d|m\b)(?:{_UNIT}))(?![\w’'])"
    rf")",
    re.IGNORECASE,
)
WRITTEN = re.compile(
    rf"\b(?P<count>{alternatives(COUNTED)})[{' '}\u00a0\n’'](?P<unit>{_LONG})(?![\w’'])", re.IGNORECASE
)
NUMBER = re.compile(rf"{N}")
