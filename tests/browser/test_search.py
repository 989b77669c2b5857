"""The search page in a real browser: finding incidents, and asking whether a payment was touched."""

import pytest
import rjsmin
from playwright.sync_api import expect

from cronaca.fingerprint import default_folder
from support import node

pytestmark = pytest.mark.browser

SHIFTS = """
window.shifts = []
new PerformanceObserver(list => shifts.push(...list.getEntries().filter(each => !each.hadRecentInput)))
  .observe({type: "layout-shift", buffered: true})
"""
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture
def visit(chromium, served):
    """Opens a page, keeping what the console said and what was asked for; ``hold``: its data waits."""
    contexts = []

    def opened(route, width=1280, scheme="light", hold=False, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked, page.held = [], [], []
        if hold:
            page.route("**/search.json", lambda route: page.held.append(route))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url.removeprefix(served)))
        page.add_init_script(SHIFTS)
        page.goto(served + route)
        return page

    yield opened
    for context in contexts:
        context.close()


def found(page, count):
    """The titles that the page lists, once there are as many as expected."""
    expect(page.locator("#found li")).to_have_count(count)
    return page.locator("#found a").all_inner_texts()


def plain(text):
    return " ".join(text.split())


def told(page, lines):
    """What the page answers to each line."""
    page.fill("#paid", "\n".join(lines))
    page.click("#ask button")
    expect(page.locator("#answers li")).to_have_count(len(lines))
    return [plain(text) for text in page.locator("#answers li").all_inner_texts()]


def test_typing_filters(visit):
    """Accents and case do not matter, and a reference finds its incident."""
    page = visit("fr/search/")
    page.type("#q", "echecs SHOPIFY")
    assert found(page, 1) == ["Échecs de paiement avec Hosted Fields sur Shopify"]
    assert plain(page.inner_text("#said")) == "Un incident correspond."
    assert not page.is_visible("#index")
    page.fill("#q", "tsr-1532")
    assert found(page, 1) == ["Perturbations de la plateforme de paiement"]
    page.fill("#q", "")
    assert page.is_visible("#index")
    assert page.inner_text("#said") == ""
    assert page.said == []


def test_a_date_and_a_service_are_found(visit):
    """Words of a date or of a service are looked for as well."""
    page = visit("en/search/")
    page.type("#q", "27 mar 2025")
    assert found(page, 1) == ["Payment platform disruptions"]
    page.fill("#q", "3ds authentication")
    assert len(found(page, 2)) == 2


def test_filters_combine(visit):
    """A service, an impact and a year narrow the list together; the count is announced."""
    page = visit("en/search/")
    page.select_option("#of", "ecommerce")
    found(page, 4)
    assert page.inner_text("#said") == "4 incidents match."
    page.select_option("#year", "2025")
    found(page, 2)
    page.select_option("#impact", "minor")
    assert found(page, 1) == ["Payment failures with Hosted Fields on Shopify"]
    page.fill("#q", "nothing of the kind")
    found(page, 0)
    expect(page.locator("#said")).to_have_text("No incidents match.")
    assert page.get_attribute("#said", "role") == "status"


def test_a_search_can_be_linked(visit):
    """The address holds the search, and restores it."""
    page = visit("it/search/")
    page.fill("#q", "Shopify")
    page.select_option("#year", "2025")
    found(page, 1)
    address = page.url.split("/", 3)[3]
    assert address == "it/search/#q=Shopify&year=2025"
    other = visit(address)
    assert found(other, 1) == ["Pagamenti non riusciti con Hosted Fields su Shopify"]
    assert other.input_value("#q") == "Shopify"
    assert other.input_value("#year") == "2025"


