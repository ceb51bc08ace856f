"""How a list is planned and read: from its facts and a query to a pager or a feed of changes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from billit_async._paging import Changes, Consistency, Pager, Plan, Reading, State, query_pairs
from billit_async._paging.windows import LAG, OVERLAP, server_time
from billit_async._resources.arguments import checked_number
from billit_async._resources.company_watch import CompanyWatch
from billit_async._resources.filter_watch import FilterWatch
from billit_async._resources.responses import read_document
from billit_async._resources.selection import Selection
from billit_async._serialization import codec
from billit_async._serialization.ids import same_id
from billit_async._transport.messages import Request
from billit_async._transport.urls import fill, path_template
from billit_async.errors import BadRequest, QueryError, ServerError
from billit_async.odata._list_spec import Keyset
from billit_async.odata.ast import Binary, Path
from billit_async.odata.filterable import refuse_columns
from billit_async.odata.literals import id_literal
from billit_async.odata.query import Query, check_length, encode_query
from billit_async.odata.zones import in_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import timedelta

    from billit_async._paging.sources import Fetch
    from billit_async._serialization.codec import Rows
    from billit_async._serialization.model import Model
    from billit_async._transport.policies import CallOptions
    from billit_async._transport.shell import Caller
    from billit_async.odata._list_spec import ListSpec
    from billit_async.odata.ast import Expr
    from billit_async.odata.query import Column, Order

__all__ = ["Lister", "build_query"]

M = TypeVar("M", bound="Model")
T = TypeVar("T")

_DETAILS_AT_ONCE: Final = 8
_BEGINS: Final = State()
_PLACEHOLDER: Final = re.compile(r"\{\w+\}")


class Lister:
    """Plans the lists of one company.

    Args:
        caller: Makes the calls.
    """

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list_of(
        self,
        spec: ListSpec[M],
        query: Query,
        *,
        path: str | None = None,
        cursor: int | str | None = None,
        consistency: Consistency | str | None = None,
        strict: bool | None = None,
        prefetch: int | None = None,
        details: bool | int = False,
        is_demanded: bool = True,
        is_watched: bool = True,
        keys_only: bool = False,
        options: CallOptions | None = None,
    ) -> Pager[M]:
        """Plan a list; nothing is asked before it is used.

        Args:
            spec: The facts about the list.
            query: What is asked.
            path: Its path, where the path of the spec has ids in it.
            cursor: Where to begin.
            consistency: How it has to be read, whatever would be chosen; by key, it never falls back.
            strict: Whether columns that are known not to work are refused, and rows that contradict the filter are an
                error. When left out, columns are refused, and such rows are a warning.
            prefetch: Pages to have under way ahead.
            details: Read each row in full; a number says how many at once.
            is_demanded: Whether a list that ``consistency`` wants read by key is refused where its keys are texts; else
                it is read by links then.
            is_watched: Whether rows are compared with the filter; a caller that looks at each itself need not.
            keys_only: Whether the key of a row is all that is read of it.

        Raises:
            QueryError: A column does not work, a date-time lacks the zone that the session asks for, the list has no
                search or no rows to read in full, columns are selected of rows in full, or the cursor is of another
                list.
            TypeError: ``prefetch`` or ``details`` is not a number.
            ValueError: One of them is not above zero.
        """
        caller = self._caller.having(options)
        config = caller.transport.config
        path = spec.path if path is None else path
        query = in_zone(query, caller.transport.server_tz, aware_only=config.aware_only)
        if query.search and not spec.searches:
            raise QueryError(
                "Billit has no full text search in this list, and would return the whole list: leave it out"
            )
        # Logs and spans get no ids of a path such as that of one registration's orders.
        template = path_template(_PLACEHOLDER.sub("{id}", spec.path))
        if strict is not False:
            refuse_columns(path, config.filterable.get(path, spec.columns), query)
        ignoring = caller.transport.shared(_ignoring_select)
        selection = Selection(spec, query, template, ignoring, in_full=details is not False)
        query = selection.query
        by_key = spec.by_key if consistency is None else _reads_by_key(consistency, query)
        plan = Plan(
            path=path,
            base_url=caller.base_url,
            query=query,
            limit=query.top,
            key=spec.key,
            key_attribute=spec.key_attribute,
            by_key=by_key,
            is_certain=spec.keyset is Keyset.DOCUMENTED or (consistency is not None and by_key),
            selected=selection.names,
            is_demanded=is_demanded and consistency is not None and by_key,
        )
        key, key_attribute = spec.key, spec.key_attribute
        if keys_only and key is not None and key_attribute is not None:
            read_rows = partial(codec.read_keys, spec.model, wire=key, name=key_attribute)
        else:
            read_rows = partial(codec.read_rows, spec.model)
        watch = FilterWatch(query.filter if is_watched else None, template, strict=bool(strict))

        async def fetch(plan: Plan, state: State) -> Rows[M]:
            encoded = state.link
            if encoded is None:
                encoded = check_length(encode_query(query_pairs(plan, state)))
            try:
                response = await caller.call(Request.reading(plan.path, template, encoded))
            except (BadRequest, ServerError) as error:
                selection.explain(plan.query, error)
                raise
            rows: Rows[M] = response.read(read_rows)
            watch.see(rows, is_first=state == _BEGINS)
            selection.see(plan.query, rows)
            return rows

        at_once = _at_once(details)
        reading: Reading[M] = Reading(
            prefetch=None if prefetch is None else checked_number(prefetch, "prefetch"),
            at_once=at_once or 1,
            without_keyset=caller.transport.shared(_without_keyset),
        )
        if at_once:
            row = spec.row_template(path)
            if row is None or key_attribute is None:
                raise QueryError(f"Billit has no operation that reads one row of {spec.path}: leave details out")
            own = Lister(caller)
            reading = attrs.evolve(
                reading,
                detail=partial(own.one_of, spec.model, row, key_attribute),
                listed=partial(own.is_listed, spec, path),
            )
        # The rows of a list below another company's id are not the user's own.
        watched: Fetch[M] = fetch
        if "{" not in spec.path:
            watched = caller.transport.shared(CompanyWatch).around(watched, caller)
        return Pager(plan, watched, cursor=cursor, reading=reading)

    async def one_of(self, cls: type[M], template: str, key_attribute: str, number: int) -> M:
        """Read one document by its id; raises what a get raises."""
        return await self.read_one(template, number, lambda raw: read_document(cls, raw, key_attribute, number))

    async def read_one(self, template: str, number: int, reader: Callable[[bytes], T]) -> T:
        """Read the bytes of one document by its id; raises what a get raises.

        Args:
            template: The path of a row, with a name in place of its id.
            number: The id.
            reader: Makes what is returned of the body; raises ValueError when it is not that document.
        """
        path = _PLACEHOLDER.sub(lambda _: fill("{id}", id=number), template)
        response = await self._caller.call(Request.reading(path, template))
        return response.read(reader)

    async def is_listed(self, spec: ListSpec[Any], path: str, number: int) -> bool:
        """Whether a list still has a row: one that it has was refused when read in full, and has not vanished."""
        only = Query(where=Binary("eq", Path((str(spec.key),)), id_literal(number)))
        again = self.list_of(
            spec,
            only,
            path=path,
            consistency=Consistency.KEYSET,
            strict=False,
            is_demanded=False,
            is_watched=False,
        )
        row = await again.first()
        # A server that ignores the filter gives any row.
        return row is not None and same_id(getattr(row, str(spec.key_attribute), None), number)

    def changes_of(
        self,
        spec: ListSpec[M],
        where: Expr | None,
        *,
        cursor: str | None,
        since: datetime | date | None,
        lag: timedelta = LAG,
        overlap: timedelta = OVERLAP,
        select: Column | Iterable[Column] | None = None,
        details: bool | int = False,
        options: CallOptions | None = None,
    ) -> Changes[M]:
        """Make a feed of the changes in a list; nothing is asked before it is used."""
        caller = self._caller
        if isinstance(since, datetime) and since.tzinfo is None and caller.transport.config.aware_only:
            raise QueryError(
                f"since is {since.isoformat()} without a zone, and this session takes only date-times with one "
                "(aware_only=True): give it a tzinfo"
            )

        asked = Query(where=where, select=select)
        if asked.select:
            self.list_of(spec, asked, details=details)  # so that a wrong column shows where it is passed

        def listed(window: Expr, at: str | None) -> Pager[M]:
            both = attrs.evolve(asked, where=window if where is None else where & window)
            return self.list_of(spec, both, cursor=at, details=details, options=options)

        async def now() -> datetime:
            query = encode_query([("$top", "1")])
            response = await caller.call(Request.reading(spec.path, spec.path, query))
            return server_time(response.headers) or datetime.now(UTC)

        return Changes(
            listed,
            now,
            path=spec.path,
            key_attribute=str(spec.key_attribute),
            cursor=cursor,
            since=since,
            lag=lag,
            overlap=overlap,
            zone=caller.transport.server_tz,
        )


def build_query(
    where: Expr | Query | None,
    *,
    order_by: Order | Iterable[Order] | None = None,
    select: Column | Iterable[Column] | None = None,
    top: int | None = None,
    skip: int | None = None,
    search: str | None = None,
    count: bool = False,
) -> Query:
    """Put together what a list is asked for: a whole query as it is, or one of these.

    Args:
        where: A condition, or a whole query.
        order_by: In which order.
        select: Which columns.
        top: Rows at most.
        skip: Rows to leave out.
        search: Full text search.
        count: Whether to count.

    Raises:
        TypeError: A query, and options that belong into it; an argument of the wrong type.
        ValueError: A number out of range.
    """
    if not isinstance(where, Query):
        return Query(where=where, order_by=order_by, select=select, top=top, skip=skip, search=search, count=count)
    options = {
        "order_by": order_by,
        "select": select,
        "top": top,
        "skip": skip,
        "search": search,
        "count": count or None,
    }
    beside = [name for name, value in options.items() if value is not None]
    if beside:
        raise TypeError(f"{', '.join(beside)} belong into the query: Query(..., {beside[0]}=...)")
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
    return checked_number(details, "details")


def _ignoring_select() -> set[str]:
    """Lists that this server turned out to send whole, whatever is selected."""
    return set()


def _without_keyset() -> set[str]:
    """Lists that this server turned out not to read by key."""
    return set()
