"""Which files make a site, and how they are told apart."""

from __future__ import annotations

from datetime import UTC, datetime

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cronaca.issue import Report
from cronaca.pipeline import check
from cronaca.schema.tables import COMPONENTS, SITE
from cronaca.sources.folder import Folder
from cronaca.sources.load import load
from cronaca.yaml.nodes import SourceFile

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
GOOD = 'title: {fr: "Panne", en: "Outage"}\n'


def test_folders_below_incidents_are_the_authors_own(site):
    """An incident may lie in its year, or in none."""
    names = ("2025-03-10-a.yaml", "2025/2025-03-10-b.yaml", "2025/03/2025-03-10-c.yaml")
    root = site({f"content/incidents/{name}": GOOD for name in names})
    read, _ = load(Folder(root))
    assert {each.id for each in read.incidents} == {"a", "b", "c"}


def test_hidden_and_other_files_are_left_alone(site):
    """A picture, a note or an editor's own file is nobody's mistake."""
    files = {f"content/incidents/{name}": "x" for name in (".swp.yaml", "notes.md", "a.png", ".git/x.yaml")}
    _, report = load(Folder(site(files)))
    assert report.issues == []


def test_one_broken_file_does_not_hide_the_next(site):
    """Everything is said at once, file by file."""
    root = site(
        {f"2025-03-1{n}-x{n}.yaml": f"knd: {n}\n" for n in range(5)} | {"content/site.yaml": "titel: x\n"}
    )
    _, report = load(Folder(root))
    assert len({issue.mark.path for issue in report.ordered()}) == 6


def test_a_given_file_is_read_in_place_of_the_one_on_disk(site):
    """An editor's unsaved text counts, and its findings quote it."""
    root, name = site({"2025-03-10-a.yaml": GOOD}), "content/incidents/2025-03-10-a.yaml"
    _, report = check(root, NOW, {name: GOOD.replace("Panne", "").encode()})
    assert {(i.code, i.mark.quote) for i in report.issues} == {
        ("missing-language", 'title: {fr: "", en: "Outage"}'),
        ("empty-text", 'title: {fr: "", en: "Outage"}'),
    }


def test_windows_line_ends_change_nothing(site):
    """The same file with other line ends gives the same model and the same cells."""
    text = (
        GOOD
        + "kind: accident\nupdates:\n  - {at: 2025-03-10, status: resolved, body: {fr: Vu., en: Seen.}}\n"
    )
    places = [
        [
            (i.code, i.mark.line, i.mark.column)
            for i in check(site({"2025-03-10-a.yaml": each}), NOW)[1].issues
        ]
        for each in (text, text.replace("\n", "\r\n"))
    ]
    assert places[0] == places[1] == [("wrong-word", 2, 7)]


def test_the_demo_keeps_its_privates(demo):
    """What is private is not even in the model."""
    read, _ = load(Folder(demo))
    assert "linked without an address" not in repr(read)


def test_phrases_are_read_by_name(site):
    """A reviewed sentence has a status and a text in each language."""
    from zoneinfo import ZoneInfo

    from cronaca.schema.context import Context
    from cronaca.sources.files import read_phrases

    text = 'seen: {status: investigating, text: {fr: "Vu : {component}.", en: "Seen: {component}."}}\n'
    at = Context(SourceFile("", ""), Report(), ZoneInfo("UTC"), ("fr", "en"))
    read = read_phrases(Folder(site({"content/phrases.yaml": text})), at)
    assert read["seen"].status == "investigating"
    assert read["seen"].text.pick("en", ()).text == "Seen: {component}."


NAMES = [f"content/{name}.yaml" for name in ("site", "components", "phrases", "incidents/2025-03-10-a")]
WORDS = st.sampled_from(
    [
        *SITE.fields,
        *COMPONENTS.fields,
        "fr",
        "en",
        "id",
        "name",
        "text",
        "status",
        "until",
        "from",
        "cname",
        "url",
    ]
)
VALUES = st.sampled_from(
    ["fr", "Europe/Paris", "archive", "2025-01-01", "https://example.org", "~", "0", "[", "é"]
)
TREES = st.recursive(
    VALUES | st.text(max_size=8) | st.none() | st.booleans(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(WORDS, below, max_size=6),
    max_leaves=25,
)


@settings(max_examples=200)
@given(name=st.sampled_from(NAMES), data=st.binary(max_size=300) | TREES.map(yaml.safe_dump).map(str.encode))
def test_no_content_file_stops_the_program(site, name, data):
    """Whatever stands in one of them, the rest is read, and what is wrong is said."""
    read, report = check(site({"2025-03-10-a.yaml": GOOD}), NOW, {name: data})
    assert read or report.failed()


@settings(max_examples=150)
@given(key=st.sampled_from(sorted(SITE.fields)), value=TREES)
def test_no_setting_stops_the_program(site, key, value):
    """A setting may be anything: the site is read by it, or a finding says why not."""
    from support import SETTINGS

    settings = yaml.load(SETTINGS, yaml.BaseLoader) | {key: value}
    data = yaml.safe_dump(settings, allow_unicode=True).encode()
    read, report = check(site({"2025-03-10-a.yaml": GOOD}), NOW, {"content/site.yaml": data})
    assert read or report.failed()
