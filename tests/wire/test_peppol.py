"""Peppol over HTTP: look-ups that are kept, orders that go there first, and UBL that is checked before it leaves."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from billit_async import (
    ApiKey,
    BadRequest,
    BillitSession,
    DeliveryError,
    InvalidUbl,
    NotOnPeppol,
    RetryPolicy,
    Timeouts,
)
from billit_async._resources.peppol import peppol as module
from billit_async.emulator import DeliverySettings, Emulator, EmulatorSettings
from billit_async.fields import OrderFields
from billit_async.invoicing.delivery import DeliveryState
from billit_async.invoicing.peppol import Reason, SentVia
from billit_async.models import Order, OrderLine, Party
from tests.property.fault_proxy import FaultProxy
from tests.unit.ubl_samples import good
from tests.wire.directory import Directory, directory

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ON = "BE0563846944"
OFF = "BE0402940374"
SAMPLES = Path(__file__).parent / "samples"


def invoice(vat: str | None = ON, **changes: Any) -> Order:
    order = Order(
        order_type="Invoice",
        order_direction="Income",
        order_number="2026/1",
        order_date=date(2026, 1, 1),
        expiry_date=date(2026, 1, 31),
        customer=Party(name="Acme", vat_number=vat, email="in@acme.example"),
        order_lines=[
            OrderLine(quantity=Decimal(1), unit_price_excl=Decimal(10), description="Work", vat_percentage=Decimal(21))
        ],
    )
    return attrs.evolve(order, **changes)


@pytest.fixture
async def emu() -> AsyncIterator[Emulator]:
    async with Emulator(
        seed=7, orders=3, settings=EmulatorSettings(delivery=DeliverySettings(resend_minutes=0))
    ) as running:
        yield running


@pytest.fixture
async def peppol(emu: Emulator) -> AsyncIterator[Directory]:
    async with directory(emu.url) as running:
        running.types = {"0208:0563846944": ["BISv3Invoice", "BISv3CreditNote", "IMR"]}
        yield running


@pytest.fixture
async def billit(emu: Emulator, peppol: Directory) -> AsyncIterator[BillitSession]:
    async with BillitSession(ApiKey(emu.api_key), base_url=peppol.url, party_id=emu.party_id) as session:
        yield session


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What time it is for the look-ups; seconds."""
    now = [1_000.0]
    monkeypatch.setattr(module, "_now", lambda: now[0])
    return now


async def numbered(billit: BillitSession) -> list[Order]:
    return await billit.orders.list(OrderFields.order_number == "2026/1").collect()


