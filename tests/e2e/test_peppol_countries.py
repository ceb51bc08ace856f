"""Receivers of other countries, asked for through the public face of the SDK with responses of the emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from billit_async import ApiKey, BillitSession
from billit_async.emulator import Emulator
from billit_async.models import Party, PartyIdentifier

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def billit() -> AsyncIterator[BillitSession]:
    async with (
        Emulator(seed=7, orders=0) as emulator,
        BillitSession(ApiKey(emulator.api_key), base_url=emulator.url, party_id=emulator.party_id) as session,
    ):
        yield session


@pytest.mark.parametrize(
    ("asked", "identifier"),
    [
        ("EL094259216", "9933:EL094259216"),
        ("GR094259216", "9933:EL094259216"),
        ("GB123456789", "9932:GB123456789"),
        ("XI123456789", "9932:XI123456789"),
        ("CHE-123.456.788", "9927:CHE123456788"),
        ("LU15027442", "9938:LU15027442"),
        ("FR40303265045", "9957:FR40303265045"),
        ("0225:303265045_DEPT-7", "0225:303265045_DEPT-7"),
        ("0240:B123456", "0240:B123456"),
        ("iso6523-actorid-upis::0208:0563846944", "0208:0563846944"),
    ],
)
async def test_a_participant_of_another_country_is_asked_for_by_its_scheme(
    billit: BillitSession, asked: str, identifier: str
) -> None:
    assert (await billit.peppol.lookup(asked)).identifier == identifier


async def test_another_spelling_is_another_participant_where_it_is_asked_for(billit: BillitSession) -> None:
    usual = await billit.peppol.lookup("0208:BE0563846944")
    spelled = await billit.peppol.lookup("0208:BE0563846944", as_written=True)
    assert (usual.identifier, usual.registered) == ("0208:0563846944", True)
    assert (spelled.identifier, spelled.registered) == ("0208:BE0563846944", False)


async def test_the_schemes_of_french_and_luxembourg_identifiers_are_filled_in(billit: BillitSession) -> None:
    kinds = {"CTC": "0225", "SIREN": "0002", "SIRET": "0009", "RPM": "0240"}
    numbers = {"CTC": "303265045", "SIREN": "303265045", "SIRET": "30326504500012", "RPM": "B123456"}
    identifiers = [PartyIdentifier(identifier_type=kind, identifier=numbers[kind]) for kind in kinds]
    party_id = await billit.parties.create(Party(name="Ailleurs", party_type="Customer", identifiers=identifiers))
    party = await billit.parties.get(party_id)
    assert {one.identifier_type: one.scheme_id for one in party.identifiers or ()} == kinds
