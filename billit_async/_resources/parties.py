"""Parties: the customers and suppliers of a company."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from billit_async._paging.windows import LAG, OVERLAP
from billit_async._resources.arguments import checked_id, checked_model, with_external_id
from billit_async._resources.change_feed import patch_body
from billit_async._resources.orders.lookup import lookup_of
from billit_async._resources.resource import Resource, asked
from billit_async._resources.responses import read_document
from billit_async._serialization import codec
from billit_async.errors import InvalidArgument
from billit_async.models.parties import Party

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, timedelta

    from typing_extensions import Unpack

    from billit_async._paging import Changes, Consistency, Pager
    from billit_async._transport.policies import CallOptions
    from billit_async.odata.ast import Expr
    from billit_async.odata.query import Order as OrderTerm
    from billit_async.odata.query import Query

__all__ = ["Parties", "PartyChanges"]

_LIST = "/v1/parties"
_ONE = "/v1/parties/{partyID}"

# Source: docs page "patchable properties".
_PATCHABLE: dict[str, type] = {
    "gl_account_code": str,
    "gl_default_expiry_offset": int,
    "nr": str,
    "email": str,
    "external_provider_tc": str,
    "external_provider_id": str,
    "name": str,
    "commercial_name": str,
    "contact_first_name": str,
    "contact_last_name": str,
    "country_code": str,
    "city": str,
    "street": str,
    "street_number": str,
    "zipcode": str,
    "box": str,
    "phone": str,
    "mobile": str,
    "fax": str,
    "vat_number": str,
    "iban": str,
    "language": str,
    "vat_liable": bool,
}


class PartyChanges(TypedDict, total=False):
    """What Billit patches on a party; ``NULL`` clears a value."""

    gl_account_code: str
    gl_default_expiry_offset: int
    nr: str
    email: str
    external_provider_tc: str
    external_provider_id: str
    name: str
    commercial_name: str
    contact_first_name: str
    contact_last_name: str
    country_code: str
    city: str
    street: str
    street_number: str
    zipcode: str
    box: str
    phone: str
    mobile: str
    fax: str
    vat_number: str
    iban: str
    language: str
    vat_liable: bool


class Parties(Resource):
    """The customers and suppliers of one company: ``billit.parties``."""

    __slots__ = ()

    def list(
        self,
        where: Expr | Query | None = None,
        *,
        order_by: OrderTerm | Iterable[OrderTerm] | None = None,
        top: int | None = None,
        skip: int | None = None,
        search: str | None = None,
        count: bool = False,
        cursor: int | str | None = None,
        consistency: Consistency | str | None = None,
        strict: bool | None = None,
        prefetch: int | None = None,
        details: bool | int = False,
        options: CallOptions | None = None,
    ) -> Pager[Party]:
        """List parties, read by id, so that nothing is lost while parties change.

        Args:
            where: Which ones, built from ``PartyFields``, or a whole ``Query``.
            order_by: Another order, built from ``PartyFields``. The list then follows Billit's own links, which can
                miss a party when others change while it is read.
            top: Parties to give at most, over all pages.
            skip: Parties to leave out at the beginning.
            search: Billit's full text search.
            count: Ask how many match; the first page then has ``page.count``.
            cursor: Go on behind this point: ``pager.cursor``, ``page.cursor`` or ``error.cursor`` of the same list.
            consistency: ``keyset`` to read by key or not at all, ``links`` to follow Billit's own links.
            strict: True refuses columns that are not documented to work, and makes it an error when rows contradict the
                filter; False sends any query. When left out, columns are refused, and such rows are a warning.
            prefetch: Pages to have under way ahead of the consumer, and to hold in memory at most. By key the range of
                ids is read in stretches, so that nothing is lost; by position, offsets ahead.
            details: Give each row in full, read by id, eight at once; a number says how many. Those that were gone by
                then are in ``pager.vanished``.
            options: What its calls do otherwise than the session: time limits, retries, priority, headers.

        Returns:
            A pager; nothing is asked before it is used. Its use raises BadRequest for a column that cannot be
            filtered, PagingError for a list that does not move forward, and any CallError.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: ``top``, ``skip``, ``prefetch`` or ``details`` is out of range.
            QueryError: A column does not work, or the cursor is of another query or list.

        Source: GET /v1/parties; docs page "odata".
        """
        query = asked(where, order_by=order_by, top=top, skip=skip, search=search, count=count)
        return self.list_of(
            Party,
            _LIST,
            query,
            key="PartyID",
            key_attribute="party_id",
            cursor=cursor,
            consistency=consistency,
            is_certain=False,
            strict=strict,
            prefetch=prefetch,
            details=details,
            one=_ONE,
            options=options,
        )

    def changes(
        self,
        where: Expr | None = None,
        *,
        cursor: str | None = None,
        since: datetime | date | None = None,
        lag: timedelta = LAG,
        overlap: timedelta = OVERLAP,
        details: bool | int = False,
        options: CallOptions | None = None,
    ) -> Changes[Party]:
        """Follow what is added and changed; what is deleted does not show.

        ```python
        changes = billit.parties.changes(cursor=kept)  # since=datetime(...) the first time
        async for changed in changes:
            ...
        kept = changes.cursor
        ```

        Args:
            where: Which ones only.
            cursor: Where the last time ended.
            since: Where to begin the first time; naive is Billit's local time, a date its midnight. All there are when
                it is left out.
            lag: How long before now, by the server's clock, to stop: a change becomes visible after it is stamped.
            overlap: How far to reach back into what was read; what comes again is dropped.
            details: Read each row in full, eight at once; a number says how many.
            options: What its calls do otherwise than the session.

        Returns:
            The changes up to now: one iteration reads them, and ends.

        Raises:
            QueryError: The cursor is of another list, or both cursor and since are given.

        Source: docs page "odata" (``LastModified``, local time without offset).
        """

        def listed(window: Expr, at: str | None) -> Pager[Party]:
            both = window if where is None else where & window
            return self.list(both, cursor=at, details=details, options=options)

        return self.changes_of(listed, _LIST, "party_id", cursor=cursor, since=since, lag=lag, overlap=overlap)

    async def get(self, party_id: int, *, options: CallOptions | None = None) -> Party:
        """Read one party with its addresses, identifiers and contacts.

        Args:
            party_id: The party's ``PartyID``.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The party.

        Raises:
            NoAccess: The party is another company's, or there is none; Billit answers both with 401.
            UnexpectedResponse: The answer is no party.
            TypeError: The id is no whole number.

        Source: GET /v1/parties/{partyID}; docs page "401".
        """
        wanted = checked_id(party_id, "party_id")
        response = await self._call("GET", _ONE, options=options, partyID=wanted)
        return response.read(lambda raw: read_document(Party, raw, "party_id", wanted))

    async def create(
        self,
        party: Party,
        *,
        external_id: str | None = None,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> int:
        """Create a customer or supplier; a party that Billit recognises, by VAT number for instance, is kept.

        Args:
            party: Name or contact, type, and what identifies it; without ``party_id``.
            external_id: Your own id of this party, put into ``ExternalProviderID``; with it, or a VAT number, ``await
                billit.resolve(error)`` finds out what became of a create that failed.
            idempotency_key: Your own key for this call; a new one is made when it is left out. That Billit honours it
                here is not documented.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The ``PartyID``, of the new party or of the one that Billit recognised.

        Raises:
            BadRequest: Billit refused the party; ``errors`` says why.
            IdempotencyConflict: The key was used by a create that succeeded.
            OutcomeUnknown: The connection broke after the request may have left: ``await billit.resolve(error)``.
            UnexpectedResponse: The answer is no id, although the party may exist.
            TypeError: It is no Party, or holds a float.
            ValueError: It has a ``party_id``: use :meth:`patch` to change a party; it has another
                ``external_provider_id`` than ``external_id``; or a value is not a known one of its enumeration.

        Source: POST /v1/parties (Swagger operation Party_PostParty).
        """
        if checked_model(party, Party, "party").party_id is not None:
            raise InvalidArgument("this party has a party_id, so Billit would change it: use patch, or party_id=None")
        marked = with_external_id(party, external_id)
        return await self._create(
            _LIST,
            codec.to_body(marked, "party"),
            lookup_of("party", marked),
            idempotency_key=idempotency_key,
            options=options,
        )

    async def patch(
        self, party_id: int, *, options: CallOptions | None = None, **changes: Unpack[PartyChanges]
    ) -> None:
        """Change what Billit lets change on a party.

        Args:
            party_id: The party's ``PartyID``.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.
            changes: New values by Python name; ``None`` is left out, ``NULL`` clears.

        Raises:
            TypeError: A property that Billit does not patch, or a value of the wrong type.
            ValueError: Nothing to change.
            BadRequest: Billit refused the change.
            NoAccess: The party is another company's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left; the same patch may be repeated.

        Source: PATCH /v1/parties/{partyID}; docs page "patchable properties".
        """
        body = patch_body(Party, _PATCHABLE, changes)
        await self._do("PATCH", _ONE, body=body, options=options, partyID=checked_id(party_id, "party_id"))