class TestALookup:
    async def test_says_what_the_receiver_takes(self, billit: BillitSession) -> None:
        found = await billit.peppol.lookup("0208:0563.846.944")
        assert (found.registered, found.identifier) == (True, "0208:0563846944")
        assert found.takes("Invoice")
        assert not found.takes("Invoice", self_billing=True)
        assert found.document_types == ["BISv3Invoice", "BISv3CreditNote", "IMR"]

    async def test_is_made_once_however_the_number_is_written(self, billit: BillitSession, peppol: Directory) -> None:
        peppol.types["BE0563846944"] = ["BISv3Invoice"]
        for written in ("BE0563846944", "be 0563.846.944", "BE 563 846 944"):
            assert (await billit.peppol.lookup(written)).takes("Invoice")
        assert peppol.asked == ["BE0563846944"]

    async def test_is_made_again_when_it_is_old(
        self, billit: BillitSession, peppol: Directory, clock: list[float]
    ) -> None:
        for moment in (0, 599, 600, 601, 1_199):
            clock[0] = moment
            await billit.peppol.lookup("0208:0563846944")
        assert len(peppol.asked) == 2

    async def test_that_found_nobody_is_believed_for_a_minute(
        self, billit: BillitSession, peppol: Directory, clock: list[float]
    ) -> None:
        for moment in (0, 59, 60, 61):
            clock[0] = moment
            assert not (await billit.peppol.lookup(OFF)).registered
        assert len(peppol.asked) == 2
        peppol.types[OFF] = ["BISv3Invoice"]
        clock[0] = 121
        assert (await billit.peppol.lookup(OFF, max_age=10_000)).takes("Invoice")

    async def test_is_made_again_when_that_is_asked(
        self, billit: BillitSession, peppol: Directory, clock: list[float]
    ) -> None:
        await billit.peppol.lookup("0208:0563846944")
        await billit.peppol.lookup("0208:0563846944", refresh=True)
        await billit.peppol.lookup("0208:0563846944", max_age=0)
        clock[0] += 5
        await billit.peppol.lookup("0208:0563846944", max_age=6)
        await billit.peppol.lookup("0208:0563846944", max_age=5)
        assert len(peppol.asked) == 4

    async def test_is_one_of_its_company_and_of_its_switch(self, billit: BillitSession, peppol: Directory) -> None:
        await billit.peppol.lookup("0208:0563846944")
        await billit.peppol.lookup("0208:0563846944", only_check_dns=True)
        await billit.for_company(999).peppol.lookup("0208:0563846944")
        assert len(peppol.asked) == 3

    async def test_is_not_spoilt_by_who_changes_its_answer(self, billit: BillitSession) -> None:
        found = await billit.peppol.lookup("0208:0563846944")
        assert found.document_types is not None
        found.document_types.clear()
        assert (await billit.peppol.lookup("0208:0563846944")).takes("Invoice")

    @pytest.mark.parametrize(
        ("arguments", "kind", "match"),
        [
            ({"identifier": "BE0563846945"}, ValueError, "check digits"),
            ({"identifier": "Acme"}, ValueError, "not a VAT number"),
            ({"identifier": " "}, ValueError, "identifier is empty"),
            ({"identifier": 5}, TypeError, "identifier"),
            ({"identifier": ON, "max_age": -1}, ValueError, "max_age"),
            ({"identifier": ON, "max_age": float("nan")}, ValueError, "max_age"),
            ({"identifier": ON, "max_age": "5"}, TypeError, "max_age takes seconds"),
            ({"identifier": ON, "refresh": 1}, TypeError, "refresh takes True or False"),
        ],
    )
    async def test_that_makes_no_sense_is_not_made(
        self, billit: BillitSession, peppol: Directory, arguments: dict[str, Any], kind: type[Exception], match: str
    ) -> None:
        with pytest.raises(kind, match=match):
            await billit.peppol.lookup(**arguments)
        assert peppol.asked == []


async def peppol_first(billit: BillitSession, order: Any, *, fallbacks: Any = (), **options: Any) -> SentVia:
    """Send an order without following it, and tell which way it went."""
    delivery = await billit.orders.deliver(order, "Peppol", fallbacks=fallbacks, follow=False, **options)
    assert delivery.sent_via is not None
    assert (delivery.order_id, delivery.state) == (delivery.sent_via.order_id, DeliveryState.PENDING)
    return delivery.sent_via


