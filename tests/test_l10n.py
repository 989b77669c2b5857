"""Dates, durations and lists as each language writes them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cronaca.fingerprint import default_folder
from cronaca.issue import Report
from cronaca.lang.locale import Locale, iso
from cronaca.theme.theme import Theme

PARIS = ZoneInfo("Europe/Paris")
INSTANT = datetime(2025, 3, 27, 15, 11, tzinfo=UTC)


@pytest.fixture(scope="module")
def tongues():
    theme = Theme(default_folder().parent / "nowhere")
    return {lang: Locale(lang, PARIS, theme.catalog(lang, Report())) for lang in ("fr", "en", "it")}


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_prose_times(tongues):
    """French says 16 h 11, the others 16:11."""
    said = {lang: plain(tongue.date_time(INSTANT)) for lang, tongue in tongues.items()}
    assert said == {
        "fr": "27 mars 2025 à 16 h 11",
        "en": "27 March 2025 at 16:11",
        "it": "27 marzo 2025 alle 16:11",
    }


def test_full_dates(tongues):
    """Weekdays and months are written out, in lower case where the language does."""
    said = {lang: tongue.date(date(2025, 3, 27), "full") for lang, tongue in tongues.items()}
    assert said == {"fr": "jeudi 27 mars 2025", "en": "Thursday 27 March 2025", "it": "giovedì 27 marzo 2025"}


def test_the_first_of_a_month(tongues):
    """French says 1er, Italian 1º, English 1."""
    said = [tongues[lang].date(date(2025, 4, 1)) for lang in ("fr", "en", "it")]
    assert said == ["1er avril 2025", "1 April 2025", "1º aprile 2025"]


def test_spans_say_what_they_share_once(tongues):
    """3 to 7 May: the month and year are said once."""
    first, last = date(2025, 5, 3), date(2025, 5, 7)
    assert tongues["fr"].days(first, last) == "du 3 au 7 mai 2025"
    assert tongues["en"].days(first, last) == "from 3 to 7 May 2025"
    assert tongues["it"].days(first, last) == "dal 3 al 7 maggio 2025"


def test_italian_articles_join_numbers(tongues):
    """dall’8 all’11 maggio, l’8 maggio."""
    italian = tongues["it"]
    assert italian.days(date(2025, 5, 8), date(2025, 5, 11)) == "dall’8 all’11 maggio 2025"
    assert italian.fit("il 8 maggio, alle 11:05") == "l’8 maggio, alle 11:05"
    assert italian.fit("iniziata il domenica 3, dal lunedì 4") == "iniziata domenica 3, da lunedì 4"


def test_durations(tongues):
    """Minutes below an hour, hours and minutes below a day, then days."""
    assert plain(tongues["fr"].duration(timedelta(minutes=13))) == "13 minutes"
    assert plain(tongues["it"].duration(timedelta(minutes=1))) == "1 minuto"
    assert plain(tongues["en"].duration(timedelta(minutes=78))) == "1 h 18 min"
    assert plain(tongues["fr"].short(timedelta(days=4))) == "4 j"
    assert plain(tongues["en"].duration(timedelta(seconds=20))) == "1 minute"


def test_machine_durations():
    """Programs read ISO 8601."""
    assert iso(timedelta(hours=1, minutes=17)) == "PT1H17M"


def test_the_zone_is_named_with_its_offset_on_that_day(tongues):
    """CET in March, CEST in July."""
    summer = datetime(2025, 7, 1, 12, tzinfo=UTC)
    assert tongues["fr"].zone_note(INSTANT) == "heure de Paris (CET, UTC+1)"
    assert tongues["it"].zone_note(summer) == "ora di Parigi (CEST, UTC+2)"


def test_days_that_follow_are_one_span(tongues):
    """A list of days is short and readable."""
    days = [date(2025, 4, 1), date(2025, 4, 2), date(2025, 4, 3), date(2025, 4, 9)]
    assert tongues["en"].day_list(days) == "1–3 April, 9 April"
