"""Routes and the call that a route responds to: values in, bytes out, no HTTP library in sight."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, cast
from urllib.parse import unquote

import attrs

from billit_async.emulator.company.context import CompanyContext
from billit_async.emulator.protocol.binding import Bound, Dates, bind, parse_body
from billit_async.emulator.protocol.errors import APIError, generic

if TYPE_CHECKING:
    from billit_async.emulator.http.listing import PageRequest
    from billit_async.emulator.protocol.clock import Clock
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.settings import EmulatorSettings
    from billit_async.emulator.storage.documents import DocumentRepository
    from billit_async.emulator.storage.store import Store

__all__ = ["JSON_TYPE", "Call", "Responder", "Response", "Route", "RouteTable", "bearer_token", "integer_argument"]

T = TypeVar("T")
_JSON_TYPES: Final = frozenset({"application/json", "text/json"})
_UTF_16: Final = re.compile(r"charset=\"?(utf-?16(?:le|be)?)\b", re.IGNORECASE | re.ASCII)


@attrs.frozen(kw_only=True)
class Call:
    """One request, read and authorised.

    Args:
        store: The data.
        settings: The settings.
        clock: The emulator's time.
        company_ids: Companies of the key, the default one first.
        company_id: The company the request is about; 0 on a route without key.
        headers: Request headers, names without regard to case.
        body: The raw body.
        page: Origin, path and query.
        arguments: Path parameters by name.
        swagger: The Swagger document, when the package has it.
        plan: What the route's ``plan`` made of a long body beforehand, or its refusal.
    """

    store: Store
    settings: EmulatorSettings
    clock: Clock
    company_ids: tuple[int, ...]
    company_id: int
    headers: Mapping[str, str]
    body: bytes
    page: PageRequest
    arguments: Mapping[str, str]
    swagger: bytes | None
    plan: object = None

    @property
    def context(self) -> CompanyContext:
        """What the rules of the company work with."""
        return CompanyContext(store=self.store, settings=self.settings, clock=self.clock, company_id=self.company_id)

    @property
    def dates(self) -> Dates:
        """How dates in the body are read."""
        return self.context.dates

    def planned(self, plan: Callable[[Call], T]) -> T:
        """What the route's ``plan`` comes to, worked out now unless that was done beforehand.

        Raises:
            APIError: whatever the plan is refused with.
        """
        if self.plan is None:
            return plan(self)
        if isinstance(self.plan, APIError):
            raise self.plan
        return cast("T", self.plan)

    def json(self) -> Any:
        """The body as JSON with exact decimals; ``None`` when there is none.

        Raises:
            APIError: 400 when it is not JSON; 415 for another content type, where the settings want one.
        """
        if self.settings.requests.content_type != "bind" and self.body and self.media_type not in _JSON_TYPES:
            if self.settings.requests.content_type == "null":
                return None
            message = f"The request entity's media type '{self.media_type}' is not supported for this resource."
            raise APIError(415, message=message)
        return parse_body(
            _as_utf8(self.body, self.headers.get("Content-Type", "")), is_strict=self.settings.requests.json == "strict"
        )

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case."""
        return self.headers.get("Content-Type", "").partition(";")[0].replace(" ", "").lower()

    def bound_or_empty(self, shape: str) -> Bound:
        """The body bound to a shape of which nothing is required; no body is an empty one, as a rule."""
        if not self.body.strip() and self.settings.requests.missing_body == "empty":
            return bind({}, shape)
        return self.bound(shape)

    def bound(self, shape: str) -> Bound:
        """The body bound to a shape."""
        return bind(self.json(), shape, dates=self.dates)

    def bound_list(self, shape: str) -> list[Document]:
        """The body, an array, bound item by item.

        Raises:
            APIError: 400 when it is not an array.
        """
        value = self.json()
        if not isinstance(value, list):
            raise generic(f"The request body must be an array of {shape}")
        items = cast("list[object]", value)
        return [bind(item, shape, dates=self.dates).document for item in items]

    @property
    def documents(self) -> DocumentRepository:
        """What companies keep besides orders and lists."""
        return self.store.documents

    def no_access(self) -> APIError:
        """The response for an id that is unknown or not yours."""
        return self.context.no_access()

    def own(self, found: bytes | None) -> bytes:
        """The found bytes, or the refusal when there are none."""
        if found is None:
            raise self.no_access()
        return found


_INT32_DIGITS: Final = 10
JSON_TYPE: Final = "application/json; charset=utf-8"


