"""What is known of an incident without reading it again: enough to tell which pages are stale."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cronaca import history, instants, validity
from cronaca.exports.history_json import HistoryRow, history_row
from cronaca.fingerprint import digest, join_digests
from cronaca.history import Present
from cronaca.model import Incident, Settings
from cronaca.schema.words import texts
from cronaca.text import Text
from cronaca.views.page import words_apart

Order = tuple[int, float, str]
_SIZE = 16  # bytes of a digest


class Summary(NamedTuple):
    """An incident in digests: of its structure, of its words for each language, of what lists show of it."""

    id: str
    path: str
    structure: bytes  # all but its words
    words: bytes  # one digest after the other for the readers of each language
    title: bytes  # what other pages say of it, likewise
    listing: bytes  # what lists may show, in all languages
    whole: bytes
    order: Order
    days: tuple[int, int]  # ordinals of the first and last day; 0: unknown
    kind: str
    code: str
    codes: tuple[str, ...]  # those that were written for its updates
    aliases: tuple[str, ...]
    components: tuple[str, ...]
    related: tuple[str, ...]
    final: bool  # time changes nothing of it any more
    interrupted: bool  # it has an interruption that is over
    postmortem: bool
    draft: bool
    transitions: tuple[float, ...]  # seconds of the epoch at which time alone changes what is said of it
    hourly: bool  # it is open, and its readers wait for news
    history_row: HistoryRow
    history: bytes  # stands for that row
    accept: tuple[str, ...]  # the codes of findings that were answered

    def may_be_late(self, now: datetime) -> bool:
        """Whether a rule that knows the time may find something in it."""
        return not self.final or any(at > now.timestamp() for at in self.transitions)

    def page_key(self, language: int, shared: bytes, beside: Iterable[Summary | None]) -> str:
        """What stands for its page for readers of the site's language of that number, with what it shares
        and what it says of others."""
        own = slice(_SIZE * language, _SIZE * (language + 1))
        titles = (other.title[own] if other else b"" for other in beside)
        return join_digests(shared, self.structure, self.words[own], *titles).hex()


def summarize(incident: Incident, settings: Settings) -> Summary:
    """The summary of an incident, for readers of the site's languages."""
    form, said = words_apart(incident)
    structure, order = join_digests(form.encode("utf-8", "surrogatepass")), settings.languages
    words = b"".join(_words(text.pick(lang, order) for text in said) for lang in order)
    titles = (_words((incident.title.pick(lang, order),)) for lang in order)
    listed = _words(text for _, each in texts(incident, listed=True) for text in each.texts)
    row = history_row(incident, settings)
    return Summary(
        id=incident.id,
        path=incident.path,
        structure=structure,
        words=words,
        title=b"".join(join_digests(structure, title) for title in titles),
        listing=join_digests(structure, listed),
        whole=join_digests(structure, words),
        order=_order(incident),
        days=_days(incident, settings),
        kind=incident.kind.value,
        code=incident.code,
        codes=tuple(update.code for update in incident.updates if update.code),
        aliases=incident.aliases,
        components=tuple(name for name in history.grades(incident) if name),
        related=incident.related,
        final=history.is_final(incident),
        interrupted=any(window.end for window in incident.windows),
        postmortem=incident.postmortem is not None,
        draft=incident.draft,
        transitions=validity.transitions(incident, ZoneInfo(settings.time_zone)),
        hourly=validity.hourly(incident),
        history_row=row,
        history=digest(row),
        accept=tuple(answer.code for answer in incident.accept),
    )


def _words(texts: Iterable[Text]) -> bytes:
    """Stands for texts; none has the control character between them."""
    flat = "\0".join([part for text in texts for part in text])
    return hashlib.blake2b(flat.encode(), digest_size=16).digest()


def _order(incident: Incident) -> Order:
    """As the site has them in order of their begin, in plain numbers."""
    day, instant = history.moment_order(history.begin(incident))
    return day.toordinal(), (instant - instants.EPOCH).total_seconds(), incident.id


def _days(incident: Incident, settings: Settings) -> tuple[int, int]:
    """The first and last day that it touched; the last is 0 while it may go on."""
    begin = history.begin(incident).day
    days = [day for span in history.spans(incident, Present.of(settings, instants.EPOCH)) for day in span]
    days += [begin] if begin else []
    if not days:
        return 0, 0
    return min(days).toordinal(), max(days).toordinal() if history.is_final(incident) else 0
