"""Drafts handed to the session: checked first, then created, sent and followed on the emulator."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest

from billit_async import ApiKey, BillitSession, InvoiceRefused
from billit_async.emulator import DeliverySettings, Emulator, EmulatorSettings
from billit_async.invoicing import CreditNote, DeliveryNote, Invoice, Offer, OrderDraft, OrderForm
from billit_async.invoicing.delivery import DeliveryState
from billit_async.invoicing.peppol import Reason
from billit_async.models import Party

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DATES = {"order_date": date(2026, 1, 1), "expiry_date": date(2026, 1, 31)}
ACME = Party(name="Acme", vat_number="BE0563846944", country_code="BE", email="in@acme.example")


@pytest.fixture
async def emu() -> AsyncIterator[Emulator]:
    async with Emulator(seed=7, orders=0, settings=EmulatorSettings(delivery=DeliverySettings(delay=0.02))) as running:
        yield running


@pytest.fixture
async def billit(emu: Emulator) -> AsyncIterator[BillitSession]:
    async with BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as session:
        yield session


def draft_of(kind: type[OrderDraft], party: Party | int = ACME) -> OrderDraft:
    return kind.build(party, **DATES).line("Work", "10.05", vat_percentage=21, quantity=3)


@pytest.mark.parametrize("kind", [Invoice, CreditNote, Offer, DeliveryNote, OrderForm])
async def test_every_kind_is_created_with_the_totals_it_had(billit: BillitSession, kind: type[OrderDraft]) -> None:
    draft = draft_of(kind).text("Thank you").blank_line()
    stored = await billit.orders.get(await billit.orders.create(draft))
    assert stored.order_type == kind.order_type
    assert stored.total_incl == draft.totals().total_incl


async def test_a_draft_with_errors_never_reaches_billit(emu: Emulator, billit: BillitSession) -> None:
    wrong = draft_of(Invoice, Party(name="Acme", vat_number="BE0563846945"))
    for creating in (
        billit.orders.create,
        billit.orders.deliver,
        partial(billit.orders.deliver, via="Peppol", fallbacks=()),
    ):
        with pytest.raises(InvoiceRefused, match=r"customer\.vat_number") as caught:
            await creating(wrong)
        assert [each.rule for each in caught.value.findings] == ["belgian-vat-number"]
    assert await billit.orders.list().collect() == []


async def test_a_draft_is_delivered(emu: Emulator, billit: BillitSession) -> None:
    delivery = await billit.orders.deliver(draft_of(Invoice), "SMTP", timeout=30, poll_interval=0.01)
    assert delivery.state is DeliveryState.DELIVERED


async def test_a_draft_goes_over_peppol_first(billit: BillitSession) -> None:
    delivery = await billit.orders.deliver(draft_of(Invoice), "Peppol", fallbacks=["SMTP"], follow=False)
    sent = delivery.sent_via
    assert sent is not None
    assert (sent.transport, sent.reason) == ("Peppol", Reason.TAKES_IT)


async def test_what_is_neither_order_nor_draft_is_refused(billit: BillitSession) -> None:
    with pytest.raises(TypeError, match="order takes Order"):
        await billit.orders.create("2024/1")  # type: ignore[arg-type]  # a wrong type is what is tested
