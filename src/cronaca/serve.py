"""The preview: the site under its base URL's path, rebuilt and reloaded on every save."""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from livereload import Server
from livereload.handlers import LiveReloadHandler
from tornado import web

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_POLICY = b"default-src 'none';"
_WIDER = b"default-src 'none'; script-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:;"


class _File(web.RequestHandler):
    """A file of the site, else its 404 page; only in these responses may the reload script run."""

    def initialize(self, site: Path, base: str, local: bool) -> None:
        self.site, self.base, self.local = site, base, local

    def prepare(self) -> None:
        host = urlsplit(f"//{self.request.host}").hostname
        if self.local and host not in _LOOPBACK:
            raise web.HTTPError(403)  # a name that somebody else points at this machine

    def get(self, path: str) -> None:
        if not path.startswith(self.base):
            self.redirect(self.base)
            return
        found = self._find(path.removeprefix(self.base))
        if found is None:
            self.set_status(404)
            found = self.site / "404.html"
        elif found.is_dir():
            self.redirect(path + "/")
            return
        body = found.read_bytes() if found.is_file() else b""
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        if kind == "text/html":
            body = body.replace(_POLICY, _WIDER, 1)
        text = kind.startswith("text/") or kind.endswith(("xml", "json"))
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.set_header("Cache-Control", "no-store")
        self.finish(body)

    head = get

    def _find(self, route: str) -> Path | None:
        path = (self.site / (route + "index.html" if not route or route.endswith("/") else route)).resolve()
        inside = self.site.resolve() in path.parents and not path.name.startswith(".")
        return path if inside and path.exists() else None


class _Preview(Server):  # type: ignore[misc]
    def __init__(self, site: Path, base: str, local: bool) -> None:
        super().__init__()
        self.arguments = {"site": site, "base": base, "local": local}

    def get_web_handlers(self, script: bytes) -> list[Any]:
        return [(r"(/.*)", _File, self.arguments)]

    def _setup_logging(self) -> None:
        logging.getLogger("tornado.access").setLevel(logging.ERROR)


def serve(
    site: Path, watched: list[Path], rebuild: Callable[[], object], base: str, host: str, port: int
) -> None:
    """Serve ``site`` until interrupted; ``rebuild`` runs whenever something watched was saved.

    Raises OSError when the port is taken.
    """
    server = _Preview(site, base, host in _LOOPBACK)
    for path in watched:
        server.watch(str(path), rebuild)
    LiveReloadHandler.DEFAULT_RELOAD_TIME = 0
    server.serve(port=port, host=host, restart_delay=0)
