"""Pictures of the pages that matter, to be looked at: python tests/browser/pictures.py FOLDER"""

import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import sync_playwright

from support import NOW, browser, build, demo, site

PAGES = {
    "demo": ["", "2025/", "incidents/tsr-1532/", "incidents/tsr-1532/postmortem/", "components/ecommerce/"],
    "trouble": ["", "2026/", "incidents/cards/", "incidents/slow-settlement/", "maintenance/", "actions/"],
}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        chromium = playwright.chromium.launch(executable_path=browser(), args=flags)
        for name, routes in PAGES.items():
            folder = Path(scratch, name)
            root = demo(folder) if name == "demo" else site(folder, name)
            build(root, root / "site", NOW)
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=root / "site"))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            for width, scheme in ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")):
                context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
                page = context.new_page()
                for lang in ("fr", "en", "it"):
                    for route in routes:
                        page.goto(f"http://127.0.0.1:{server.server_port}/{lang}/{route}")
                        shown = route.strip("/").replace("/", "-") or "home"
                        file = out / f"{name}-{lang}-{shown}-{width}-{scheme}.png"
                        page.screenshot(path=file, full_page=True)
                context.close()
            server.shutdown()
        chromium.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
