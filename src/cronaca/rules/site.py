"""Rules that compare files with each other."""

from __future__ import annotations

from collections.abc import Iterator

from cronaca.issue import Finding, KeyPath, Level, did_you_mean
from cronaca.model import Site
from cronaca.sources.folder import COMPONENTS_FILE, SITE_FILE


def duplicate_id(site: Site) -> Iterator[Finding]:
    """Two incidents, or an incident and an alias, want one address."""
    seen = {incident.id: incident.path for incident in reversed(site.incidents)}
    for incident in site.incidents:
        if seen[incident.id] != incident.path:
            message = f'"{incident.id}" is already the id of {seen[incident.id]}'
            yield Finding("duplicate-id", message, KeyPath(incident.path), hint="name the file otherwise")
    for incident in site.incidents:
        for n, alias in enumerate(incident.aliases):
            if alias in seen:
                message = f'"{alias}" is already the address of {seen[alias]}'
                yield Finding("duplicate-id", message, KeyPath(incident.path, ("aliases", n)))
            seen.setdefault(alias, incident.path)


def duplicate_component(site: Site) -> Iterator[Finding]:
    """Two components or two groups have one id."""
    groups = [(("groups", n, "id"), each.id) for n, each in enumerate(site.groups) if each.id]
    components = [
        ((*(("groups", n) if group.id else ()), "components", m, "id"), each.id)
        for n, group in enumerate(site.groups)
        for m, each in enumerate(group.components)
    ]
    for what, named in (("component", components), ("group", groups)):
        seen: set[str] = set()
        for keys, name in named:
            if name in seen:
                message = f'"{name}" is already the id of another {what}'
                yield Finding(
                    "duplicate-id", message, KeyPath(COMPONENTS_FILE, keys), hint="choose another id"
                )
            seen.add(name)


def duplicate_code(site: Site) -> Iterator[Finding]:
    """Two incidents or two updates have one code: feeds and the API would mix them up."""
    seen: dict[str, tuple[str, bool]] = {}
    for incident in site.incidents:
        coded = [(incident.code, bool(incident.given_code), KeyPath(incident.path, ("code",)))]
        coded += [
            (update.code, True, KeyPath(incident.path, ("updates", n, "code")))
            for n, update in enumerate(incident.updates)
            if update.code
        ]
        for code, given, place in coded:
            if code not in seen:
                seen[code] = incident.path, given
            elif given or seen[code][1]:  # two derived ones are equal only when the ids are
                message = f'"{code}" is already a code of {seen[code][0]}'
                hint = "leave the line out: a code is derived then"
                yield Finding("duplicate-code", message, place, hint=hint)


def unknown_component(site: Site) -> Iterator[Finding]:
    """An incident names a component that components.yaml does not have."""
    known = {each.id for each in site.components}
    groups = {each.id: each for each in site.groups}
    for incident in site.incidents:
        named: list[tuple[tuple[str | int, ...], str]] = [
            (("components", name), name) for name, _ in incident.components
        ]
        for n, update in enumerate(incident.updates):
            named += [(("updates", n, "components", name), name) for name, _ in update.components]
        for keys, name in named:
            if name in known:
                continue
            message, hint = f'"{name}" is not a component of {COMPONENTS_FILE}', did_you_mean(name, known)
            if name in groups:
                message = f'"{name}" is a group, not a component'
                hint = "write its components: " + ", ".join(each.id for each in groups[name].components)
            yield Finding("unknown-component", message, KeyPath(incident.path, keys, on_key=True), hint=hint)


def unknown_related(site: Site) -> Iterator[Finding]:
    """An incident names another one that is not there: readers get no link."""
    known = {name for each in site.incidents for name in (each.id, *each.aliases)}
    for incident in site.incidents:
        for n, name in enumerate(incident.related):
            if name in known and name != incident.id:
                continue
            message = (
                f'"{name}" is this incident itself' if name in known else f'no incident has the id "{name}"'
            )
            near = "" if name in known else did_you_mean(name, known)
            yield Finding(
                "unknown-related", message, KeyPath(incident.path, ("related", n)), Level.WARNING, near
            )


def case_collision(site: Site) -> Iterator[Finding]:
    """Two languages differ only in upper and lower case: on many systems their folders are one."""
    seen: dict[str, str] = {}
    for n, lang in enumerate(site.settings.languages):
        if lang.casefold() in seen:
            message = f'"{lang}" and "{seen[lang.casefold()]}" would be one folder'
            yield Finding("case-collision", message, KeyPath(SITE_FILE, ("languages", n)))
        seen.setdefault(lang.casefold(), lang)
