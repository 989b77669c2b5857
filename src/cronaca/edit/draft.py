"""A new incident's file, written as a person would write it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from cronaca.edit.changes import NewMessage
from cronaca.yaml.emit import block

MODELINE = "# yaml-language-server: $schema=../../../schema/incident.json"
_MOST = 60  # letters of an id made from a title


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of an incident when it begins; empty fields are left out of the file."""

    title: Mapping[str, str]
    kind: str = "incident"
    reference: str = ""
    impact: str = ""
    priority: str = ""
    components: Mapping[str, str] = field(default_factory=dict)
    windows: tuple[Mapping[str, str], ...] = ()
    schedule: Mapping[str, str] = field(default_factory=dict)
    messages: tuple[NewMessage, ...] = ()
    draft: bool = False
    issue: str = ""  # the number of the issue that it was made from


def text_of(draft: Draft, modeline: bool = True) -> str:
    """The whole file, ending with a line end; ``modeline``: with the line that tells editors its schema."""
    fields = {
        "reference": draft.reference,
        "kind": draft.kind,
        "title": dict(draft.title),
        "impact": draft.impact,
        "priority": draft.priority,
        "components": dict(draft.components),
        "windows": [dict(each) for each in draft.windows],
        "schedule": dict(draft.schedule),
        "draft": "true" if draft.draft else "",
        "updates": [each.data() for each in draft.messages],
        "imported": {"issue": draft.issue} if draft.issue else {},
    }
    lines = [MODELINE] if modeline else []
    return "\n".join([*lines, *block({key: each for key, each in fields.items() if each}, 0)]) + "\n"


def slug(text: str) -> str:
    """An id made from a title: "Échecs de l’API" is echecs-de-l-api; "" when no letter is left."""
    bare = unicodedata.normalize("NFKD", text[:1000].replace("’", " ")).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", bare.lower())
    made = ""
    for word in words:
        if len(made) + len(word) + 1 > _MOST:
            break
        made += f"-{word}" if made else word
    return made or (words[0][:_MOST] if words else "")


def file_name(day: str, id: str) -> str:
    """Where an incident's file stands below the root: ``day`` is ISO, the year comes first."""
    return f"content/incidents/{day[:4]}/{day[:10]}-{id}.yaml"