class TestPeppolFirst:
    async def test_an_order_goes_over_peppol_where_its_receiver_takes_it(
        self, billit: BillitSession, emu: Emulator
    ) -> None:
        sent = await peppol_first(billit, invoice(), external_id="order-1")
        assert (sent.transport, sent.reason) == ("Peppol", Reason.TAKES_IT)
        assert sent.participant == "0208:0563846944"
        emu.deliver_pending()
        delivery = await billit.orders.delivery(sent.order_id)
        assert (delivery.state, delivery.transport) == (DeliveryState.DELIVERED, "Peppol")

    async def test_one_that_stands_there_is_sent_by_its_id(self, billit: BillitSession, peppol: Directory) -> None:
        order_id = await billit.orders.create(invoice())
        sent = await peppol_first(billit, order_id)
        assert (sent.order_id, sent.transport) == (order_id, "Peppol")
        assert peppol.paths.count("POST /v1/orders") == 1

    async def test_the_vat_number_counts_where_the_enterprise_number_is_not_registered(
        self, billit: BillitSession, peppol: Directory
    ) -> None:
        peppol.types = {ON: ["BISv3Invoice"]}
        sent = await peppol_first(billit, invoice())
        assert (sent.transport, sent.participant) == ("Peppol", "9925:BE0563846944")
        assert peppol.asked == ["0208:0563846944", ON]

    async def test_without_a_fallback_nothing_is_created_for_who_is_not_there(
        self, billit: BillitSession, peppol: Directory
    ) -> None:
        with pytest.raises(NotOnPeppol, match=r"not registered.*no order was created: allow a fallback") as caught:
            await peppol_first(billit, invoice(OFF))
        error = pickle.loads(pickle.dumps(caught.value))
        assert (error.reason, error.order_id, error.step) == (Reason.NOT_REGISTERED, None, "lookup")
        assert isinstance(error, DeliveryError)
        assert "POST /v1/orders" not in peppol.paths

    async def test_the_fallback_is_taken_only_where_it_is_allowed_and_says_why(self, billit: BillitSession) -> None:
        sent = await peppol_first(billit, invoice(OFF), fallbacks=("SMTP",))
        assert (sent.transport, sent.reason, sent.participant) == ("SMTP", Reason.NOT_REGISTERED, None)
        assert (await billit.orders.delivery(sent.order_id)).transport == "SMTP"

    async def test_a_receiver_of_other_documents_does_not_get_this_one(
        self, billit: BillitSession, peppol: Directory
    ) -> None:
        peppol.types = {"0208:0563846944": ["IMR"]}
        sent = await peppol_first(billit, invoice(), fallbacks=["SMTP"])
        assert (sent.transport, sent.reason) == ("SMTP", Reason.TYPE_NOT_TAKEN)
        assert sent.participant == "0208:0563846944"

    async def test_a_receiver_without_a_number_is_not_looked_up(self, billit: BillitSession, peppol: Directory) -> None:
        sent = await peppol_first(billit, invoice(None), fallbacks=("SMTP",))
        assert sent.reason is Reason.NO_IDENTIFIER
        assert peppol.asked == []

    async def test_an_offer_is_nothing_for_peppol(self, billit: BillitSession, peppol: Directory) -> None:
        sent = await peppol_first(billit, invoice(order_type="Offer"), fallbacks=("SMTP",))
        assert (sent.transport, sent.reason) == ("SMTP", Reason.NO_PEPPOL_DOCUMENT)
        assert peppol.asked == []

    async def test_a_self_billing_document_goes_to_the_supplier_who_takes_it(
        self, billit: BillitSession, peppol: Directory
    ) -> None:
        order = invoice(order_direction="Cost", order_sub_type="SelfBilling", customer=None)
        order = attrs.evolve(order, supplier=Party(name="Acme", vat_number=ON, email="in@acme.example"))
        with pytest.raises(NotOnPeppol, match="does not take this kind") as caught:
            await peppol_first(billit, order)
        assert caught.value.participant == "0208:0563846944"
        peppol.types = {ON: ["BISv3InvoiceSelfBilling"]}
        assert (await peppol_first(billit, order, max_age=0)).transport == "Peppol"

    async def test_a_receiver_that_is_known_by_its_id_is_read(self, billit: BillitSession, peppol: Directory) -> None:
        party_id = await billit.parties.create(Party(party_type="Customer", name="Acme", vat_number=ON))
        sent = await peppol_first(billit, invoice(customer=None, customer_id=party_id))
        assert sent.transport == "Peppol"
        assert f"GET /v1/parties/{party_id}" in peppol.paths

    async def test_a_refusal_keeps_the_order_and_says_which(self, billit: BillitSession, peppol: Directory) -> None:
        peppol.types[f"0208:{OFF[2:]}"] = ["BISv3Invoice"]
        with pytest.raises(NotOnPeppol, match="is kept unsent") as caught:
            await peppol_first(billit, invoice(OFF))
        error = caught.value
        (row,) = await numbered(billit)
        assert (error.reason, error.order_id, error.step) == (Reason.REFUSED, row.order_id, "send")
        assert isinstance(error.__cause__, DeliveryError)
        sent = await peppol_first(billit, row.order_id, fallbacks=("SMTP",))
        assert (sent.order_id, sent.transport, sent.reason) == (row.order_id, "SMTP", Reason.REFUSED)

    async def test_a_fallback_that_is_refused_gives_way_to_the_next(self, billit: BillitSession) -> None:
        order = invoice(customer=Party(name="Acme", vat_number=OFF))
        with pytest.raises(NotOnPeppol, match=r"refused too: SMTP \(TheCustomer_0_DoesNotHave") as caught:
            await peppol_first(billit, order, fallbacks=("SMTP",))
        sent = await peppol_first(billit, caught.value.order_id, fallbacks=("SMTP", "Letter"))
        assert sent.transport == "Letter"

    async def test_one_that_was_sent_before_is_not_sent_twice(self, billit: BillitSession, peppol: Directory) -> None:
        sent = await peppol_first(billit, invoice())
        again = await billit.orders.deliver(sent.order_id, "Peppol", fallbacks=("SMTP",), follow=False)
        assert (again.order_id, again.state, again.sent_via) == (sent.order_id, DeliveryState.PENDING, None)
        assert peppol.paths.count("POST /v1/orders/commands/send") == 1

    @pytest.mark.parametrize("at", [1, 2])
    async def test_an_answer_that_is_lost_neither_makes_nor_sends_it_twice(
        self, emu: Emulator, billit: BillitSession, peppol: Directory, at: int
    ) -> None:
        async with (
            FaultProxy(int(peppol.url.rsplit(":", 1)[1])) as proxy,
            BillitSession(
                ApiKey(emu.api_key),
                base_url=proxy.url,
                party_id=emu.party_id,
                retry=RetryPolicy.never(),
                timeouts=Timeouts(read=0.5, total=2.0),
            ) as shaky,
        ):
            # After the look-up: the response to the create, or to the send, does not come.
            proxy.faults.extend(["ok"] * at + ["closed_after"])
            sent = await peppol_first(shaky, invoice(), external_id="order-1")
        assert (sent.transport, sent.reason) == ("Peppol", Reason.TAKES_IT)
        (row,) = await numbered(billit)
        assert row.order_id == sent.order_id
        assert len((await billit.orders.get(sent.order_id)).messages or []) == 1

    async def test_one_that_billit_does_not_create_is_not_sent(self, billit: BillitSession, peppol: Directory) -> None:
        with pytest.raises(BadRequest):
            await peppol_first(billit, invoice(order_lines=[]))
        assert "POST /v1/orders/commands/send" not in peppol.paths

    @pytest.mark.parametrize(
        ("order", "fallbacks", "kind", "match"),
        [
            (invoice("BE0563846945"), (), ValueError, "receiver's vat_number: the check digits"),
            (invoice(), "SMTP", TypeError, "takes a list of transport types"),
            (invoice(), (5,), TypeError, r"fallbacks\[0\] takes a text"),
            (invoice(), ("Smpt",), ValueError, r"fallbacks\[0\]"),
            (invoice(), ("SMTP", "Peppol"), ValueError, r"fallbacks\[1\] is Peppol"),
            (invoice(order_type=None), (), ValueError, "no order_type"),
            (invoice(order_direction="Cost"), (), ValueError, "is a purchase"),
            ("5", (), TypeError, "order takes a whole number or a GUID, not str"),
            (0, (), ValueError, "order"),
        ],
    )
    async def test_what_makes_no_sense_reaches_nobody(
        self,
        billit: BillitSession,
        peppol: Directory,
        order: Any,
        fallbacks: Any,
        kind: type[Exception],
        match: str,
    ) -> None:
        with pytest.raises(kind, match=match):
            await peppol_first(billit, order, fallbacks=fallbacks)
        assert (peppol.asked, peppol.paths) == ([], [])

    @pytest.mark.parametrize(
        ("options", "match"),
        [
            ({"via": "SMTP", "fallbacks": ("Letter",)}, "fallbacks stand in for Peppol"),
            ({"fallbacks": ()}, "fallbacks stand in for Peppol"),
            ({"via": "Peppol", "fallbacks": (), "on_refusal": "delete"}, "does not go with fallbacks"),
            ({"via": "Peppol", "fallbacks": (), "max_age": -1}, "max_age"),
            ({"via": "Pepol"}, "did you mean 'Peppol'"),
        ],
    )
    async def test_options_that_contradict_each_other_reach_nobody(
        self, billit: BillitSession, peppol: Directory, options: dict[str, Any], match: str
    ) -> None:
        with pytest.raises(ValueError, match=match):
            await billit.orders.deliver(invoice(), **options)
        assert (peppol.asked, peppol.paths) == ([], [])


