"""The public names: what users import is public, sorted, unchangeable, and covers every type that they can meet."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import MutableMapping, MutableSequence, MutableSet
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import billit_async

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = Path(billit_async.__file__).parent
PAGES = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
PROGRAMS = [
    *sorted((REPOSITORY / "examples").rglob("*.py")),
    *sorted((REPOSITORY / "tests" / "typing").glob("*.py")),
]

# Programs of their own: users import these packages, and what is below them serves the packages alone.
_CLOSED = ("billit_async.emulator.", "billit_async.cli.")
# The types of the settings that users write.
_OPEN = ("billit_async.emulator.settings.groups", "billit_async.emulator.settings.values")
# What each resource is built on: its methods are for the resources.
_BASE = ("billit_async._resources.resource", "Resource")
_CODE = re.compile(r"^(?P<indent> *)```python[^\n]*\n(?P<code>.*?)^ *```$", re.MULTILINE | re.DOTALL)
_REFERENCE = re.compile(r"^::: (\S+)$", re.MULTILINE)


# --- modules ---------------------------------------------------------------------------------------------------------


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def _is_public(dotted: str) -> bool:
    return not any(part.startswith("_") for part in dotted.split("."))


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(FILES[module].read_text("utf-8"))


def _defines_something(module: str) -> bool:
    return any(not isinstance(node, ast.Expr | ast.ImportFrom) for node in _tree(module).body)


PUBLIC = [
    module for module in FILES if _is_public(module) and _defines_something(module) and not module.endswith(".__main__")
]
OPEN = [module for module in PUBLIC if module in _OPEN or not module.startswith(_CLOSED)]


# --- what users write ------------------------------------------------------------------------------------------------


def _sources(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        yield text
    for match in _CODE.finditer(text) if path.suffix == ".md" else ():
        yield "".join(line[len(match["indent"]) :] for line in match["code"].splitlines(keepends=True))


def _imported(source: str) -> Iterator[tuple[str, str | None]]:
    """Give the modules of the package that a program imports, and the names that it takes from them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def _is_offered(module: str, name: str | None) -> bool:
    if not _is_public(module) or module not in FILES:
        return False
    return name is None or name in getattr(import_module(module), "__all__", ()) or f"{module}.{name}" in PUBLIC


def test_what_is_shown_to_users_imports_public_names_only() -> None:
    hidden = [
        f"{path.relative_to(REPOSITORY)}: {module}: {name}"
        for path in [*PAGES, *PROGRAMS]
        for source in _sources(path)
        for module, name in _imported(source)
        if module.partition(".")[0] == "billit_async" and not _is_offered(module, name)
    ]
    assert not hidden


def test_the_reference_shows_public_names_only() -> None:
    shown = [name for page in PAGES for name in _REFERENCE.findall(page.read_text("utf-8"))]
    assert len(shown) > 50
    assert not [name for name in shown if not _is_public(name)]


# --- __all__ ---------------------------------------------------------------------------------------------------------


