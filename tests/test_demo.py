"""The demo archive as its readers get it."""

import json
import re
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from support import tree

LANGS = ("fr", "en", "it")
SEED = "{}/incidents/tsr-1532/"


@pytest.fixture(scope="module")
def site(built_demo):
    return built_demo / "site"


@pytest.fixture(scope="module")
def pages(site):
    return {
        route: BeautifulSoup(data, "html.parser")
        for route, data in tree(site).items()
        if route.endswith(".html") and not route.startswith("incidents/")  # those only lead on
    }


def words(soup):
    """What a reader sees, with plain spaces."""
    return " ".join(soup.get_text(" ").split())


def facts(soup):
    """The list of facts, by its terms."""
    return {words(term): words(term.find_next_sibling("dd")) for term in soup.select("dl.fx dt")}


def test_every_link_and_fragment_resolves(site, pages):
    """No internal link leads nowhere, nor to a fragment that is not there."""
    for route, soup in pages.items():
        for element in soup.select("a[href]"):
            target = urlsplit(urljoin(f"https://x/{route}", element["href"]))
            if target.netloc != "x":
                continue
            path = unquote(target.path).lstrip("/")
            file = path + "index.html" if not path or path.endswith("/") else path
            assert (site / file).is_file(), f"{route} -> {element['href']}"
            if target.fragment:
                assert pages[file].find(id=target.fragment), f"{route} -> {element['href']}"


def test_every_page_has_one_of_each_landmark(pages):
    """One h1, one main, a header, a footer, and a title of its own."""
    for route, soup in pages.items():
        assert len(soup.select("h1")) == 1, route
        assert len(soup.select("main")) == 1, route
        assert soup.title.string.strip(), route
    titles = [soup.title.string for route, soup in pages.items() if route.startswith("fr/")]
    assert len(titles) == len(set(titles))


def test_alternates_name_each_other(pages):
    """Each hreflang alternate exists and names this page in turn."""
    for route, soup in pages.items():
        address = f"https://status.example.org/{route.removesuffix('index.html')}"
        for link in soup.select('link[rel="alternate"][hreflang]'):
            path = urlsplit(link["href"]).path.lstrip("/")
            other = pages[path + "index.html"]
            assert [each for each in other.select("link[hreflang]") if each["href"] == address], (route, path)


def test_foreign_texts_say_their_language(pages):
    """A French text in an Italian page carries lang="fr"."""
    soup = pages["it/incidents/tsr-3279/index.html"]
    assert soup.html["lang"] == "it"
    assert soup.h1["lang"] == "fr"
    assert "francese" in words(soup.select_one("[role=note]"))


@pytest.mark.parametrize(
    ("lang", "title", "impact", "status", "follow", "lost", "detected"),
    [
        (
            "fr",
            "Perturbations de la plateforme de paiement",
            "simple signalement",
            "Résolu",
            "Durée du suivi",
            "13 minutes",
            "Détecté par Pingoru",
        ),
        (
            "en",
            "Payment platform disruptions",
            "notice",
            "Resolved",
            "Duration of the updates",
            "13 minutes",
            "Detected by Pingoru",
        ),
        (
            "it",
            "Perturbazioni della piattaforma di pagamento",
            "avviso",
            "Risolto",
            "Durata degli aggiornamenti",
            "13 minuti",
            "Rilevato da Pingoru",
        ),
    ],
)
def test_the_seed_incident_tells_all(pages, lang, title, impact, status, follow, lost, detected):
    """TSR-1532: what it is, its clocks, its disputes and its numbered timeline."""
    soup = pages[SEED.format(lang) + "index.html"]
    hero, told = words(soup.select_one(".hero")), facts(soup)
    assert words(soup.h1) == title
    for word in (impact, status, "TSR-1532", "P1"):
        assert word in hero
    assert "1 h 18 min" in told[follow]
    assert "1 h 17 min" in told[follow]
    assert any(value.startswith(lost) for value in told.values())
    assert "15:42 UTC" in told[detected]
    [end] = [value for value in told.values() if "16:23" in value]
    assert "16:24" in end
    [first] = [value for value in told.values() if "16:21" in value]
    assert "16:42" in first
    assert soup.select_one('.src a[href="https://pingoru.io/providers/payplug/incidents/2171966"]')
    for word in ("TSR-1532", "P1", "Payplug"):
        assert word in told.values()
    days = [words(day) for day in soup.select(".day")]
    assert "CET" in days[0]
    assert "CEST" in days[1]
    numbers = [
        int(re.search(r"(\d+)$", words(small))[1])
        for small in soup.select(".tl .k small")
        if words(small)[-1].isdigit()
    ]
    assert numbers == [1, 2, 3]
    times = [each["datetime"] for each in soup.select(".tl time")]
    assert times == sorted(times)
    assert {"2025-03-27T15:42:00Z", "2025-03-27T17:00:00Z", "2025-03-31T07:43:00Z"} <= set(times)


