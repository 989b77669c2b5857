"""Statuspage's API as its clients read it: the demo archive, and an operator's site on a busy day."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from busy import BUSY, CARDS, OPEN
from cronaca.model import code
from support import NOW, build, tree

SEED = code("tsr-1532")
STATES = {"operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"}
STATUSES = {"investigating", "identified", "monitoring", "resolved", "postmortem"}
WORK = {"scheduled", "in_progress", "verifying", "completed"}
IMPACTS = {"none", "minor", "major", "critical", "maintenance"}
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
LISTS = [
    *("summary", "status", "components", "incidents", "incidents/unresolved"),
    *("scheduled-maintenances", "scheduled-maintenances/upcoming", "scheduled-maintenances/active"),
]
INCIDENT = {
    *("id", "name", "status", "impact", "created_at", "updated_at", "started_at", "monitoring_at"),
    *("resolved_at", "shortlink", "page_id", "incident_updates", "components", "reminder_intervals"),
    *("postmortem_body", "postmortem_body_last_updated_at", "postmortem_published_at"),
}
UPDATE = {
    *("id", "incident_id", "status", "body", "created_at", "updated_at", "display_at"),
    *("affected_components", "deliver_notifications", "custom_tweet", "tweet_id"),
}
COMPONENT = {
    *("id", "name", "status", "created_at", "updated_at", "position", "description", "showcase"),
    *("start_date", "group_id", "page_id", "group", "only_show_if_degraded"),
}


@pytest.fixture
def archive(built_demo):
    return built_demo / "site"


@pytest.fixture
def busy(site):
    """A site of an operator: an open incident, maintenance that runs and maintenance to come."""
    root = site(BUSY)
    result = build(root, root / "out", NOW)
    assert not result.report.failed(), result.report.ordered()
    return root / "out"


def read(site, name):
    return json.loads((site / f"{name}.json").read_text(encoding="utf-8"))


def api(site, name, lang=""):
    return read(site, f"{lang}/api/v2/{name}".lstrip("/"))


def check_component(each):
    assert each.keys() >= COMPONENT
    assert each["status"] in STATES
    assert STAMP.fullmatch(each["created_at"])
    assert STAMP.fullmatch(each["updated_at"])
    assert isinstance(each["cronaca"]["known"], bool)


def check_incident(each):
    """Every documented key, closed words, times with milliseconds, the newest message first."""
    work = "scheduled_for" in each
    assert each.keys() >= INCIDENT
    assert each["status"] in (WORK if work else STATUSES)
    assert each["impact"] in IMPACTS
    for name in (
        "created_at",
        "updated_at",
        "started_at",
        *(("scheduled_for", "scheduled_until") if work else ()),
    ):
        assert STAMP.fullmatch(each[name]), name
    for name in ("monitoring_at", "resolved_at", "postmortem_published_at"):
        assert each[name] is None or STAMP.fullmatch(each[name])
    shown = [update["display_at"] for update in each["incident_updates"]]
    assert shown == sorted(shown, reverse=True)
    for update in each["incident_updates"]:
        assert update.keys() >= UPDATE
        assert update["status"] in STATUSES | WORK
        assert update["incident_id"] == each["id"]
        for row in update["affected_components"] or ():
            assert {"code", "name", "old_status", "new_status"} <= row.keys()
            assert {row["old_status"], row["new_status"]} <= STATES
    for component in each["components"]:
        check_component(component)


@pytest.mark.parametrize("lang", ["", "fr", "en"])
@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_the_documented_shape(archive, busy, name, lang):
    """A strict client finds every key, in the closed enums, in every language."""
    for site in (archive, busy):
        found = api(site, name, lang)
        assert {"id", "name", "url", "time_zone", "updated_at"} <= found["page"].keys()
        assert STAMP.fullmatch(found["page"]["updated_at"])
        for each in (*found.get("incidents", ()), *found.get("scheduled_maintenances", ())):
            check_incident(each)
        for each in found.get("components", ()):
            check_component(each)
        if name in ("summary", "status"):
            assert found["status"]["indicator"] in IMPACTS
            assert found["status"]["description"]


def test_each_incident_is_served_once_and_whole(archive):
    """The file of an incident has all languages, its twin is the incident alone, and a person is led on."""
    found = api(archive, f"incidents/{SEED}")
    check_incident(found["incident"])
    assert found["page"]["updated_at"] == "2025-03-31T07:43:00.000Z"
    assert read(archive, f"incidents/{SEED}") == found["incident"]
    assert found["incident"]["status"] == "postmortem"
    assert found["incident"]["resolved_at"] == "2025-03-27T17:00:00.000Z"
    ours = found["incident"]["cronaca"]
    assert ours["translations"]["name"]["texts"]["it"] == "Perturbazioni della piattaforma di pagamento"
    assert ours["seconds"]["interruption"] == 13 * 60
    assert ours["windows"][0]["from"] == "2025-03-27T15:11:00.000Z"
    assert [each["of"] for each in ours["disputes"]] == ["windows", "follow_up", "first_message", "impact"]
    lead = (archive / f"incidents/{SEED}/index.html").read_text()
    assert 'url=/fr/incidents/tsr-1532/"' in lead
    assert not list(archive.glob("*/api/v2/incidents/*[0-9]*.json"))


def test_lists_are_in_their_language(archive):
    """The same ids and words of the enums everywhere, names and texts in the reader's language."""
    names = {lang: api(archive, "incidents", lang)["incidents"] for lang in ("", "fr", "en", "it")}
    assert [e["id"] for e in names["en"]] == [e["id"] for e in names["it"]] == [e["id"] for e in names[""]]
    said = {lang: next(e for e in found if e["id"] == SEED)["name"] for lang, found in names.items()}
    assert said["en"] == "Payment platform disruptions"
    assert said[""] == said["fr"] == "Perturbations de la plateforme de paiement"


