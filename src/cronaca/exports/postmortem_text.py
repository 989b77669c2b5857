"""A post-mortem as one text: its sections in Markdown, under the headings of a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cronaca.lang.locale import Locale
from cronaca.model import Action, ActionStatus, Postmortem
from cronaca.text import Localized


def postmortem_markdown(pm: Postmortem, said: Callable[[Localized], str], locale: Locale) -> str:
    """All its texts in reading order; ``said`` picks what a reader gets."""
    return "\n\n".join(_parts(pm, said, locale))


def _parts(pm: Postmortem, said: Callable[[Localized], str], locale: Locale) -> Iterator[str]:
    word = locale.words.gettext
    if pm.impact:
        yield said(pm.impact)
    if pm.timeline:
        steps = (f"- **{locale.moment(each.at)}** – {_item(said(each.text))}" for each in pm.timeline)
        yield f"## {word('What happened')}\n\n" + "\n".join(steps)
    if pm.context:
        yield f"## {word('Context')}\n\n{said(pm.context)}"
    if pm.root_cause:
        yield f"## {word('Root cause')}\n\n{said(pm.root_cause)}"
    if pm.actions:
        yield f"## {word('Actions')}\n\n" + "\n".join(_action(each, said, locale) for each in pm.actions)
    if pm.body:
        yield said(pm.body)


def _action(action: Action, said: Callable[[Localized], str], locale: Locale) -> str:
    symptom = f"{_item(said(action.symptom))} → " if action.symptom else ""
    state = f" ({locale.word('action', action.status)})" if action.status != ActionStatus.UNKNOWN else ""
    return f"- {symptom}{_item(said(action.action))}{state}"


def _item(text: str) -> str:
    """What belongs to one item of a list stands as far in."""
    return text.strip().replace("\n", "\n    ")
