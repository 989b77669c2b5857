"""A text in the languages that its author wrote, and which of them a reader gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

ANY = ""  # the language of a text that is the same in all: a product name, a code


class TextState(StrEnum):
    """How a text came to be."""

    WRITTEN = "written"
    MACHINE = "machine"


class Text(NamedTuple):
    """One text in one language."""

    lang: str
    text: str
    state: TextState = TextState.WRITTEN


@dataclass(frozen=True, slots=True)
class Localized:
    """One text in the languages that its author wrote, in the order written."""

    texts: tuple[Text, ...]

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Half the time that a frozen dataclass takes to be pickled by itself."""
        return Localized, (self.texts,)

    def pick(self, lang: str, order: Sequence[str]) -> Text:
        """The text for a reader of ``lang``: theirs, else the first of ``order`` that there is."""
        for each in (lang, ANY, *order):
            for text in self.texts:
                if text.lang == each:
                    return text
        return self.texts[0]

    def has(self, lang: str) -> bool:
        return any(text.lang in (lang, ANY) for text in self.texts)


def plain(text: str) -> Localized:
    """A text that is the same in every language."""
    return Localized((Text(ANY, text),))
