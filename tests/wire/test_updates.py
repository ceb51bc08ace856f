"""Parties, products and orders that are changed over HTTP: by which requests, and with nothing lost on the way."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from billit_async import (
    NULL,
    ApiKey,
    BadRequest,
    BillitSession,
    OutcomeUnknown,
    PartyExists,
    RetryPolicy,
    UpdateIncomplete,
)
from billit_async._serialization.patches import ORDER_UPDATES, PARTY_UPDATES, PRODUCT_UPDATES
from billit_async.emulator import Emulator, EmulatorSettings
from billit_async.models import (
    GLAccount,
    Journal,
    KeyValuePair,
    Order,
    OrderLine,
    Party,
    PartyAddress,
    PartyIdentifier,
    Product,
)
from tests.property.fault_proxy import FaultProxy

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator

VAT = "BE0563846944"


class Watched(FaultProxy):
    """Notes the method and path of every request."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.seen: list[str] = []

    async def _play(
        self, fault: str, request: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        method, target, _ = request.decode("latin-1").split(" ", 2)
        self.seen.append(f"{method} {target.partition('?')[0]}")
        return await super()._play(fault, request, reader, writer)


@pytest.fixture(params=["keep", "clear"])
async def emu(request: pytest.FixtureRequest) -> AsyncIterator[Emulator]:
    """An emulator that keeps what a POST leaves out, and one that clears it: no update may show the difference."""
    settings = EmulatorSettings.of({"requests.update_left_out": request.param})
    async with Emulator(seed=7, orders=3, settings=settings) as running:
        yield running


@pytest.fixture
async def wire(emu: Emulator) -> AsyncIterator[Watched]:
    async with Watched(int(emu.url.rpartition(":")[2])) as proxy:
        yield proxy


@pytest.fixture
async def billit(emu: Emulator, wire: Watched) -> AsyncIterator[BillitSession]:
    async with BillitSession(
        ApiKey(emu.api_key), base_url=wire.url, party_id=emu.party_id, retry=RetryPolicy(attempts=1)
    ) as session:
        yield session


@pytest.fixture
async def party_id(billit: BillitSession, wire: Watched) -> int:
    made = await billit.parties.create(
        Party(
            name="Acme",
            vat_number=VAT,
            email="in@acme.example",
            street="Kerkstraat",
            street_number="1",
            zipcode="9000",
            city="Gent",
            country_code="BE",
            website="https://old.example",
            internal_info="pays late",
            default_expiry_offset=14,
            identifiers=[PartyIdentifier(identifier_type="GLN", identifier="5430003732007")],
            custom_fields=[KeyValuePair(key="Branch", value="North")],
        )
    )
    wire.seen.clear()
    return made


@pytest.fixture
async def order_id(billit: BillitSession, party_id: int, wire: Watched) -> int:
    made = await billit.orders.create(
        Order(
            order_type="Invoice",
            order_direction="Income",
            order_date=date(2024, 1, 1),
            expiry_date=date(2024, 1, 31),
            customer_id=party_id,
            comments="Thank you",
            reference="PO-1",
            tags=["shop"],
            currency="EUR",
            internal_info="seen",
            to_pay=Decimal("2.10"),
            custom_fields={"Invoice.Note": "x"},
            order_lines=[
                OrderLine(description="January"),
                OrderLine(quantity=1, unit_price_excl=10, description="Work", vat_percentage=21, account_code=700000),
            ],
        )
    )
    wire.seen.clear()
    return made


def but(model: Any, *names: str) -> dict[str, Any]:
    """What a model holds beside some fields and the moment of its last change."""
    held = attrs.asdict(model, recurse=False)
    return {name: value for name, value in held.items() if name not in {*names, "last_modified"}}


class TestParties:
    async def test_what_billit_patches_takes_one_patch(
        self, billit: BillitSession, wire: Watched, party_id: int
    ) -> None:
        await billit.parties.update(party_id, email="books@acme.example", gl_account_code="400000")
        assert wire.seen == [f"PATCH /v1/parties/{party_id}"]
        kept = await billit.parties.get(party_id)
        assert (kept.email, kept.gl_account_code) == ("books@acme.example", 400_000)

    async def test_the_rest_is_posted_whole_so_that_nothing_is_lost(
        self, billit: BillitSession, wire: Watched, party_id: int
    ) -> None:
        before = await billit.parties.get(party_id)
        wire.seen.clear()
        await billit.parties.update(party_id, website="https://acme.example", default_transport_type_tc="Peppol")
        assert wire.seen == [f"GET /v1/parties/{party_id}", "POST /v1/parties"]
        after = await billit.parties.get(party_id)
        assert (after.website, after.default_transport_type_tc) == ("https://acme.example", "Peppol")
        changed = ("website", "default_transport_type_tc")
        assert but(after, *changed) == but(before, *changed)

    async def test_both_kinds_go_in_one_call_the_post_first(
        self, billit: BillitSession, wire: Watched, party_id: int
    ) -> None:
        await billit.parties.update(party_id, street="Dorpsstraat", bic="KREDBEBB", website=NULL)
        one = f"/v1/parties/{party_id}"
        assert wire.seen == [f"GET {one}", "POST /v1/parties", f"PATCH {one}"]
        kept = await billit.parties.get(party_id)
        assert (kept.street, kept.bic, kept.website, kept.city) == ("Dorpsstraat", "KREDBEBB", None, "Gent")

    async def test_every_field_of_the_manual_can_be_changed(self, billit: BillitSession, party_id: int) -> None:
        new: dict[str, Any] = {
            "nr": "K-7", "name": "Acme NV", "street": "A", "street_number": "2", "box": "B", "zipcode": "1000",
            "city": "Brussel", "country_code": "BE", "iban": "BE68539007547034", "bic": "KREDBEBB", "mobile": "1",
            "phone": "2", "fax": "3", "email": "new@acme.example", "website": "www.acme.example", "contact": "Ann",
            "vat_number": "BE0403170701", "party_type": "Supplier", "vat_liable": False, "gl_account_code": 440_000,
            "language": "FR", "ventilation_code": "21", "external_provider_id": "x", "external_provider_tc": "y",
            "custom_fields": [KeyValuePair(key="Branch", value="South")], "default_paid": True,
        }  # fmt: skip
        await billit.parties.update(party_id, **new)
        kept = await billit.parties.get(party_id)
        assert {name: getattr(kept, name) for name in new} == new

    async def test_new_addresses_stand_alone(self, billit: BillitSession, party_id: int) -> None:
        there = PartyAddress(address_type="InvoiceAddress", street="Veld", street_number="3", city="Aalst")
        await billit.parties.update(party_id, addresses=[there])
        kept = await billit.parties.get(party_id)
        assert (kept.street, kept.city, kept.zipcode) == ("Veld", "Aalst", None)

    async def test_a_patch_that_fails_after_the_post_names_what_was_changed(
        self, billit: BillitSession, wire: Watched, party_id: int
    ) -> None:
        with pytest.raises(UpdateIncomplete) as caught:
            await billit.parties.update(party_id, website="https://acme.example", vat_number="BE0563846945")
        error = pickle.loads(pickle.dumps(caught.value))
        assert (error.id, error.changed, error.unchanged, error.unknown) == (
            party_id,
            ("website",),
            ("vat_number",),
            (),
        )
        assert isinstance(caught.value.__cause__, BadRequest)
        kept = await billit.parties.get(party_id)
        assert (kept.website, kept.vat_number) == ("https://acme.example", VAT)

        wire.faults.extend(["ok", "ok", "closed_after"])
        wire.seen.clear()
        with pytest.raises(UpdateIncomplete) as caught:
            await billit.parties.update(party_id, website=NULL, email="new@acme.example")
        assert (caught.value.changed, caught.value.unchanged, caught.value.unknown) == (("website",), (), ("email",))
        assert isinstance(caught.value.__cause__, OutcomeUnknown)
        assert len(wire.seen) == 3

    async def test_nothing_is_patched_after_a_post_that_was_refused_or_is_in_doubt(
        self, billit: BillitSession, wire: Watched, party_id: int
    ) -> None:
        with pytest.raises(BadRequest):
            await billit.parties.update(party_id, domiciliation_mandate_id="€", email="new@acme.example")
        wire.faults.extend(["ok", "closed_before"])
        with pytest.raises(OutcomeUnknown):
            await billit.parties.update(party_id, website="https://new.example", email="new@acme.example")
        assert [line.split()[0] for line in wire.seen] == ["GET", "POST"] * 2
        kept = await billit.parties.get(party_id)
        assert (kept.website, kept.email) == ("https://old.example", "in@acme.example")

    @pytest.mark.parametrize(
        ("changes", "error", "said"),
        [
            ({}, ValueError, "nothing to change"),
            ({"website": None}, ValueError, "nothing to change"),
            ({"created": 1}, TypeError, "does not change 'created'.*website"),
            ({"display_name": "x", "email": "y"}, TypeError, "does not change 'display_name'"),
            ({"website": 5}, TypeError, "website takes str"),
            ({"default_paid": "true"}, TypeError, "default_paid takes bool"),
            ({"accountant_code": "a1"}, TypeError, "accountant_code takes int or a text of its digits"),
            ({"gl_account_code": "0070"}, TypeError, "gl_account_code takes int or a text of its digits"),
            ({"default_transport_type_tc": "Pepol"}, ValueError, "did you mean 'Peppol'"),
            ({"custom_fields": 5}, TypeError, "custom_fields"),
        ],
    )
    async def test_what_cannot_be_right_never_leaves(
        self, billit: BillitSession, wire: Watched, changes: Any, error: type[Exception], said: str
    ) -> None:
        with pytest.raises(error, match=said):
            await billit.parties.update(7, **changes)
        assert wire.seen == []


class TestKnownParties:
    async def test_a_known_party_is_overwritten_or_refused(
        self, billit: BillitSession, wire: Watched, party_id: int
    ) -> None:
        again = Party(name="Other", vat_number="BE 0563.846.944", party_type="Customer")
        with pytest.raises(PartyExists, match="vat_number") as caught:
            await billit.parties.create(again, if_known="refuse")
        assert (caught.value.party_id, caught.value.ids) == (party_id, (party_id,))
        assert wire.seen == ["GET /v1/parties"]
        assert await billit.parties.create(again) == party_id
        assert (await billit.parties.get(party_id)).name == "Other"

    @pytest.mark.parametrize(
        "again",
        [
            Party(name="Ann", email="in@acme.example"),
            Party(name="Acme", street="Kerkstraat", street_number="1", city="Gent"),
        ],
    )
    async def test_a_party_is_known_by_its_address_too(
        self, billit: BillitSession, party_id: int, again: Party
    ) -> None:
        with pytest.raises(PartyExists) as caught:
            await billit.parties.create(again, if_known="refuse")
        assert caught.value.party_id == party_id

    async def test_another_party_is_created(self, billit: BillitSession, party_id: int) -> None:
        for other in (
            Party(name="Acme", vat_number=VAT, party_type="Supplier"),
            Party(name="Acme", vat_number="BE0403170701", email="in@acme.example"),
        ):
            assert await billit.parties.create(other, if_known="refuse") != party_id
        with pytest.raises(ValueError, match="if_known"):
            await billit.parties.create(Party(name="x"), if_known="never")  # type: ignore[arg-type]


class TestProducts:
    async def test_a_product_is_posted_whole(self, billit: BillitSession, wire: Watched) -> None:
        made = await billit.products.create(
            Product(reference="P-1", description="Bread", amount_excl=10, vat=6, unit="NAR", group_name="Food")
        )
        before = await billit.products.get(made)
        wire.seen.clear()
        await billit.products.update(made, amount_excl="20", unit=NULL)
        assert wire.seen == [f"GET /v1/products/{made}", "POST /v1/products"]
        after = await billit.products.get(made)
        assert (after.amount_excl, after.amount_incl, after.unit) == (Decimal(20), Decimal("21.20"), None)
        changed = ("amount_excl", "amount_incl", "unit")
        assert but(after, *changed) == but(before, *changed)


class TestOrders:
    async def test_what_billit_patches_takes_one_patch(
        self, billit: BillitSession, wire: Watched, order_id: int
    ) -> None:
        await billit.orders.update(order_id, internal_info="new", account_code="700000")
        assert wire.seen == [f"PATCH /v1/orders/{order_id}"]
        assert (await billit.orders.get(order_id)).account_code == 700_000

    async def test_the_rest_is_posted_whole_so_that_nothing_is_lost(
        self, billit: BillitSession, wire: Watched, order_id: int, party_id: int
    ) -> None:
        customer = await billit.parties.get(party_id)
        before = await billit.orders.get(order_id)
        wire.seen.clear()
        await billit.orders.update(order_id, comments=NULL, expiry_date=date(2024, 2, 29), invoiced=True)
        one = f"/v1/orders/{order_id}"
        assert wire.seen == [f"GET {one}", "POST /v1/orders", f"PATCH {one}"]
        after = await billit.orders.get(order_id)
        assert (after.comments, after.invoiced, str(after.expiry_date)[:10]) == (None, True, "2024-02-29")
        assert after.to_pay == Decimal("2.10")
        # The request itself becomes an attachment, and how late it is follows from the date.
        changed = ("comments", "expiry_date", "invoiced", "attachments", "days_overdue")
        assert but(after, *changed) == but(before, *changed)
        assert await billit.parties.get(party_id) == customer

    async def test_new_lines_replace_the_old_and_a_part_payment_is_not_lost(
        self, billit: BillitSession, order_id: int
    ) -> None:
        lines = [OrderLine(quantity=2, unit_price_excl=10, description="Work", vat_percentage=21)]
        with pytest.raises(ValueError, match="to_pay"):
            await billit.orders.update(order_id, order_lines=lines)
        await billit.orders.update(order_id, order_lines=lines, to_pay="14.20")
        after = await billit.orders.get(order_id)
        assert ([line.quantity for line in after.order_lines or []], after.to_pay) == ([2], Decimal("14.20"))

    async def test_lines_of_products_are_not_priced_anew(self, billit: BillitSession, party_id: int) -> None:
        product = await billit.products.create(Product(reference="P", description="Bread", amount_excl=10, vat=6))
        made = await billit.orders.create(
            Order(
                order_type="Invoice",
                order_direction="Income",
                order_date=date(2024, 1, 1),
                expiry_date=date(2024, 1, 31),
                customer_id=party_id,
                order_lines=[OrderLine(product_id=product)],
            )
        )
        await billit.products.update(product, amount_excl=20)
        with pytest.raises(ValueError, match="order_lines"):
            await billit.orders.update(made, comments="x")
        assert (await billit.orders.get(made)).total_excl == 10

    async def test_what_billit_computes_is_refused_with_what_can_be_changed(
        self, billit: BillitSession, wire: Watched
    ) -> None:
        with pytest.raises(TypeError, match=r"does not change 'total_incl'.*comments, .*paid_date"):
            await billit.orders.update(7, total_incl=5)  # type: ignore[call-arg]
        assert wire.seen == []


async def test_a_code_is_taken_as_a_number_and_as_a_text(billit: BillitSession, emu: Emulator) -> None:
    made = await billit.parties.create(
        Party(name="Codes", gl_account_code="400000", accountant_code="7", ventilation_code=4)  # type: ignore[arg-type]
    )
    kept = await billit.parties.get(made)
    assert (kept.gl_account_code, kept.accountant_code, kept.ventilation_code) == (400_000, 7, "4")
    await billit.parties.patch(made, gl_account_code="440000", gl_default_expiry_offset="30")
    await billit.gl_accounts.create(GLAccount(code="700000", description="Sales"))  # type: ignore[arg-type]
    await billit.journals.import_many([Journal(code=5, description="Sales", journal_type="Income")])  # type: ignore[arg-type]
    assert [item["Code"] for item in emu.kept("gl_accounts")] == [700_000]
    assert [item["Code"] for item in emu.kept("journals")] == ["5"]
    assert Journal(code=5).to_json() == b'{"Code":5}'  # type: ignore[arg-type]


def test_every_field_that_can_be_sent_can_be_updated() -> None:
    for facts, model in ((PARTY_UPDATES, Party), (ORDER_UPDATES, Order), (PRODUCT_UPDATES, Product)):
        known = {field.name: field.metadata for field in attrs.fields(model)}
        left = {known[name]["wire"] for name in known if name not in facts.patched and name not in facts.posted}
        only_billit = {meta["wire"] for meta in known.values() if meta.get("read_only")}
        assert left == {known[facts.key]["wire"], *facts.fixed, *only_billit}
