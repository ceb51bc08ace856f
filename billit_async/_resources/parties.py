"""Parties: the customers and suppliers of a company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._resources.arguments import checked_id, checked_model, with_external_id
from billit_async._resources.lists import ChangeFeed, SearchableList
from billit_async._resources.orders.lookup import lookup_of
from billit_async._resources.patching import patch_body
from billit_async._resources.responses import read_document
from billit_async._serialization import codec
from billit_async._serialization.patches import PARTY_CHANGES
from billit_async.errors import InvalidArgument
from billit_async.models.parties import Party
from billit_async.odata._lists import PARTIES

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from billit_async._serialization.ids import Id
    from billit_async._serialization.patches import PartyChanges
    from billit_async._transport.policies import CallOptions

__all__ = ["Parties"]

_ONE = "/v1/parties/{partyID}"


class Parties(SearchableList[Party], ChangeFeed[Party]):
    """The customers and suppliers of one company: ``billit.parties``.

    Conditions are built from ``PartyFields``. ``options`` of every method says what this call does otherwise than the
    session: time limits, retries, priority, headers.

    Source: GET /v1/parties; docs page "odata".
    """

    __slots__ = ()

    _spec = PARTIES

    async def get(self, party_id: Id, *, options: CallOptions | None = None) -> Party:
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
            PARTIES.path,
            codec.to_body(marked, "party"),
            lookup_of("party", marked),
            idempotency_key=idempotency_key,
            options=options,
        )

    async def patch(self, party_id: Id, *, options: CallOptions | None = None, **changes: Unpack[PartyChanges]) -> None:
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
        body = patch_body(PARTY_CHANGES, changes)
        await self._do("PATCH", _ONE, body=body, options=options, partyID=checked_id(party_id, "party_id"))
