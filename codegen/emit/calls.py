"""Emits the operations as Python: their table in `_resources/_operations.py`, their types in `_resources/_calls.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from codegen import CodegenError
from codegen.emit.names import member_name, python_name
from codegen.emit.operations import METHODS, resolved
from codegen.emit.schema import Kind, Shape, shape_of
from codegen.emit.source import identifier, string, strings
from codegen.plain import is_name, is_path, is_text, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.emit.schema import Schema

__all__ = ["CALLS", "TABLE", "emit_calls"]

TABLE: Final = "billit_async/_resources/_operations.py"
CALLS: Final = "billit_async/_resources/_calls.py"

_JSON: Final = "application/json"
_HTTP_NAME: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789$_-."
# What every call takes beside the parameters of its operation.
_RESERVED: Final = frozenset({"body", "idempotency_key", "operation", "options", "self"})
# The session sends these itself: it is the view of one company.
_OF_THE_SESSION: Final = frozenset({"PartyID", "ContextPartyID"})
_KEY: Final = "Idempotency-Key"
_SCALARS: Final = {
    Kind.STRING: "str",
    Kind.ENUMERATION: "str",
    Kind.BASE64: "str",
    Kind.INT: "int",
    Kind.LONG: "int",
    Kind.BOOL: "bool",
    Kind.DECIMAL: "Decimal",
    Kind.UUID: "UUID",
    Kind.DATETIME: "datetime",
    Kind.ANY: "Any",
}


@attrs.frozen(kw_only=True)
class _Parameter:
    name: str
    wire: str
    place: str
    required: bool
    hint: str


@attrs.frozen(kw_only=True)
class _Operation:
    """One operation, as both modules need it."""

    name: str
    constant: str
    method: str
    path: str
    parameters: tuple[_Parameter, ...]
    takes_key: bool
    body: str | None
    """The type of the body in the form of the table: ``Order``, ``list[Order]``, ``object``."""
    body_required: bool
    result: str | None
    """The type of the result, likewise; ``OrderPage`` is ``page[Order]``."""


def emit_calls(schema: Schema) -> dict[str, str]:
    """Make the two modules.

    Args:
        schema: What the document says.

    Returns:
        Relative path to unformatted source text.

    Raises:
        CodegenError: A name is not plain, or two operations would share a constant.
    """
    found = sorted(_operations(schema), key=lambda operation: operation.name)
    seen: dict[str, str] = {}
    for operation in found:
        if operation.constant in seen:
            raise CodegenError(f"{operation.name} and {seen[operation.constant]} would share a constant")
        seen[operation.constant] = operation.name
    return {TABLE: _table(found), CALLS: _calls(found, {model.name: model.area for model in schema.models})}


def _operations(schema: Schema) -> Iterator[_Operation]:
    document = schema.document
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield _operation(schema, path, method, operation)


def _operation(schema: Schema, path: str, method: str, operation: dict[str, Any]) -> _Operation:
    name = operation["operationId"]
    if not is_path(path) or not is_name(name):
        raise CodegenError(f"an operation is not plain: {shown(name)} of {shown(path)}")
    parameters = [resolved(schema.document, parameter) for parameter in operation.get("parameters", [])]
    body = operation.get("requestBody", {})
    responses: dict[str, dict[str, Any]] = operation["responses"]
    success = next((found for status, found in responses.items() if str(status).startswith("2")), dict[str, Any]())
    return _Operation(
        name=name,
        constant=member_name(name),
        method=method.upper(),
        path=path,
        parameters=tuple(_parameters(parameters, name, schema)),
        takes_key=any(parameter["name"] == _KEY for parameter in parameters),
        body=_content(body, schema, f"{name}: body"),
        body_required=bool(body.get("required")),
        result=_content(success, schema, f"{name}: response"),
    )


def _parameters(parameters: list[dict[str, Any]], where: str, schema: Schema) -> Iterator[_Parameter]:
    for parameter in parameters:
        wire, place = parameter["name"], parameter["in"]
        if place == "header" and (wire in _OF_THE_SESSION or wire == _KEY):
            continue
        if place not in {"path", "query", "header"} or not is_text(wire) or set(wire) - set(_HTTP_NAME):
            raise CodegenError(f"{where}: the parameter {shown(wire)} in {shown(place)} is not plain")
        name = python_name(wire)
        shape = shape_of(parameter.get("schema", {}), f"{where}: {wire}", schema)
        yield _Parameter(
            name=identifier(f"{name}_" if name in _RESERVED else name, where),
            wire=wire,
            place=place,
            required=bool(parameter.get("required")),
            hint=_hint(shape, argument=True),
        )


def _content(holder: dict[str, Any], schema: Schema, where: str) -> str | None:
    content: dict[str, Any] = holder.get("content", {})
    if not content:
        return None
    if _JSON not in content:
        return "bytes"
    described = content[_JSON].get("schema", {})
    target = str(described.get("$ref", "")).rpartition("/")[2]
    page_of = schema.document["components"]["schemas"].get(target, {}).get("x-page-of")
    if page_of is not None:
        return f"page[{identifier(page_of, where)}]"
    if described.get("format") == "binary":
        return "bytes"
    return _kind(shape_of(described, where, schema))


def _kind(shape: Shape) -> str:
    match shape:
        case Shape(kind=Kind.MODEL):
            return str(shape.model)
        case Shape(kind=Kind.LIST, items=Shape() as items):
            return f"list[{_kind(items)}]"
        case Shape(kind=Kind.MAP):
            return "object"
        case _:
            return _SCALARS[shape.kind]


def _hint(shape: Shape, *, argument: bool) -> str:
    match shape:
        case Shape(kind=Kind.LIST, items=Shape() as items):
            return f"{'Sequence' if argument else 'list'}[{_hint(items, argument=argument)}]"
        case Shape(kind=Kind.DATETIME) if argument:
            return "datetime | date"
        case Shape(kind=Kind.MODEL | Kind.MAP):
            return "Mapping[str, Any]"
        case _:
            return _SCALARS[shape.kind]


def _table(operations: list[_Operation]) -> str:
    lines = [
        '"""Every operation of the API: its method and path, its parameters, and what it takes and gives."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import TYPE_CHECKING, Final",
        "",
        "from billit_async._resources.operation import Operation, Parameter, Route",
        "",
        "if TYPE_CHECKING:",
        "    from collections.abc import Mapping",
        "",
        f"__all__ = {strings(['OPERATIONS', *(operation.constant for operation in operations)])}",
        "",
    ]
    lines += [f"{one.constant}: Final = Route({string(one.method)}, {string(one.path)})" for one in operations]
    lines += ["", "OPERATIONS: Final[Mapping[str, Operation]] = {"]
    lines += [f"    {string(one.name)}: {_row(one)}," for one in operations]
    lines += ["}", '"""By the id that the document gives them."""']
    return "\n".join(lines) + "\n"