LINES = {
    "27/03/2025 16:11": "touched",
    "2025-03-27 16:11:30": "touched",
    "2025-03-27T15:12:00Z": "touched",
    "2025-03-27T20:45:00.250+05:30": "touched",
    "1743088290": "touched",
    "1743088290123": "touched",
    '"27.03.2025 16h24",': "touched",
    "2025-03-27 16:27": "near",
    "05/05/2025 12:00": "maybe",
    "01/06/2025 16:11": "none",
    "27/03/2025": "day",
    "28/03/2025": "empty",
    "2019-01-01 10:00": "outside",
    "30/03/2025 02:30": "gap",
    "27 March": "bad",
    "31/02/2025 10:00": "bad",
}
ANSWERS = {
    "fr": {
        "touched": "Pendant une interruption enregistrée : Perturbations de la plateforme de paiement",
        "near": "Hors interruption, mais à 3 min d’une interruption enregistrée : Perturbations",
        "maybe": "ne sont pas connues avec précision : Oney : demandes de financement",
        "none": "1er juin 2025, 16:11 CEST Hors de toute interruption enregistrée.",
        "day": "Le jour seul est donné. Ce jour-là : Perturbations",
        "empty": "Le jour seul est donné. Aucune interruption n’y est enregistrée.",
        "outside": "Hors de la période que couvre ce site.",
        "gap": "Cette heure n’a pas existé : passage à l’heure d’été.",
        "bad": "Cette ligne ne contient pas de date lisible.",
        "twice": "Cette heure est revenue deux fois : passage à l’heure d’hiver.",
        "sum": "Lignes lues : 16. Pendant une interruption enregistrée : 7.",
    },
    "en": {
        "touched": "During a recorded interruption: Payment platform disruptions",
        "near": "Not during one, but 3 min away from a recorded interruption: Payment platform disruptions",
        "maybe": "Possibly, as the exact times of this incident are not known: Oney: financing applications",
        "none": "1 Jun 2025, 16:11 CEST Not during any recorded interruption.",
        "day": "Only a date was given. On that day: Payment platform disruptions",
        "empty": "Only a date was given. No interruption is recorded on that day.",
        "outside": "Outside the period that this site covers.",
        "gap": "This time did not exist: the clocks went forward.",
        "bad": "This line cannot be read as a time.",
        "twice": "This time occurred twice: the clocks went back.",
        "sum": "Lines read: 16. During a recorded interruption: 7.",
    },
    "it": {
        "touched": "Durante un’interruzione registrata: Perturbazioni della piattaforma di pagamento",
        "near": "Fuori da un’interruzione, ma a 3 min da una registrata: Perturbazioni",
        "maybe": "non sono noti con precisione: Oney: richieste di finanziamento",
        "none": "1º giu 2025, 16:11 CEST Fuori da ogni interruzione registrata.",
        "day": "È indicato solo il giorno. In quel giorno: Perturbazioni",
        "empty": "È indicato solo il giorno. Non vi è registrata alcuna interruzione.",
        "outside": "Fuori dal periodo coperto da questo sito.",
        "gap": "Quest’ora non è esistita: passaggio all’ora legale.",
        "bad": "Questa riga non contiene una data leggibile.",
        "twice": "Quest’ora si è presentata due volte: ritorno all’ora solare.",
        "sum": "Righe lette: 16. Durante un’interruzione registrata: 7.",
    },
}


@pytest.mark.parametrize("lang", ANSWERS)
def test_each_line_is_answered(visit, lang):
    """Every way to write a moment, and every answer, in words; a link leads to the incident."""
    page, said = visit(f"{lang}/search/"), ANSWERS[lang]
    for (line, kind), answer in zip(LINES.items(), told(page, LINES), strict=True):
        assert said[kind] in answer, line
    assert plain(page.inner_text("#told")) == said["sum"]
    assert page.locator("#answers a").first.get_attribute("href") == f"/{lang}/incidents/tsr-1532/"
    [twice] = told(page, ["26/10/2025 02:30"])
    assert said["twice"] in twice
    assert twice.index("02:30 CEST") < twice.index("02:30 CET")
    assert page.said == []


