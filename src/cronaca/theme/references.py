"""What one template names: others, styles and scripts, as Jinja reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jinja2 import nodes

_STYLE, _SCRIPT = "styles/{}.css", "scripts/{}.js"
# {% set css = ("base", "table") %}: what a page's layout prints and allows.
_LISTS = {"css": _STYLE, "js": _SCRIPT, "scripts": _SCRIPT}
# {{ script("zone") }}, {{ spoken(lang, "parts/x.html") }}: which argument names a file; None: each of them.
_CALLS = {
    "style": (_STYLE, None),
    "script": (_SCRIPT, 0),
    "scripts_allowed": (_SCRIPT, 0),
    "spoken": ("{}", 1),
}


class Computed(ValueError):
    """A template names another file by what is only known while it runs."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(name)
        self.name, self.line = name, line


class References(NamedTuple):
    """What one template names."""

    templates: list[str]  # that it extends, includes, imports, or has said in another language
    files: list[str]  # styles and scripts


def read_references(text: str, name: str) -> References:
    """None of one that is no template, as an editor's copy may be. Raises Computed."""
    from jinja2 import Environment, TemplateSyntaxError

    try:
        parsed = Environment(extensions=["jinja2.ext.i18n"]).parse(text, name)
    except TemplateSyntaxError:  # said when it is rendered
        return References([], [])
    found = References([], [])
    try:
        _read(parsed, found)
    except _Unread as unread:
        raise Computed(name, unread.line) from None
    return found


class _Unread(Exception):
    def __init__(self, node: nodes.Node) -> None:
        super().__init__(node)
        self.line = node.lineno


def _read(parsed: nodes.Template, found: References) -> None:
    from jinja2 import nodes

    known: set[int] = set()  # names that say no more than was read: nodes that are alike are equal
    for named in parsed.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        found.templates.extend(_words(named.template))  # type: ignore[attr-defined]
    for assign in parsed.find_all(nodes.Assign):
        if isinstance(assign.target, nodes.Name) and assign.target.name in _LISTS:
            known.add(id(assign.target))
            found.files.extend(map(_LISTS[assign.target.name].format, _words(assign.node, lists=True)))
    for call in parsed.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in _CALLS:
            known.add(id(call.node))
            words = _of_call(call, call.node.name)
            (found.templates if call.node.name == "spoken" else found.files).extend(words)
    for name, node in _other_names(parsed):
        if id(node) not in known and (name in _CALLS or name in _LISTS):
            raise _Unread(node)


def _of_call(call: nodes.Call, name: str) -> Iterator[str]:
    """The files that a call names."""
    path, at = _CALLS[name]
    star = getattr(call.dyn_args, "name", None)
    named = {each.key: each.value for each in call.kwargs}
    if (
        call.dyn_kwargs
        or (call.dyn_args and (name, star) != ("style", "css"))
        or not named.keys().isdisjoint(_LISTS)
    ):
        raise _Unread(call)
    given = [*call.args, *named.values()] if at is None else call.args[at : at + 1]
    if at is not None and not given:
        given = [named[key] for key in ("template", "name", "names") if key in named][:1] or [call]
    for each in given:
        yield from map(path.format, _words(each, lists=name == "scripts_allowed"))


def _other_names(parsed: nodes.Template) -> Iterator[tuple[str, nodes.Node]]:
    """What a template uses or gives by a name, but for its lists where they are used."""
    from jinja2 import nodes

    for word in parsed.find_all(nodes.Name):
        if word.name not in _LISTS or word.ctx != "load":
            yield word.name, word
    yield from ((each.name, each) for each in parsed.find_all(nodes.Macro))
    yield from ((each.target, each) for each in parsed.find_all(nodes.Import))
    for taken in parsed.find_all(nodes.FromImport):  # css as css is read where it is set
        yield from (
            (pair[1], taken) for pair in taken.names if isinstance(pair, tuple) and pair[0] != pair[1]
        )


def _words(node: nodes.Node, lists: bool = False) -> Iterator[str]:
    """The names that an expression can come to; one without a name is "". ``lists``: what these hold is read
    where they are set. Raises _Unread."""
    from jinja2 import nodes

    below: list[nodes.Node | None] = []
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield from [node.value] if node.value else []
    elif isinstance(node, (nodes.Tuple, nodes.List)):
        below = [*node.items]
    elif isinstance(node, nodes.CondExpr):
        below = [node.expr1, node.expr2]
    elif isinstance(node, nodes.Add):
        below = [node.left, node.right]
    elif not (lists and isinstance(node, nodes.Name) and node.name in _LISTS):
        raise _Unread(node)
    for each in below:
        yield from _words(each, lists) if each else ()
