"""A build that is killed, at any step, leaves whole files and is completed by the next, whatever it is of."""

import os
import subprocess
import sys

import pytest

from killing import MODES
from support import CHECKOUT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL")
EVERY = {
    "edit": 5,
    "twice": 10,
    "theirs": 40,
    "unrecorded": 40,
    "swap": 4,
    "two-steps": 4,
    "first": 4,
    "within": 40,
}


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("mode", MODES)
def test_every_step(mode):
    """The next build equals a clean one: of the same content, of another, and of the one before.

    Every so many steps here; ``python tests/killing.py`` takes them all.
    """
    command = [sys.executable, "tests/killing.py", mode, "--every", str(EVERY[mode])]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "all right" in done.stdout
