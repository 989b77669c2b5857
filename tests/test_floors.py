"""The house: imports only go down, and files of one floor do not know each other."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "cronaca"
FLOORS = [
    {"disk", "git", "issue", "text", "clock", "parallel"},
    {"fingerprint", "model", "yaml", "lang"},
    {"history", "schema", "starter", "facts", "markup"},
    {"instants", "sources", "views"},
    {"exports", "theme", "validity"},
    {"summary"},
    {"cache", "plan", "rules"},
    {"check", "edit"},
    {"output"},
    {"pipeline"},
    {"publish", "serve"},
    {"cli"},
]


def floor(name: str) -> int:
    return next(number for number, names in enumerate(FLOORS) if name in names)


def imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, by the first name below cronaca."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "cronaca":
            rest = node.module.split(".")[1:2]
            found |= set(rest) if rest else {alias.name for alias in node.names}
    return found - {"__version__"}


def test_imports_only_go_down():
    """A file imports from lower floors alone; a package may import its own parts."""
    wrong = []
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if name in ("__init__", "__main__", "theme_default"):
            continue
        wrong += [
            f"{path.name} imports {each}" for each in imports(path) - {name} if floor(each) >= floor(name)
        ]
    assert not wrong


def test_every_file_has_a_floor():
    """A new module is given its place."""
    names = {path.name.removesuffix(".py") for path in SOURCE.iterdir() if not path.name.startswith("_")}
    assert names - {"py.typed", "theme_default"} <= set().union(*FLOORS)


PROTOCOLS = {"command", "pages"}  # of a module of cli/, and of a page kind: each has its own


def test_a_name_means_one_thing():
    """No public name is defined twice, but for what a protocol asks of each module."""
    known: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name.startswith("lang/") and name != "lang/__init__.py":
            continue
        for each in defined(ast.parse(path.read_text(encoding="utf-8"))) - PROTOCOLS:
            assert known.setdefault(each, name) == name, f"{each} stands in {known[each]} and in {name}"


def defined(tree: ast.Module) -> set[str]:
    """The public names of a module."""
    found = [each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.ClassDef)]
    for each in tree.body:
        targets = each.targets if isinstance(each, ast.Assign) else [getattr(each, "target", None)]
        found += [
            name.id for target in targets if target for name in ast.walk(target) if isinstance(name, ast.Name)
        ]
    return {name for name in found if not name.startswith("_")}


def test_nothing_is_called_build():
    """Tools and ignore files take what is called so for output."""
    assert not [path for path in SOURCE.rglob("build*") if path.stem == "build"]


def module(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(("cronaca", *(part for part in parts if part != "__init__")))


def test_no_modules_need_each_other():
    """Not within a folder either, nor for their types alone; a folder's face may show what lies in it."""
    paths = {module(path): path for path in SOURCE.rglob("*.py")}
    needs: dict[str, set[str]] = {}
    for name, path in paths.items():
        needs[name] = set()
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(each, ast.ImportFrom) and each.module:
                named = {f"{each.module}.{alias.name}" for alias in each.names} & paths.keys()
                needs[name] |= named or ({each.module} & paths.keys())
        needs[name] -= {name, "cronaca"}
    TopologicalSorter(needs).prepare()  # raises CycleError
