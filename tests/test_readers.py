"""Real readers of Statuspage's API, unmodified, on our sites: a Prometheus exporter, a client, a widget."""

import functools
import http.server
import json
import shutil
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from statuspage_prometheus_exporter.service_checker import check_status_page_service

from busy import BUSY
from support import NOW, browser, build, lacking, node

CLIENT = """
const { Statuspage } = require(process.argv[1]);
const page = new Statuspage("any");
page.setApiUrl(process.argv[2]);
(async () => console.log(JSON.stringify({
  summary: await page.api.getSummary(),
  status: await page.api.getStatus(),
  components: await page.api.getComponents(),
  all: await page.api.incidents.getAll(),
  unresolved: await page.api.incidents.getUnresolved(),
  upcoming: await page.api.scheduledMaintenances.getUpcoming(),
})))();
"""


WIDGET = """address => {
  const widget = document.createElement("statuspage-widget");
  widget.setAttribute("src", address);
  document.body.append(widget);
}"""


class _Open(http.server.SimpleHTTPRequestHandler):
    """As GitHub Pages serves: to scripts of any site, and with no other help."""

    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def serve():
    servers = []

    def address(folder):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Open, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield address
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def archive(built_demo, serve):
    return serve(built_demo / "site")


@pytest.fixture
def busy(site, serve):
    root = site(BUSY)
    build(root, root / "out", NOW)
    return serve(root / "out")


@pytest.fixture(autouse=True)
def scratch(tmp_path, monkeypatch):
    """The exporter keeps a cache where it runs."""
    monkeypatch.chdir(tmp_path)


def exported(address):
    """What the exporter makes of a summary."""
    found = check_status_page_service("us", {"name": "us", "url": address + "en/api/v2/summary.json"})
    assert found["success"], found["error"]
    return found


def test_an_exporter_counts_an_archive_as_quiet(archive):
    """It finds no incident and no maintenance, and repeats the archive's own sentence."""
    found = exported(archive)
    assert (found["raw_status"], found["status"]) == ("none", 1)
    assert found["details"] == "No open incidents in this archive as of 21 May 2026"
    assert not found["incident_metadata"]
    assert not found["maintenance_metadata"]
    assert len(found["component_metadata"]) == 15 + 3


def test_an_exporter_raises_the_alarm(busy):
    """It finds the open incident with its services, both maintenances with their times, and the states."""
    found = exported(busy)
    assert found["status"] == 0
    [incident] = found["incident_metadata"]
    assert (incident["name"], incident["impact"]) == ("Cards declined", "major")
    assert "Cards" in incident["affected_components"]
    running, coming = found["maintenance_metadata"]
    assert (running["name"], running["status"]) == ("Vault work", "in_progress")
    assert coming["scheduled_start"] == "2026-12-01T05:00:00.000Z"
    assert coming["scheduled_end"] == "2026-12-01T06:00:00.000Z"
    states = {each["name"]: each["status"] for each in found["component_metadata"]}
    assert states["Cards"] == "partial_outage"


def read_by_client(address):
    program = shutil.which("node") or lacking("node")
    package = node("statuspage.io")
    made = subprocess.run(
        [program, "-e", CLIENT, package, address],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


def test_a_client_reads_every_list(archive, busy):
    """A client for JavaScript finds each list where it looks for it, and in it what was written."""
    found = read_by_client(busy + "en/")
    assert [each["name"] for each in found["summary"]["incidents"]] == ["Cards declined"]
    assert found["unresolved"]["incidents"] == found["summary"]["incidents"]
    assert [each["name"] for each in found["upcoming"]["scheduled_maintenances"]] == ["Databases"]
    assert found["status"]["status"]["indicator"] == "major"
    assert found["components"]["components"] == found["summary"]["components"]
    found = read_by_client(archive + "it/")
    assert len(found["all"]["incidents"]) == 9
    assert "Perturbazioni della piattaforma di pagamento" in {e["name"] for e in found["all"]["incidents"]}
    assert not found["unresolved"]["incidents"]


@pytest.mark.browser
def test_statuspages_own_widget_shows_our_state(archive, busy):
    """Statuspage's widget for other sites shows our sentence and our grade."""
    with ThreadPoolExecutor(1) as own:  # other tests of this process may hold a browser already
        own.submit(_widget, (archive, busy)).result()


def _widget(addresses):
    from playwright.sync_api import expect, sync_playwright

    path, script = browser(), node("@statuspage", "status-widget", "dist", "index.js")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for address in addresses:
            page = chromium.new_page()
            page.goto(address + "api/v2/status.json")
            state = json.loads(page.locator("pre").inner_text())["status"]
            page.add_script_tag(content="var parcelRequire")  # a global that its bundle takes for granted
            page.add_script_tag(path=script)
            page.evaluate(WIDGET, address.rstrip("/"))
            shown = page.locator("statuspage-widget .status-text")
            expect(shown).to_have_text(state["description"], timeout=120_000)
            grade = page.locator("statuspage-widget [class*=indicator]").get_attribute("class")
            assert state["indicator"] in grade
        chromium.close()
