"""The house: imports only go down, and files of one floor do not know each other."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "cronaca"
FLOORS = [
    {"disk", "git", "issue", "text", "clock", "scalars", "facts", "crew", "days", "closure"},
    {"document", "kept", "inputs", "stage", "store"},
    {"place", "starter", "program", "placed"},
    {"model", "page", "nodes", "l10n", "markup", "formats", "splice", "jinja"},
    {"fields", "theme", "history", "drafts"},
    {"schema", "views"},
    {"served"},
    {"validity"},
    {"summary"},
    {"target"},
    {"bench"},
    {"load", "rules", "plan", "render", "write", "phrasing"},
    {"build", "record", "edit"},
    {"serve", "publish"},
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
