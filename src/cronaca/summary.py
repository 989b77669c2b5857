"""What is known of an incident without reading it again: enough to tell which pages are stale."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cronaca import history, page, validity
from cronaca.history import Present
from cronaca.model import Incident, Settings
from cronaca.schema import texts
from cronaca.served import past, times
from cronaca.served.past import Past
from cronaca.text import Text

Order = tuple[int, float, str]


class Summary(NamedTuple):
    """An incident in digests: of its form, of its words for each language, of what lists show of it."""

    id: str
    path: str
    shape: bytes  # all but its words
    told: bytes  # its words, sixteen bytes for the readers of each language
    titled: bytes  # what other pages say of it, likewise
    row: bytes  # what lists may show, in all languages
    whole: bytes
    order: Order
    days: tuple[int, int]  # ordinals of the first and last day; 0: unknown
    kind: str
    code: str
    codes: tuple[str, ...]  # those that were written for its updates
    aliases: tuple[str, ...]
    components: tuple[str, ...]
    related: tuple[str, ...]
    settled: bool  # time changes nothing of it any more
    timed: bool  # it has an interruption that is over
    postmortem: bool
    draft: bool
    turns: tuple[float, ...]  # seconds of the epoch at which time alone changes what is said of it
    hourly: bool  # it is open, and its readers wait for news
    past: Past  # its row in history.json
    ended: bytes  # stands for it
    accept: tuple[str, ...]  # the codes of findings that were answered

    def may_be_late(self, now: datetime) -> bool:
        """Whether a rule that knows the time may find something in it."""
        return not self.settled or any(each > now.timestamp() for each in self.turns)

    def told_in(self, number: int, shared: bytes, beside: Iterable[Summary | None]) -> str:
        """What stands for its page for readers of the site's language of that number, with what it shares
        and what it says of others."""
        lang = slice(16 * number, 16 * number + 16)
        titles = (each.titled[lang] if each else b"" for each in beside)
        return join(shared, self.shape, self.told[lang], *titles).hex()


def digest(*parts: Any) -> bytes:
    """Sixteen bytes that stand for plain values."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def join(*digests: bytes) -> bytes:
    """One digest for several."""
    return hashlib.blake2b(b"\0".join(digests), digest_size=16).digest()


def of(incident: Incident, settings: Settings) -> Summary:
    """The summary of an incident, for readers of the site's languages."""
    form, said = page.words_apart(incident)
    order, title = settings.languages, incident.title
    shape, row = join(form.encode("utf-8", "surrogatepass")), past.of(incident, settings)
    told = b"".join(_words(text.pick(lang, order) for text in said) for lang in order)
    return Summary(
        id=incident.id,
        path=incident.path,
        shape=shape,
        told=told,
        titled=b"".join(join(shape, _words((title.pick(lang, order),))) for lang in order),
        row=join(shape, _words(each for _, text in texts(incident, listed=True) for each in text.texts)),
        whole=join(shape, told),
        order=_order(incident),
        days=_days(incident, settings),
        kind=incident.kind.value,
        code=incident.code,
        codes=tuple(update.code for update in incident.updates if update.code),
        aliases=incident.aliases,
        components=tuple(name for name in history.grades(incident) if name),
        related=incident.related,
        settled=history.settled(incident),
        timed=any(window.end for window in incident.windows),
        postmortem=incident.postmortem is not None,
        draft=incident.draft,
        turns=validity.turns(incident, ZoneInfo(settings.time_zone)),
        hourly=validity.hourly(incident),
        past=row,
        ended=digest(row),
        accept=tuple(each.code for each in incident.accept),
    )


def _words(texts: Iterable[Text]) -> bytes:
    """Stands for texts; none has the control character between them."""
    flat = "\0".join([part for text in texts for part in text])
    return hashlib.blake2b(flat.encode(), digest_size=16).digest()


def _order(incident: Incident) -> Order:
    """As the site has them in order of their begin, in plain numbers."""
    day, instant = history.moment_order(history.begin(incident))
    return day.toordinal(), (instant - times.EPOCH).total_seconds(), incident.id


def _days(incident: Incident, settings: Settings) -> tuple[int, int]:
    """The first and last day that it touched; the last is 0 while it may go on."""
    begin = history.begin(incident).day
    days = [day for span in history.spans(incident, Present.of(settings, times.EPOCH)) for day in span]
    days += [begin] if begin else []
    if not days:
        return 0, 0
    return min(days).toordinal(), max(days).toordinal() if history.settled(incident) else 0
