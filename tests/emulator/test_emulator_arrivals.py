"""E-invoices between two companies of one emulator: into the inbox, and the receiver's feedback back to the order."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import attrs
import pytest

from billit_async import ApiKey, BadRequest, BillitSession
from billit_async.emulator import Emulator, EmulatorSettings
from billit_async.invoicing import CreditNote, Invoice
from billit_async.models import Order, OrderLine, Party

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from billit_async.models.peppol import InboxGetResultItem

DATES: Any = {"order_date": date(2024, 1, 1), "expiry_date": date(2024, 1, 31)}
SELLER, BUYER = 0, 1


@attrs.frozen
class Two:
    """Two companies of the same key; the first sells to the second."""

    emulator: Emulator
    seller: BillitSession
    buyer: BillitSession
    seller_vat: str
    buyer_vat: str

    def draft(self, **fields: Any) -> Invoice:
        return Invoice(party=Party(name="The buyer", vat_number=self.buyer_vat, country_code="BE"), **DATES, **fields)

    async def send(self, draft: Invoice | CreditNote) -> int:
        """Create and send as the seller, and let it arrive."""
        order_id = await self.seller.orders.create(draft.order())
        await self.seller.orders.send([order_id], "Peppol")
        self.emulator.deliver_pending()
        return order_id

    async def inbox(self) -> list[InboxGetResultItem]:
        return list(await self.buyer.peppol.inbox())

    async def feedback(self, order_id: int) -> list[str]:
        """What came in about an order of the seller."""
        order = await self.seller.orders.get(order_id)
        return [
            (message.description or "")[:2]
            for message in order.messages or []
            if message.message_direction == "Incoming"
        ]


async def vat_number(billit: BillitSession, party_id: int) -> str:
    companies = (await billit.account.information()).companies or []
    return next(company.vat_number or "" for company in companies if company.party_id == party_id)


@pytest.fixture
async def two() -> AsyncIterator[Two]:
    async with (
        Emulator(seed=7, orders=4, companies=2, inbox=0) as emulator,
        BillitSession(ApiKey(emulator.api_key), base_url=emulator.url, party_id=emulator.party_id) as seller,
    ):
        ids = emulator.party_ids
        numbers = [await vat_number(seller, company_id) for company_id in ids]
        yield Two(emulator, seller, seller.for_company(party_id=ids[BUYER]), *numbers)


async def received(two: Two) -> tuple[str, str, bytes]:
    """The one item of the buyer's inbox: its type, its sender, and the file."""
    (item,) = await two.inbox()
    assert item.peppol_file_id is not None
    file = await two.buyer.files.download(item.peppol_file_id)
    return item.peppol_document_type or "", item.sender_peppol_id or "", file.content


async def test_what_is_sent_arrives_as_the_same_ubl_in_an_envelope(two: Two) -> None:
    order_id = await two.send(two.draft().line("Work & <more>", 100, vat_percentage=21))
    document_type, sender, content = await received(two)
    assert document_type.endswith(
        "Invoice##urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1"
    )
    assert sender == f"0208:{two.seller_vat[2:]}"
    sent = (await two.seller.orders.ubl(order_id)).content.partition(b"?>")[2].strip()
    assert sent in content
    assert ET.fromstring(content)[0].tag.endswith("StandardBusinessDocumentHeader")  # noqa: S314 - the emulator's own


async def test_self_billing_arrives_at_the_seller_as_what_it_is(two: Two) -> None:
    draft = two.draft(self_billing=True, direction="Cost").line("Work", 100, vat_percentage=21)
    await two.send(draft)
    document_type, sender, content = await received(two)
    assert "poacc:selfbilling:3.0" in document_type
    assert sender == f"0208:{two.seller_vat[2:]}"
    assert b"urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0</InstanceIdentifier>" in content
    assert b">389<" in content


async def test_ready_self_billing_goes_from_the_buyer_that_made_it_to_who_takes_it(two: Two) -> None:
    order_id = await two.send(two.draft(self_billing=True, direction="Cost").line("Work", 100, vat_percentage=21))
    ubl = (await two.seller.orders.ubl(order_id)).content.decode()
    with pytest.raises(BadRequest, match="TheCustomerDoesNotSupportPeppolForType_0"):
        await two.seller.peppol.send_ubl(ubl, check=False)
    two.emulator.settings = EmulatorSettings.of({"peppol.types": {two.buyer_vat: ("BISv3InvoiceSelfBilling",)}})
    await two.seller.peppol.send_ubl(ubl, check=False)
    first, second = await two.inbox()
    assert first.peppol_document_type == second.peppol_document_type
    assert first.sender_peppol_id == second.sender_peppol_id