class TestUbl:
    @pytest.mark.parametrize("kind", ["Invoice", "CreditNote"])
    async def test_that_keeps_the_rules_goes_out_as_it_is(
        self, billit: BillitSession, peppol: Directory, kind: str
    ) -> None:
        answer = await billit.peppol.send_ubl(good(kind))
        assert answer.inbox_item_id == 77
        assert peppol.sent == [good(kind)]

    async def test_may_be_bytes_with_a_mark_before_them(self, billit: BillitSession, peppol: Directory) -> None:
        await billit.peppol.send_ubl(b"\xef\xbb\xbf" + good().replace("Gent", "Liège").encode())
        assert peppol.sent == [good().replace("Gent", "Liège")]

    async def test_that_breaks_a_rule_does_not_go_out(self, billit: BillitSession, peppol: Directory) -> None:
        with pytest.raises(InvalidUbl, match="BR-CO-16") as caught:
            await billit.peppol.send_ubl(good().replace(">401.00<", ">402.00<"))
        assert isinstance(caught.value, ValueError)
        assert [finding.rule for finding in pickle.loads(pickle.dumps(caught.value)).findings] == ["BR-CO-16"]
        assert peppol.sent == []

    async def test_goes_out_unchecked_when_that_is_asked(self, billit: BillitSession, peppol: Directory) -> None:
        await billit.peppol.send_ubl("<Invoice/>", check=False)
        assert peppol.sent == ["<Invoice/>"]

    @pytest.mark.parametrize(
        ("xml", "kind", "match"),
        [
            ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', InvalidUbl, "XML-DTD at line 1"),
            ("<Invoice/>", InvalidUbl, "UBL-ROOT"),
            ("<Invoice>", InvalidUbl, "XML-FORM"),
            ("Invoice", ValueError, "not an XML document"),
            (b"<a>\xff</a>", ValueError, "not UTF-8"),
            (5, TypeError, "xml takes a text or bytes"),
        ],
    )
    async def test_that_is_none_says_so(
        self, billit: BillitSession, peppol: Directory, xml: Any, kind: type[Exception], match: str
    ) -> None:
        with pytest.raises(kind, match=match):
            await billit.peppol.send_ubl(xml)
        assert peppol.sent == []

    async def test_takes_a_bool_for_its_switch(self, billit: BillitSession, peppol: Directory) -> None:
        with pytest.raises(TypeError, match="check takes True or False"):
            await billit.peppol.send_ubl(good(), check="no")  # type: ignore[arg-type]
        assert peppol.sent == []
