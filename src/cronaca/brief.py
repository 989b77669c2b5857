"""What is known of an incident without reading it again: enough to tell which pages are stale."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from cronaca import history, page
from cronaca.history import Present
from cronaca.model import Incident, Settings
from cronaca.served import past, times
from cronaca.served.past import Past
from cronaca.text import Localized

Order = tuple[int, float, str]


class Brief(NamedTuple):
    """An incident in digests: of its form, of its words for each language, of what lists show of it."""

    id: str
    path: str
    shape: bytes  # all but its words
    told: dict[str, bytes]  # language -> its words for those readers
    titled: dict[str, bytes]  # language -> what other pages say of it
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
    return Brief(
        id=incident.id,
        path=incident.path,
        shape=digest(form),
        told={lang: digest([_picked(text, lang, order) for text in said]) for lang in order},
        titled={lang: digest(form, _picked(incident.title, lang, order)) for lang in order},
        row=digest(form, [_all(text) for text in listed]),
        whole=digest(form, [_all(text) for text in said]),
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
        past=past.of(incident, settings),
    )


def _picked(text: Localized, lang: str, order: Sequence[str]) -> tuple[str, str, str]:
    found = text.pick(lang, order)
    return found.lang, found.text, found.state.value


def _all(text: Localized) -> list[tuple[str, str, str]]:
    return [(each.lang, each.text, each.state.value) for each in text.texts]


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
