"""Lists that span pages: what to ask next, and what a page means, decided by plain functions over values.

By default a list is read by key (``OrderID gt n``, ordered by the id). Reading by position (``$skip``, and with it
Billit's own links) loses rows whenever a row that was already read is changed or deleted meanwhile.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import attrs

from billit_async._serialization.values import shown
from billit_async._transport.urls import reanchor
from billit_async.errors import (
    CallError,
    NoKeyset,
    PagingError,
    QueryError,
    ReauthorisationRequired,
    SessionClosed,
    TokenStoreError,
)
from billit_async.odata.ast import Binary, OrderBy, Path
from billit_async.odata.literals import integer
from billit_async.odata.query import Query

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

__all__ = [
    "PAGE_SIZE",
    "Consistency",
    "Plan",
    "State",
    "Step",
    "checked_count",
    "first_state",
    "next_step",
    "no_number",
    "plan_for",
    "put_cursor",
    "query_pairs",
    "text_keys_of",
    "without_top",
    "write_cursor",
]

_LARGEST_KEY = 2**63 - 1
_LONGEST_NUMBER = 20

PAGE_SIZE = 120
"""Rows that Billit gives at most on a page; a larger ``$top`` is refused. Source: docs page "odata"."""


class Consistency(StrEnum):
    """What a list promises while rows change under it.

    ``KEYSET`` is read by an immutable key: whatever matched throughout is given exactly once. ``LINKS`` follows
    Billit's own links, which are positions: a row twice is dropped, but one that moves forward while rows before it
    change or go can be missed. ``OVERLAP`` is for rows without a key: each page begins with the last row of the one
    before, and a list that moved meanwhile is an error.
    """

    KEYSET = "keyset"
    LINKS = "links"
    OVERLAP = "overlap"


@attrs.frozen(kw_only=True)
class Plan:
    """What a list asks for, from beginning to end.

    Attributes:
        path: The path of the list.
        base_url: Where links are anchored.
        query: Filter, order, search, skip and count.
        limit: Rows to give at most, over all pages.
        key: The wire name of the immutable unique key, ``OrderID``; None for lists without one.
        key_attribute: Its name on the model, ``order_id``.
        by_key: Whether the list can be read by its key.
        is_certain: Whether the key is documented to be filterable; otherwise a server that does not is fallen back
            from, by links.
        selected: The fields of a row that are asked for, by their Python names; None for whole rows.
        is_demanded: Whether a caller asked for it to be read by key or not at all. Otherwise it is fallen back from
            where rows have keys that are texts, GUIDs for instance, which cannot be compared.
        sorts_links: Whether a list that follows links, with no order of the caller's, asks for that of its key.
    """

    path: str
    base_url: str
    query: Query = attrs.field(factory=Query)
    limit: int | None = None
    key: str | None = None
    key_attribute: str | None = None
    by_key: bool = True
    is_certain: bool = True
    selected: tuple[str, ...] | None = None
    is_demanded: bool = False
    sorts_links: bool = False

    @property
    def overlaps(self) -> bool:
        """Whether pages are made to overlap by a row, since rows have no key to be known by."""
        return self.key is None

    @property
    def keyset(self) -> bool:
        """Whether pages are found by key; otherwise by Billit's links."""
        return self.by_key and self.key is not None and not self.query.order_by

    @property
    def consistency(self) -> Consistency:
        """What the list promises while rows change under it."""
        if self.overlaps:
            return Consistency.OVERLAP
        return Consistency.KEYSET if self.keyset else Consistency.LINKS

    @property
    def fingerprint(self) -> str:
        """Names the question without telling it: a cursor of one question is refused by another."""
        query = attrs.evolve(self.query, top=None, skip=None, count=False)
        how = "key" if self.keyset else "sorted links" if self.sorts_links else "links"
        text = repr((self.path, how, query.params()))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