def test_an_archive_claims_nothing(archive):
    """No list of an archive says that a service works: it says what it holds, and that states are unknown."""
    for lang, words in (
        ("", "Aucun incident"),
        ("en", "No open incidents in this archive as of 21 May 2026"),
    ):
        found = api(archive, "summary", lang)
        assert found["status"]["indicator"] == "none"
        assert words in found["status"]["description"]
        assert found["status"]["cronaca"]["known"] is False
        assert {each["cronaca"]["known"] for each in found["components"]} == {False}


def test_unknowns_are_the_nearest_word_and_flagged(archive):
    """A message with a date alone takes the last known instant; what nobody said is flagged."""
    found = api(archive, f"incidents/{code('tsr-3279')}")["incident"]
    [update] = found["incident_updates"]
    assert update["display_at"] == "2026-05-07T07:58:00.000Z"
    assert update["cronaca"] == {"at": "2026-05-07", "known": {"display_at": False, "status": True}}
    assert found["cronaca"]["known"]["resolved_at"] is False
    assert found["cronaca"]["windows"][0]["until"] == "unknown"


def test_unknown_impact_status_and_state(site):
    """Unknown impact: none; status: the preceding one, else investigating; state: operational."""
    text = """\
title: {fr: "Odd"}
impact: unknown
components: {cards: unknown}
updates:
  - {at: 2026-11-01T10:00Z, status: unknown, body: {fr: "One"}}
  - {at: unknown, status: identified, body: {fr: "Two"}}
  - {at: 2026-11-01, status: unknown, body: {fr: "Three"}}
"""
    root = site({"content/incidents/2026/2026-11-01-odd.yaml": text})
    build(root, root / "out", NOW)
    found = api(root / "out", f"incidents/{code('odd')}")["incident"]
    check_incident(found)
    assert (found["impact"], found["cronaca"]["known"]["impact"]) == ("none", False)
    assert [e["status"] for e in found["incident_updates"]] == ["identified", "identified", "investigating"]
    assert {e["display_at"] for e in found["incident_updates"]} == {"2026-11-01T10:00:00.000Z"}
    assert (found["components"][0]["status"], found["components"][0]["cronaca"]["known"]) == (
        "operational",
        False,
    )


def test_the_present_of_an_operator(busy):
    """Open incidents, maintenance that runs and maintenance to come are each where clients look."""
    summary = api(busy, "summary", "en")
    assert [each["name"] for each in summary["incidents"]] == ["Cards declined"]
    assert [each["name"] for each in summary["scheduled_maintenances"]] == ["Vault work", "Databases"]
    assert [
        e["name"] for e in api(busy, "scheduled-maintenances/active", "en")["scheduled_maintenances"]
    ] == ["Vault work"]
    assert [e["status"] for e in api(busy, "scheduled-maintenances/upcoming")["scheduled_maintenances"]] == [
        "scheduled"
    ]
    assert summary["status"]["indicator"] == "major"
    states = {each["id"]: (each["status"], each["group"]) for each in summary["components"]}
    assert states["cards"] == ("partial_outage", False)
    assert states["vault"] == ("under_maintenance", False)
    [group] = [each for each in summary["components"] if each["group"]]
    assert group["components"] == ["cards", "vault"]
    assert group["status"] == "partial_outage"


def test_states_go_from_message_to_message(busy):
    """Each message says what it found and what it left; a correction shows as its update."""
    [incident] = api(busy, "incidents/unresolved", "en")["incidents"]
    second, first = incident["incident_updates"]
    [before], [after] = first["affected_components"], second["affected_components"]
    assert (before["old_status"], before["new_status"]) == ("operational", "major_outage")
    assert (after["old_status"], after["new_status"]) == ("major_outage", "partial_outage")
    assert second["updated_at"] == "2026-11-23T05:20:00.000Z"
    assert incident["updated_at"] == "2026-11-23T05:20:00.000Z"
    assert incident["resolved_at"] is None


