"""What all resources share: how a call is made, a list planned and an answer read; it knows no path and no model."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import attrs

from billit_async._paging import Changes, Consistency, Pager, Plan, Reading, State, query_pairs
from billit_async._paging.windows import server_time
from billit_async._resources.arguments import (
    checked_id,
    checked_idempotency_key,
)
from billit_async._resources.filter_watch import FilterWatch
from billit_async._resources.responses import read_document, read_id
from billit_async._serialization import codec
from billit_async._transport import Request
from billit_async._transport.retries import READS
from billit_async._transport.urls import fill, path_template
from billit_async.errors import NotAvailable, QueryError
from billit_async.odata.ast import Binary, Path
from billit_async.odata.filterable import refuse_columns
from billit_async.odata.literals import integer
from billit_async.odata.query import Query, check_length, encode_query
from billit_async.odata.zones import in_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from uuid import UUID

    from billit_async._serialization.codec import Rows
    from billit_async._serialization.model import Model
    from billit_async._transport import Caller, Response
    from billit_async._transport.policies import CallOptions
    from billit_async._transport.sink import Sink
    from billit_async.errors import CallError
    from billit_async.errors._resolution import Lookup, Resolution
    from billit_async.odata.ast import Expr
    from billit_async.odata.query import Order

__all__ = ["Resource", "asked"]

T = TypeVar("T")
M = TypeVar("M", bound="Model")

_DETAILS_AT_ONCE = 8
_BEGINS = State()
_PLACEHOLDER = re.compile(r"\{\w+\}")


class Resource:
    """A group of operations, bound to one company of one session.

    Args:
        caller: Makes the calls.
    """

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @property
    def caller(self) -> Caller:
        """What makes its calls."""
        return self._caller

    async def _call(
        self,
        method: str,
        template: str,
        *,
        query: str = "",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
        honours_key: bool = False,
        lookup: Lookup | None = None,
        options: CallOptions | None = None,
        max_bytes: int | None = None,
        sink: Sink | None = None,
        **ids: int | str | UUID,
    ) -> Response:
        path = fill(template, **ids)
        request = Request(method, path, template, query, body, headers or {}, idempotency_key, honours_key)
        if max_bytes is not None:
            request = request._replace(max_bytes=max_bytes, sink=sink)
        if method in READS:
            return await self._caller.having(options).call(request)
        if lookup is not None:
            request = request._replace(lookup=lookup, resolver=self._find)
        response = await self._caller.having(options).call(request)
        response.refuse_page()
        return response

    async def _do(
        self,
        method: str,
        template: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
        honours_key: bool = False,
        options: CallOptions | None = None,
        **ids: int | str | UUID,
    ) -> None:
        """Make a write for which Billit documents no content in its response."""
        response = await self._call(
            method,
            template,
            query="",
            body=body,
            headers=headers,
            idempotency_key=idempotency_key,
            honours_key=honours_key,
            lookup=None,
            options=options,
            max_bytes=None,
            sink=None,
            **ids,
        )
        response.read_nothing()

    async def _create(
        self,
        path: str,
        body: bytes,
        lookup: Lookup,
        *,
        idempotency_key: str | None,
        honours_key: bool = False,
        read: Callable[[bytes], int] | None = None,
        options: CallOptions | None = None,
    ) -> int:
        """Create a document, and give every error the means to find out what became of it."""
        from billit_async._resources.orders.creating import Creation  # noqa: PLC0415  (it imports this module's users)

        key = checked_idempotency_key(idempotency_key)
        post = partial(
            self._call,
            "POST",
            path,
            body=body,
            idempotency_key=key,
            honours_key=honours_key,
            lookup=lookup,
            options=options,
        )
        caller = self._caller.having(options)
        return await Creation(resource=self, caller=caller, post=post, read=read or read_id, lookup=lookup).run()

    def attach_lookup(self, error: CallError, lookup: Lookup) -> None:
        """Give an error of a create the means to look its document up."""
        error.lookup = lookup
        error._resolver = self._find  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]

    async def _find(self, error: CallError, settle: float | None) -> Resolution:
        from billit_async._resources.orders.lookup import resolve  # noqa: PLC0415  (it imports this module's users)
        from billit_async._resources.settling import Settling  # noqa: PLC0415  (only needed here)

        if error.lookup is None:
            raise NotAvailable("this call creates no document, so there is none to find: read what it was to change")
        return await resolve(self, error.lookup, Settling.after(error, self._caller.transport.clock, settle))

    async def one_of(self, cls: type[M], template: str, key_attribute: str, number: int) -> M:
        """Read one document by its id; raises what a get raises."""
        response = await self._caller.call(Request("GET", _PLACEHOLDER.sub(str(number), template), template))
        return response.read(lambda raw: read_document(cls, raw, key_attribute, number))

    def list_of(
        self,
        cls: type[M],
        path: str,
        query: Query,
        *,
        key: str | None,
        key_attribute: str | None,
        cursor: int | str | None = None,
        by_key: bool = True,
        is_certain: bool = False,
        consistency: Consistency | str | None = None,
        strict: bool | None = None,
        prefetch: int | None = None,
        details: bool | int = False,
        one: str | None = None,
        is_watched: bool = True,
        options: CallOptions | None = None,
    ) -> Pager[M]:
        """Plan a list; nothing is asked before it is used.

        Args:
            cls: The model of its rows.
            path: Its path.
            query: What is asked.
            key: The wire name of its immutable unique key.
            key_attribute: The key's name on the model.
            cursor: Where to begin.
            by_key: Whether the list can be read by its key.
            is_certain: Whether the key is documented to be filterable.
            consistency: How it has to be read, whatever would be chosen; by key, it never falls back.
            strict: Whether columns that are known not to work are refused, and rows that contradict the filter are an
                error. When left out, columns are refused, and such rows are a warning.
            prefetch: Pages to have under way ahead.
            details: Read each row in full; a number says how many at once.
            one: The path template of one row, for that.
            is_watched: Whether rows are compared with the filter; a caller that looks at each itself need not.
            options: What its calls do otherwise than the session.

        Raises:
            QueryError: A column does not work, a date-time lacks the zone that the session asks for, or the cursor is
                of another list.
            TypeError: ``prefetch`` or ``details`` is no number.
            ValueError: One of them is not above zero.
        """
        caller = self._caller.having(options)
        config = caller.transport.config
        query = in_zone(query, caller.transport.server_tz, aware_only=config.aware_only)
        # Logs and spans get no ids of a path such as that of one registration's orders.
        template = path_template(path)
        if strict is not False:
            refuse_columns(path, query, config.filterable)
        if consistency is not None:
            by_key = _reads_by_key(consistency, query)
            is_certain = is_certain or by_key
        plan = Plan(
            path=path,
            base_url=caller.base_url,
            query=query,
            limit=query.top,
            key=key,
            key_attribute=key_attribute,
            by_key=by_key,
            is_certain=is_certain,
        )

        watch = FilterWatch(query.filter if is_watched else None, template, strict=bool(strict))

        async def fetch(plan: Plan, state: State) -> Rows[M]:
            encoded = state.link
            if encoded is None:
                encoded = check_length(encode_query(query_pairs(plan, state)))
            response = await caller.call(Request("GET", plan.path, template, encoded))
            rows = response.read(lambda raw: codec.read_rows(cls, raw))
            watch.see(rows, is_first=state == _BEGINS)
            return rows

        at_once = _at_once(details)
        reading: Reading[M] = Reading(
            prefetch=None if prefetch is None else checked_id(prefetch, "prefetch"),
            at_once=at_once or 1,
            without_keyset=caller.transport.without_keyset,
        )
        if at_once and one is not None and key is not None and key_attribute is not None:
            own = Resource(caller)
            reading = attrs.evolve(
                reading,
                detail=partial(own.one_of, cls, one, key_attribute),
                listed=partial(own._is_listed, cls, path, key, key_attribute),
            )
        return Pager(plan, fetch, cursor=cursor, reading=reading)

    async def _is_listed(self, cls: type[M], path: str, key: str, key_attribute: str, number: int) -> bool:
        """Whether a list still has a row: one that it has was refused when read in full, and has not vanished."""
        only = Query(where=Binary("eq", Path((key,)), integer(number)))
        again = self.list_of(
            cls, path, only, key=key, key_attribute=key_attribute, is_certain=True, strict=False, is_watched=False
        )
        row = await again.first()
        # A server that ignores the filter gives any row.
        return row is not None and getattr(row, key_attribute, None) == number

    def changes_of(
        self,
        listed: Callable[[Expr, str | None], Pager[M]],
        path: str,
        key_attribute: str,
        *,
        cursor: str | None,
        since: datetime | date | None,
        lag: timedelta,
        overlap: timedelta,
    ) -> Changes[M]:
        """Make a feed of changes; nothing is asked before it is used."""
        caller = self._caller
        if isinstance(since, datetime) and since.tzinfo is None and caller.transport.config.aware_only:
            raise QueryError(
                f"since is {since.isoformat()} without a zone, and this session takes only date-times with one "
                "(aware_only=True): give it a tzinfo"
            )

        async def now() -> datetime:
            query = encode_query([("$top", "1")])
            response = await caller.call(Request("GET", path, path, query))
            return server_time(response.headers) or datetime.now(UTC)

        return Changes(
            listed,
            now,
            path=path,
            key_attribute=key_attribute,
            cursor=cursor,
            since=since,
            lag=lag,
            overlap=overlap,
            zone=caller.transport.server_tz,
        )


def asked(
    where: Expr | Query | None,
    *,
    order_by: Order | Iterable[Order] | None = None,
    top: int | None = None,
    skip: int | None = None,
    search: str | None = None,
    count: bool = False,
    searches: bool = True,
) -> Query:
    """Put together what a list is asked for: a whole query as it is, or one of these.

    Args:
        where: A condition, or a whole query.
        order_by: In which order.
        top: Rows at most.
        skip: Rows to leave out.
        search: Full text search.
        count: Whether to count.
        searches: Whether the list has a full text search.

    Raises:
        TypeError: A query, and options that belong into it; an argument of the wrong type.
        ValueError: A number out of range.
        QueryError: The list has no full text search.
    """
    if not isinstance(where, Query):
        return Query(where=where, order_by=order_by, top=top, skip=skip, search=search, count=count)
    options = {"order_by": order_by, "top": top, "skip": skip, "search": search, "count": count or None}
    beside = [name for name, value in options.items() if value is not None]
    if beside:
        raise TypeError(f"{', '.join(beside)} belong into the query: Query(..., {beside[0]}=...)")
    if where.search and not searches:
        raise QueryError("Billit has no full text search in this list, and would answer the whole list: leave it out")
    return where


def _reads_by_key(consistency: Consistency | str, query: Query) -> bool:
    if consistency not in (Consistency.KEYSET, Consistency.LINKS):
        raise QueryError(f"consistency takes 'keyset' or 'links', not {consistency!r}")
    if consistency == Consistency.KEYSET and query.order_by:
        raise QueryError(
            "a list that is read by key comes in the order of its key: leave order_by out and sort the rows, or leave "
            "consistency out and follow Billit's links, which can miss rows that change meanwhile"
        )
    return consistency == Consistency.KEYSET


def _at_once(details: bool | int) -> int:  # noqa: FBT001  (what the caller wrote)
    if isinstance(details, bool):
        return _DETAILS_AT_ONCE if details else 0
    return checked_id(details, "details")