def _row(operation: _Operation) -> str:
    facts = [operation.constant]
    if operation.parameters:
        facts.append(f"parameters=({''.join(f'{_parameter(one)}, ' for one in operation.parameters)})")
    if operation.takes_key:
        facts.append("takes_key=True")
    if operation.body is not None:
        facts.append(f"body={string(operation.body)}")
        if operation.body_required:
            facts.append("body_required=True")
    if operation.result is not None:
        facts.append(f"result={string(operation.result)}")
    return f"Operation({', '.join(facts)})"


def _parameter(parameter: _Parameter) -> str:
    facts = [string(parameter.name), string(parameter.wire), string(parameter.place)]
    return f"Parameter({', '.join([*facts, 'True'] if parameter.required else facts)})"


def _calls(operations: list[_Operation], home: dict[str, str]) -> str:
    signatures = [line for operation in operations for line in _overload(operation)]
    text = "\n".join(signatures)
    models = sorted({part for one in operations for part in _named(one) if part in home})
    imports = [f"    from billit_async.models.{home[model]} import {model}" for model in models]
    wanted = {
        "    from datetime import date, datetime": "datetime" in text,
        "    from decimal import Decimal": "Decimal" in text,
        "    from uuid import UUID": "UUID" in text,
    }
    return "\n".join(
        [
            '"""The types of `BillitSession.call`: one signature for each operation of the API."""',
            "",
            "from __future__ import annotations",
            "",
            "from typing import TYPE_CHECKING, Any, Literal, overload",
            "",
            "",
            "if TYPE_CHECKING:",
            "    from collections.abc import Coroutine, Mapping, Sequence",
            *(line for line, is_needed in wanted.items() if is_needed),
            "    from billit_async._serialization.model import Page",
            "    from billit_async._transport.shell import Caller",
            "    from billit_async._transport.policies import CallOptions",
            *imports,
            "",
            '__all__ = ["OperationCalls"]',
            "",
            "",
            "class OperationCalls:",
            '    """What makes the call of any operation of the document, by its id."""',
            "",
            "    _caller: Caller",
            "",
            text,
            "",
            *_IMPLEMENTATION,
        ]
    )


