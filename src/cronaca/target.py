"""The site in targets: each is planned again only when what it is made from changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from cronaca.page import Page
from cronaca.summary import Summary
from cronaca.views import Facts

Make = Callable[[Facts], Iterable[Page]]


class Target(NamedTuple):
    """Some pages that are made from the same incidents; the same key gives the same pages."""

    name: str
    key: bytes
    make: Make
    reads: Sequence[Summary] | None = None  # the incidents that it is made from; None: all of them
    light: bool = False  # it takes so little that several are given to a process at a time
