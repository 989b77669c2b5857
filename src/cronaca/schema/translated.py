"""Fields that hold a text in several languages."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from cronaca.issue import Level, did_you_mean, short
from cronaca.schema.context import INVALID, Context
from cronaca.schema.scalars import OneOf
from cronaca.text import ANY, Localized, Text, TextState
from cronaca.yaml.nodes import Node

_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


class Translated(NamedTuple):
    """A text in several languages; ``anywhere``: or one that is the same in all."""

    anywhere: bool = False

    def read(self, node: Node, at: Context) -> Any:
        if node.kind == "scalar" and not node.null and (self.anywhere or len(at.languages) == 1):
            text = self._text(node, at)
            return (
                text
                if text is INVALID
                else Localized((Text(ANY if self.anywhere else at.languages[0], text),))
            )
        if node.kind == "scalar" and not node.null:
            hint = f"write it per language, for example: {at.languages[0]}: {short(node.value)!r}"
            return at.say(node, "wrong-type", "a text per language belongs here", hint)
        if not at.expect(node, "map", 'fr: "…"'):
            return INVALID
        texts = [
            self._one(key, value, at)
            for key, value in node.pairs
            if not value.null and not _left_out(key, at)
        ]
        good = tuple(text for text in texts if text is not INVALID)
        if good:
            return Localized(good)
        return INVALID if texts else at.say(node, "empty", "no text in any language")

    def _one(self, key: Node, node: Node, at: Context) -> Any:
        if key.value not in at.languages:
            message = f'"{short(key.value)}" is not a language of this site'
            return at.say(key, "language", message, lambda: did_you_mean(key.value, at.languages))
        state, body = TextState.WRITTEN, node
        if node.kind == "map":
            read = self._marked(node, at)
            if read is INVALID:
                return INVALID
            state, body = read
        text = self._text(body, at)
        return INVALID if text is INVALID else Text(key.value, text, state)

    def _marked(self, node: Node, at: Context) -> Any:
        """The state and the text of ``{text: …, state: machine}``."""
        for key, _ in node.pairs:
            if key.value not in ("text", "state"):
                hint = did_you_mean(key.value, ("text", "state"))
                at.say(key, "unknown-key", f'"{short(key.value)}" is not a field of a text', hint)
        body, how = node.get("text"), node.get("state")
        state = OneOf(TextState, "how a text came to be").read(how, at) if how else TextState.WRITTEN
        if body is None:
            return at.say(node, "missing-key", '"text" is missing in this text', 'text: "…"')
        return INVALID if state is INVALID else (state, body)

    def _text(self, node: Node, at: Context) -> Any:
        if node.kind == "scalar" and (node.null or not node.value.strip()):
            hint = "leave the language out until there is a text"
            return at.say(node, "empty-text", "this text is empty", hint, Level.WARNING)
        if not at.expect(node, "scalar"):
            return INVALID
        at.warn_of_cut(node)
        return node.value.strip()

    def schema(self) -> dict[str, Any]:
        name = "anywhere" if self.anywhere else "text"
        return {"allOf": [{"$ref": f"#/definitions/{name}"}]}  # beside a bare $ref, a description is lost


def _left_out(key: Node, at: Context) -> bool:
    """Whether it is a text in a language that the site does not list: said once for the whole site."""
    if key.value in at.languages or not _LANGUAGE.fullmatch(key.value):
        return False
    from babel import localedata  # the languages of CLDR

    if not localedata.exists(key.value.replace("-", "_")):
        return False
    message = f'what is written in "{key.value}" is left out: content/site.yaml does not list it'
    at.say(key, "language-left-out", message, "add it to languages there, or leave it", Level.HINT)
    return True


class PhraseText:
    """A text with ``{parameters}``, which must be the same ones in every language."""

    def read(self, node: Node, at: Context) -> Any:
        read = Translated().read(node, at)
        if read is INVALID:
            return INVALID
        wanted = parameters(read.texts[0].text)
        for text in read.texts[1:]:
            found = parameters(text.text)
            if found != wanted:
                differ = ", ".join(sorted(f"{{{name}}}" for name in found ^ wanted))
                message = f"the languages differ in their parameters: {differ}"
                hint = f"write {' and '.join(f'{{{each}}}' for each in sorted(wanted)) or 'none'} here too"
                at.say(node.get(text.lang) or node, "phrase-parameters", message, hint)
        return read

    def schema(self) -> dict[str, Any]:
        return Translated().schema()


def parameters(text: str) -> frozenset[str]:
    """The names between braces in a text; a word before a name joins it to the text: {de component}."""
    return frozenset((found.split() or [""])[-1] for found in re.findall(r"\{([^{}]*)\}", text))
