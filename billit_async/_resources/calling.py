"""Makes the call of any operation of the document by its id, from the generated table of operations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

import attrs

from billit_async._resources._operations import ORDER_POST_ORDERS, PARTY_POST_PARTY, PRODUCT_POST_PRODUCT
from billit_async._resources.arguments import checked_idempotency_key, checked_model
from billit_async._resources.reading import read_object
from billit_async._resources.resource import HONOURS_KEYS, Resource
from billit_async._resources.responses import read_bool, read_text
from billit_async._serialization import codec
from billit_async._serialization.ids import same_id
from billit_async._serialization.jsontypes import is_array
from billit_async._serialization.model import Model
from billit_async._serialization.values import shown
from billit_async._transport.messages import Request, WrongDocumentError
from billit_async._transport.retries import READS
from billit_async._transport.urls import fill
from billit_async.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Callable

    from billit_async._resources.operation import Operation, Parameter
    from billit_async._transport.policies import CallOptions
    from billit_async.errors import Lookup

__all__ = ["OperationCall"]

_MOST_BITS: Final = 64
_CREATES: Final = {ORDER_POST_ORDERS: "order", PARTY_POST_PARTY: "party", PRODUCT_POST_PRODUCT: "product"}
"""What creates a document that can be found again."""


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
        given, sent = arguments.get("body"), dict(arguments)
        request = _request(name, operation, arguments)
        if (kind := _CREATES.get(operation.route)) is not None:
            request = request._replace(lookup=_lookup(kind, given))
        response = await self._send(request, options)
        if operation.result is None and operation.route.method not in READS:
            response.read_nothing()
            return None
        if operation.result == "bytes":
            return response.body
        if response.is_empty and operation.result in {None, "Any"}:
            return None
        reader = _reader(operation.result or "Any")
        return response.read(lambda raw: _asked_for(operation, sent, reader(raw)))


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


def _lookup(kind: str, body: object) -> Lookup | None:
    """How the document that a body creates is found again; None for one that changes a document by its id."""
    from billit_async._resources.orders.lookup import KINDS, lookup_of  # noqa: PLC0415  (loads the models)

    document = body if isinstance(body, Model) else _by_python_name(KINDS[kind].cls, body)
    return lookup_of(kind, document) if getattr(document, KINDS[kind].id_name, None) is None else None


def _by_python_name(cls: type[Model], body: object) -> SimpleNamespace:
    """What a dictionary says, as the attributes of its model; it goes out as it is, so nothing of it is judged here."""
    given: Mapping[str, Any] = cast("Mapping[str, Any]", body) if isinstance(body, Mapping) else {}
    return SimpleNamespace(
        **{field.name: given.get(field.metadata["wire"]) for field in attrs.fields(cast("Any", cls))}
    )


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


def _asked_for(operation: Operation, sent: dict[str, Any], result: Any) -> Any:
    """Refuse the document of another id than the one that the path names."""
    for parameter in operation.parameters:
        found = getattr(result, parameter.name, None) if parameter.place == "path" else None
        if found is not None and not same_id(found, sent[parameter.name]):
            raise WrongDocumentError(f"the body is another document, by its {parameter.name}")
    return result


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
