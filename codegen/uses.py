"""Finds where hand-written code names a generated thing that has gone: a model, a field, a member, an operation."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Gone", "gone"]

_PACKAGE: Final = "billit_async"
_OPERATIONS: Final = "billit_async/_resources/_operations.py"
_FIELDS: Final = "billit_async/fields.py"
_BASE: Final = "billit_async/_serialization/model.py"
_READERS: Final = frozenset(
    {"from_json", "from_dict", "read_document", "read_model", "checked_model", "evolve", "_one"}
)
_CALLS: Final = frozenset({"_call", "_do", "_read", "request_of"})
"""What calls an operation by its constant, with the ids of its path by their names."""
_SETTINGS: Final = frozenset({"query", "body", "headers", "idempotency_key", "options"})
_LISTS: Final = frozenset({"list", "Iterable", "Sequence", "Iterator", "AsyncIterator", "tuple", "read_list"})
_REGISTRATION: Final = "/v1/einvoices/registrations/{registrationID}"


@dataclass(frozen=True, slots=True, order=True)
class Gone:
    """A line of hand-written code that names what is not generated (any more)."""

    path: str
    line: int
    name: str

    def __str__(self) -> str:
        """Read as one line of a report."""
        return f"{self.path}:{self.line}: {self.name} has gone (renamed?)"


@dataclass(frozen=True, slots=True)
class _Generated:
    """What generated code offers."""

    modules: Mapping[str, frozenset[str]]
    """By module, the names in it."""
    classes: Mapping[str, Mapping[str, ast.expr | None]]
    """By class, its attributes with their annotations."""
    models: frozenset[str]
    paths: frozenset[str]
    routes: Mapping[str, str]
    """By constant of an operation, its path."""


def gone(root: Path, rendered: Mapping[str, str]) -> list[Gone]:
    """Search the package below a root.

    Args:
        root: The directory that holds the package.
        rendered: The generated files, relative path to text.
    """
    base = (root / _BASE).read_text("utf-8") if (root / _BASE).exists() else ""
    generated = _read(rendered, base)
    # A module without any of these names nothing generated: parsing the whole package takes seconds.
    telling = {"/v1", *generated.modules}
    found: set[Gone] = set()
    for file in sorted((root / _PACKAGE).rglob("*.py")):
        path = file.relative_to(root).as_posix()
        if path not in rendered and "__pycache__" not in file.parts:
            text = file.read_text("utf-8")
            if not text.startswith("# Generated") and any(name in text for name in telling):
                found |= {Gone(path, line, name) for line, name in _Module(generated, path).search(ast.parse(text))}
    return sorted(found)


def _read(rendered: Mapping[str, str], base: str) -> _Generated:
    modules: dict[str, frozenset[str]] = {}
    classes: dict[str, Mapping[str, ast.expr | None]] = {}
    models: set[str] = set()
    routes: dict[str, str] = {}
    paths: set[str] = set()
    bases = [node for node in ast.walk(ast.parse(base)) if isinstance(node, ast.ClassDef)]
    inherited: dict[str, ast.expr | None] = dict.fromkeys([name for node in bases for name in _members(node)])
    for path, text in rendered.items():
        if not path.endswith(".py"):
            continue
        tree = ast.parse(text)
        names = {name for node in tree.body for name in _defined(node)}
        if path == "billit_async/models/__init__.py":
            names |= {"Model", "Page"}
        modules[path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")] = frozenset(names)
        is_model = path.startswith("billit_async/models/")
        for node in tree.body if is_model or path == _FIELDS else ():
            if isinstance(node, ast.ClassDef):
                classes[node.name] = {**_members(node), **(inherited if is_model else {})}
                if is_model and "enumerations" not in path:
                    models.add(node.name)
        if path == _OPERATIONS:
            paths = {
                node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
            routes = {name: path for node in tree.body for name, path in _routes(node)}
    models_of = frozenset(classes) | modules.get("billit_async.models", frozenset())
    modules["billit_async.models"] = models_of
    of_operations = frozenset(path for path in paths if path.startswith("/"))
    return _Generated(modules, classes, frozenset(models), of_operations, routes)


def _routes(node: ast.stmt) -> Iterator[tuple[str, str]]:
    match node:
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(args=[_, ast.Constant(value=str(path))])):
            yield name, path
        case _:
            pass


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def _members(node: ast.ClassDef) -> Mapping[str, ast.expr | None]:
    found: dict[str, ast.expr | None] = {}
    for statement in node.body:
        annotation = statement.annotation if isinstance(statement, ast.AnnAssign) else None
        found |= dict.fromkeys(_defined(statement), annotation)
    return found


@dataclass(frozen=True, slots=True)
class _Type:
    """What a value is: a generated class, or a list of one."""

    name: str
    is_list: bool = False


class _Module:
    """The search of one module; types are followed as far as they stand in it."""

    def __init__(self, generated: _Generated, path: str) -> None:
        self._generated = generated
        self._known: dict[str, str] = {}
        # The emulator is a server of its own: its paths are patterns.
        self._checks_paths = "/emulator/" not in path
        self._found: list[tuple[int, str]] = []

    def search(self, tree: ast.Module) -> list[tuple[int, str]]:
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module in self._generated.modules:
                self._imported(node, node.module)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and self._checks_paths:
                self._path(node, node.value)
        # Types are followed from the generated classes that a module imports.
        if self._known:
            self._block(tree.body, {})
        return self._found

    def _imported(self, node: ast.ImportFrom, module: str) -> None:
        for alias in node.names:
            if alias.name in self._generated.classes:
                self._known[alias.asname or alias.name] = alias.name
            submodule = f"{module}.{alias.name}" in self._generated.modules
            if alias.name not in self._generated.modules[module] and not submodule:
                self._found.append((alias.lineno, alias.name))

    def _path(self, node: ast.Constant, text: str) -> None:
        if not text.startswith("/v1/") or set(text) & set(" \n*(?[\\"):  # prose and patterns are not paths
            return
        paths = self._generated.paths
        below = _REGISTRATION + text.removeprefix("/v1")
        if paths and text not in paths and below not in paths and not any(one.startswith(text) for one in paths):
            self._found.append((node.lineno, text))

    def _block(self, body: list[ast.stmt], env: dict[str, _Type]) -> None:
        for statement in body:
            self._statement(statement, env)

    def _statement(self, node: ast.stmt, env: dict[str, _Type]) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = dict(env)
            for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
                self._bind(inner, argument.arg, self._annotated(argument.annotation))
            self._block(node.body, inner)
        elif isinstance(node, ast.ClassDef):
            self._block(node.body, dict(env))
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self._expression(child, env)
            self._assigned(node, env)
            for field in ("body", "orelse", "finalbody", "handlers", "cases"):
                for child in getattr(node, field, []):
                    if isinstance(child, ast.stmt):
                        self._statement(child, env)
                    elif isinstance(child, ast.ExceptHandler | ast.match_case):
                        self._block(child.body, env)

    def _assigned(self, node: ast.stmt, env: dict[str, _Type]) -> None:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._bind(env, name, self._type(value, env))
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                self._bind(env, name, self._annotated(annotation))
            case ast.For(target=ast.Name(id=name), iter=value) | ast.AsyncFor(target=ast.Name(id=name), iter=value):
                self._bind(env, name, _item(self._type(value, env)))
            case _:
                for child in (
                    ast.walk(node) if isinstance(node, ast.Assign | ast.For | ast.With | ast.AsyncWith) else ()
                ):
                    if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
                        env.pop(child.id, None)

    @staticmethod
    def _bind(env: dict[str, _Type], name: str, found: _Type | None) -> None:
        if found is None:
            env.pop(name, None)
        else:
            env[name] = found

    def _expression(self, node: ast.expr, env: dict[str, _Type]) -> None:  # noqa: C901 - one case for each form
        if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            env = dict(env)
            for part in node.generators:
                for name in (child.id for child in ast.walk(part.target) if isinstance(child, ast.Name)):
                    env.pop(name, None)
                if isinstance(part.target, ast.Name):
                    self._bind(env, part.target.id, _item(self._type(part.iter, env)))
        elif isinstance(node, ast.Lambda):
            env = {name: kind for name, kind in env.items() if name not in {one.arg for one in node.args.args}}
        elif isinstance(node, ast.Attribute):
            self._attribute(node, env)
        elif isinstance(node, ast.Call):
            self._call(node, env)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self._expression(child, env)
            elif isinstance(child, ast.keyword):
                self._expression(child.value, env)
            elif isinstance(child, ast.comprehension):
                for inner in (child.iter, *child.ifs):
                    self._expression(inner, env)

    def _attribute(self, node: ast.Attribute, env: dict[str, _Type]) -> None:
        owner = self._type(node.value, env)
        if isinstance(node.value, ast.Name) and node.value.id in self._known and node.value.id not in env:
            owner = _Type(self._known[node.value.id])
        if owner is not None and not owner.is_list:
            self._member(owner.name, node.attr, node.lineno)

    def _member(self, owner: str, name: str, line: int) -> None:
        if not name.startswith("_") and name not in self._generated.classes[owner] and not hasattr(str, name):
            self._found.append((line, f"{owner}.{name}"))

    def _call(self, node: ast.Call, env: dict[str, _Type]) -> None:
        self._ids(node)
        owner = self._called(node, env)
        if owner is None or owner.name not in self._generated.models:
            return
        function = _name(node.func)
        if function in self._known or function == "evolve":
            for keyword in node.keywords:
                if keyword.arg is not None:
                    self._member(owner.name, keyword.arg, keyword.value.lineno)
        elif function in {"read_document", "read_model", "_one"}:
            for argument in node.args[2:]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    self._member(owner.name, argument.value, argument.lineno)

    def _ids(self, node: ast.Call) -> None:
        """Check the ids with which an operation is called against its path."""
        if _name(node.func) in _CALLS and node.args and (path := self._generated.routes.get(_name(node.args[0]))):
            for keyword in node.keywords:
                if keyword.arg and keyword.arg not in _SETTINGS and f"{{{keyword.arg}}}" not in path:
                    self._found.append((keyword.value.lineno, f"{_name(node.args[0])}: {{{keyword.arg}}}"))

    def _called(self, node: ast.Call, env: dict[str, _Type]) -> _Type | None:
        """What a call makes."""
        function = _name(node.func)
        if isinstance(node.func, ast.Name) and function in self._known:
            return _Type(self._known[function])
        if function in _READERS:
            for argument in node.args[:2]:
                if isinstance(argument, ast.Name) and argument.id in self._known:
                    return _Type(self._known[argument.id])
                if (found := self._type(argument, env)) is not None:
                    return found
        if function == "read_list" and node.args and isinstance(node.args[0], ast.Name):
            known = self._known.get(node.args[0].id)
            return None if known is None else _Type(known, is_list=True)
        return None

    def _type(self, node: ast.expr, env: dict[str, _Type]) -> _Type | None:
        match node:
            case ast.Name(id=name):
                return env.get(name)
            case ast.Await(value=value):
                return self._type(value, env)
            case ast.Call():
                return self._called(node, env)
            case ast.Subscript(value=value):
                return _item(self._type(value, env))
            case ast.BoolOp(op=ast.Or(), values=[first, *_]):
                return self._type(first, env)
            case ast.Attribute(value=value, attr=name):
                owner = self._type(value, env)
                if owner is None or owner.is_list or owner.name not in self._generated.models:
                    return None
                return self._annotated(self._generated.classes[owner.name].get(name), is_generated=True)
            case _:
                return None

    def _annotated(self, node: ast.expr | None, *, is_generated: bool = False) -> _Type | None:
        match node:
            case ast.Name(id=name):
                own = name if is_generated else self._known.get(name)
                return _Type(own) if own in self._generated.models else None
            case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
                return self._annotated(left, is_generated=is_generated)
            case ast.Subscript(value=ast.Name(id=outer), slice=inner) if outer in _LISTS:
                found = self._annotated(inner, is_generated=is_generated)
                return None if found is None or found.is_list else _Type(found.name, is_list=True)
            case _:
                return None


def _item(found: _Type | None) -> _Type | None:
    return _Type(found.name) if found is not None and found.is_list else None


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
