"""A post-mortem as one text: its sections in Markdown, under the headings of a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cronaca.l10n import L10n
from cronaca.model import Action, ActionStatus, Postmortem
from cronaca.text import Localized


def markdown(pm: Postmortem, said: Callable[[Localized], str], tongue: L10n) -> str:
    """All its texts in reading order; ``said`` picks what a reader gets."""
    return "\n\n".join(_parts(pm, said, tongue))


def _parts(pm: Postmortem, said: Callable[[Localized], str], tongue: L10n) -> Iterator[str]:
    word = tongue.words.gettext
    if pm.impact:
        yield said(pm.impact)
    if pm.timeline:
        steps = (f"- **{tongue.moment(each.at)}** – {_item(said(each.text))}" for each in pm.timeline)
        yield f"## {word('What happened')}\n\n" + "\n".join(steps)
    if pm.context:
        yield f"## {word('Context')}\n\n{said(pm.context)}"
    if pm.root_cause:
        yield f"## {word('Root cause')}\n\n{said(pm.root_cause)}"
    if pm.actions:
        yield f"## {word('Actions')}\n\n" + "\n".join(_action(each, said, tongue) for each in pm.actions)
    if pm.body:
        yield said(pm.body)


def _action(action: Action, said: Callable[[Localized], str], tongue: L10n) -> str:
    symptom = f"{_item(said(action.symptom))} → " if action.symptom else ""
    state = f" ({tongue.word('action', action.status)})" if action.status != ActionStatus.UNKNOWN else ""
    return f"- {symptom}{_item(said(action.action))}{state}"


def _item(text: str) -> str:
    """What belongs to one item of a list stands as far in."""
    return text.strip().replace("\n", "\n    ")