async def test_an_order_that_goes_by_mail_does_not_reach_the_inbox(two: Two) -> None:
    party = Party(name="The buyer", vat_number=two.buyer_vat, email="buyer@b.example")
    order_id = await two.seller.orders.create(
        attrs.evolve(two.draft(), party=party).line("Work", 1, vat_percentage=21).order()
    )
    await two.seller.orders.send([order_id], "SMTP")
    two.emulator.deliver_pending()
    assert await two.inbox() == []
    assert await two.feedback(order_id) == []


async def test_the_receiver_gives_feedback_when_it_has_it_and_when_it_refuses(two: Two) -> None:
    order_id = await two.send(two.draft().line("Work", 100, vat_percentage=21))
    assert await two.feedback(order_id) == ["AB"]
    (item,) = await two.inbox()
    assert item.inbox_item_id is not None
    await two.buyer.peppol.refuse(item.inbox_item_id, "Wrong price")
    assert await two.feedback(order_id) == ["AB", "RE"]
    order = await two.seller.orders.get(order_id)
    assert order.order_status == "Refused"
    assert order.current_document_delivery_details is not None
    assert order.current_document_delivery_details.document_refused_info == "Wrong price"


async def test_confirming_says_nothing_unless_a_setting_has_it(two: Two) -> None:
    usual = EmulatorSettings().peppol.inbox_feedback
    for feedback, expected in ((usual, ["AB"]), ({}, []), ({"arrived": "AB", "confirmed": "AP"}, ["AB", "AP"])):
        two.emulator.settings = EmulatorSettings.of({"peppol.inbox_feedback": feedback, "delivery.resend_minutes": 0})
        order_id = await two.send(two.draft().line("Work", 100, vat_percentage=21))
        (item,) = await two.inbox()
        assert item.inbox_item_id is not None
        await two.buyer.peppol.confirm(item.inbox_item_id)
        assert await two.feedback(order_id) == expected


async def cost(two: Two, number: str | None) -> int:
    """The order that the buyer makes of what it received."""
    return await two.buyer.orders.create(
        Order(
            order_type="Invoice",
            order_direction="Cost",
            order_number=number,
            order_date=date(2024, 1, 1),
            expiry_date=date(2024, 1, 31),
            supplier=Party(name="The seller", vat_number=two.seller_vat),
            order_lines=[OrderLine(quantity=1, unit_price_excl=100, description="Work", vat_percentage=21)],
        )
    )


async def test_a_receiver_that_pays_tells_the_sender_once(two: Two) -> None:
    order_id = await two.send(two.draft(order_number="A-1").line("Work", 100, vat_percentage=21))
    await two.buyer.orders.mark_paid(await cost(two, "A-2"), paid_date=datetime(2024, 2, 1))
    assert await two.feedback(order_id) == ["AB"]
    theirs = await cost(two, "A-1")
    for _ in range(2):
        await two.buyer.orders.mark_paid(theirs, paid_date=datetime(2024, 2, 1))
    assert await two.feedback(order_id) == ["AB", "PD"]


async def test_a_payment_in_parts_tells_the_sender_with_the_last_one(two: Two) -> None:
    order_id = await two.send(two.draft(order_number="A-1").line("Work", 100, vat_percentage=21))
    theirs = await cost(two, "A-1")
    await two.buyer.orders.add_payment(theirs, Decimal(100))
    assert await two.feedback(order_id) == ["AB"]
    await two.buyer.orders.add_payment(theirs, Decimal(21))
    assert await two.feedback(order_id) == ["AB", "PD"]


async def test_feedback_that_a_setting_names_comes_instead_of_the_first_one(two: Two) -> None:
    two.emulator.settings = EmulatorSettings.of({"peppol.receiver_feedback": {two.buyer_vat: "UQ"}})
    order_id = await two.send(two.draft().line("Work", 100, vat_percentage=21))
    assert await two.feedback(order_id) == ["UQ"]


async def test_feedback_on_an_order_that_is_gone_is_dropped(two: Two) -> None:
    order_id = await two.send(two.draft().line("Work", 100, vat_percentage=21))
    two.emulator.remove(order_id)
    (item,) = await two.inbox()
    assert item.inbox_item_id is not None
    await two.buyer.peppol.refuse(item.inbox_item_id, "Too late")
    assert await two.inbox() == []
