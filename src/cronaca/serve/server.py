"""The server: the site's files as they were built, with a script that follows what is saved."""

from __future__ import annotations

import logging
import mimetypes
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from livereload import Server
from livereload.handlers import LiveReloadHandler
from tornado import web

from cronaca.serve.watch import Saves

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_POLICY = b"default-src 'none';"
_WIDER = b"default-src 'none'; script-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:;"
_SCRIPT = '<script src="/livereload.js" data-version="{}"></script>'
_EMPTY = b"<!doctype html><meta charset=utf-8><title>cronaca</title>"


@dataclass(slots=True)
class Preview:
    """What is served: a built site below a base path, and what stands in the way of a newer one."""

    site: Path
    base: str
    local: bool  # only this machine is answered
    findings: str = ""
    follow: str = ""  # the id of the incident whose file was saved last
    version: int = 0  # of the pages: one that was loaded before the last save reloads once it listens
    left: list[str] = field(default_factory=list)  # base paths that it had before: open pages are still there

    def move(self, base: str) -> None:
        """The site's address was changed: what is asked for at the old one is found at the new one."""
        if base != self.base:
            self.left = [self.base, *(each for each in self.left if each not in (base, self.base))]
            self.base = base

    def tell(self, follow: str = "") -> None:
        """Have open pages reload, or show what is wrong."""
        if not self.findings:
            self.version, self.follow = self.version + 1, follow
        for wire in LiveReloadHandler.waiters.copy():
            wire.send_message(self.state())

    def state(self) -> dict[str, object]:
        """What an open page has to know; it compares the version with its own."""
        if self.findings:
            return {"command": "findings", "text": self.findings}
        return {"command": "reload", "base": self.base, "follow": self.follow, "version": self.version}


class _Local(web.RequestHandler):
    preview: Preview

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def prepare(self) -> None:
        host = urlsplit(f"//{self.request.host}").hostname
        if self.preview.local and host not in _LOOPBACK:
            raise web.HTTPError(403)  # a name that somebody else points at this machine


class _Wire(_Local, LiveReloadHandler):  # type: ignore[misc]
    """The open page's line: it is told at once what is wrong now."""

    def check_origin(self, origin: str) -> bool:
        return bool(urlsplit(origin).netloc == self.request.host)

    def on_message(self, message: str) -> None:
        super().on_message(message)
        if self in LiveReloadHandler.waiters:
            self.send_message(self.preview.state())


class _Script(_Local):
    def get(self) -> None:
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish((files("cronaca.serve") / "client.js").read_bytes())


class _File(_Local):
    """A file of the site, else its 404 page; only in these responses may the script run."""

    def get(self, path: str) -> None:
        base = self.preview.base
        found = self._find(path.removeprefix(base)) if path.startswith(base) else None
        if found is None and (moved := self._moved(path)):
            self.redirect(moved)
            return
        if found is None:
            self.set_status(404)
            found = self.preview.site / "404.html"
        elif found.is_dir():
            self.redirect(path + "/")
            return
        body = found.read_bytes() if found.is_file() else _EMPTY
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        if kind == "text/html":
            body = body.replace(_POLICY, _WIDER, 1) + _SCRIPT.format(self.preview.version).encode()
        text = kind.startswith("text/") or kind.endswith(("xml", "json"))
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.set_header("Cache-Control", "no-store")
        self.finish(body)

    head = get

    def _moved(self, path: str) -> str:
        """Where something is by now that is asked for elsewhere; "" where it is nowhere."""
        base = self.preview.base
        for old in self.preview.left:
            if path.startswith(old) and self._find(path.removeprefix(old)):
                return base + path.removeprefix(old)
        return "" if path.startswith(base) else base

    def _find(self, route: str) -> Path | None:
        site = self.preview.site
        if "\0" in route or len(route) > 1000 or any(len(part) > 200 for part in route.split("/")):
            return None  # no file is called so
        path = (site / (route + "index.html" if not route or route.endswith("/") else route)).resolve()
        inside = site.resolve() in path.parents and not path.name.startswith(".")
        return path if inside and path.exists() else None


class _Server(Server):  # type: ignore[misc]
    def __init__(self, preview: Preview, watcher: Saves) -> None:
        super().__init__(watcher=watcher)
        self.preview = preview

    def application(self, port: int, host: str, *_: object, **__: object) -> None:
        LiveReloadHandler.watcher = self.watcher
        given = {"preview": self.preview}
        handlers = [
            (r"/livereload", _Wire, given),
            (r"/livereload\.js", _Script, given),
            (r"(/.*)", _File, given),
        ]
        web.Application(handlers).listen(port, address=host)

    def _setup_logging(self) -> None:
        logging.getLogger("tornado.access").setLevel(logging.ERROR)


def serve(
    preview: Preview, watched: list[Path], saved: Callable[[list[Path]], None], host: str, port: int
) -> None:
    """Serve until interrupted; ``saved`` is told of every file that was saved below what is watched.

    Raises OSError when the port is taken.
    """
    _Server(preview, Saves(watched, saved)).serve(port=port, host=host)


def free_port(host: str, first: int) -> int | None:
    """The first port from ``first`` on that nobody uses, among twenty; None when there is none."""
    for port in range(first, min(first + 20, 65536)):
        try:
            try_port(host, port)
        except OSError:
            continue
        return port
    return None


def try_port(host: str, port: int) -> None:
    """Raises OSError when nothing can be served there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # elsewhere it means that two may use one
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
