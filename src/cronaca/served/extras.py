"""What Statuspage has no field for: what stands under ``cronaca`` in the file of one incident."""

from __future__ import annotations

from typing import Any

from cronaca import history
from cronaca.model import Incident, Settings
from cronaca.served import texts, times
from cronaca.text import Localized

Json = dict[str, Any]


def of(incident: Incident, settings: Settings, related: list[str]) -> Json:
    """An incident's own key; ``related``: the codes of those that it names."""
    source, detected, schedule = incident.source, incident.detected, incident.schedule
    base, keys = settings.base_url, times.codes(incident)
    spans = {
        "interruption": history.interruption(incident),
        "follow_up": history.follow_up(incident),
        "to_first_message": history.to_first_message(incident),
        "to_detection": history.to_detection(incident),
        "to_postmortem": history.to_postmortem(incident),
    }
    return {
        "urls": {lang: f"{base}{lang}/incidents/{incident.id}/" for lang in settings.languages},
        "aliases": list(incident.aliases),
        "related": related,
        "reference": incident.reference or None,
        "priority": incident.priority or None,
        "impact": incident.impact,
        "category": texts.translations(incident.category),
        "responsibility": texts.translations(incident.responsibility),
        "windows": [
            {
                "from": times.written(each.start),
                "until": times.written(each.end),
                "note": texts.translations(each.note),
            }
            for each in incident.windows
        ],
        "schedule": {"from": times.written(schedule.start), "until": times.written(schedule.end)}
        if schedule
        else None,
        "detected": {"at": times.written(detected.at), "by": detected.by} if detected else None,
        "seconds": {name: int(each.total_seconds()) if each else None for name, each in spans.items()},
        "disputes": [
            {
                "of": each.of,
                "says": texts.translations(each.says),
                "where": texts.translations(each.where),
                "chosen": texts.translations(each.chosen),
                "reason": texts.translations(each.reason),
            }
            for each in incident.disputes
        ],
        "source": {"name": source.name, "url": source.url, "vendor_url": source.vendor_url or None}
        if source
        else None,
        "translations": {
            "name": _translated(incident.title),
            "incident_updates": {
                key: _translated(update.body) for key, update in zip(keys, incident.updates, strict=True)
            },
        },
        "updates": {
            key: {
                "next_at": times.written(update.next_at),
                "corrected_at": times.written(update.corrected_at),
            }
            for key, update in zip(keys, incident.updates, strict=True)
            if update.next_at or update.corrected_at
        },
        "postmortem": _postmortem(incident),
    }


def _translated(text: Localized) -> Json:
    """Every language's text, in Markdown as written, and which of them a machine made."""
    return {"texts": texts.translations(text), "by_machine": texts.by_machine(text)}


def _postmortem(incident: Incident) -> Json | None:
    pm = incident.postmortem
    if not pm:
        return None
    return {
        "published_at": times.written(pm.published_at),
        "timeline": [
            {"at": times.written(each.at), "text": texts.translations(each.text), "marks": each.marks}
            for each in pm.timeline
        ],
        "impact": texts.translations(pm.impact),
        "context": texts.translations(pm.context),
        "root_cause": texts.translations(pm.root_cause),
        "actions": [
            {
                "id": each.id or None,
                "symptom": texts.translations(each.symptom),
                "action": texts.translations(each.action),
                "status": each.status,
                "due": times.written(each.due),
                "done": times.written(each.done),
            }
            for each in pm.actions
        ],
        "body": texts.translations(pm.body),
    }
