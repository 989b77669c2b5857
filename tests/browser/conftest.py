"""A Chromium, and the demo served to it."""

import functools
import http.server
import threading

import pytest

from cronaca.build import build
from support import NOW, browser, demo


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    path = browser()
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=flags)
        yield running
        running.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The demo's address."""
    root = demo(tmp_path_factory.mktemp("demo"))
    build(root, root / "site", NOW, base_url="http://127.0.0.1/")
    handler = functools.partial(_Quiet, directory=root / "site")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
