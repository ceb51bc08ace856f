"""The last look at generated source before it is written: nothing in it runs but what the emitters are known to write.

Names and texts of a document are checked and escaped long before; should one ever get through, its code is found here.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, Final

from codegen import CodegenError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["refuse_foreign_code"]

_MODULES: Final = frozenset(
    {"__future__", "attrs", "collections.abc", "datetime", "decimal", "enum", "functools", "msgspec", "operator"}
    | {"types", "typing", "uuid"}
)
_OWN: Final = ("_model", "_resources", "_transport", "models", "odata", "struct", "values", "wire", "_serialization")
# The lazy package of models imports its areas by name.
_LAZY: Final = "billit_async/models/__init__.py"
_STATEMENTS: Final = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.ClassDef, ast.FunctionDef)
_IN_CLASSES: Final = (ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.Pass)
_BUILTINS: Final = frozenset(
    {"AttributeError", "dict", "frozenset", "getattr", "globals", "int", "isinstance", "len", "list", "map", "object"}
    | {
        "property",
        "set",
        "sorted",
        "str",
        "super",
        "tuple",
        "type",
        "bool",
        "bytes",
        "float",
        "ValueError",
        "TypeError",
    }
)
_FORBIDDEN: Final = (ast.AsyncFunctionDef, ast.Await, ast.Delete, ast.Global, ast.Lambda, ast.Nonlocal, ast.Try)
_FORBIDDEN_MORE: Final = (ast.While, ast.With, ast.Yield, ast.YieldFrom)
_DUNDERS: Final = frozenset({"__all__", "__dir__", "__getattr__", "__init__", "__name__", "__new__", "__slots__"})


def refuse_foreign_code(path: str, source: str) -> None:
    """Refuse source that does something which no emitter writes.

    Args:
        path: Where it is to be written, for the message and for the one file with a rule of its own.
        source: The source.

    Raises:
        CodegenError: It does not parse, or holds such a statement, import, call or attribute.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        raise CodegenError(f"{path}: what was generated is not Python ({type(error).__name__})") from None
    found = next(_foreign(path, tree), None)
    if found is not None:
        raise CodegenError(
            f"{path}: what was generated holds {found}, which no emitter writes; is the document hostile?"
        )


def _foreign(path: str, tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        if not isinstance(statement, _STATEMENTS) and not _is_text(statement) and not _is_for_types(statement):
            yield f"a {type(statement).__name__} in line {statement.lineno}"
    nodes = [*ast.walk(tree)]
    known = _names(nodes) | _BUILTINS | _DUNDERS
    for node in nodes:
        if isinstance(node, _FORBIDDEN + _FORBIDDEN_MORE):
            yield f"a {type(node).__name__} in line {node.lineno}"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imports(path, node)
        elif isinstance(node, ast.ClassDef):
            yield from (
                f"a {type(inner).__name__} in line {inner.lineno}"
                for inner in node.body
                if not isinstance(inner, _IN_CLASSES) and not _is_text(inner)
            )
        elif isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            is_hidden = name.startswith("__") and name not in _DUNDERS
            if is_hidden or (isinstance(node, ast.Name) and hasattr(builtins, name) and name not in known):
                yield f"the name {name} in line {node.lineno}"


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_for_types(statement: ast.stmt) -> bool:
    """Whether it is a block of imports that only type checkers run."""
    return (
        isinstance(statement, ast.If)
        and isinstance(statement.test, ast.Name)
        and statement.test.id == "TYPE_CHECKING"
        and not statement.orelse
        and all(isinstance(inner, ast.Import | ast.ImportFrom) for inner in statement.body)
    )


def _imports(path: str, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom):
        modules = [] if node.level else [node.module or ""]
        if any(alias.name == "*" or alias.name.startswith("__") for alias in node.names):
            yield f"an import of everything or of a hidden name in line {node.lineno}"
    else:
        modules = [alias.name for alias in node.names]
    for module in modules:
        package, _, rest = module.partition(".")
        is_own = package == "billit_async" and rest.partition(".")[0] in _OWN
        if not (module in _MODULES or is_own or (module == "importlib" and path == _LAZY)):
            yield f"an import of {module} in line {node.lineno}"


def _names(nodes: list[ast.AST]) -> frozenset[str]:
    """Return the names that the module itself makes."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name)
    return frozenset(found)
