"""Makes the call of any operation of the document by its id, from the generated table of operations."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

from billit_async._resources.arguments import checked_idempotency_key, checked_model
from billit_async._resources.reading import read_object
from billit_async._resources.resource import HONOURS_KEYS, Resource
from billit_async._resources.responses import read_bool, read_text
from billit_async._serialization import codec
from billit_async._serialization.jsontypes import is_array
from billit_async._serialization.model import Model
from billit_async._serialization.values import shown
from billit_async._transport.messages import Request
from billit_async._transport.retries import READS
from billit_async._transport.urls import fill
from billit_async.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from billit_async._resources.operation import Operation, Parameter
    from billit_async._transport.policies import CallOptions

__all__ = ["OperationCall"]

_MOST_BITS: Final = 64


class OperationCall(Resource):
    """Any operation of one company: ``billit.call``."""

    __slots__ = ()

    async def run(self, name: str, arguments: dict[str, Any]) -> Any:
        """Make the call.

        Args:
            name: The id of the operation.
            arguments: Its parameters by Python name, with ``body``, ``idempotency_key`` and ``options``.

        Returns:
            What the document says.
        """
        operation = _operation(name)
        options: CallOptions | None = arguments.pop("options", None)
        request = _request(name, operation, arguments)
        response = await self._send(request, options)
        if operation.result is None and operation.route.method not in READS:
            response.read_nothing()
            return None
        if operation.result == "bytes":
            return response.body
        if response.is_empty and operation.result in {None, "Any"}:
            return None
        return response.read(_reader(operation.result or "Any"))


def _operation(name: str) -> Operation:
    # Loaded when it is first used: the table of a session's own methods is in their modules.
    from billit_async._resources._operations import OPERATIONS  # noqa: PLC0415

    if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError("call takes the id of an operation: call('Order_GetOrder', order_id=5)")
    operation = OPERATIONS.get(name)
    if operation is None:
        near = get_close_matches(name, OPERATIONS, n=3)
        hint = f"; near it: {', '.join(near)}" if near else ""
        raise InvalidArgument(f"there is no operation {shown(name)}{hint}")
    return operation


def _request(name: str, operation: Operation, arguments: dict[str, Any]) -> Request:
    method, template = operation.route
    key: str | None = None
    if operation.takes_key:
        key = checked_idempotency_key(arguments.pop("idempotency_key", None))
    body = _body(name, operation, arguments)
    known = {parameter.name for parameter in operation.parameters}
    if unknown := sorted(set(arguments) - known):
        raise TypeError(f"{name} takes no {unknown[0]}; it takes {', '.join(sorted(known)) or 'no parameters'}")
    ids: dict[str, Any] = {}
    query: list[tuple[str, str]] = []
    headers: dict[str, str] = {}
    for parameter in operation.parameters:
        value = arguments.get(parameter.name)
        if value is None:
            if parameter.required:
                raise TypeError(f"{name} needs {parameter.name}")
            continue
        match parameter.place:
            case "path":
                ids[parameter.wire] = _text(parameter, value)
            case "query":
                values = cast("list[Any]", value) if is_array(value) or isinstance(value, tuple) else [value]
                query += [(parameter.wire, _text(parameter, one)) for one in values]
            case _:
                headers[parameter.wire] = _text(parameter, value)
    return Request(
        method, fill(template, **ids), template, _encoded(query), body, headers, key, template in HONOURS_KEYS
    )


def _encoded(query: list[tuple[str, str]]) -> str:
    if not query:
        return ""
    from billit_async.odata.query import encode_query  # noqa: PLC0415  (loaded when first used)

    return encode_query(query)


def _text(parameter: Parameter, value: object) -> str:
    """Write the value of a parameter."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        raise InvalidArgument(f"{parameter.name} has more than {_MOST_BITS} bits")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | str | UUID):
        return str(value)
    raise TypeError(f"{parameter.name} takes a text, a whole number, a bool or a date, not {type(value).__name__}")


def _body(name: str, operation: Operation, arguments: dict[str, Any]) -> bytes | None:
    if operation.body is None:
        if "body" in arguments:
            raise TypeError(f"{name} takes no body")
        return None
    body: Any = arguments.pop("body", None)
    if body is None:
        if operation.body_required:
            raise TypeError(f"{name} needs a body, a {operation.body}")
        return None
    if operation.body.startswith("list["):
        inner = operation.body[5:-1]
        if not is_array(body) and not isinstance(body, tuple):
            raise TypeError(f"the body of {name} takes a list of {inner}, not {type(body).__name__}")
        items = [*cast("list[Any]", body)]
        if items and all(isinstance(item, Model) for item in items):
            return codec.to_body([_checked(item, inner) for item in items], "body")
        return codec.dumps([_checked(item, inner) if isinstance(item, Model) else item for item in items])
    if isinstance(body, Model):
        return codec.to_body(_checked(body, operation.body), "body")
    return codec.dumps(body)


def _checked(value: Model, kind: str) -> Model:
    if kind in {"object", "Any"}:
        return value
    cls: type[Model] = _model(kind)
    return checked_model(value, cls, "body")


def _model(name: str) -> type[Any]:
    found: type[Any] = getattr(import_module("billit_async.models"), name)
    return found


def _reader(kind: str) -> Callable[[bytes], Any]:
    """What reads a response of a type."""
    if kind in _READERS:
        return _READERS[kind]
    outer, _, inner = kind.removesuffix("]").partition("[")
    if outer == "page":
        return lambda raw: codec.read_page(_model(inner), raw)
    if outer == "list":
        if inner in _READERS:
            return _read_array
        return lambda raw: codec.read_list(_model(inner), raw)
    return lambda raw: codec.from_json(_model(kind), raw)


def _read_integer(raw: bytes) -> int:
    value: Any = codec.loads(raw)
    # Billit types a bare number as JSON or as plain text.
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("not a whole number")  # noqa: TRY004  (the response is wrong, not an argument)
    return value


def _read_array(raw: bytes) -> list[Any]:
    value: Any = codec.loads(raw)
    if not is_array(value):
        raise ValueError("not a list")
    return value


_READERS: Final[Mapping[str, Callable[[bytes], Any]]] = {
    "Any": codec.loads,
    "Decimal": codec.loads,
    "UUID": lambda raw: UUID(read_text(raw)),
    "bool": read_bool,
    "datetime": read_text,
    "int": _read_integer,
    "object": read_object,
    "str": read_text,
}
