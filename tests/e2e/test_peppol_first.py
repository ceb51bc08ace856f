"""Peppol first, with the emulator's own directory: what it says and what Billit then does agree."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from billit_async import ApiKey, BillitSession, NotOnPeppol
from billit_async.emulator import DeliverySettings, Emulator, EmulatorSettings, PeppolSettings
from billit_async.invoicing.delivery import DeliveryState
from billit_async.invoicing.peppol import Reason
from billit_async.models import Order, OrderLine, Party

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

GOOD, ABSENT, PICKY = "BE0563846944", "BE0402940374", "BE0403170701"


def order(vat: str, order_type: str = "Invoice") -> Order:
    return Order(
        order_type=order_type,
        order_direction="Income",
        order_date=date(2026, 1, 1),
        expiry_date=date(2026, 1, 31),
        customer=Party(name="Acme", vat_number=vat, email="in@acme.example"),
        order_lines=[
            OrderLine(quantity=Decimal(1), unit_price_excl=Decimal(10), description="Work", vat_percentage=Decimal(21))
        ],
    )


@pytest.fixture
async def billit() -> AsyncIterator[BillitSession]:
    settings = EmulatorSettings(
        delivery=DeliverySettings(delay=0.02), peppol=PeppolSettings(types={PICKY: ("BISv3CreditNote",)})
    )
    async with (
        Emulator(seed=7, orders=3, settings=settings) as emu,
        BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as session,
    ):
        yield session


@pytest.mark.parametrize(
    ("vat", "order_type", "transport", "reason"),
    [
        (GOOD, "Invoice", "Peppol", Reason.TAKES_IT),
        (GOOD, "CreditNote", "Peppol", Reason.TAKES_IT),
        (GOOD, "Offer", "SMTP", Reason.NO_PEPPOL_DOCUMENT),
        (ABSENT, "Invoice", "SMTP", Reason.NOT_REGISTERED),
        (PICKY, "Invoice", "SMTP", Reason.TYPE_NOT_TAKEN),
        (PICKY, "CreditNote", "Peppol", Reason.TAKES_IT),
    ],
)
async def test_an_order_goes_the_way_that_the_directory_opens(
    billit: BillitSession, vat: str, order_type: str, transport: str, reason: Reason
) -> None:
    delivery = await billit.orders.deliver(order(vat, order_type), "Peppol", fallbacks=("SMTP",), poll_interval=0.02)
    went = delivery.sent_via
    assert went is not None
    assert (went.order_id, went.transport, went.reason) == (delivery.order_id, transport, reason)
    assert (delivery.state, delivery.transport) == (DeliveryState.DELIVERED, transport)


@pytest.mark.parametrize("vat", [ABSENT, PICKY])
async def test_without_a_fallback_nothing_is_made_for_one_who_cannot_be_reached(
    billit: BillitSession, vat: str
) -> None:
    before = await billit.orders.list().count()
    with pytest.raises(NotOnPeppol) as caught:
        await billit.orders.deliver(order(vat), "Peppol", fallbacks=())
    assert caught.value.order_id is None
    assert await billit.orders.list().count() == before
