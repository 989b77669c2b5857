"""Feeds as readers of feeds get them."""

import json
import xml.etree.ElementTree as ET

import atoma
import feedparser
import pytest

from busy import BUSY, CARDS, NAME, ODD, OPEN
from cronaca.model import code
from support import NOW, build, tree

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def archive(built_demo):
    return built_demo / "site"


def made(root, files=()):
    for name, text in dict(files).items():
        (root / name).write_text(text, encoding="utf-8")
    result = build(root, root / "out", NOW)
    assert not result.report.failed(), result.report.ordered()
    return root / "out"


@pytest.fixture
def busy(site):
    return made(site({**BUSY, **ODD}))


def feeds(folder):
    return [path for path in folder.rglob("*") if path.suffix in (".atom", ".rss")]


def entries(path):
    return {each.id: each for each in feedparser.parse(path.read_bytes()).entries}


def test_every_feed_is_read_without_complaint(archive, busy):
    """A tolerant reader finds nothing to mend, a strict one nothing to refuse."""
    for folder in (archive, busy):
        assert len(feeds(folder)) > 5
        for path in feeds(folder):
            data = path.read_bytes()
            assert not feedparser.parse(data).bozo, path
            (atoma.parse_atom_bytes if path.suffix == ".atom" else atoma.parse_rss_bytes)(data)


def test_atom_has_what_the_standard_wants(archive):
    """Ids are stable and unique, every entry has its time, its page and its whole text."""
    for path in archive.rglob("*.atom"):
        feed = ET.fromstring(path.read_bytes())
        route = path.relative_to(archive).as_posix()
        assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"https://status.example.org/{route}"
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == (route[:2] if "/" in route else "fr")
        kinds = [(e.get("rel"), e.get("type"), e.get("hreflang")) for e in feed.findall(f"{ATOM}link")]
        assert len(kinds) == len(set(kinds))
        found = feed.findall(f"{ATOM}entry")
        ids = [each.findtext(f"{ATOM}id") for each in found]
        assert len(ids) == len(set(ids))
        for each in found:
            assert each.findtext(f"{ATOM}id").startswith("tag:status.example.org,2005:")
            assert (
                each.findtext(f"{ATOM}published") <= each.findtext(f"{ATOM}updated")
                or route == "history.atom"
            )
            assert each.find(f"{ATOM}content").get("type") == "html"


@pytest.mark.parametrize(("lang", "label"), [("fr", "Résolu"), ("en", "Resolved"), ("it", "Risolto")])
def test_an_entry_is_the_whole_story(archive, lang, label):
    """One entry an incident: all messages, the newest first, and the post-mortem, in one language."""
    entry = entries(archive / lang / "feed.atom")[
        f"tag:status.example.org,2005:{lang}/Incident/{code('tsr-1532')}"
    ]
    text = entry.content[0].value
    assert text.lower().replace("-", " ").index("<strong>post mortem") < text.index(f"<strong>{label}")
    assert text.count("<small>") == 3
    assert "<script" not in text
    assert entry.link == f"https://status.example.org/{lang}/incidents/tsr-1532/"
    assert entry.updated == "2025-03-31T07:43:00.000Z"


def test_components_have_their_own(archive):
    """Who follows one service hears of nothing else."""
    found = entries(archive / "en/components/in-store/feed.atom")
    assert f"tag:status.example.org,2005:en/Incident/{code('tsr-1532')}" in found
    assert f"tag:status.example.org,2005:en/Incident/{code('settlement-holidays')}" not in found


def test_json_feed_says_the_same(archive):
    """JSON Feed 1.1, with the ids of the Atom feed."""
    found = json.loads((archive / "it/feed.json").read_text(encoding="utf-8"))
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["language"] == "it"
    assert {each["id"] for each in found["items"]} == entries(archive / "it/feed.atom").keys()
    assert all(each["content_html"] and each["url"] and each["date_published"] for each in found["items"])


def test_statuspages_readers_find_english_labels(busy):
    """The first bold word is the state, scheduled events say so, and have their times."""
    found = feedparser.parse((busy / "history.rss").read_bytes())
    by_title = {each.title: each for each in found.entries}
    assert by_title["Cartes refusées"].description.split("<strong>")[1].startswith("Identified")
    coming = by_title["Bases"]
    assert coming.description.startswith(
        "<p><strong>THIS IS A SCHEDULED EVENT <span>Dec 1, 06:00 - 07:00 CET</span>"
    )
    assert coming.published == "Tue, 01 Dec 2026 05:00:00 +0000"
    assert coming.maintenanceenddate == "Tue, 01 Dec 2026 06:00:00 +0000"
    assert coming.link == f"https://status.example.org/incidents/{code('databases')}/"
    assert found.feed.title.endswith(" - Incident History")


def test_updated_moves_with_the_text_only(site):
    """A corrected message moves its entry's `updated`, a neighbour's entry stays as it was."""
    before = entries(made(site(BUSY)) / "en/feed.atom")
    after = entries(made(site({**BUSY, CARDS: OPEN.replace("05:20Z", "05:40Z")})) / "en/feed.atom")
    moved = [name for name in before if before[name].updated != after[name].updated]
    assert moved == [f"tag:status.example.org,2005:en/Incident/{code('cards')}"]


def test_odd_texts_come_through(busy):
    """Quotes, ampersands, ]]>, emoji and marks of direction are what the author wrote; scripts are not."""
    name = f"tag:status.example.org,2005:en/Incident/{code('odd')}"
    feed = ET.fromstring((busy / "en/feed.atom").read_bytes())
    [entry] = [each for each in feed.findall(f"{ATOM}entry") if each.findtext(f"{ATOM}id") == name]
    assert entry.findtext(f"{ATOM}title") == NAME
    text = entry.findtext(f"{ATOM}content")
    assert "R&amp;D" in text
    assert "]]&gt; \U0001f691 \u200f\u05d0\u200e" in text
    assert "<script" not in text
    [item] = [e for e in json.loads((busy / "en/feed.json").read_text("utf-8"))["items"] if e["id"] == name]
    assert item["title"] == NAME
    assert item["content_html"] == text


def test_a_feed_holds_the_latest_fifty(site):
    """However long the history, a feed stays short."""
    text = "title: {{fr: N{0}, en: N{0}}}\nwindows: [{{from: '2026-01-01 {1:02}:{2:02}', until: unknown}}]\n"
    files = {
        f"content/incidents/2026/2026-01-01-n{n}.yaml": text.format(n, *divmod(n, 60)) for n in range(70)
    }
    out = made(site(files))
    found = feedparser.parse((out / "fr/feed.atom").read_bytes()).entries
    assert [each.title for each in found] == [f"N{n}" for n in range(69, 19, -1)]


def test_time_changes_no_feed(busy):
    """A feed has nothing of the present in it."""
    before = {path: path.read_bytes() for path in feeds(busy)}
    build(busy.parent, busy, NOW.replace(year=2027))
    assert {path: path.read_bytes() for path in feeds(busy)} == before
    assert tree(busy)