def _order(name: str) -> tuple[int, str]:
    """Constants, classes, functions, as ruff sorts them."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2
    return kind, name


def test_every_public_module_lists_its_names_in_order() -> None:
    for module in PUBLIC:
        loaded = import_module(module)
        names = [*loaded.__all__]
        assert names == sorted({*names}, key=_order), module
        assert not [name for name in names if name.startswith("_") and name != "__version__"], module
        assert not [name for name in names if not hasattr(loaded, name)], module


def test_nothing_that_a_public_module_lists_can_be_changed() -> None:
    changeable = (MutableMapping, MutableSequence, MutableSet)
    assert not [
        f"{module}.{name}"
        for module in OPEN
        for name in import_module(module).__all__
        if isinstance(getattr(import_module(module), name), changeable)
    ]


def test_the_types_load_nothing_before_they_are_used() -> None:
    program = (
        "import sys\n"
        "from billit_async import types\n"
        "before = {name for name in sys.modules if name.startswith('billit_async.')}\n"
        "types.Resolution\n"
        "print(sorted(before), 'billit_async.errors' in sys.modules, 'aiohttp' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['billit_async._version', 'billit_async.types'] True False"


# --- annotations -----------------------------------------------------------------------------------------------------


class Definition(NamedTuple):
    module: str
    name: str
    node: ast.stmt


@cache
def _definitions(module: str) -> dict[str, ast.stmt]:
    """Return what a module defines at its top, by name."""
    found: dict[str, ast.stmt] = {}
    for node in _tree(module).body:
        for inner in node.body if isinstance(node, ast.If) else [node]:
            match inner:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    found[name] = inner
                case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                    found[name] = inner
                case _:
                    pass
    return found


@cache
def _origins(module: str) -> dict[str, tuple[str, str]]:
    """Return where the names that a module imports come from, also those for type checkers alone."""
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _definition(module: str, name: str) -> Definition | None:
    """Find where a name of a module is defined; None for what is not of this package."""
    while module in FILES:
        if name in _definitions(module):
            return Definition(module, name, _definitions(module)[name])
        if name not in _origins(module):
            return None
        module, name = _origins(module)[name]
    return None


def _names(annotation: ast.expr) -> Iterator[str]:
    for node in ast.walk(annotation):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, ast.expr]]:
    args = node.args
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    yield from ((node.name, arg.annotation) for arg in every if arg is not None and arg.annotation is not None)
    if node.returns is not None:
        yield node.name, node.returns


def _annotations(node: ast.stmt, *, is_made_by_users: bool) -> Iterator[tuple[str, ast.expr]]:
    """Give the annotations that a user of a function, a class or an alias meets, with where each stands."""
    met = {"__aenter__", "__aiter__", "__anext__", *(["__init__"] if is_made_by_users else [])}
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _signature(node)
        case ast.ClassDef(body=body):
            for inner in body:
                match inner:
                    case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation) if not name.startswith("_"):
                        yield name, annotation
                    case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name in met or name[0] != "_":
                        yield from _signature(inner)
                    case _:
                        pass
        case ast.Assign(value=value) if not isinstance(value, ast.Call):
            yield "", value
        case ast.AnnAssign(annotation=ast.Name(id="TypeAlias"), value=ast.expr() as value):
            yield "", value
        case _:
            pass


def _value(definition: Definition) -> Any:
    return getattr(import_module(definition.module), definition.name, None)


def _is_type_variable(definition: Definition) -> bool:
    match definition.node:
        case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar" | "ParamSpec"))):
            return True
        case _:
            return False


def _found(module: str, expression: ast.expr) -> Iterator[Definition]:
    for name in _names(expression):
        found = _definition(module, name)
        if found is not None and not _is_type_variable(found):
            yield found


def test_every_type_that_a_user_meets_is_public() -> None:
    offered: set[int] = set()
    todo: list[tuple[Definition, str]] = []
    for module in OPEN:
        loaded = import_module(module)
        for name in loaded.__all__:
            offered.add(id(getattr(loaded, name)))
            if (definition := _definition(module, name)) is not None:
                todo.append((definition, f"{module}.{name}"))
    missing: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    while todo:
        definition, path = todo.pop()
        if definition[:2] in seen or definition[:2] == _BASE:
            continue
        seen.add(definition[:2])
        module, name, node = definition
        if isinstance(node, ast.ClassDef):
            todo += [(found, f"{path}({found.name})") for base in node.bases for found in _found(module, base)]
        for where, annotation in _annotations(node, is_made_by_users=_is_public(module)):
            for found in _found(module, annotation):
                todo.append((found, f"{path}.{where}"))
                if id(_value(found)) not in offered:
                    missing[f"{found.module}.{found.name}"] = f"{path}.{where}"
    assert len(seen) > 300
    assert not missing
