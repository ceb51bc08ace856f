"""What all resources share: how a call is made and a document created."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from billit_async._resources._operations import ORDER_POST_ORDERS, ORDER_POST_SEND
from billit_async._resources.arguments import checked_id, checked_idempotency_key
from billit_async._resources.responses import read_document, read_id
from billit_async._transport.messages import Request
from billit_async._transport.retries import READS
from billit_async._transport.urls import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from billit_async._resources.operation import Route
    from billit_async._serialization.model import Model
    from billit_async._transport.messages import Response
    from billit_async._transport.policies import CallOptions
    from billit_async._transport.shell import Caller
    from billit_async.errors import Lookup

__all__ = ["HONOURS_KEYS", "HasCaller", "Resource", "caller_of", "id_name", "request_of"]

M = TypeVar("M", bound="Model")
T = TypeVar("T")

HONOURS_KEYS: Final = frozenset({ORDER_POST_ORDERS.path, ORDER_POST_SEND.path})
"""Where idempotency keys are proven to be honoured. Source: docs page "idempotent tokens"; observed by integrators."""


def request_of(route: Route, *, query: str = "", **ids: int | str | UUID) -> Request:
    """Make the request of an operation; the ids fill the placeholders of its path."""
    return Request(route.method, fill(route.path, **ids), route.path, query)


class HasCaller(Protocol):
    """Has what makes its calls."""

    _caller: Caller


class Resource:
    """A group of operations, bound to one company of one session.

    Args:
        caller: Makes the calls.
    """

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def _call(
        self,
        route: Route,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
        **ids: int | str | UUID,
    ) -> Response:
        """Call an operation; the ids fill the placeholders of its path."""
        request = request_of(route, query="", **ids)
        if body is not None or headers or idempotency_key is not None:
            request = request._replace(
                body=body,
                headers=headers or {},
                idempotency_key=idempotency_key,
                honours_key=route.path in HONOURS_KEYS,
            )
        return await self._send(request, options)

    async def _send(self, request: Request, options: CallOptions | None) -> Response:
        response = await self._caller.having(options).call(request)
        if request.method not in READS:
            response.refuse_page()
        return response

    async def _read(
        self,
        route: Route,
        read: Callable[[bytes], T],
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
        **ids: int | str | UUID,
    ) -> T:
        """Call an operation, and read its response."""
        called = self._call(route, body=body, headers=headers, idempotency_key=idempotency_key, options=options, **ids)
        return (await called).read(read)

    async def _one(
        self,
        route: Route,
        cls: type[M],
        key: str,
        wanted: object,
        *,
        argument: str | None = None,
        query: str = "",
        options: CallOptions | None = None,
    ) -> M:
        """Read the one document of an id, and refuse another.

        Args:
            route: The operation, whose path names nothing but the id.
            cls: The model.
            key: The attribute that holds its id.
            wanted: The id, checked here.
            argument: What the caller knows the id as, when that is not ``key``.
            query: The query, encoded.
            options: See ``CallOptions``.
        """
        number = checked_id(wanted, argument or key)
        response = await self._send(request_of(route, query=query, **{id_name(route): number}), options)
        return response.read(lambda raw: read_document(cls, raw, key, number))

    async def _do(
        self,
        route: Route,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
        **ids: int | str | UUID,
    ) -> None:
        """Make a write for which Billit documents no content in its response."""
        called = self._call(route, body=body, headers=headers, idempotency_key=idempotency_key, options=options, **ids)
        (await called).read_nothing()

    async def _create(
        self,
        route: Route,
        body: bytes,
        lookup: Lookup,
        *,
        idempotency_key: str | None,
        read: Callable[[bytes], int] | None = None,
        options: CallOptions | None = None,
    ) -> int:
        """Create a document, and give every error the means to find out what became of it."""
        from billit_async._resources.orders.creating import Creation  # noqa: PLC0415  (it imports this module's users)

        request = request_of(route)._replace(
            body=body,
            idempotency_key=checked_idempotency_key(idempotency_key),
            honours_key=route.path in HONOURS_KEYS,
            lookup=lookup,
        )
        post = partial(self._send, request, options)
        caller = self._caller.having(options)
        return await Creation(resource=self, caller=caller, post=post, read=read or read_id, lookup=lookup).run()


def id_name(route: Route) -> str:
    """The name of the one id in the path of an operation."""
    return route.path.partition("{")[2].partition("}")[0]


def caller_of(resource: HasCaller) -> Caller:
    """What makes the calls of a resource; no attribute of it, so that its completion shows operations only."""
    return resource._caller  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
