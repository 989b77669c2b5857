"""A wheel of this very program, from the files that it was installed with; the same bytes each time.

The format: https://packaging.python.org/specifications/binary-distribution-format/
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path

from cronaca.fingerprint import default_folder

_WHEN = (2020, 1, 1, 0, 0, 0)
_OF_THE_INSTALLER = ("INSTALLER", "RECORD", "REQUESTED", "direct_url.json", "uv_cache.json")
_WHEEL = "Wheel-Version: 1.0\nGenerator: cronaca\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_THEME = "cronaca/theme_default"  # where a wheel has what a checkout has in templates/


class Incomplete(Exception):
    """The installation does not say of what it is made; the message says what to do."""


def name(of: Distribution) -> str:
    return f"{of.name}-{of.version}-py3-none-any.whl"


def packed(of: Distribution, editable: bool) -> bytes:
    """The wheel that would install this program again: by RECORD, or from the folder that is worked in."""
    files = dict(_recorded(of))
    if editable:
        files = {path: data for path, data in files.items() if ".dist-info/" in path} | dict(_worked_in())
    info = next((path.partition("/")[0] for path in files if ".dist-info/" in path), "")
    if not info:
        raise Incomplete("this installation has no RECORD of its files: install cronaca with pip")
    files[f"{info}/WHEEL"] = _WHEEL.encode()
    rows = [(path, f"sha256={_hash(data)}", len(data)) for path, data in sorted(files.items())]
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([*rows, (f"{info}/RECORD", "", "")])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in (*sorted(files.items()), (f"{info}/RECORD", table.getvalue().encode())):
            entry = zipfile.ZipInfo(path, _WHEN)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _recorded(of: Distribution) -> Iterator[tuple[str, bytes]]:
    """What RECORD names, less what the installer made."""
    for each in of.files or ():
        path = each.as_posix()
        if path.startswith("..") or each.suffix in (".pyc", ".pth") or each.name in _OF_THE_INSTALLER:
            continue
        if path.startswith(("cronaca/", f"{of.name}-{of.version}.dist-info/")):
            try:
                yield path, Path(str(each.locate())).read_bytes()
            except OSError:
                raise Incomplete(f"{path} of this installation is gone: install cronaca again") from None


def _worked_in() -> Iterator[tuple[str, bytes]]:
    package, theme = Path(__file__).parents[1], default_folder()
    for folder, below in ((package, "cronaca"), (theme, _THEME)):
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                yield f"{below}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _hash(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
