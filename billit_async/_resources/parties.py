"""Parties: the customers and suppliers of a company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Unpack

from billit_async._resources._operations import PARTY_GET_PARTY, PARTY_PATCH_PARTIES, PARTY_POST_PARTY
from billit_async._resources.arguments import checked_model, with_external_id
from billit_async._resources.lists import ChangeFeed, SearchableList
from billit_async._resources.orders.lookup import lookup_of
from billit_async._resources.updating import Updater, UpdateRoutes
from billit_async._serialization import codec
from billit_async._serialization.patches import PARTY_UPDATES
from billit_async.errors import InvalidArgument, PartyExists
from billit_async.models.parties import Party
from billit_async.odata._lists import PARTIES
from billit_async.odata.ast import Binary, Path
from billit_async.odata.literals import string
from billit_async.odata.normal_forms import as_kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async._serialization.ids import Id
    from billit_async._serialization.patches import PartyChanges, PartyUpdates
    from billit_async._transport.policies import CallOptions
    from billit_async.odata.ast import Expr

__all__ = ["Parties"]

_ADDRESS = ("street", "street_number", "city")
_FLAT = ("Street", "StreetNumber", "Box", "Zipcode", "City", "CountryCode")


class Parties(SearchableList[Party], ChangeFeed[Party], Updater):
    """The customers and suppliers of one company: ``billit.parties``.

    Conditions are built from ``PartyFields``. ``options`` of every method says what this call does otherwise than the
    session: time limits, retries, priority, headers.

    Source: GET /v1/parties; docs page "odata".
    """

    __slots__ = ()

    _spec = PARTIES
    _routes = UpdateRoutes(PARTY_GET_PARTY, PARTY_POST_PARTY, PARTY_PATCH_PARTIES)

    async def get(self, party_id: Id, *, options: CallOptions | None = None) -> Party:
        """Read one party with its addresses, identifiers and contacts.

        Args:
            party_id: The party's ``PartyID``.

        Returns:
            The party.

        Raises:
            NoAccess: The party is another company's, or there is none; Billit's response to both is 401.
            UnexpectedResponse: The response is not a party.
            TypeError: The id is neither a whole number nor a text.

        Source: GET /v1/parties/{partyID}; docs page "401".
        """
        return await self._one(PARTY_GET_PARTY, Party, "party_id", party_id, options=options)

    async def create(
        self,
        party: Party,
        *,
        external_id: str | None = None,
        if_known: Literal["update", "refuse"] = "update",
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> int:
        """Create a customer or supplier; a party that Billit takes for a known one changes that one instead.

        Billit recognises a party of the same type by its VAT number, e-mail address, own number (``nr``) or name and
        address. Every field that is sent then overwrites that of the known party. What becomes of a field that is left
        out is not documented: the emulator keeps it, or clears it by its setting ``requests.update_left_out``.

        Args:
            party: Name or contact, type, and what identifies it; without ``party_id``.
            external_id: Your own id of this party, put into ``ExternalProviderID``; with it, or a VAT number, ``await
                billit.resolve(error)`` finds out what became of a create that failed.
            if_known: What becomes of a party that Billit knows: ``update`` lets Billit change it, with one request;
                ``refuse`` looks for it first, with a request for each of those values that the party has, and creates
                nothing when one is found. A party that somebody else creates between the two is not seen.
            idempotency_key: Your own key for this call; a new one is made when it is left out. That Billit honours it
                here is not documented.

        Returns:
            The ``PartyID``, of the new party or of the one that Billit recognised and changed.

        Raises:
            PartyExists: With ``if_known="refuse"``: Billit would take it for a known one, and nothing was sent.
            BadRequest: Billit refused the party; ``errors`` says why.
            IdempotencyConflict: The key was used by a create that succeeded.
            OutcomeUnknown: The connection broke after the request may have left: ``await billit.resolve(error)``.
            UnexpectedResponse: The response is not an id, although the party may exist.
            TypeError: It is not a Party, or holds a float.
            ValueError: It has a ``party_id``: use :meth:`update` to change a party; it has another
                ``external_provider_id`` than ``external_id``; a value is not a known one of its enumeration; or
                ``if_known`` is another word.

        Source: POST /v1/parties (Swagger operation Party_PostParty); docs pages "creating sales invoices" and
        "customer no vat".
        """
        if if_known not in {"update", "refuse"}:
            raise InvalidArgument('if_known takes "update" or "refuse"')
        if checked_model(party, Party, "party").party_id is not None:
            raise InvalidArgument("this party has a party_id, so Billit would change it: use update, or party_id=None")
        marked = with_external_id(party, external_id)
        body = codec.to_body(marked, "party")
        if if_known == "refuse":
            await self._refuse_known(marked, options)
        return await self._create(
            PARTY_POST_PARTY,
            body,
            lookup_of("party", marked),
            idempotency_key=idempotency_key,
            options=options,
        )

    async def update(
        self, party_id: Id, *, options: CallOptions | None = None, **changes: Unpack[PartyUpdates]
    ) -> None:
        """Change any field of a customer or supplier: patched where Billit patches it, posted with the id otherwise.

        What Billit patches takes one request. Other fields (website, contact, BIC, ventilation code, custom fields,
        usual payment and transport, addresses, ...) are posted: since it is not documented what Billit makes of a field
        that is left out, the party is read and posted whole, with the changes. Of both kinds: GET, POST, PATCH, in this
        order. What somebody else changes between the GET and the POST is overwritten.

        Args:
            party_id: The party's ``PartyID``.
            changes: New values by Python name; ``None`` is left out, ``NULL`` clears. A list replaces the whole list.

        Raises:
            TypeError: A field that Billit does not change, or a value of the wrong type; nothing was sent.
            ValueError: Nothing to change, or a value is not a known one of its enumeration; nothing was sent.
            UpdateIncomplete: The POST was carried out and the PATCH failed; it names the fields.
            BadRequest: Billit refused the first write; nothing was changed.
            NoAccess: The party is another company's, or there is none.
            OutcomeUnknown: The connection broke after the first write may have left; the same update may be repeated.

        Source: PATCH /v1/parties/{partyID}, docs page "patchable properties"; POST /v1/parties with ``PartyID``
        (Swagger operation Party_PostParty); the manual's chapters 18 and 21.
        """
        await self._update(PARTY_UPDATES, party_id, changes, complete=_complete, options=options)

    async def patch(self, party_id: Id, *, options: CallOptions | None = None, **changes: Unpack[PartyChanges]) -> None:
        """Change what Billit patches on a party, with one request; :meth:`update` changes every field.

        Args:
            party_id: The party's ``PartyID``.
            changes: New values by Python name; ``None`` is left out, ``NULL`` clears.

        Raises:
            TypeError: A property that Billit does not patch, or a value of the wrong type.
            ValueError: Nothing to change.
            BadRequest: Billit refused the change.
            NoAccess: The party is another company's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left; the same patch may be repeated.

        Source: PATCH /v1/parties/{partyID}; docs page "patchable properties".
        """
        await self._patch(PARTY_PATCH_PARTIES, PARTY_UPDATES, party_id, changes, options)

    async def _refuse_known(self, party: Party, options: CallOptions | None) -> None:
        """Refuse a party that Billit would take for a known one."""
        for names, where in _identifying(party):
            rows = await self.list(where, strict=True, options=options)
            # Two VAT numbers are two parties, whatever else they share.
            same = [row for row in rows if not _differ(party.vat_number, row.vat_number)]
            if ids := tuple(row.party_id for row in same if row.party_id is not None):
                raise PartyExists(
                    f"Billit knows this party by its {' and '.join(names)}: party {', '.join(map(str, ids))}; change "
                    'it with update, or create with if_known="update"',
                    ids=ids,
                )


def _identifying(party: Party) -> list[tuple[tuple[str, ...], Expr]]:
    """What Billit recognises a party by, the strongest first. Source: docs page "creating sales invoices"."""
    values: dict[str, str | None] = {
        "vat_number": party.vat_number and as_kept("VATNumber", party.vat_number),
        "email": party.email,
        "nr": party.nr,
        "name": party.name,
        **_invoice_address(party),
    }
    wires = {"vat_number": "VATNumber", "email": "Email", "nr": "Nr", "name": "Name"}
    wires |= {"street": "Street", "street_number": "StreetNumber", "city": "City"}
    found: list[tuple[tuple[str, ...], Expr]] = []
    for names in (("vat_number",), ("email",), ("nr",), ("name", *_ADDRESS)):
        if all(values[name] for name in names):
            where: Expr = Binary("eq", Path(("PartyType",)), string(party.party_type or "Customer"))
            for name in names:
                where = Binary("and", where, Binary("eq", Path((wires[name],)), string(str(values[name]))))
            found.append((names, where))
    return found


def _invoice_address(party: Party) -> dict[str, str | None]:
    addresses = [one for one in party.addresses or [] if one.address_type in {None, "InvoiceAddress"}]
    return {name: getattr(party, name) or (getattr(addresses[0], name) if addresses else None) for name in _ADDRESS}


def _differ(given: str | None, found: str | None) -> bool:
    if not given or not found:
        return False
    return as_kept("VATNumber", given).casefold() != as_kept("VATNumber", found).casefold()


def _complete(party: dict[str, Any], changes: Mapping[str, Any]) -> None:
    # The flat address is the invoice address; the old one would contradict the new list.
    if changes.get("Addresses"):
        for wire in _FLAT:
            party.pop(wire, None)