_IMPLEMENTATION: Final = (
    "    def call(self, operation: str, /, **arguments: Any) -> Coroutine[Any, Any, Any]:",
    '        """Make the call of any operation of the document, also one that has no method here yet.',
    "",
    "        Args:",
    '            operation: Its ``operationId``, ``"Order_GetOrder"`` for instance; see ``openapi/billit-v1.yaml``.',
    "            arguments: Its parameters by their Python names; ``body``, a model or a dict with Billit's names;",
    "                ``idempotency_key``, where the operation takes one, a new one when it is left out; ``options``,",
    "                what this call does otherwise than the session.",
    "",
    "        Returns:",
    "            What the document says: a model, a list, a page, a text, a number, bytes, or None.",
    "",
    "        Raises:",
    "            ApiError: Billit refused.",
    "            OutcomeUnknown: The connection broke after a write may have left.",
    "            UnexpectedResponse: The response is not what the document says.",
    "            InvalidArgument: There is no such operation, or a value cannot be sent.",
    "            TypeError: A parameter or the body is missing, unknown, or of the wrong type.",
    "",
    "        Source: the operations of openapi/billit-v1.yaml.",
    '        """',
    "        from billit_async._resources.calling import OperationCall  # noqa: PLC0415  (loaded when first used)",
    "",
    "        return OperationCall(self._caller).run(operation, arguments)",
    "",
)


def _named(operation: _Operation) -> set[str]:
    texts = [text for text in (operation.body, operation.result) if text is not None]
    return {part for text in texts for part in text.replace("]", "").split("[")}


def _overload(operation: _Operation) -> list[str]:
    arguments = [f"{one.name}: {one.hint}" for one in operation.parameters if one.required]
    if operation.body is not None and operation.body_required:
        arguments.append(f"body: {_body(operation.body)}")
    arguments += [f"{one.name}: {one.hint} | None = None" for one in operation.parameters if not one.required]
    if operation.body is not None and not operation.body_required:
        arguments.append(f"body: {_body(operation.body)} | None = None")
    if operation.takes_key:
        arguments.append("idempotency_key: str | None = None")
    arguments.append("options: CallOptions | None = None")
    result = _result(operation.result, operation.method)
    literal = f"operation: Literal[{string(operation.name)}]"
    return [
        "    @overload",
        f"    def call({', '.join(['self', literal, '/', '*', *arguments])}) -> Coroutine[Any, Any, {result}]: ...",
        "",
    ]


def _body(kind: str) -> str:
    if kind.startswith("list["):
        return f"Sequence[{_body(kind[5:-1])}]"
    if kind in {"object", "Any", "bytes"} or kind in _SCALARS.values():
        return {"object": "Mapping[str, Any]"}.get(kind, kind)
    return f"{kind} | Mapping[str, Any]"


def _result(kind: str | None, method: str) -> str:
    match kind:
        case None:
            return "Any" if method == "GET" else "None"
        case "object":
            return "dict[str, Any]"
        case _:
            return kind.replace("page[", "Page[").replace("[object]", "[dict[str, Any]]")
