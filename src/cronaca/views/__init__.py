"""Views that several pages share: what is the same for all languages once, then each reader's."""

from cronaca.views.facts import LONGEST, Extent, Facts, month_days
from cronaca.views.gist import BADNESS, Gist, fallbacks
from cronaca.views.timeline import by_day, lost
from cronaca.views.voice import Voice

__all__ = [
    "BADNESS",
    "LONGEST",
    "Extent",
    "Facts",
    "Gist",
    "Voice",
    "by_day",
    "fallbacks",
    "lost",
    "month_days",
]
