"""The layout: who may import whom, what is public, and what importing costs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord

PACKAGE = Path(onrecord.__file__).parent

# A part may import those to its left, and parts of the same rank do not know each other.
RANKS = [
    {"_version", "characters", "records"},
    {"browser_text"},
    {"errors", "settings", "spelling", "anchoring", "digests", "identity", "fragments"},
    {"codec"},
    {"read", "compare", "sources", "store"},
    {"render"},
    {"run"},
    {"web"},
    {"cli"},
    {"__main__"},
]
RANK = {name: i for i, names in enumerate(RANKS) for name in names}


def imports(path: Path) -> set[str]:
    """The parts of onrecord that a module imports, also late ones."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("onrecord."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found.update(a.name.split(".")[1] for a in node.names if a.name.startswith("onrecord."))
    return found


MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_left(path: Path) -> None:
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for other in imports(path):
        assert other == part or RANK[other] < RANK[part], f"{part} imports {other}"


def imported(path: Path, names: dict[str, Path]) -> set[str]:
    """The modules of onrecord that a module imports, also late ones; those for the eyes of type checkers are left out."""
    found: set[str] = set()
    todo: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            todo += node.orelse
        elif isinstance(node, ast.Import):
            found.update(a.name for a in node.names if a.name in names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            base = node.module or ""
            modules = {f"{base}.{a.name}" for a in node.names} & names.keys()
            found |= modules  # from onrecord.run import wacz
            if base in names and len(modules) < len(node.names):
                found.add(base)
        else:
            todo += ast.iter_child_nodes(node)
    return found


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules that lead back to each other (strongly connected components, after Tarjan)."""
    found: list[list[str]] = []
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            at = stack.index(name)
            group, stack[at:] = stack[at:], []
            if len(group) > 1 or name in graph[name]:
                found.append(sorted(group))

    for name in sorted(graph):
        if name not in order:
            visit(name)
    return found


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Not even within functions, where Python would bear it: one of them cannot be understood without the other."""
    names = {}
    for path in [PACKAGE / "__init__.py", *MODULES]:
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    graph = {name: imported(path, names) for name, path in names.items()}
    assert graph["onrecord.run.export"] >= {"onrecord.run.wacz", "onrecord.records"}
    assert circles(graph) == []


def test_circles_are_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set(), "e": {"e"}}) == [["b", "c"], ["e"]]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_can_be_held_in_the_head(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 420


def test_public_names_exist_and_are_sorted() -> None:
    assert list(onrecord.__all__) == sorted(onrecord.__all__)
    for name in onrecord.__all__:
        assert hasattr(onrecord, name)


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, onrecord; print(' '.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    heavy = {"numpy", "onnxruntime", "click", "rich", "httpcore", "dateparser", "turbohtml", "protego"}
    assert heavy.isdisjoint(loaded)


def test_read_stays_a_function_after_its_package_is_imported() -> None:
    code = "from onrecord import read; import onrecord.read.reader; import onrecord; assert callable(onrecord.read)"
    subprocess.run([sys.executable, "-c", code], check=True)
