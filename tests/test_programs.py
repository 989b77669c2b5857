"""What programs find besides the API: schemas, badges, the page about it all, and the links to it."""

import json
import re
import xml.etree.ElementTree as ET
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator

from busy import BUSY, NAME, ODD
from cronaca.model import code
from support import NOW, build

SCHEMAS = [
    (r"(\w\w/)?api/v2/summary\.json", "summary"),
    (r"(\w\w/)?api/v2/status\.json", "status"),
    (r"(\w\w/)?api/v2/components\.json", "components"),
    (r"(\w\w/)?api/v2/incidents(/unresolved|/page/\d+)?\.json", "incidents"),
    (r"(\w\w/)?api/v2/scheduled-maintenances(/\w+)?\.json", "scheduled-maintenances"),
    (r"api/v2/incidents/\w{12}\.json", "incident"),
    (r"incidents/\w{12}\.json", "incident-alone"),
    (r"history\.json", "history"),
    (r"\w\w/(\d{4}/)?incidents\.json", "export"),
    (r"(\w\w/)?badge\.json", "badge"),
]
# JSON Feed has a standard of its own; search.json is the search page's alone, and may change with it
OTHERS = r"build\.json|\w\w/feed\.json|\w\w/search\.json|api/schemas/.*"


@pytest.fixture
def archive(built_demo):
    return built_demo / "site"


@pytest.fixture
def busy(site):
    root = site({**BUSY, **ODD})
    build(root, root / "out", NOW)
    return root / "out"


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_all_json_is_as_its_schema_says(archive, busy):
    """Every file validates against its published schema, and none is without one."""
    for site in (archive, busy):
        checks = {}
        for name in {name for _, name in SCHEMAS}:
            schema = read(site / f"api/schemas/{name}.json")
            Draft202012Validator.check_schema(schema)
            assert schema["$id"] == f"https://status.example.org/api/schemas/{name}.json"
            checks[name] = Draft202012Validator(schema)
        for path in site.rglob("*.json"):
            route = path.relative_to(site).as_posix()
            names = [name for pattern, name in SCHEMAS if re.fullmatch(pattern, route)]
            if names:
                checks[names[0]].validate(read(path))
            else:
                assert re.fullmatch(OTHERS, route), route


def test_badges_say_the_state_in_words(archive, busy):
    """A picture that a screen reader can read: an archive's is grey, an operator's has the grade's colour."""
    svg = ET.fromstring((archive / "en/badge.svg").read_bytes())
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "Payplug – No open incidents in this archive as of 21 May 2026"
    assert svg.get("aria-label") == svg.findtext("{http://www.w3.org/2000/svg}title")
    shield = read(busy / "en/badge.json")
    assert (shield["schemaVersion"], shield["label"], shield["color"]) == (1, "Example", "a83e12")
    assert read(archive / "badge.json")["color"] == "52606b"
    assert read(archive / "badge.json")["message"].startswith("Aucun incident")


@pytest.mark.parametrize("lang", ["fr", "en", "it"])
def test_the_page_for_people_names_what_there_is(archive, lang):
    """Every file that it links to exists, each kind is named, and its examples are of this site."""
    soup = BeautifulSoup((archive / f"{lang}/api/index.html").read_bytes(), "html.parser")
    found = {urljoin(f"/{lang}/api/", a["href"]).lstrip("/") for a in soup.select("main a[href^='/']")}
    assert all((archive / each).is_file() for each in found)
    for pattern, name in SCHEMAS:
        assert [each for each in found if re.fullmatch(pattern, each)], name
        assert f"api/schemas/{name}.json" in found
    text = soup.main.get_text()
    assert f"incidents/{code('cockpit-transactions')}.json" in text
    assert f'<img src="https://status.example.org/{lang}/badge.svg"' in text
    header = (archive / f"{lang}/incidents.csv").read_text(encoding="utf-8").splitlines()[0]
    assert set(header.split(",")) <= {each.get_text() for each in soup.select("code")}


def test_pages_lead_to_their_files(archive):
    """Feed readers find the feeds; a year has its tables, an incident its JSON, a service its feed."""
    links = {}
    for route in ("", "follow/", "2025/", "incidents/tsr-1532/", "components/in-store/"):
        soup = BeautifulSoup((archive / f"it/{route}index.html").read_bytes(), "html.parser")
        for kind in ("application/atom+xml", "application/feed+json"):
            assert soup.select(f'link[rel="alternate"][type="{kind}"]')
        paths = (urljoin(f"/it/{route}", each["href"]) for each in soup.select("a[href], link[href]"))
        links[route] = {each.lstrip("/") for each in paths}
    assert {"it/feed.atom", "it/follow/", "it/api/"} <= links[""]
    assert {"it/feed.json", "it/maintenance.ics", "it/interruptions.ics"} <= links["follow/"]
    assert {"it/2025/incidents.csv", "it/2025/incidents.json"} <= links["2025/"]
    assert f"incidents/{code('tsr-1532')}.json" in links["incidents/tsr-1532/"]
    assert "it/components/in-store/feed.atom" in links["components/in-store/"]


def test_odd_names_are_whole_in_every_format(busy):
    """A title with quotes, ampersands, ]]>, emoji and marks of direction is in every kind of file."""
    files = [path for path in busy.rglob("*") if path.suffix in (".json", ".atom", ".ics", ".csv", ".rss")]
    held = {}
    for path in files:
        text = path.read_bytes().decode()
        if "\U0001f691" not in text or ("odd" not in text and code("odd") not in text):
            continue
        if path.suffix == ".json":
            whole = json.dumps(NAME, ensure_ascii=False)
        elif path.suffix == ".csv":
            whole = NAME.replace('"', '""')
        elif path.suffix == ".ics":
            text, whole = text.replace("\r\n ", ""), NAME
        else:
            whole = (
                NAME.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
            )
        held[path] = whole in text
    assert {path.suffix for path in held} == {".json", ".atom", ".ics", ".csv", ".rss"}
    assert all(held.values()), [path for path, found in held.items() if not found]


@pytest.mark.parametrize("letter", ["\\x07", "\\u0000", "\\uFFFF", "\\x1b"])
def test_what_no_format_can_hold_is_a_finding(site, letter):
    """A control character in a quoted text is said at its place, and nothing is built."""
    text = f'title: {{fr: "a{letter}b", en: "ab"}}\nwindows: [{{from: 2026-11-01 10:00, until: unknown}}]\n'
    root = site({"content/incidents/2026/2026-11-01-odd.yaml": text})
    result = build(root, root / "out", NOW)
    assert [issue.code for issue in result.report.ordered()] == ["control-character"]
    assert not (root / "out").exists()
