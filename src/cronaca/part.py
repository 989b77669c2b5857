"""The site in parts: each is planned again only when what it is made from changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cronaca.brief import Brief
from cronaca.page import Page
from cronaca.views import Facts

Make = Callable[[Facts], Iterable[Page]]


class Part(NamedTuple):
    """Some pages that are made from the same incidents; the same key gives the same pages."""

    name: str
    key: bytes
    make: Make
    needs: tuple[Brief, ...] | None = None  # the incidents that it is made from; None: all of them

    @property
    def light(self) -> bool:
        """Whether it takes so little that several are given to a process at a time."""
        return self.name.startswith("incident ")