@attrs.frozen(kw_only=True)
class State:
    """How far a list has come: everything the next request is made from.

    Attributes:
        after: The highest key read, when reading by key.
        link: The encoded query of the next page, when following links.
        taken: Rows given so far.
        page_length: The length of the previous page; None before the second.
        visited: The links that were followed, so that going in circles is noticed.
        given: Rows that were given before, by the pager that the cursor is from: of the page that ``link`` leads
            to, or, without one, of the list.
    """

    after: int | None = None
    link: str | None = None
    taken: int = 0
    page_length: int | None = None
    visited: frozenset[str] = frozenset()
    given: int = 0


@attrs.frozen
class Step:
    """What a page means.

    Attributes:
        kept: The indices of the rows to give.
        state: Where to go on, or None at the end.
        cursor: The same for callers and checkpoints: a key, or a path with its query.
        given: Rows of the page at ``cursor`` that are behind it; without one, rows of the list.
    """

    kept: Sequence[int]
    state: State | None
    cursor: int | str | None
    given: int = 0


def first_state(plan: Plan, cursor: int | str | None = None) -> State | None:
    """Find where a list begins.

    Args:
        plan: What is asked.
        cursor: The cursor of a pager, a page or an error of the same list, to go on from there. A list that is read
            by key also takes the last key that was read.

    Returns:
        The state, or None when nothing is to be read.

    Raises:
        QueryError: The cursor is none, or belongs to another query or list.
        PagingError: The cursor is a link to somewhere else.
    """
    if plan.limit == 0:
        return None
    if cursor is None:
        return State()
    if isinstance(cursor, bool) or not isinstance(cursor, int | str):
        raise QueryError(f"a cursor is what a pager, a page or an error of the list gave, not {shown(cursor)}")
    if isinstance(cursor, int):
        if not plan.keyset:
            raise QueryError(f"this list follows links: its cursor is a text, not the number {shown(cursor)}")
        if abs(cursor) > _LARGEST_KEY:
            raise _no_cursor()
        return State(after=cursor)
    return _read_cursor(plan, cursor)


def plan_for(plan: Plan, cursor: int | str | None, without_keyset: Container[str]) -> Plan:
    """Decide how a list is read whose server may not read it by key.

    Args:
        plan: What is asked.
        cursor: Where to begin. It goes on as it was made: by key, or by links after a fall-back.
        without_keyset: Paths of the session that are known not to be read by key.
    """
    if plan.is_demanded or not plan.keyset:
        return plan
    by_links = attrs.evolve(plan, by_key=False)
    sorted_links = attrs.evolve(by_links, sorts_links=True)
    if cursor is None:
        if plan.is_certain:
            return sorted_links if text_keys_of(plan.path) in without_keyset else plan
        return by_links if plan.path in without_keyset else plan
    mark = cursor.partition(":")[0] if isinstance(cursor, str) else None
    # The cursor of a list by links that a caller asked for belongs to another list than one that is read by key.
    for way in (sorted_links,) if plan.is_certain else (by_links, sorted_links):
        if mark == way.fingerprint:
            return way
    return plan


def write_cursor(plan: Plan, position: int | str | None, given: int = 0) -> str | None:
    """Write where a list is, as one small text.

    Args:
        plan: What is asked.
        position: The last key, or the path and query of a page; None at the beginning.
        given: Rows of that page that were given already; without one, rows of the list behind those it leaves out.
    """
    if plan.keyset:
        return None if position is None else f"{plan.fingerprint}:{position}"
    if position is None:  # rows of the whole list, whatever of it the next pager leaves out
        return f"{plan.fingerprint}:{given + (plan.query.skip or 0)}:" if given else None
    return f"{plan.fingerprint}:{given}:{position}"


def put_cursor(error: BaseException, cursor: str | None, *, keep: bool = False) -> None:
    """Put on an error that can end a list where that list was.

    Args:
        error: The error.
        cursor: Where to go on.
        keep: Whether a cursor that it has already stays.
    """
    if isinstance(error, _END_A_LIST) and not (keep and error.cursor):
        error.cursor = cursor


_END_A_LIST = (CallError, PagingError, ReauthorisationRequired, SessionClosed, TokenStoreError)


