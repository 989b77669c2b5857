"""Jinja's environment for a theme: one for each language, with the same templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from cronaca.theme.compiled import Kept

_escaped: Callable[[str], str] = lru_cache(1024)(escape)


def output(value: object) -> str:
    """What is printed: markup as it is, a text escaped."""
    if type(value) is Markup:
        return value
    if type(value) is str:
        return _escaped(value)
    if type(value) in (int, float):
        return str(value)
    text = escape(value)
    if callable(value) and not isinstance(value, jinja2.Undefined):
        raise TypeError(f"a {type(value).__name__} cannot be printed: has something else its name?")
    return text


class Compiled(jinja2.BytecodeCache):
    """Templates as this program compiled them, for all languages at once."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self._codes: dict[str, Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get(bucket.key)
        if not bucket.code and (data := self.kept.get(bucket.key)):
            bucket.bytecode_from_string(data)
            self._codes[bucket.key] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.code
        self.kept.put(bucket.key, bucket.bytecode_to_string())


class Environment(jinja2.Environment):
    """The environment of one language; the first one is the pattern of the others."""

    def speaking(self, words: Mapping[str, Any]) -> Environment:
        """The same templates with the words of a language, which macros know too."""
        env = self.overlay()
        env.globals = {**self.globals, **words}
        assert isinstance(env, Environment)
        return env
