"""The JSON Schemas: true to what is read, and useful in an editor."""

from __future__ import annotations

import json
import queue
import re
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any, ClassVar

import jsonschema
import pytest
import yaml

from cronaca.cli.schema import schema_texts
from cronaca.schema.documents import FILES, document
from cronaca.schema.records import Table
from support import lacking, node

PLACES = {f"content/{name}.yaml": name for name in ("site", "components", "phrases")}


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it, by its version 1.2: dates are words, and so are yes and no."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for tag, pattern, begin in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]*", "-+0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^({pattern})$"), list(begin))


def errors(name: str, text: str) -> list[str]:
    checker = jsonschema.Draft7Validator(document(name))
    return [error.message for error in checker.iter_errors(yaml.load(text, EditorLoader))]


@pytest.mark.parametrize("name", FILES)
def test_each_schema_is_one(name):
    """Every schema is valid itself, and says what each field means."""
    made = document(name)
    jsonschema.Draft7Validator.check_schema(made)
    kind = FILES[name]
    for field in kind.fields if isinstance(kind, Table) else ():
        assert made["properties"][field]["description"] == kind.fields[field].doc


def test_the_demo_follows_its_schemas(demo):
    """What the program accepts, the editor accepts."""
    for path in (demo / "content").rglob("*.yaml"):
        name = PLACES.get(path.relative_to(demo).as_posix(), "incident")
        assert errors(name, path.read_text(encoding="utf-8")) == [], path


def test_examples_follow_the_schema_that_gives_them():
    """An example can be written just as it stands."""

    def walk(part: Any, whole: dict[str, Any]) -> None:
        if isinstance(part, dict):
            for example in part.get("examples", ()):
                jsonschema.Draft7Validator({**part, "definitions": whole["definitions"]}).validate(example)
        for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            walk(each, whole)

    for name in FILES:
        walk(document(name), document(name))


@pytest.mark.parametrize("word", ["12", "1.10", "true", "TSR-1", '"no"'])
def test_scalars_that_a_text_accepts_are_no_errors(word):
    """A reference that looks like a number is a reference; so is a title."""
    assert errors("incident", f"title: {{fr: {word}}}\nreference: {word}\ncategory: {word}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "title: {fr: a}\nkind: accident\n",
        "title: {fr: a}\ncolour: red\n",
        "kind: incident\n",
        "title: {fr: a}\nwindows: [{from: yesterday}]\n",
        "title: {fr: a}\nupdates: [{at: 2025-03-10, status: solved, body: {fr: a}}]\n",
        "title: {french: a}\n",
    ],
)
def test_a_mistake_is_an_error_in_the_editor_too(text):
    """Wrong words, unknown and missing fields and odd times are seen while typing."""
    assert errors("incident", text)


def test_a_site_offers_its_own_languages_and_components(demo):
    """Completion knows this site's components, but a schema older than a component accepts it."""
    made = json.loads(schema_texts(demo)["incident"])
    offered = made["properties"]["components"]["properties"]
    assert offered["in-store"]["description"] == "In-store payment"
    text = {"title": {"fr": "a", "de": "b"}, "components": {"brand-new": "unknown"}}
    jsonschema.Draft7Validator(made).validate(text)


class Server:
    """yaml-language-server, spoken to as an editor does."""

    def __init__(self, root: Path) -> None:
        if not shutil.which("node"):
            lacking("node")
        program = node("yaml-language-server", "bin", "yaml-language-server")
        self.process = subprocess.Popen(
            ["node", str(program), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.answers: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.number = 0
        self.ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": {}})
        self._send({"method": "initialized", "params": {}})
        features = {"validate": True, "completion": True, "schemaStore": {"enable": False}}
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": {"yaml": features}}})

    def _listen(self) -> None:
        stream = self.process.stdout
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                while stream.readline().strip():
                    pass
                self.answers.put(json.loads(stream.read(int(line.split(b":")[1]))))

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def until(self, wanted: Any) -> dict[str, Any]:
        while True:
            message = self.answers.get(timeout=30)
            if "id" in message and "method" in message:  # it asks for settings: the defaults will do
                count = len(message.get("params", {}).get("items", ())) or 1
                self._send({"id": message["id"], "result": [None] * count})
            if wanted(message):
                return message

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        return self.until(lambda each: each.get("id") == self.number and "method" not in each)["result"]

    def open(self, path: Path, text: str) -> list[str]:
        """What the editor underlines when a file with this text is opened."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        told = self.until(
            lambda each: (
                each.get("method") == "textDocument/publishDiagnostics"
                and each["params"]["uri"] == path.as_uri()
            )
        )
        return [each["message"] for each in told["params"]["diagnostics"]]

    def complete(self, path: Path, line: int, column: int) -> set[str]:
        """The words offered at a place, from 0."""
        place = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}
        found = self.ask("textDocument/completion", place)
        return {item["label"] for item in (found if isinstance(found, list) else found["items"])}


@pytest.fixture(scope="module")
def editor(tmp_path_factory):
    """An editor in a new site."""
    from click.testing import CliRunner

    from cronaca.cli.init import command

    root = tmp_path_factory.mktemp("editor") / "status"
    assert CliRunner().invoke(command, [str(root)]).exit_code == 0
    server = Server(root)
    with server.process:
        yield root, server
        server.process.kill()


def test_an_editor_leaves_a_new_site_alone(editor):
    """The files that init writes are right in the editor too: it finds their schemas by the first line."""
    root, server = editor
    for path in sorted((root / "content").rglob("*.yaml")):
        assert server.open(path, path.read_text(encoding="utf-8")) == [], path


def test_an_editor_underlines_and_completes(editor):
    """A mistyped word is underlined; fields, words and the site's own components are offered."""
    root, server = editor
    path = root / "content/incidents/2025/2025-02-01-typed.yaml"
    text = (
        "# yaml-language-server: $schema=../../../schema/incident.json\n"
        'title: {fr: "Panne"}\nkind: accident\n\nupdates:\n  - at: 2025-02-01 08:00\n    status: \n'
        "    body: {fr: a}\ncomponents:\n  \n"
    )
    found = " ".join(server.open(path, text))
    assert '"incident", "maintenance", "information"' in found
    assert {"investigating", "resolved"} <= server.complete(path, 6, 12)
    assert {"website", "api"} <= server.complete(path, 9, 2)
    assert {"postmortem", "windows", "related"} <= server.complete(path, 3, 0)
