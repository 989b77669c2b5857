"""Rules that compare files with each other."""

from __future__ import annotations

from collections.abc import Iterator

from cronaca.issue import Finding, Level, Place, did_you_mean
from cronaca.model import Incident, Site
from cronaca.text import Localized


def duplicate_id(site: Site) -> Iterator[Finding]:
    """Two incidents, or an incident and an alias, want one address."""
    seen: dict[str, str] = {}
    for incident in site.incidents:
        named: list[tuple[str, Place]] = [(incident.id, Place(incident.path))]
        named += [
            (alias, Place(incident.path, ("aliases", n))) for n, alias in enumerate(incident.aliases)
        ]
        for name, place in named:
            if name in seen:
                yield Finding("duplicate-id", f'"{name}" is already the address of {seen[name]}', place)
            else:
                seen[name] = incident.path


def duplicate_component(site: Site) -> Iterator[Finding]:
    """Two components or two groups have one id."""
    for what, ids in (
        ("component", [each.id for each in site.components]),
        ("group", [each.id for each in site.groups]),
    ):
        for twice in sorted({each for each in ids if ids.count(each) > 1}):
            place = Place("content/components.yaml")
            yield Finding("duplicate-id", f'"{twice}" is the id of two {what}s', place)


def unknown_component(site: Site) -> Iterator[Finding]:
    """An incident names a component that components.yaml does not have."""
    known = {each.id for each in site.components}
    for incident in site.incidents:
        named = [("components", incident.components)]
        for prefix, states in [
            *(((name,), states) for name, states in named),
            *((("updates", n, "components"), each.components) for n, each in enumerate(incident.updates)),
        ]:
            for name, _ in states:
                if name not in known:
                    place = Place(incident.path, (*prefix, name), on_key=True)
                    message = f'"{name}" is not a component of content/components.yaml'
                    yield Finding("unknown-component", message, place, hint=did_you_mean(name, known))


def missing_language(site: Site) -> Iterator[Finding]:
    """A text lacks one of the site's languages; readers of it get another one, with a notice."""
    for incident in site.incidents:
        for keys, text in texts(incident):
            missing = [lang for lang in site.settings.languages if not text.has(lang)]
            if missing:
                message = f"not in {', '.join(missing)}: readers get another language, with a notice"
                place = Place(incident.path, keys, on_key=True)
                yield Finding("missing-language", message, place, Level.WARNING)


def texts(incident: Incident) -> Iterator[tuple[tuple[str | int, ...], Localized]]:
    """Every translated text of an incident that readers see as a message, with its place."""
    yield ("title",), incident.title
    for n, update in enumerate(incident.updates):
        yield ("updates", n, "body"), update.body
    pm = incident.postmortem
    if pm is None:
        return
    for name, text in (
        ("impact", pm.impact),
        ("context", pm.context),
        ("root_cause", pm.root_cause),
        ("body", pm.body),
    ):
        if text:
            yield ("postmortem", name), text
    for n, step in enumerate(pm.timeline):
        yield ("postmortem", "timeline", n, "text"), step.text
    for n, action in enumerate(pm.actions):
        yield ("postmortem", "actions", n, "action"), action.action
        if action.symptom:
            yield ("postmortem", "actions", n, "symptom"), action.symptom
