"""A Chromium, and sites served to it."""

import functools
import http.server
import threading
from datetime import timedelta

import pytest

from support import NOW, browser, built


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


AHEAD = NOW + timedelta(days=400)  # the hour on every page that is not told another
WAIT = 120_000  # milliseconds


class _Browser:
    """A Chromium whose pages have the test's time, and whose waits are long: a machine may be busy."""

    def __init__(self, running):
        self._running = running

    def new_context(self, now=AHEAD, **options):
        context = self._running.new_context(**options)
        context.set_default_timeout(WAIT)
        context.clock.set_fixed_time(now)
        return context


def _refused(*_, **__):
    """Its second look is an eval, which our pages' policy refuses: it works when the first look succeeds."""
    raise AssertionError("use expect(page.locator(...)) in place of wait_for_function")


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import Page, expect, sync_playwright

    Page.wait_for_function = _refused
    expect.set_options(timeout=WAIT)
    path = browser()
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=flags)
        yield _Browser(running)
        running.close()


@pytest.fixture(scope="session")
def serve(tmp_path_factory):
    """A function that builds a site by its name, "demo" or one of tests/sites, and tells its address."""
    running = {}

    def address(name):
        if name not in running:
            root = built(name, tmp_path_factory.mktemp(name), NOW, base_url="http://127.0.0.1/")
            handler = functools.partial(_Quiet, directory=root / "site")
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            running[name] = server
        return f"http://127.0.0.1:{running[name].server_port}/"

    yield address
    for server in running.values():
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def served(serve):
    """The demo's address."""
    return serve("demo")