def _read_cursor(plan: Plan, cursor: str) -> State:
    mark, _, rest = cursor.partition(":")
    if mark != plan.fingerprint:
        raise QueryError(
            "the cursor belongs to another query, order or list: go on with the very same list(...), or begin anew"
        )
    if plan.keyset:
        if not (rest.isascii() and rest.removeprefix("-").isdigit() and len(rest) <= _LONGEST_NUMBER):
            raise _no_cursor()
        return State(after=int(rest))
    given, _, link = rest.partition(":")
    if not (given.isascii() and given.isdigit() and len(given) <= _LONGEST_NUMBER):
        raise _no_cursor()
    if not link:
        return State(given=int(given) - (plan.query.skip or 0))
    _, query = reanchor(link, plan.base_url, plan.path)
    return State(link=query, visited=frozenset({query}), given=int(given))


def _no_cursor() -> QueryError:
    return QueryError("the cursor is damaged: give it as the pager, page or error gave it")


def query_pairs(plan: Plan, state: State) -> list[tuple[str, str]]:
    """Write the query of a page that is not found by link, un-encoded.

    Args:
        plan: What is asked.
        state: How far the list has come.

    Returns:
        Pairs of option and value; the caller's filter holds together when the key is added to it.

    Source: docs page "odata"; the option names are OData v3's (``$inlinecount``).
    """
    query = plan.query
    if plan.keyset:
        key = Path((str(plan.key),))
        if state.after is not None:
            query = query.narrowed(Binary("gt", key, integer(state.after)))
        query = attrs.evolve(query, order_by=OrderBy(key))
    elif plan.key is not None and (plan.sorts_links or (query.order_by and plan.by_key and plan.is_certain)):
        key = Path((plan.key,))
        if all(term.path != key for term in query.order_by):
            # Positions mean something only in an order without ties.
            query = attrs.evolve(query, order_by=(*query.order_by, OrderBy(key)))
    # Skipping and counting belong to the beginning; counting costs Billit a query on every page that asks for it.
    begins = state.after is None and not state.given
    skip = query.skip if begins else (query.skip or 0) + state.given if state.after is None else None
    query = attrs.evolve(query, top=_top(plan, state), skip=skip, count=query.count and begins)
    return query.params()


def next_step(plan: Plan, state: State, keys: Sequence[Any], link: str | None, seen: set[Any]) -> Step:
    """Decide what a page means and where the list goes on.

    Args:
        plan: What is asked.
        state: The state that the page was asked from.
        keys: The keys of the page's rows, in their order; None for rows of lists without key.
        link: The page's ``NextPageLink``.
        seen: Keys that were given before, when following links; the page's keys are added.

    Returns:
        The rows to give, and the next state or None.

    Raises:
        PagingError: The list does not move forward: keys out of order, an empty page that has a next one, a link
            that was followed before.

    Source: docs page "odata"; ASP.NET Web API gives a link only when the page overflowed.
    """
    if plan.keyset:
        _ascending(plan, state, keys)
        kept: Sequence[int] = range(len(keys))
    else:
        kept = [index for index in _unseen(keys, seen) if state.link is None or index >= state.given]
    left = None if plan.limit is None else plan.limit - state.taken
    cut = left is not None and len(kept) > left
    if cut:
        kept = kept[:left]
    if plan.keyset:
        return _next_by_key(plan, state, keys, link, kept)
    return _next_by_position(plan, state, keys, link, kept, cut=cut)


