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
    {"_version", "records"},
    {"errors", "settings", "spelling", "anchoring"},
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
