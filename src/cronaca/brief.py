"""What is known of an incident without reading it again: enough to tell which pages are stale."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from cronaca import history, page
from cronaca.history import Present
from cronaca.model import Incident, Settings
from cronaca.served import past, times
from cronaca.served.past import Past
from cronaca.text import Text

Order = tuple[int, float, str]


class Brief(NamedTuple):
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
    aliases: tuple[str, ...]
    components: tuple[str, ...]
    related: tuple[str, ...]
    settled: bool  # time changes nothing of it any more
    timed: bool  # it has an interruption that is over
    postmortem: bool
    draft: bool
    past: Past  # its row in history.json
    ended: bytes  # stands for it


def of_language(digests: bytes, number: int) -> bytes:
    """Those of the site's languages of that number."""
    return digests[16 * number : 16 * number + 16]


def digest(*parts: Any) -> bytes:
    """Sixteen bytes that stand for plain values."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def join(*digests: bytes) -> bytes:
    """One digest for several."""
    return hashlib.blake2b(b"\0".join(digests), digest_size=16).digest()


def of(incident: Incident, settings: Settings) -> Brief:
    """The brief of an incident, for readers of the site's languages."""
    form, said = page.words_apart(incident)
    order = settings.languages
    actions = incident.postmortem.actions if incident.postmortem else ()
    listed = page.words_apart((incident.title, incident.category, incident.responsibility, actions))[1]
    shape, row = digest(form), past.of(incident, settings)
    told = b"".join(digest([_words(text.pick(lang, order)) for text in said]) for lang in order)
    return Brief(
        id=incident.id,
        path=incident.path,
        shape=shape,
        told=told,
        titled=b"".join(digest(form, _words(incident.title.pick(lang, order))) for lang in order),
        row=join(shape, digest([_words(each) for text in listed for each in text.texts])),
        whole=join(shape, told),
        order=_order(incident),
        days=_days(incident, settings),
        kind=incident.kind.value,
        code=incident.code,
        aliases=incident.aliases,
        components=tuple(name for name in history.grades(incident) if name),
        related=incident.related,
        settled=history.settled(incident),
        timed=any(window.end for window in incident.windows),
        postmortem=incident.postmortem is not None,
        draft=incident.draft,
        past=row,
        ended=digest(row),
    )


def _words(text: Text) -> tuple[str, ...]:
    return tuple(map(str, text))


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