def test_the_italian_post_mortem_falls_back(pages):
    """A notice in Italian, the text in French, marked as such, and canonical to the French page."""
    soup = pages[SEED.format("it") + "postmortem/index.html"]
    assert soup.html["lang"] == "it"
    note = soup.select_one("[role=note]")
    assert "non è disponibile in italiano" in words(note)
    assert note.a["hreflang"] == "fr"
    texts = soup.select(".tl div[lang], .prose[lang], .stack div[lang]")
    assert texts
    assert {each["lang"] for each in texts} == {"fr"}
    assert soup.select_one("link[rel=canonical]")["href"].endswith("/fr/incidents/tsr-1532/postmortem/")
    assert not soup.select("link[hreflang]")


@pytest.mark.parametrize("lang", LANGS)
def test_an_archive_never_says_that_a_service_works(pages, lang):
    """An archive states what it holds and as of when; it is not the operator."""
    home = pages[f"{lang}/index.html"]
    assert words(home.h1).rstrip(".") in home.title.string.replace("\u00a0", " ")
    assert "2026" in words(home.h1)
    for route, soup in pages.items():
        if route.startswith(f"{lang}/"):
            assert not re.search(
                r"Opérationnel|Operational|Operativo|fonctionnent|are working|funzionano", words(soup)
            ), route
            assert "Payplug" in words(soup.footer)


def test_unknown_stays_unknown(pages):
    """An end that nobody knows is said to be unknown, and no minutes are made up."""
    told = facts(pages["en/incidents/tsr-3279/index.html"])
    assert told["Interruption ended"].startswith("unknown")
    assert told["Duration of the interruption"].startswith("unknown")


def test_day_precision_has_no_minutes(pages):
    """A window of whole days colours days and is never counted in minutes."""
    soup = pages["en/incidents/tsr-1723/index.html"]
    assert "from 3 to 7 May 2025" in words(soup.select_one(".hero"))
    assert facts(soup)["Duration of the interruption"].startswith("unknown")


def test_the_year_counts_only_what_was_timed(pages):
    """2025: 13 minutes and 17 h 4 min are 17 h 17 min; four incidents, two post-mortems."""
    figures = [words(each) for each in pages["en/2025/index.html"].select(".sum dd")]
    assert figures[:3] == ["4", "17 h 17 min", "2"]


def test_a_month_without_incidents_says_so(pages):
    """An empty month states its emptiness and the days it covers."""
    text = words(pages["en/2025/09/index.html"].main)
    assert "no incidents recorded" in text
    assert "from 1 to 30 September 2025" in text


def test_the_policy_allows_no_script(pages):
    """Every page forbids what it does not use, and its style is allowed by its hash."""
    for soup in pages.values():
        policy = soup.select_one('meta[http-equiv="Content-Security-Policy"]')["content"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "style-src 'sha256-" in policy
        assert not soup.select("[style]")


def test_the_site_map_names_every_page(site, pages):
    """The site map lists what a reader can open, at its full address."""
    listed = set(
        re.findall(r"<loc>https://status.example.org/([^<]*)</loc>", (site / "sitemap.xml").read_text())
    )
    assert listed == {route.removesuffix("index.html") for route in pages if route != "404.html"}


def test_the_build_states_itself(site):
    """build.json says when it was made, and as of which day the archive speaks."""
    made = json.loads((site / "build.json").read_text())
    assert made["built_at"] == "2026-11-23T06:00:00Z"
    assert made["as_of"] == "2026-05-21"
