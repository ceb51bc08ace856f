"""Finding a document whose creation has no known outcome, by the key that its maker gave it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import attrs

from billit_async._paging import Consistency
from billit_async._resources._operations import ORDER_GET_ORDERS, PARTY_GET_PARTIES, PRODUCT_GET_PRODUCTS
from billit_async._resources.listing import Lister
from billit_async._resources.resource import caller_of
from billit_async._resources.settling import Settling
from billit_async._serialization.ids import is_id, same_id
from billit_async.errors import (
    BadRequest,
    DuplicateDocument,
    Lookup,
    NotAvailable,
    PagingError,
    Resolution,
    ResolutionState,
)
from billit_async.odata._lists import LISTS
from billit_async.odata.ast import Binary, Path
from billit_async.odata.literals import string
from billit_async.odata.query import Query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async._resources.resource import Resource
    from billit_async._serialization.model import Model
    from billit_async.errors import CallError
    from billit_async.odata.ast import Expr

__all__ = ["KINDS", "find_out", "lookup_of", "refuse_duplicates", "resolve"]

_ENOUGH = 10


@attrs.frozen
class Kind:
    """How documents of a kind are found again.

    Attributes:
        model: The model's name; the model itself is loaded when it is needed.
        path: The list that is searched.
        id_name: The Python name of the id.
        keys: Python names of the fields that identify one, strongest first.
        within: Python names of the fields that narrow a search by those keys that are unique only within them.
        narrowed: The keys that are.
        unique: The keys under which two documents are one too many.
    """

    model: str
    path: str
    id_name: str
    keys: tuple[str, ...]
    within: tuple[str, ...] = ()
    narrowed: frozenset[str] = frozenset()
    unique: frozenset[str] = frozenset()

    @property
    def cls(self) -> type[Model]:
        """The model."""
        return cast("type[Model]", getattr(import_module("billit_async.models"), self.model))


KINDS = {
    "order": Kind(
        "Order",
        ORDER_GET_ORDERS.path,
        "order_id",
        ("external_provider_id", "order_number"),
        # An invoice and an offer, or a sale and a purchase, may carry the same number, and the id of one sale in a shop
        # stands on its offer, its invoice and its credit note alike.
        ("order_type", "order_direction"),
        frozenset({"external_provider_id", "order_number"}),
        frozenset({"external_provider_id", "order_number"}),
    ),
    "party": Kind(
        "Party",
        PARTY_GET_PARTIES.path,
        "party_id",
        ("external_provider_id", "vat_number"),
        ("party_type",),
        unique=frozenset({"external_provider_id"}),
    ),
    "product": Kind(
        "Product", PRODUCT_GET_PRODUCTS.path, "product_id", ("reference",), unique=frozenset({"reference"})
    ),
}
"""Source: docs page "odata" (``ExternalProviderID``, ``OrderNumber`` are filterable); what parties and products can be
filtered by is not documented, so that a refused filter is followed by a comparison of the whole list."""


def lookup_of(kind: str, document: object) -> Lookup:
    """Tell how a document can be found again, from what its maker put on it: a model, or an object with its fields."""
    described = KINDS[kind]

    def said(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        pairs = ((name, getattr(document, name, None)) for name in names)
        return tuple((name, str(value)) for name, value in pairs if value is not None and str(value).strip())

    return Lookup(kind, said(described.keys), said(described.within))


async def find_out(resource: Resource, error: CallError, settle: float | None = None) -> Resolution:
    """Find out what became of the create that an error is about; see ``BillitSession.resolve``.

    Args:
        resource: Makes the calls, for the company that the document was to belong to.
        error: The error; it may come from another process.
        settle: Seconds after its last attempt before which "absent" is not believed; what the error says when left out.

    Raises:
        NotAvailable: The call creates no document.
        CallError: Billit could not be asked.
    """
    if error.lookup is None:
        raise NotAvailable("this call creates no document, so there is none to find: read what it was to change")
    caller = caller_of(resource)
    return await resolve(Lister(caller), error.lookup, Settling.after(error, caller.transport.clock, settle))


async def resolve(lister: Lister, lookup: Lookup, settling: Settling) -> Resolution:
    """Look for a document.

    Args:
        lister: Makes the calls, for the company that the document was to belong to.
        lookup: What to look for.
        settling: How long to keep looking before "absent" is believed.

    Returns:
        Found, absent, or ambiguous, and how long was waited.

    Raises:
        CallError: Billit could not be asked.
    """
    if not lookup.keys:
        return Resolution(ResolutionState.AMBIGUOUS)
    key = lookup.keys[0]
    while True:
        waited = settling.waited
        ids = await _matching(lister, lookup)
        if len(ids) == 1:
            return Resolution(ResolutionState.FOUND, ids[0], ids, key, waited)
        if ids:
            return Resolution(ResolutionState.AMBIGUOUS, None, ids, key, waited)
        if not await settling.pause(waited):
            return Resolution(ResolutionState.ABSENT, None, (), key, waited)


async def refuse_duplicates(lister: Lister, lookup: Lookup, made: int, settling: Settling) -> None:
    """Look whether a create that was repeated has made a second document.

    Args:
        lister: Makes the calls, for the company that the document belongs to.
        lookup: The document's keys; without one that is its own, nothing can be said.
        made: The id that the repeat gave.
        settling: How long the attempt before it may still be at work.

    Raises:
        DuplicateDocument: There are two.
        CallError: Billit could not be asked.
    """
    if not lookup.keys or lookup.keys[0][0] not in KINDS[lookup.kind].unique:
        return
    while True:
        waited = settling.waited
        ids = _in_order([made, *await _matching(lister, lookup)])
        if len(ids) > 1:
            listed = ", ".join(map(str, ids))
            raise DuplicateDocument(
                f"a repeated create made more than one {lookup.kind}: {listed} all carry the same {lookup.keys[0][0]}; "
                "keep one and delete the others before they are sent",
                ids=ids,
            )
        if not await settling.pause(waited):
            return


async def _matching(lister: Lister, lookup: Lookup) -> tuple[int, ...]:
    """The ids of all documents that carry the strongest key."""
    kind = KINDS[lookup.kind]
    name, value = lookup.keys[0]
    where = [(name, value), *(lookup.within if name in kind.narrowed else ())]
    try:
        return await _ids(lister, kind, where, _filter(kind, where))
    except BadRequest:
        if lookup.kind == "order":
            raise
    return await _ids(lister, kind, where, None)


async def _ids(lister: Lister, kind: Kind, where: list[tuple[str, str]], filtered: Expr | None) -> tuple[int, ...]:
    """The ids of the rows that carry all the values.

    Raises:
        PagingError: One of them has a number that can be no id, so that it is neither found nor absent.
    """
    rows: Any = lister.list_of(
        LISTS[kind.path], Query(where=filtered), consistency=Consistency.KEYSET, is_demanded=False, is_watched=False
    )
    found: list[int] = []
    async for row in rows:
        carries = _carries(row, where)
        if carries is None and filtered is not None:
            # A list tells less of a document than the document itself.
            path = f"{kind.path}/{{{kind.id_name}}}"
            full = await lister.one_of(kind.cls, path, kind.id_name, getattr(row, kind.id_name))
            carries = _carries(full, where)
            carries = carries is not False
        if carries:
            number = getattr(row, kind.id_name)
            if not is_id(number):
                raise PagingError(f"{kind.path}: a row carries the key, and its {kind.id_name} can be no id")
            found.append(number)
            if len(found) >= _ENOUGH:
                break
    return _in_order(found)


def _in_order(ids: Iterable[int]) -> tuple[int, ...]:
    """Each id once, in a fixed order; GUIDs that differ in case alone are one."""
    distinct: list[int] = []
    for one in ids:
        if not any(same_id(one, other) for other in distinct):
            distinct.append(one)
    return tuple(sorted(distinct, key=lambda one: (isinstance(one, str), one)))


def _carries(row: Model, where: list[tuple[str, str]]) -> bool | None:
    """Whether a document carries all the values; None when it does not tell of the first, which identifies it."""
    for name, value in where:
        found = getattr(row, name)
        if found is not None and not _same(name, str(found), value, is_kind=name != where[0][0]):
            return False
    return None if getattr(row, where[0][0]) is None else True


def _filter(kind: Kind, where: list[tuple[str, str]]) -> Expr:
    clauses = [Binary("eq", Path((_wire(kind, name),)), string(value)) for name, value in where]
    whole: Expr = clauses[0]
    for clause in clauses[1:]:
        whole = Binary("and", whole, clause)
    return whole


def _wire(kind: Kind, name: str) -> str:
    fields: dict[str, attrs.Attribute[Any]] = attrs.fields_dict(cast("Any", kind.cls))
    return str(fields[name].metadata["wire"])


def _same(name: str, found: str, wanted: str, *, is_kind: bool) -> bool:
    if name == "vat_number":
        # Billit may print it with other spaces and points than it was given.
        return _letters_and_digits(found) == _letters_and_digits(wanted)
    if is_kind:
        return found.casefold() == wanted.casefold()
    # Exactly: the service also finds what differs by case, accents or spaces at the end.
    return found == wanted


def _letters_and_digits(text: str) -> str:
    return "".join(char for char in text if char.isalnum()).casefold()