@attrs.frozen(kw_only=True)
class Response:
    """A response that is more than the JSON of a success. What it holds may be secret and is not printed.

    Args:
        status: HTTP status.
        body: The raw body.
        content_type: Its type.
        headers: Further headers.
    """

    status: int = 200
    body: bytes = attrs.field(default=b"", repr=False)
    content_type: str = JSON_TYPE
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str], repr=False)


Responder = Callable[[Call], bytes | Response]


def _as_utf8(body: bytes, content_type: str) -> bytes:
    """A body in UTF-16, which Web API reads as well where its charset says so, in UTF-8."""
    match = _UTF_16.search(content_type)
    if match is None:
        return body
    try:
        return body.decode(match[1]).encode()
    except (UnicodeDecodeError, UnicodeEncodeError):
        raise generic("The request body is not in the encoding that its headers name") from None


@attrs.frozen(kw_only=True)
class Route:
    """One operation.

    Args:
        method: HTTP method.
        path: Template with parameters in braces, matched without regard to case as ASP.NET does.
        respond: Makes the response body, or a whole response; ``None`` where the emulator knows the operation but does
            not serve it.
        needs_key: Whether credentials are checked before it is asked.
        is_list: Whether it returns pages, so that the settings between them apply.
        hands_out_tokens: Whether the settings for the token endpoint apply to it.
        plan: The part of a write that only reads: for a long body it runs in a thread, before the transaction.
        stores: Whether it writes although it is a read.
        feature: The one of ``APIEnabledFeatures`` that a company must have for it.
    """

    method: str
    path: str
    respond: Responder | None
    needs_key: bool = True
    is_list: bool = False
    hands_out_tokens: bool = False
    plan: Callable[[Call], object] | None = None
    stores: bool = False
    feature: Literal["Cashbook", "DailyReceipts", "GLAccounts"] | None = None

    @property
    def writes(self) -> bool:
        """Whether it runs inside a transaction."""
        return self.method != "GET"

    @property
    def changes(self) -> bool:
        """Whether it may change what is stored, so that it needs the write lock."""
        return self.stores or self.method != "GET"


@attrs.define
class _Node:
    literals: dict[str, _Node] = attrs.Factory(dict[str, "_Node"])
    parameter: _Node | None = None
    routes: dict[str, Route] = attrs.Factory(dict[str, Route])
    names: dict[str, tuple[str, ...]] = attrs.Factory(dict[str, tuple[str, ...]])


class RouteTable:
    """Finds the route of a path."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Node()
        for route in routes:
            self.add(route)

    def add(self, route: Route) -> None:
        """Add a route; one that is there already stays."""
        node = self._root
        names: list[str] = []
        for segment in _segments(route.path):
            if segment.startswith("{"):
                names.append(segment.strip("{}"))
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.literals.setdefault(segment.lower(), _Node())
        node.routes.setdefault(route.method, route)
        node.names.setdefault(route.method, tuple(names))

    def find(self, method: str, path: str) -> tuple[Route | None, dict[str, str], frozenset[str]]:
        """The route for a raw path.

        Returns:
            The route, its arguments, and the methods that the path does have (empty for a path that does not exist).
        """
        found = _walk(self._root, _segments(path), 0, ())
        if found is None:
            return None, {}, frozenset()
        node, values = found
        route = node.routes.get(method)
        arguments = dict(zip(node.names[method], values, strict=True)) if route is not None else {}
        return route, arguments, frozenset(node.routes)


def bearer_token(headers: Mapping[str, str]) -> str | None:
    """The token in the ``Authorization`` header; ``None`` when it is not a bearer's."""
    scheme, _, token = headers.get("Authorization", "").strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def integer_argument(call: Call, name: str) -> int:
    """A path parameter that is an id; what is not a 32-bit number is nobody's id."""
    text = call.arguments[name]
    digits = text.lstrip("0") or "0"
    if not text.isascii() or not text.isdecimal() or len(digits) > _INT32_DIGITS or int(digits) >= 2**31:
        raise call.no_access()
    return int(digits)


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _walk(
    node: _Node, segments: list[str], index: int, values: tuple[str, ...]
) -> tuple[_Node, tuple[str, ...]] | None:
    if index == len(segments):
        return (node, values) if node.routes else None
    segment = segments[index]
    literal = node.literals.get(segment.lower())
    if literal is not None and (found := _walk(literal, segments, index + 1, values)) is not None:
        return found
    if node.parameter is None:
        return None
    return _walk(node.parameter, segments, index + 1, (*values, unquote(segment)))