def _next_by_position(
    plan: Plan, state: State, keys: Sequence[Any], link: str | None, kept: Sequence[int], *, cut: bool
) -> Step:
    taken = state.taken + len(kept)
    is_enough = plan.limit is not None and taken >= plan.limit
    # With $top the server gives no link, whether there is more or not.
    top = _top(plan, state) if state.link is None and not link else None
    if top is not None and not is_enough and len(keys) >= top:
        behind = state.given + len(keys)  # some of them were given before
        return Step(kept, State(taken=taken, page_length=len(keys), given=behind), None, behind)
    if is_enough and (cut or top is not None or (state.link and not link and without_top(state.link) != state.link)):
        behind = kept[-1] + 1 if kept else 0
        if state.link is None:
            return Step(kept, None, None, state.given + behind)
        return Step(kept, None, f"{plan.path}?{without_top(state.link)}", max(behind, state.given))
    if not link:
        return Step(kept, None, None)
    if not keys:
        raise _stuck(plan, "an empty page names a next one")
    _, query = reanchor(link, plan.base_url, plan.path)
    if len(kept) < len(keys):
        query = without_top(query)  # it counts rows that were given before
    if query in state.visited:
        raise _stuck(plan, f"its next-page link was followed before: {plan.path}?{query[:200]}")
    # Pages may have become shorter since the cursor was made.
    given = 0 if state.link is None else max(0, state.given - len(keys))
    if is_enough:
        return Step(kept, None, f"{plan.path}?{without_top(query)}", given)
    following = State(link=query, taken=taken, page_length=len(keys), visited=state.visited | {query}, given=given)
    return Step(kept, following, f"{plan.path}?{without_top(query)}", given)


def without_top(query: str) -> str:
    """Take ``$top`` off a link that becomes a cursor: a list that goes on in the middle of its page would end there."""
    return "&".join(part for part in query.split("&") if not part.lower().startswith(("$top=", "%24top=")))


def _next_by_key(plan: Plan, state: State, keys: Sequence[Any], link: str | None, kept: Sequence[int]) -> Step:
    if not keys:
        if link:
            raise _stuck(plan, f"it is empty after {plan.key} {state.after}, but names a next page")
        return Step(kept, None, None)
    # The last row given, which a limit may set before the last row of the page.
    after: int = keys[len(kept) - 1] if kept else keys[-1]
    cut = len(kept) < len(keys)
    asked = _top(plan, state)
    # A short page alone proves nothing: the server may have lowered its page size.
    expected = asked if asked is not None else (state.page_length or PAGE_SIZE)
    ended = len(keys) < expected and not link and not cut
    if ended:
        return Step(kept, None, None)
    taken = state.taken + len(kept)
    if plan.limit is not None and taken >= plan.limit:
        return Step(kept, None, after)
    return Step(kept, State(after=after, taken=taken, page_length=len(keys)), after)


def _top(plan: Plan, state: State) -> int | None:
    if plan.limit is None:
        return None
    left = plan.limit - state.taken
    # Without $top, or with a full page, the server gives what it likes to give; more than a page is refused.
    return left if left < PAGE_SIZE else None


def _ascending(plan: Plan, state: State, keys: Sequence[Any]) -> None:
    previous = state.after
    for key in keys:
        if key.__class__ is not int:
            raise no_number(plan, key)
        if previous is not None and key <= previous:
            raise _no_keyset(plan, f"{plan.key} {key} came after {previous}, though asked in ascending order")
        previous = key


def _unseen(keys: Sequence[Any], seen: set[Any]) -> Sequence[int]:
    kept: list[int] = []
    for index, key in enumerate(keys):
        if key is not None:
            if key in seen:
                continue
            seen.add(key)
        kept.append(index)
    return kept


def _stuck(plan: Plan, what: str) -> PagingError:
    return PagingError(f"the list {plan.path} does not move forward: {what}")


def no_number(plan: Plan, key: object) -> NoKeyset:
    """Make the error of a row whose key is not a number."""
    if not isinstance(key, str | UUID):
        return _no_keyset(plan, f"a row has no {plan.key}")
    error = NoKeyset(f"the list {plan.path} has texts such as GUIDs as {plan.key}, so that it cannot be read by it")
    error.has_text_keys = True
    return error


def text_keys_of(path: str) -> str:
    """Name a list, among the paths of a session, whose keys are texts."""
    return f"{path}#"


def _no_keyset(plan: Plan, what: str) -> NoKeyset:
    return NoKeyset(f"the list {plan.path} does not move forward: {what}")


def checked_count(value: int | None, name: str) -> int | None:
    """Return a number of rows, or raise what is wrong with it."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"{name} takes a whole number, not {type(value).__name__}")
    if value < 0:
        raise QueryError(f"{name} cannot be below zero: {shown(value)}")
    return value
