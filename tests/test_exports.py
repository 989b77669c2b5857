"""Tables for auditors, as spreadsheets and scripts read them."""

import csv
import io
import json
from datetime import timedelta

import pytest

from busy import BUSY, NAME, ODD
from cronaca.model import code
from support import NOW, build

LANGS = ("fr", "en", "it")


@pytest.fixture
def archive(built_demo):
    return built_demo / "site"


def table(path):
    text = path.read_bytes().decode()
    assert text.replace("\r\n", "").count("\n") == 0
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def rows(path):
    return json.loads(path.read_text(encoding="utf-8"))["incidents"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_years_make_the_whole(archive, lang):
    """Every year's table, one after the other, is the table of everything; each incident stands once."""
    years = sorted(path.parent for path in (archive / lang).glob("20??/incidents.csv"))
    assert [each.name for each in years] == ["2024", "2025", "2026"]
    for read, name in ((table, "incidents.csv"), (rows, "incidents.json")):
        found = [row for year in years for row in read(year / name)]
        assert found == read(archive / lang / name)
        assert len({row["code"] for row in found}) == 10


def test_both_formats_say_the_same(archive):
    """A cell of the CSV is the value of the JSON, a list joined by semicolons, nothing left empty."""
    for one, other in zip(
        table(archive / "en/incidents.csv"), rows(archive / "en/incidents.json"), strict=True
    ):
        assert list(one) == list(other)
        for name, value in other.items():
            said = ";".join(value) if isinstance(value, list) else "" if value is None else str(value)
            assert one[name] == said


def test_the_seed_incident_in_figures(archive):
    """Seconds, instants and the reader's own words."""
    found = {row["code"]: row for row in rows(archive / "it/2025/incidents.json")}[code("tsr-1532")]
    assert found["title"] == "Perturbazioni della piattaforma di pagamento"
    assert (found["interruption_seconds"], found["follow_up_seconds"]) == (780, 4680)
    assert (found["began"], found["ended"]) == ("2025-03-27T15:11:00.000Z", "2025-03-27T15:24:00.000Z")
    assert found["components"] == ["ecommerce", "in-store"]


def test_what_is_not_known_stays_unknown(archive):
    """A day is a day, "unknown" is unknown, and no second is made up."""
    found = {row["id"]: row for row in rows(archive / "en/incidents.json")}
    days, unknown = found["tsr-1723"], found["tsr-3279"]
    assert (days["began"], days["ended"], days["interruption_seconds"]) == ("2025-05-03", "2025-05-07", None)
    assert (unknown["ended"], unknown["interruption_seconds"]) == ("unknown", None)
    assert unknown["resolved"] == "2026-05-07"


def test_odd_texts_and_open_incidents(site):
    """Quotes, commas and emoji come through; what lasts has neither an end nor a length."""
    root = site({**BUSY, **ODD})
    build(root, root / "out", NOW)
    for read, name in ((table, "incidents.csv"), (rows, "incidents.json")):
        found = {row["id"]: row for row in read(root / "out/en" / name)}
        assert found["odd"]["title"] == NAME
        assert not found["cards"]["ended"]
        assert not found["cards"]["interruption_seconds"]
    before = (root / "out/en/2026/incidents.csv").read_bytes()
    build(root, root / "out", NOW + timedelta(minutes=30))
    assert (root / "out/en/2026/incidents.csv").read_bytes() == before
