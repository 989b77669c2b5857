"""A filled GitHub issue form: the headings that GitHub makes of its labels, and what stands below them.

GitHub renders each field as ``### Label``, an empty line and the answer, ``_No response_`` for none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_FORM = 70_000  # characters; GitHub keeps at most 65,536 of a body
FIELDS = (
    "Kind",
    "Services",
    "Status",
    "Impact",
    "Users hurt since",
    "Written at",
    "Reference",
    "Priority",
    "Phrase",
)
_HEADING = re.compile(r"### +(?P<label>[A-Za-z][A-Za-z ]{0,40}?)(?: \((?P<lang>[A-Za-z-]{2,12})\))?[ \t]*")
_NOTHING = ("_No response_", "None", "—", "")
_UNWRITABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


class BadForm(ValueError):
    """A body that is no filled form; the message says why."""


@dataclass(frozen=True, slots=True)
class Form:
    """The answers by label, and the texts by language."""

    answers: dict[str, str]
    titles: dict[str, str]
    messages: dict[str, str]

    def get(self, label: str) -> str:
        """The answer on one line; "" for none."""
        return " ".join(self.answers.get(label, "").split())


def read_form(body: str, languages: tuple[str, ...]) -> Form:
    """The answers of a form's body. Raises BadForm.

    Invisible control characters and marks that turn the direction of text are taken out. A heading that
    is none of the form's, or that came before, is part of the text that it stands in.
    """
    if len(body) > LONGEST_FORM:
        raise BadForm(f"the form has more than {LONGEST_FORM:,} characters")
    text = _UNWRITABLE.sub("", re.sub("\r\n?|\x85", "\n", body))
    parts: dict[tuple[str, str], list[str]] = {}
    current: list[str] = []
    for line in text.split("\n"):
        key = _key(line, languages)
        if key and key not in parts:
            current = parts[key] = []
        else:
            current.append(line)
    said = {key: "\n".join(lines).strip() for key, lines in parts.items()}
    known = {key: each for key, each in said.items() if each not in _NOTHING}
    if not any(label in ("Message", "Phrase") for label, _ in known):
        raise BadForm("the form says nothing: it has neither a message nor a phrase")
    return Form(
        {label: each for (label, lang), each in known.items() if not lang},
        {lang: " ".join(each.split()) for (label, lang), each in known.items() if label == "Title"},
        {lang: each for (label, lang), each in known.items() if label == "Message"},
    )


def _key(line: str, languages: tuple[str, ...]) -> tuple[str, str] | None:
    found = _HEADING.fullmatch(line)
    if not found:
        return None
    label, lang = found["label"], found["lang"] or ""
    if label in FIELDS and not lang:
        return label, ""
    return (label, lang) if label in ("Title", "Message") and lang in languages else None
