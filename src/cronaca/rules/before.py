"""Rules that compare the content with what it was when it was last published."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cronaca.issue import Finding, KeyPath, Level
from cronaca.model import Incident, Role, Site, Update
from cronaca.sources.folder import COMPONENTS_FILE, SITE_FILE


def text_changed(before: Site, now: Site, broken: Collection[str] = ()) -> Iterator[Finding]:
    """A published message says something else, or is gone, and nothing tells its readers."""
    if now.settings.role == Role.ARCHIVE:  # it retells: the words are its own
        return
    published = {each.id: each for each in before.incidents if not each.draft}
    for incident in now.incidents:
        old = next((published[name] for name in _names(incident) if name in published), None)
        if old and old != incident and incident.path not in broken:
            yield from _compared(old, incident)


def permalink_lost(before: Site, now: Site, broken: Collection[str] = ()) -> Iterator[Finding]:
    """An address that was published answers no more. ``broken``: files in which errors stand."""
    there = {name for each in now.incidents if not each.draft for name in _names(each)}
    by_path = {each.path: each for each in now.incidents}
    by_name = {name: each for each in now.incidents for name in _names(each)}
    for incident in before.incidents:
        if incident.draft or incident.path in broken:
            continue
        yield from _postmortem_lost(incident, by_name.get(incident.id))
        for name in _names(incident):
            if name not in there:
                yield _lost(name, incident, by_path.get(incident.path), before, now)
    if COMPONENTS_FILE not in broken:
        yield from _services_lost(before, now)
    for lang in before.settings.languages:
        if lang not in now.settings.languages:
            message = f'the pages in "{lang}" were published, and are gone'
            place, hint = KeyPath(SITE_FILE, ("languages",)), f"put {lang} back"
            yield Finding("permalink-lost", message, place, hint=hint)


def _postmortem_lost(incident: Incident, heir: Incident | None) -> Iterator[Finding]:
    if incident.postmortem and heir and not heir.draft and not heir.postmortem:
        message = f'the post-mortem of "{incident.id}" was published, and is gone'
        yield Finding("permalink-lost", message, KeyPath(heir.path), hint="put postmortem: back")


def _services_lost(before: Site, now: Site) -> Iterator[Finding]:
    left = {component.id for component in now.components}
    for component in before.components:
        if component.id not in left:
            message = f'the page of the service "{component.id}" was published, and is gone'
            yield Finding("permalink-lost", message, KeyPath(COMPONENTS_FILE), hint="put the service back")


def _lost(name: str, old: Incident, new: Incident | None, before: Site, now: Site) -> Finding:
    message = f'the page "{name}" was published, and is gone'
    if new and new.draft:
        return Finding(
            "permalink-lost", message, KeyPath(new.path, ("draft",), True), hint="delete this line"
        )
    if new:  # the file is there: one of its old names is not
        return Finding("permalink-lost", message, KeyPath(new.path, ("aliases",)), hint=_alias(name))
    known = {each.id for each in before.incidents}
    heirs = (each for each in now.incidents if each.id not in known and _same(old, each))
    heir = next(heirs, None)
    if heir:
        return Finding("permalink-lost", message, KeyPath(heir.path), hint=_alias(name))
    hint = f"put the file back, or name this page in another's aliases: [{name}]"
    return Finding("permalink-lost", message, KeyPath(old.path), hint=hint)


def _alias(name: str) -> str:
    return f"add aliases: [{name}]"


def _same(old: Incident, new: Incident) -> bool:
    """Whether one file seems to be the other under another name."""
    first = [each.updates[0].at.written if each.updates else "" for each in (old, new)]
    return old.title == new.title or bool(first[0] and first[0] == first[1])


def _names(incident: Incident) -> tuple[str, ...]:
    return incident.id, *incident.aliases


def _compared(old: Incident, new: Incident) -> Iterator[Finding]:
    """Messages of the same time are compared; of several, those that say the same are the same."""
    now = _by_time(new)
    for time, before in _by_time(old).items():
        there = now.get(time, [])
        changed = []
        for _, was in before:
            same = next((each for each in there if _same_text(was, each[1])), None)
            if same:
                there.remove(same)
            elif was.body.texts:
                changed.append(was)
        for was, (n, update) in zip(changed, there, strict=False):
            if not update.corrected_at or update.corrected_at == was.corrected_at:
                yield from _said_otherwise(new, n, _changed(was, update))
        if len(changed) > len(there):
            message = f"a message of {time} was published, and is gone"
            hint = "put it back: a message that was wrong is corrected, or said to be wrong in another"
            yield Finding("text-changed", message, KeyPath(new.path, ("updates",), True), Level.WARNING, hint)


def _said_otherwise(new: Incident, n: int, keys: list[tuple[str, ...]]) -> Iterator[Finding]:
    for key in keys:
        message = "this text was published, and now says something else"
        hint = "add corrected_at: with the time of the correction"
        place = KeyPath(new.path, ("updates", n, "body", *key), on_key=bool(key))
        yield Finding("text-changed", message, place, Level.WARNING, hint)


def _by_time(incident: Incident) -> dict[str, list[tuple[int, Update]]]:
    found: dict[str, list[tuple[int, Update]]] = {}
    for n, update in enumerate(incident.updates):
        found.setdefault(update.at.written, []).append((n, update))
    return found


def _same_text(old: Update, new: Update) -> bool:
    """Whether a message says what another did, in every language that both have."""
    shared = {each.lang for each in old.body.texts} & {each.lang for each in new.body.texts}
    return not _changed(old, new) and (bool(shared) or not old.body.texts)


def _changed(old: Update, new: Update) -> list[tuple[str, ...]]:
    """The keys of the texts that differ in more than spaces; a new language is no correction."""
    was = {text.lang: text.text.split() for text in old.body.texts}
    return [
        (text.lang,) if text.lang else ()
        for text in new.body.texts
        if text.lang in was and was[text.lang] != text.text.split()
    ]
