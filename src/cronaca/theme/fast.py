"""Jinja made to our measure: templates are compiled to plainer Python, once for all languages.

An incident's page takes 0.4 ms of CPU instead of 1.0, a cold build three quarters of its time. What this
forgoes: nothing that a template calls may ask for Jinja's context, what stands in a dictionary is named as
``x["key"]``, and no template gives a name of the environment another meaning. CRONACA_PLAIN=1 does without.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, MutableMapping
from functools import partial
from keyword import iskeyword
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.idtracking import VAR_LOAD_ALIAS, VAR_LOAD_RESOLVE
from jinja2.utils import missing
from markupsafe import Markup

from cronaca.theme.environment import Environment, output

# A third of what Markup() takes, which asks for __html__ first.
_markup: Callable[[str], Markup] = partial(str.__new__, Markup)


def macro(function: Callable[..., str], names: tuple[str, ...]) -> Callable[..., Markup]:
    """A macro as a plain function; jinja2.runtime.Macro sees to cases that ours do not have."""
    absent = (missing,) * len(names)

    def called(*args: Any, **named: Any) -> Markup:
        if named:
            args += tuple(named.pop(name, missing) for name in names[len(args) :])
            if named:
                raise TypeError(f"a macro has no argument {next(iter(named))!r}")
        return _markup(function(*args, *absent[len(args) :]))

    return called


class Generator(CodeGenerator):
    """Calls and attributes as Python has them."""

    _doubtful: nodes.Expr | None = None  # what may well not be there

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        named = any(iskeyword(each.key) for each in node.kwargs)
        if forward_caller or node.dyn_args or node.dyn_kwargs or named:
            self.write("environment.call(")
            self.visit(node.node, frame)
            self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        else:
            self.visit(node.node, frame)
            self.write("(")
            for each in (*node.args, *node.kwargs):
                self.visit(each, frame)
                self.write(", ")
        self.write(")")

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:
        if (frame.toplevel and self.extends_so_far) or node.scoped or node.required:
            super().visit_Block(node, frame)
        else:
            block = f"context.blocks[{node.name!r}][0]({self.get_context_ref()})"
            self.simple_write(f"concat({block})", frame, node)

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:
        if node.with_context or not frame.toplevel or not isinstance(node.template, nodes.Const):
            super().visit_FromImport(node, frame)
            return
        names = [(name, name) if isinstance(name, str) else name for name in node.names]
        for _, alias in names:
            self._allow(alias, node)
        self.writeline("found = ", node)
        self.write(f"environment.parts({node.template.value!r}, {tuple(name for name, _ in names)!r})")
        self.writeline(f"{', '.join(frame.symbols.ref(alias) for _, alias in names)}, = found")
        self.writeline(f"context.vars.update(zip({tuple(alias for _, alias in names)!r}, found))")

    def visit_Import(self, node: nodes.Import, frame: Frame) -> None:
        self._allow(node.target, node)
        super().visit_Import(node, frame)

    def enter_frame(self, frame: Frame) -> None:
        """Names of the environment are the module's own: no template can give them another meaning."""
        for target, (action, name) in list(frame.symbols.loads.items()):
            if action == VAR_LOAD_RESOLVE and name in self.environment.globals:
                self._words.add(name)
                frame.symbols.loads[target] = VAR_LOAD_ALIAS, f"word_{name}"
        super().enter_frame(frame)

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:
        if node.ctx == "store" and frame.toplevel:
            self._allow(node.name, node)
        super().visit_Name(node, frame)

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:
        self._allow(node.name, node)
        super().visit_Macro(node, frame)

    def _allow(self, name: str, node: nodes.Node) -> None:
        """No template gives a name that all take from the environment."""
        if name in self.environment.globals:
            self.fail(f"{name!r} is a word of the environment: choose another name", node.lineno)

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self._words: set[str] = set()
        super().visit_Template(node, frame)
        for name in sorted(self._words):
            self.writeline(f"word_{name} = environment.globals[{name!r}]")

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("output = environment.output")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        own = isinstance(node.node, nodes.Name) and node.node.name == "self"
        if own or iskeyword(node.attr) or node is self._doubtful:
            super().visit_Getattr(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:
        self._doubtful = node.node if node.name in ("defined", "undefined") else None
        super().visit_Test(node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        self._doubtful = node.node if node.name in ("default", "d") else None
        super().visit_Filter(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        if macro_ref.accesses_caller or macro_ref.accesses_kwargs or macro_ref.accesses_varargs:
            super().macro_def(macro_ref, frame)
        else:
            self.write(f"environment.macro(macro, {tuple(each.name for each in macro_ref.node.args)!r})")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("output(")


class FastEnvironment(Environment):
    """One whose macros and words are known when templates are compiled."""

    code_generator_class = Generator
    call: Any = staticmethod(operator.call)
    _parts: dict[tuple[str, tuple[str, ...]], tuple[Any, ...]]
    output = staticmethod(output)
    macro = staticmethod(macro)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}

    def speaking(self, words: Mapping[str, Any]) -> FastEnvironment:
        env = super().speaking(words)
        assert isinstance(env, FastEnvironment)
        env._parts = {}
        return env

    def parts(self, template: str, names: tuple[str, ...]) -> tuple[Any, ...]:
        """What a template exports by these names. Raises jinja2.UndefinedError."""
        key = template, names
        if key not in self._parts:
            module = self.get_template(template).module
            absent = [name for name in names if not hasattr(module, name)]
            if absent:
                raise jinja2.UndefinedError(f"{template} has no {absent[0]!r}")
            self._parts[key] = tuple(getattr(module, name) for name in names)
        return self._parts[key]
