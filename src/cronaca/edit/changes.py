"""What a message changes in an incident's file, as few lines as can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cronaca.model import Incident, State
from cronaca.schema.tables import INCIDENT, SCHEDULE, WINDOW
from cronaca.yaml.splice import Append, Put

Changes = list[Append | Put]

_ORDER = tuple(INCIDENT.fields)
_WORSE = (State.OPERATIONAL, State.MAINTENANCE, State.DEGRADED, State.PARTIAL, State.MAJOR)


@dataclass(frozen=True, slots=True)
class NewMessage:
    """An update that is to be written; times as they will stand in the file."""

    at: str
    status: str
    body: Mapping[str, str]
    components: Mapping[str, str] = field(default_factory=dict)
    next_at: str = ""
    notify: bool = True

    def data(self) -> dict[str, Any]:
        """The update as YAML holds it, in the order in which people write it."""
        return {
            "at": self.at,
            "status": self.status,
            **({"components": dict(self.components)} if self.components else {}),
            **({"next_at": self.next_at} if self.next_at else {}),
            **({} if self.notify else {"notify": "false"}),
            "body": dict(self.body),
        }


def updating(incident: Incident, message: NewMessage) -> Changes:
    """One more message; the incident's own components keep the state at worst."""
    found: Changes = [Append(("updates",), message.data(), _ORDER)]
    known, new = dict(incident.components), {}
    for id, word in message.components.items():
        state = State(word)
        if id not in known and state != State.OPERATIONAL:
            new[id] = word
        elif id in known and _is_worse(state, known[id]):
            found.append(Put(("components", id), word))
    if new and not known:
        found.append(Put(("components",), new, _ORDER))
    elif new:
        found += [Put(("components", id), word) for id, word in new.items()]
    return found


def _is_worse(state: State, known: State) -> bool:
    return state in _WORSE and known in _WORSE and _WORSE.index(state) > _WORSE.index(known)


def resolving(incident: Incident, message: NewMessage, until: str) -> Changes:
    """The last message; windows that are still open end at ``until``."""
    ends: Changes = [
        Put(("windows", n, "until"), until, tuple(WINDOW.fields))
        for n, window in enumerate(incident.windows)
        if window.end is None
    ]
    return [*ends, *updating(incident, message)]


def extending(incident: Incident, message: NewMessage, until: str) -> Changes:
    """A maintenance that is planned to end at another time."""
    return [Put(("schedule", "until"), until, tuple(SCHEDULE.fields)), *updating(incident, message)]


def last_states(incident: Incident) -> dict[str, State]:
    """The components' states after the last message."""
    now = dict(incident.components)
    for update in incident.updates:
        now.update(update.components)
    return now
