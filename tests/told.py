"""Incidents in a few words, for tests that need no files: what was said, who was hurt, what was planned."""

from zoneinfo import ZoneInfo

from cronaca.clock import Moment, read_moment
from cronaca.model import Incident, Postmortem, Schedule, State, Status, Step, Update, Window
from cronaca.text import plain

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> Moment:
    """A time as files have it; a day and an hour of March 2026 where no year is said: 10 16:11."""
    text = text.strip()
    if text[4:5] == "-" or text == "unknown":
        return read_moment(text, PARIS)
    return read_moment(f"2026-03-{text}", PARIS)


def told(said: str = "", hurt: str = "", planned: str = "", learnt: str = "", **fields) -> Incident:
    """``said``: "10 16:11 investigating, 10 17:00 resolved"; ``hurt``, ``planned``: "10 16:00 > 10 16:30",
    or without an end; ``learnt``: when the post-mortem was published, then its steps: "12, 10 16:00"."""
    updates = []
    for each in _listed(said):
        when, _, word = each.rpartition(" ")
        updates.append(Update(at(when), Status(word), plain("…")))
    windows = [Window(*_span(each)) for each in _listed(hurt)]
    moments = [at(each) for each in _listed(learnt)]
    steps = tuple(Step(moment, plain("…")) for moment in moments[1:])
    given = {
        "updates": tuple(updates),
        "windows": tuple(windows),
        "schedule": Schedule(*_span(planned)) if planned else None,
        "postmortem": Postmortem(moments[0], steps) if moments else None,
    }
    return Incident("x", "content/incidents/2026/2026-03-10-x.yaml", plain("x"), **(given | fields))


def states(**words: str) -> tuple[tuple[str, State], ...]:
    """Components and their states: api="major_outage"."""
    return tuple((name, State(word)) for name, word in words.items())


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _span(text: str) -> tuple[Moment, Moment | None]:
    start, _, end = text.partition(">")
    return at(start), at(end) if end.strip() else None