def test_only_updates_with_something_to_add_are_listed(busy):
    """Under our key, an update stands where it announces the next one or was corrected."""
    [incident] = api(busy, "incidents/unresolved", "en")["incidents"]
    second, _ = incident["incident_updates"]
    whole = api(busy, f"incidents/{code('cards')}")["incident"]
    at = {"next_at": "2026-11-23T07:00:00.000Z", "corrected_at": "2026-11-23T05:20:00.000Z"}
    assert whole["cronaca"]["updates"] == {second["id"]: at}


def test_a_resolved_incident_leaves_its_services_up(site):
    """The last message's state is what the one-incident file says, and the past stays as it was."""
    ended = OPEN + '  - {at: 2026-11-23T05:30Z, status: resolved, body: {fr: "Over."}}\n'
    ended = ended.replace("05:10}", "05:10, until: 2026-11-23 06:30}")
    root = site({**BUSY, CARDS: ended})
    build(root, root / "out", NOW)
    found = api(root / "out", f"incidents/{code('cards')}")["incident"]
    assert (found["components"][0]["status"], found["components"][0]["cronaca"]["known"]) == (
        "operational",
        True,
    )
    assert found["incident_updates"][0]["affected_components"][0]["old_status"] == "partial_outage"


def test_history_names_every_month(archive):
    """One index of all incidents by month, the newest first, empty months included."""
    found = read(archive, "history")
    months = [(each["year"], each["name"]) for each in found["months"]]
    assert months[0] == (2026, "May")
    assert months[-1] == (2024, "May")
    assert len(months) == 25
    codes = [each["code"] for month in found["months"] for each in month["incidents"]]
    assert len(codes) == len(set(codes)) == 10
    [seed] = [e for month in found["months"] for e in month["incidents"] if e["code"] == SEED]
    assert seed["timestamp"] == (
        "Mar <var data-var='date'>27</var>, <var data-var='time'>16:42</var>"
        " - <var data-var='time'>18:00</var> CET"
    )


def test_the_whole_list_goes_on_in_further_files(site):
    """incidents.json has the latest fifty, its further files every incident once."""
    text = "title: {{fr: N{}}}\nwindows: [{{from: '2026-01-01 {:02}:{:02}', until: unknown}}]\n"
    files = {f"2026-01-01-n{n}.yaml": text.format(n, *divmod(n, 60)) for n in range(120)}
    files = {f"content/incidents/2026/{name}": text for name, text in files.items()}
    root = site(files)
    build(root, root / "out", NOW)
    first = api(root / "out", "incidents")["incidents"]
    pages = [api(root / "out", f"incidents/page/{n}") for n in (1, 2, 3)]
    assert len(first) == 50
    assert [each["id"] for each in pages[0]["incidents"]] == [each["id"] for each in first]
    ids = [each["id"] for found in pages for each in found["incidents"]]
    assert len(ids) == len(set(ids)) == 120
    assert pages[0]["cronaca"] == {"page": 1, "pages": 3, "per_page": 50, "total": 120}


def test_nothing_of_the_present_is_in_a_closed_incident(busy):
    """Years later, only what states the present reads otherwise."""
    root = busy.parent
    before = tree(busy)
    build(root, busy, NOW + timedelta(hours=1))
    same = {f"api/v2/incidents/{code(each)}.json" for each in ("cards", "vault", "databases")}
    assert {route: before[route] for route in same} == {route: tree(busy)[route] for route in same}
    build(root, busy, datetime(2026, 12, 2, tzinfo=UTC))
    assert api(busy, f"incidents/{code('databases')}")["incident"]["status"] == "completed"


def test_texts_are_safe_in_a_web_page(site):
    """A message's text is HTML that runs nothing; a name is plain text."""
    text = """\
title: {fr: 'A & B <script>alert(1)</script> "q" 🚑 \u200f'}
updates:
  - {at: 2026-11-01T10:00Z, status: resolved, body: {fr: "R&D <script>alert(1)</script>\\n\\n]]> 🚑"}}
"""
    root = site({"content/incidents/2026/2026-11-01-odd.yaml": text})
    build(root, root / "out", NOW)
    found = read(root / "out", f"incidents/{code('odd')}")
    assert found["name"] == 'A & B <script>alert(1)</script> "q" 🚑 \u200f'
    assert (
        found["incident_updates"][0]["body"]
        == "R&amp;D &lt;script&gt;alert(1)&lt;/script&gt;<br><br>]]&gt; 🚑"
    )
