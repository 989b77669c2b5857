"""One language's words, dates, times, durations and lists (CLDR through Babel)."""

from __future__ import annotations

import gettext
import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import babel
from babel import dates, lists, numbers
from babel.core import get_global

from cronaca import clock
from cronaca.clock import Moment
from cronaca.lang import language

NBSP = "\u00a0"
_WHOLE = ("long", "full")
_DAYS = frozenset("GyMLdEcQ")  # of CLDR's letters, those that ask for no time

# A page says the same moment in its sentence, its timeline and its facts; a list says it again.
_REPEATED = (
    "word language territory own_name local clock time date_time utc abbreviation offset_minutes offset "
    "city_time zone_note moment duration short number percent"
).split()


class Locale:
    """What templates say to readers of one language, in the site's zone."""

    def __init__(self, lang: str, zone: ZoneInfo, words: gettext.NullTranslations) -> None:
        self.lang, self.zone, self.words = lang, zone, words
        self.own = language(lang)
        self.locale = babel.Locale.parse((self.own.CLDR or lang).replace("-", "_"))
        self.date, self._pattern = lru_cache(4096)(self._date), lru_cache(None)(self._patterned)
        for each in _REPEATED:
            setattr(self, each, lru_cache(1024)(getattr(self, each)))

    def fit(self, text: str) -> str:
        """A sentence with its articles joined to what was put into it."""
        return self.own.fit(text)

    def word(self, context: str, key: str) -> str:
        """The word for a key of the model: a status, an impact, a state."""
        return self.words.pgettext(context, str(key))

    def language(self, lang: str) -> str:
        """A language's name in this language."""
        return str(self.locale.languages.get(lang, lang))

    def territory(self) -> str:
        """The language with its likeliest country, as Open Graph wants it: fr_FR."""
        likely = get_global("likely_subtags").get(str(self.locale), "")
        return f"{self.locale.language}_{self.locale.territory or likely.split('_')[-1]}".rstrip("_")

    def own_name(self) -> str:
        """The language's name for itself: Français."""
        name = str(babel.Locale.parse(self.lang.replace("-", "_")).get_display_name() or self.lang)
        return name[:1].upper() + name[1:]

    def _date(self, day: date, form: str = "long") -> str:
        if not isinstance(day, date):  # Babel takes None for today
            raise TypeError(f"{day!r} is no day")
        return self.own.date(self._pattern(form).apply(day, self.locale), day, form in _WHOLE)

    def _patterned(self, form: str) -> dates.DateTimePattern:
        """CLDR's pattern: long, full, or a skeleton such as yMMMd."""
        if form in _WHOLE:
            return dates.get_date_format(form, self.locale)  # type: ignore[arg-type]
        known = self.locale.datetime_skeletons
        near = form if form in known else dates.match_skeleton(form, known)
        if not near or not _DAYS.issuperset(form):
            raise ValueError(f'"{form}" is no form of a day')
        found: dates.DateTimePattern = known[near]
        return found

    def _ordinal(self, day: int) -> str:
        """A day of the month, where its month is said elsewhere."""
        return self.own.FIRST if day == 1 else str(day)

    def on(self, year: int, month: int, day: int, form: str = "yMMMd") -> str:
        return self.date(date(year, month, day), form)

    def month(self, year: int, month: int, form: str = "yMMMM") -> str:
        return self.date(date(year, month, 2), form)

    def days(self, first: date, last: date) -> str:
        """A span of days, with what they share said once."""
        if first == last:
            return self.date(first)
        if (first.year, first.month) == (last.year, last.month):
            return self._between(self._ordinal(first.day), self.date(last))
        form = "MMMMd" if first.year == last.year else "long"
        return self._between(self.date(first, form), self.date(last))

    def day_list(self, found: Sequence[date]) -> str:
        """Days in a list, those that follow each other as spans; the year where there are several."""
        spans: list[tuple[date, date]] = []
        for day in found:
            if spans and spans[-1][1] + timedelta(1) == day:
                spans[-1] = (spans[-1][0], day)
            else:
                spans.append((day, day))
        several = len({day.year for day in found}) > 1
        form = "long" if several else "MMMMd"
        return ", ".join(self._span(first, last, form) for first, last in spans)

    def _span(self, first: date, last: date, form: str) -> str:
        if first == last:
            return self.date(first, form)
        if first.month == last.month:
            return f"{self._ordinal(first.day)}–{self.date(last, form)}"
        return f"{self.date(first, form)} – {self.date(last, form)}"

    def _between(self, first: str, last: str) -> str:
        said = self.words.pgettext("days", "from %(first)s to %(last)s")
        return self.fit(said % {"first": first, "last": last})

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def clock(self, instant: datetime) -> str:
        """A time in a column: 16:11."""
        at = instant.astimezone(self.zone)
        return f"{at.hour:02}:{at.minute:02}"  # a third of what %H:%M takes

    def time(self, instant: datetime) -> str:
        """A time in a sentence: « 16 h 11 », 16:11."""
        at = self.local(instant)
        hour = self.own.hour(at.hour)
        minute = f"{at.minute:02}"
        return self.words.pgettext("time", "%(hour)s:%(minute)s") % {"hour": hour, "minute": minute}

    def date_time(self, instant: datetime) -> str:
        """« 27 mars 2025 à 16 h 11 »."""
        said = self.words.pgettext("moment", "%(date)s at %(time)s")
        return said % {"date": self.date(self.local(instant).date()), "time": self.time(instant)}

    def utc(self, instant: datetime) -> str:
        return f"{instant.hour:02}:{instant.minute:02}{NBSP}UTC"

    def abbreviation(self, instant: datetime) -> str:
        """CET; or UTC+3 where the zone has no letters."""
        return clock.abbreviation(self.local(instant))

    def offset_minutes(self, instant: datetime) -> int:
        return int((self.local(instant).utcoffset() or timedelta()).total_seconds() // 60)

    def offset(self, instant: datetime) -> str:
        return clock.offset(self.local(instant))

    def city_time(self) -> str:
        """« heure de Paris »."""
        city = dates.get_timezone_location(self.zone, locale=self.locale, return_city=True)
        said = self.words.gettext("%(city)s time") % {"city": city}
        return self.own.city_time(said)

    def zone_note(self, instant: datetime) -> str:
        """« heure de Paris (CET, UTC+1) »."""
        names = dict.fromkeys((self.abbreviation(instant), self.offset(instant)))
        return f"{self.city_time()} ({', '.join(names)})"

    def moment(self, moment: Moment, form: str = "long") -> str:
        """27 mars 2025, 16:11 CET; the day alone, or « inconnu », when no more is known."""
        if moment.day is None:
            return self.words.pgettext("moment", "unknown")
        if moment.instant is None:
            return self.date(moment.day, form)
        at = moment.instant
        return f"{self.date(moment.day, form)}, {self.clock(at)}{NBSP}{self.abbreviation(at)}"

    def duration(self, span: timedelta) -> str:
        """13 minutes; 1 h 17 min; 4 days. Rounded down, but never below a minute."""
        minutes = max(1, int(span.total_seconds() // 60)) if span else 0
        if minutes < 60:
            return self.count(minutes, "%(n)s minute", "%(n)s minutes")
        if minutes < 60 * 24:
            return self.short(span)
        days, rest = divmod(minutes, 60 * 24)
        said = self.count(days, "%(n)s day", "%(n)s days")
        return (
            said if days > 3 or rest < 60 else f"{said}{NBSP}{self.short(timedelta(minutes=rest // 60 * 60))}"
        )

    def short(self, span: timedelta) -> str:
        """13 min; 1 h 17 min; 4 d."""
        minutes = max(1, int(span.total_seconds() // 60)) if span else 0
        days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
        parts = [(days, "%(n)s d"), (hours, "%(n)s h"), (rest if not days else 0, "%(n)s min")]
        said = [self.words.pgettext("short", form) % {"n": number} for number, form in parts if number]
        return NBSP.join(said) or self.words.pgettext("short", "%(n)s min") % {"n": 0}

    def day_count(self, days: int) -> str:
        return self.words.pgettext("short", "%(n)s d") % {"n": days}

    def elapsed(self, span: timedelta) -> str:
        """Since the beginning: 0 min, +5 min, −2 h."""
        if not span:
            return self.short(span)
        return f"{'+' if span > timedelta() else '−'}{self.short(abs(span))}"

    def count(self, number: int, one: str, many: str) -> str:
        return self.words.ngettext(one, many, number) % {"n": self.number(number)}

    def number(self, number: float) -> str:
        return numbers.format_decimal(number, locale=self.locale)

    def percent(self, share: float) -> str:
        """99.998 %, rounded down: it is 100 only when nothing is missing."""
        cut = math.floor(round(share * 1e5, 6)) / 1e5
        return numbers.format_percent(cut, locale=self.locale, decimal_quantization=False)

    def list(self, items: Sequence[str]) -> str:
        """a, b et c."""
        return lists.format_list(list(items), locale=self.locale)


@lru_cache(1024)
def iso(span: timedelta) -> str:
    """An interval as ISO 8601 writes it: PT1H17M."""
    hours, rest = divmod(int(span.total_seconds()), 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [(hours, "H"), (minutes, "M"), (seconds, "S")]
    return "PT" + ("".join(f"{n}{letter}" for n, letter in parts if n) or "0S")
