"""No module of the package imports one that imports it, in whatever roundabout way; imports for types count too."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import billit_async

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE = Path(billit_async.__file__).parent
STRICT = "billit_async.emulator"
"""Where imports inside functions count too."""


def modules() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_in(node: ast.AST, *, in_functions: bool) -> Iterator[ast.Import | ast.ImportFrom]:
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.Import | ast.ImportFrom):
            yield part
        elif isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and not in_functions:
            continue
        elif isinstance(part, ast.stmt | ast.excepthandler | ast.match_case):
            yield from imports_in(part, in_functions=in_functions)


def named_by(statement: ast.Import | ast.ImportFrom, importer: str, *, is_package: bool) -> Iterator[str]:
    """What an import names: ``from package import module`` names the module, and nothing names the packages above."""
    if isinstance(statement, ast.Import):
        yield from (alias.name for alias in statement.names)
        return
    base = statement.module or ""
    if statement.level:
        parts = importer.split(".")
        above = parts[: len(parts) - statement.level + int(is_package)]
        base = ".".join([*above, *([base] if base else [])])
    yield from (f"{base}.{alias.name}" for alias in statement.names)


def module_of(name: str, known: Mapping[str, Path]) -> str:
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name


def graph(known: Mapping[str, Path]) -> dict[str, set[str]]:
    edges: dict[str, set[str]] = {}
    for importer, path in known.items():
        statements = imports_in(ast.parse(path.read_bytes()), in_functions=importer.startswith(STRICT))
        is_package = path.name == "__init__.py"
        names = (name for statement in statements for name in named_by(statement, importer, is_package=is_package))
        edges[importer] = {module_of(name, known) for name in names} - {"", importer}
    return edges


def circles(edges: Mapping[str, set[str]]) -> list[list[str]]:
    """One way round for each circle that is met; the edge that closes it is then left out, to meet the next one."""
    left = {importer: set(imported) for importer, imported in edges.items()}
    found: list[list[str]] = []
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            # Each module in it is imported by the next one.
            way: list[str] = error.args[1]
            found.append(way[::-1])
            left[way[1]].discard(way[0])
        else:
            return found


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert [" -> ".join(circle) for circle in circles(graph(modules()))] == []
