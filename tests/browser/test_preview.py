"""The preview in a real browser: what is saved is in the open page, whatever was saved before."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from support import demo, serving, wait_for

pytestmark = pytest.mark.browser
SEED = "content/incidents/2025/2025-03-27-tsr-1532.yaml"
OTHER = "content/incidents/2025/2025-07-03-tsr-1977.yaml"
TITLE = "Payment platform disruptions"
FINDINGS = "#cronaca-findings"


@pytest.fixture
def served(tmp_path):
    """A served copy of the demo: its root and its address."""
    root = demo(tmp_path / "copy")
    with serving(root) as (address, _):
        yield root, address


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    opened = context.new_page()
    faults = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert not faults


def put(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def shows(page, words: str) -> None:
    """Until the page says these words as its title."""
    page.get_by_role("heading", level=1).filter(has_text=words).wait_for()


def test_each_save_is_in_the_open_page(served, page):
    """Six saves, from the file's closing to the words in the page; ``-s`` prints how long each took."""
    root, address = served
    seen: dict[str, float] = {}
    page.expose_function("seen", lambda title: seen.setdefault(title, time.monotonic()))
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => seen(document.querySelector('h1').textContent.trim()))"
    )
    page.goto(address + "en/incidents/tsr-1532/")
    took, last = [], TITLE
    for n in range(6):
        put(root / SEED, f'en: "{last}"', f'en: "Change {n}"')
        saved, last = time.monotonic(), f"Change {n}"
        while last not in seen:
            page.wait_for_timeout(20)
        took.append(seen[last] - saved)
    print(f"saves in the page after {', '.join(f'{each:.2f} s' for each in took)}")
    assert list(seen) == [TITLE, *(f"Change {n}" for n in range(6))]


@pytest.mark.slow
def test_twenty_broken_and_mended_saves_leave_nothing_stuck(served, page):
    """Each break is shown over the last good page, each mend clears it; at the end all is as it was."""
    root, address = served
    file, breaks = (
        root / SEED,
        ("impact: [", "impact: nonee", "impact: none\n\tx: y", "impact: none\nimpact: none"),
    )
    text = file.read_text(encoding="utf-8")
    page.goto(address + "en/incidents/tsr-1532/")
    shows(page, TITLE)
    for n in range(20):
        broken = text.replace("impact: none", breaks[n % 4], 1)
        file.write_text(broken, encoding="utf-8")
        page.locator(FINDINGS).wait_for()
        assert "2025-03-27-tsr-1532.yaml" in page.locator(FINDINGS).inner_text()
        assert page.get_by_role("heading", level=1).is_visible()
        mended = text.replace(f'en: "{TITLE}"', f'en: "Mended {n}"') if n % 2 else text
        file.write_text(mended, encoding="utf-8")
        page.locator(FINDINGS).wait_for(state="detached")
        shows(page, f"Mended {n}" if n % 2 else TITLE)
    file.write_text(text, encoding="utf-8")
    shows(page, TITLE)


def test_saves_in_a_burst_end_with_the_last_one(served, page):
    """Thirty saves without a pause, every second one broken: the page shows the last."""
    root, address = served
    file = root / SEED
    text = file.read_text(encoding="utf-8")
    page.goto(address + "en/incidents/tsr-1532/")
    shows(page, TITLE)
    for n in range(30):
        file.write_text(
            text[: len(text) // 2] if n % 2 else text.replace(TITLE, f"Burst {n}"), encoding="utf-8"
        )
        time.sleep(0.05)
    file.write_text(text.replace(TITLE, "The last"), encoding="utf-8")
    shows(page, "The last")
    assert page.locator(FINDINGS).count() == 0


def test_the_page_follows_the_file_saved(served, page):
    """An incident's page goes to the one whose file was saved, in its language; another page stays."""
    root, address = served
    page.goto(address + "it/incidents/tsr-1532/")
    put(root / OTHER, 'it: "Pagamenti non riusciti', 'it: "Pagamenti falliti')
    page.wait_for_url(address + "it/incidents/tsr-1977/")
    shows(page, "Pagamenti falliti")
    page.goto(address + "it/2025/")
    put(root / SEED, "Perturbazioni della piattaforma", "Problemi della piattaforma")
    page.get_by_text("Problemi della piattaforma").first.wait_for()
    assert page.url == address + "it/2025/"


def test_a_page_opened_while_something_is_wrong_says_so(served, page):
    """The findings are there at once, also in a page that is opened later; a link still leads on."""
    root, address = served
    text = (root / SEED).read_text(encoding="utf-8")
    put(root / SEED, "impact: none", "impact: nonee")
    wait_for(lambda: "error[wrong-word]" in (root.parent / "copy.log").read_text(encoding="utf-8"))
    page.goto(address + "fr/")
    page.locator(FINDINGS).wait_for()
    assert 'did you mean "none"?' in page.locator(FINDINGS).inner_text()
    (root / SEED).write_text(text, encoding="utf-8")
    page.locator(FINDINGS).wait_for(state="detached")


def test_templates_styles_and_catalogs_are_followed(served, page):
    """A site's own template, style or catalog is in the page once it is saved; a broken one is shown."""
    root, address = served
    theme = Path(__file__).parents[2] / "templates"
    page.goto(address + "en/incidents/tsr-1532/")
    shows(page, TITLE)
    for name, old, new, seen in (
        ("pages/404.html", "", "{% nonsense %}", FINDINGS),
        ("locale/en/LC_MESSAGES/cronaca.po", 'msgstr "Resolved"', 'msgstr "Put right"', "text=Put right"),
    ):
        own = root / "templates" / name
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text((theme / name).read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        page.locator(seen).first.wait_for()
        if seen == FINDINGS:
            own.unlink()
            page.locator(FINDINGS).wait_for(state="detached")
    own = root / "templates/styles/base.css"
    own.parent.mkdir(parents=True)
    own.write_text(
        (theme / "styles/base.css").read_text(encoding="utf-8") + "\nbody { outline: 3px solid red }\n"
    )
    expect(page.locator("body")).to_have_css("outline-width", "3px")
