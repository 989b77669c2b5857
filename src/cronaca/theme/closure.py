"""What a template is made from: itself, all that it includes, and the styles and scripts that these name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jinja2 import nodes

_FILES = {"css": "styles/{}.css", "style": "styles/{}.css", "js": "scripts/{}.js", "script": "scripts/{}.js"}
_LISTS = ("css", "js")  # {% set css = ("base", "table") %}: what a page's layout prints and allows
_CALLS = ("style", "script", "spoken")  # {{ script("zone") }}, {{ spoken(lang, "parts/x.html") }}


class Computed(ValueError):
    """A template names another file by what is only known while it runs."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(name)
        self.name, self.line = name, line


class References(NamedTuple):
    """What one template names."""

    templates: list[str]  # that it extends, includes, imports, or has said in another language
    files: list[str]  # styles and scripts


class Unfound(ValueError):
    """A template names a file that is not there."""

    def __init__(self, name: str, by: str) -> None:
        super().__init__(name)
        self.name, self.by = name, by


def closure(template: str, references: Callable[[str], References | None]) -> dict[str, str]:
    """The files that a template is made from, each with the template that names it. Raises Unfound, and what
    ``references`` does, which gives None for what is not there."""
    found: dict[str, str] = {}
    left = [(template, template)]
    while left:
        name, by = left.pop(0)
        if name in found:
            continue
        found[name] = by
        if name.endswith((".css", ".js")):
            continue
        named = references(name)
        if named is None:
            raise Unfound(name, by)
        left[:0] = [(each, name) for each in (*named.templates, *named.files)]
    return found


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
    for each in parsed.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        found.templates.extend(_words(each.template))  # type: ignore[attr-defined]
    for assign in parsed.find_all(nodes.Assign):
        if _is_list(assign.target):
            known.add(id(assign.target))
            found.files.extend(map(_FILES[assign.target.name].format, _words(assign.node)))  # type: ignore[attr-defined]
    for call in parsed.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in _CALLS:
            known.add(id(call.node))
            _read_call(call, call.node.name, found)
    for word in parsed.find_all(nodes.Name):
        if (word.name in _CALLS or (_is_list(word) and word.ctx != "load")) and id(word) not in known:
            raise _Unread(word)


def _read_call(call: nodes.Call, name: str, found: References) -> None:
    if call.dyn_kwargs or (call.dyn_args and not (_is_list(call.dyn_args) and name == "style")):
        raise _Unread(call)
    named = {each.key: each.value for each in call.kwargs}
    if name == "spoken":
        found.templates.extend(_words(named.get("template") or (call.args[1:2] or [call])[0]))
    else:
        given = (*call.args, *named.values())
        found.files.extend(_FILES[name].format(word) for each in given for word in _words(each))


def _is_list(node: nodes.Node) -> bool:
    return getattr(node, "name", None) in _LISTS


def _words(node: nodes.Node) -> Iterator[str]:
    """The names that an expression can come to; one without a name is "". Raises _Unread."""
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
    elif not _is_list(node):
        raise _Unread(node)
    for each in below:
        yield from _words(each) if each else ()
