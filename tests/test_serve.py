"""The preview, as a process of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from cronaca.build import build
from support import NOW, demo, run, tree


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def preview(tmp_path):
    """A served copy of the demo under a sub-path: its root and its address."""
    root = demo(tmp_path)
    settings = root / "content/site.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("https://status.example.org/", "https://example.github.io/status/"), encoding="utf-8"
    )
    port = free_port()
    command = [sys.executable, "-m", "cronaca", "serve", "--root", str(root), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        address = process.stdout.readline().split()[0]
        wait_for(lambda: get(address)[0] == 200)
        yield root, address
        process.terminate()


def get(address, host=""):
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_for(condition):
    for _ in range(150):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it never came true")


def test_it_serves_under_the_base_path_with_its_404(preview):
    """Pages are where they will be once published, and a missing one gets the site's own 404."""
    _, address = preview
    assert address.endswith("/status/")
    assert get(address + "fr/")[0] == 200
    status, text = get(address + "fr/nothing/")
    assert status == 404
    assert "Cette page n’existe pas" in text


def test_it_serves_only_the_site(preview):
    """No path leaves the site, and hidden files stay hidden."""
    root, address = preview
    (root / "secret.txt").write_text("sesame")
    for path in ("../secret.txt", "%2e%2e/%2e%2e/%2e%2e/secret.txt", "..%2f..%2fsecret.txt", ".nojekyll"):
        status, text = get(address + path)
        assert status != 200
        assert "sesame" not in text


def test_it_answers_only_this_machine(preview):
    """A foreign name that points here is refused."""
    _, address = preview
    assert get(address, host="evil.example")[0] == 403


def test_a_save_is_followed(preview):
    """What is saved is built again; what is broken leaves the last good page."""
    root, address = preview
    seed = root / "content/incidents/2025/2025-03-27-tsr-1532.yaml"
    text = seed.read_text(encoding="utf-8")
    page = address + "en/incidents/tsr-1532/"
    seed.write_text(text.replace("Payment platform disruptions", "Payments are back"), encoding="utf-8")
    wait_for(lambda: "Payments are back" in get(page)[1])
    seed.write_text(text.replace("impact: none", "impact: [", 1), encoding="utf-8")
    time.sleep(2)
    assert "Payments are back" in get(page)[1]
    seed.write_text(text, encoding="utf-8")
    wait_for(lambda: "Payment platform disruptions" in get(page)[1])


def test_only_the_preview_may_run_a_script(preview):
    """The policy is widened in the response, not in the file."""
    root, address = preview
    policy = re.compile(r'Security-Policy" content="([^"]*)"')
    assert "'unsafe-inline'" in policy.search(get(address + "fr/")[1])[1]
    file = root / ".cronaca/preview/fr/index.html"
    assert "'unsafe-inline'" not in policy.search(file.read_text(encoding="utf-8"))[1]


def test_drafts_are_shown_here_alone(preview):
    """A draft is in the preview, marked as one, and in no other build."""
    root, address = preview
    draft = root / "content/incidents/2025/2025-05-05-later.yaml"
    draft.write_text('draft: true\ntitle: {fr: "Plus tard", en: "Later"}\nwindows: [{from: 2025-05-05}]\n')
    wait_for(lambda: get(address + "fr/incidents/later/")[0] == 200)
    assert "[Brouillon] Plus tard" in get(address + "fr/incidents/later/")[1]
    assert "[Draft] Later" in get(address + "en/incidents/later/")[1]
    build(root, root / "site", NOW)
    assert not (root / "site/fr/incidents/later").exists()


def test_the_files_are_what_build_makes(preview):
    """Only the responses differ from a build's files; these are the same byte for byte."""
    root, _ = preview
    built = json.loads((root / ".cronaca/preview/build.json").read_text(encoding="utf-8"))["built_at"]
    build(root, root / "site", datetime.fromisoformat(built.replace("Z", "+00:00")))
    ours, theirs = tree(root / "site"), tree(root / ".cronaca/preview")
    assert {name for name in ours | theirs if ours.get(name) != theirs.get(name)} <= {".gitignore"}


def test_a_taken_port_is_said_with_a_free_one(tmp_path):
    """One line, exit 1, and a port to use instead."""
    root = demo(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = run("serve", "--root", str(root), "--port", str(port))
    assert told.returncode == 1
    assert re.fullmatch(rf"Error: port {port} is taken: (\d+) is free, so try --port \1\n", told.stderr)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_is_clean(tmp_path):
    """No trace, and exit 0."""
    command = [
        sys.executable,
        "-m",
        "cronaca",
        "serve",
        "--root",
        str(demo(tmp_path)),
        "--port",
        str(free_port()),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        address = process.stdout.readline().split()[0]
        wait_for(lambda: get(address)[0] == 200)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in told
    assert told.endswith("ended\n")


def test_foreign_pages_cannot_listen(preview):
    """A page of another site cannot open the preview's line: what is wrong may quote private lines."""
    _, address = preview
    parts = urlsplit(address)
    for origin, answer in ((f"http://{parts.netloc}", b"101"), ("https://evil.example", b"403")):
        with socket.create_connection((parts.hostname, parts.port)) as line:
            asked = (
                f"GET /livereload HTTP/1.1\r\nHost: {parts.netloc}\r\nOrigin: {origin}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
            )
            line.sendall(asked.encode())
            assert answer in line.recv(100).split(b"\r\n")[0]