def test_a_service_narrows_the_answer(visit):
    """A payment in a shop is not held against an interruption of another service."""
    page = visit("en/search/")
    page.select_option("#with", "3ds")
    assert "Not during any recorded interruption" in told(page, ["27/03/2025 16:12"])[0]
    page.select_option("#with", "in-store")
    assert "During a recorded interruption" in told(page, ["27/03/2025 16:12"])[0]


def test_no_answer_says_that_a_payment_worked(visit):
    """The page says that a moment outside all interruptions proves nothing."""
    page = visit("en/search/")
    assert "no proof that a payment went through" in plain(page.inner_text("#touched"))


def test_nothing_leaves_the_browser(visit):
    """One file is asked for, once, and no line that was written stands in an address."""
    page = visit("en/search/")
    assert page.asked == ["en/search/"]
    told(page, ["27/03/2025 16:11"])
    page.fill("#q", "visa")
    found(page, 0)
    assert page.asked == ["en/search/", "en/search.json"]
    assert "2025" not in page.url


def test_an_incident_leads_to_the_question(visit):
    """The foot of an incident links to the question, which then names that incident."""
    page = visit("en/incidents/tsr-1532/")
    page.click("text=Was my payment affected?")
    page.wait_for_selector("#told a")
    assert page.inner_text("#told a") == "Payment platform disruptions"
    assert page.evaluate("document.querySelector('#touched').getBoundingClientRect().top") < 450


def test_all_is_there_without_script(visit):
    """No form that would do nothing; every incident and every time of interruption."""
    page = visit("fr/search/", java_script_enabled=False)
    assert not page.locator("form:visible").count()
    assert page.locator("#index li").count() == 10
    assert page.locator("#touched tbody tr").count() == 9
    assert page.asked == ["fr/search/"]


def test_a_list_that_does_not_come_is_said(visit):
    """When the list cannot be loaded the page says so, and the index stays; the next try may succeed."""
    page = visit("en/search/")
    page.route("**/search.json", lambda route: route.abort())
    page.type("#q", "o")
    expect(page.locator("#said")).to_contain_text("could not be loaded")
    assert page.is_visible("#index")
    page.unroute("**/search.json")
    page.type("#q", "ney")
    assert len(found(page, 1)) == 1


@pytest.mark.parametrize(
    "route", ["fr/search/", "fr/search/#service=ecommerce", "fr/search/?tsr-1532#touched"]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves(visit, route, width):
    """Once the page is there, results come without pushing what is being read."""
    page = visit(route, width, hold=True)
    page.evaluate(DRAWN)
    page.evaluate("shifts.length = 0")
    assert page.held or route == "fr/search/"
    for answer in page.held:
        with page.expect_request_finished():
            answer.continue_()
    page.evaluate(DRAWN)
    page.wait_for_timeout(300)
    assert page.evaluate("shifts.length") == 0


def test_the_keyboard_is_enough(visit):
    """Enter in the field goes nowhere; Tab leads through the form and its button to the first result."""
    page = visit("en/search/")
    page.focus("#q")
    page.keyboard.type("oney")
    page.keyboard.press("Enter")
    found(page, 1)
    for _ in range(5):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Oney: financing applications left pending"
    assert page.url.endswith("en/search/#q=oney")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_answers_are_for_everybody(visit, width, scheme):
    """With results and answers shown: no sideways scroll, and nothing that axe-core finds."""
    page = visit("fr/search/", width, scheme, bypass_csp=True)
    page.type("#q", "paiement")
    page.wait_for_selector("#found li")
    told(page, [*LINES, "26/10/2025 02:30"])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(node("axe-core", "axe.min.js").read_text(encoding="utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    checked = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", rules)
    assert [(each["id"], each["nodes"][0]["target"]) for each in checked["violations"]] == []


def test_the_scripts_are_small():
    """All scripts of the page are at most 4 KB."""
    texts = [(default_folder() / f"scripts/{name}.js").read_text("utf-8") for name in ("scripted", "search")]
    assert sum(len(rjsmin.jsmin(text).encode()) for text in texts) <= 4096
