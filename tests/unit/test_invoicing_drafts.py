"""Drafts: the order that each step gives, and totals to the cent."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from billit_async.errors import PayloadError
from billit_async.invoicing import (
    CreditNote,
    DeliveryNote,
    DocumentField,
    Invoice,
    InvoiceRefused,
    LineField,
    Offer,
    OrderForm,
    check,
)
from billit_async.models import File, Party

DATES = {"order_date": date(2024, 1, 1), "expiry_date": date(2024, 1, 31)}
ACME = Party(name="Acme", vat_number="BE0563846944")


@pytest.fixture
def draft():
    return Invoice.build(ACME, **DATES)


def amounts(totals):
    return [str(each) for each in (totals.total_excl, totals.total_vat, totals.total_incl)]


def test_a_step_leaves_the_draft_as_it_was(draft):
    longer = draft.text("Heading")
    assert (len(draft.lines), len(longer.lines)) == (0, 1)


def test_changing_the_order_leaves_the_draft_as_it_was(draft):
    draft = draft.line("Work", 10, vat_percentage=21)
    order = draft.order()
    order.order_lines[0].description = order.customer.name = "changed"
    assert (draft.order().order_lines[0].description, draft.order().customer.name) == ("Work", "Acme")


def test_keywords_say_the_same_as_steps(draft):
    steps = draft.cash_discount("1.5", days=8).left_to_pay("5.00").custom_field("PaymentMeansCode", "42")
    words = Invoice(
        party=ACME, discount_percentage="1.5", discount_days=8, to_pay="5.00",
        custom_fields={"PaymentMeansCode": "42"}, **DATES,
    )  # fmt: skip
    assert steps.order() == words.order()


def test_the_head_reaches_the_order(draft):
    file = File(file_name="terms.pdf", file_content="SGVsbG8=")
    order = (
        draft.cash_discount(2, days=8)
        .left_to_pay("5.00")
        .period(date(2024, 1, 1), date(2024, 1, 31))
        .attach(file)
        .custom_field("PaymentMeansCode", "42")
        .order()
    )
    assert (order.payment_discount_percentage, order.payment_reduction_days) == (2, 8)
    assert order.to_pay == Decimal("5.00")
    assert (order.period_from, order.period_till) == (datetime(2024, 1, 1), datetime(2024, 1, 31))
    assert order.attachments == [file]
    assert order.custom_fields == {
        "Invoice.InvoicePeriod.StartDate": "2024-01-01",
        "Invoice.InvoicePeriod.EndDate": "2024-01-31",
        "PaymentMeansCode": "42",
    }


def test_a_product_is_only_its_id_and_quantity(draft):
    (line,) = draft.product(5, 3).order().order_lines
    assert (line.product_id, line.quantity, line.unit_price_excl) == (5, 3, None)


def test_totals_with_a_product_are_refused_rather_than_guessed(draft):
    with pytest.raises(PayloadError, match=r"order_lines\[0\]"):
        draft.product(5).totals()


def test_the_documented_sample_comes_out_to_the_cent(draft):
    draft = draft.line("A", "10.00", vat_percentage=6).line("B", "3.75", quantity=2, vat_percentage=21)
    assert amounts(draft.totals()) == ["17.50", "2.18", "19.68"]


def test_the_documented_cash_discount_comes_out_to_the_cent(draft):
    draft = draft.line("A", "449.95", vat_percentage=21).cash_discount("1.5", days=8)
    assert str(draft.totals().payment_discount) == "6.75"


def test_a_price_including_vat_leads(draft):
    draft = draft.line_incl("Book", "10.60", vat_percentage=6, quantity=2)
    assert draft.order().order_lines[0].incl_leading is True
    assert amounts(draft.totals()) == ["20.00", "1.20", "21.20"]


def test_a_discount_and_a_heading_count_in_the_totals_as_they_should(draft):
    draft = draft.text("January").line("Work", 100, vat_percentage=21, quantity=2, reduction_percentage=10)
    assert amounts(draft.totals()) == ["180.00", "37.80", "217.80"]


def test_an_allowance_takes_off_and_a_charge_adds(draft):
    draft = draft.line("Work", 100, vat_percentage=21, link="a").allowance("Late", 5, vat_percentage=21, link="a")
    draft = draft.charge("Freight", 15, vat_percentage=21, code="FC")
    _, off, on = draft.order().order_lines
    assert (off.allowance_charge_indicator, off.unit_price_excl, off.linked_order_line_id) == (False, -5, "a")
    assert (on.allowance_charge_indicator, on.unit_price_excl, on.code) == (True, 15, "FC")
    assert amounts(draft.totals()) == ["110.00", "23.10", "133.10"]
    assert draft.check() == ()


def test_the_rounding_is_a_setting(draft):
    draft = draft.line("Work", "0.50", vat_percentage=21)
    assert str(draft.totals().total_vat) == "0.11"
    assert str(draft.totals(rounding="ROUND_HALF_EVEN").total_vat) == "0.10"


@pytest.mark.parametrize(
    ("kind", "order_type"),
    [
        (Invoice, "Invoice"),
        (CreditNote, "CreditNote"),
        (Offer, "Offer"),
        (DeliveryNote, "DeliveryNote"),
        (OrderForm, "OrderForm"),
    ],
)
def test_each_kind_names_its_type(kind, order_type):
    order = kind.build(7, **DATES).order()
    assert (order.order_type, order.customer_id, order.customer) == (order_type, 7, None)


def test_a_credit_note_says_which_invoice_it_is_about():
    assert CreditNote(party=7, about_invoice_number="INV-1", **DATES).order().about_invoice_number == "INV-1"


@pytest.mark.parametrize("kind", [Invoice, CreditNote])
def test_self_billing_is_a_purchase_with_a_supplier(kind):
    order = kind(party=ACME, direction="Cost", self_billing=True, **DATES).order()
    assert (order.order_sub_type, order.supplier.name, order.customer) == ("SelfBilling", "Acme", None)


def test_a_refused_draft_says_why_and_a_good_one_passes(draft):
    with pytest.raises(InvoiceRefused, match="order_lines") as caught:
        draft.checked_order()
    assert [each.rule for each in caught.value.findings] == ["lines-required"]
    good = draft.line("Work", 10, vat_percentage=21)
    assert good.checked_order() == good.order()


def test_a_draft_shows_nothing_of_what_it_says(draft):
    assert repr(draft.text("Secret")) == "Invoice(lines=1, attachments=0)"


def test_a_float_is_refused(draft):
    with pytest.raises(TypeError):
        draft.line("Work", 0.1, vat_percentage=21)


def test_changing_a_given_party_leaves_the_draft_as_it_was():
    party = Party(name="Acme")
    draft = Invoice.build(party, **DATES)
    party.name = "changed"
    assert draft.order().customer.name == "Acme"


@pytest.mark.parametrize("kind", [Invoice, CreditNote])
def test_a_ubl_field_begins_with_the_kind_of_document(kind):
    draft = kind.build(ACME, **DATES).ubl_field("ProjectReference.ID.Text", "P-1")
    assert draft.order().custom_fields == {f"{kind.__name__}.ProjectReference.ID.Text": "P-1"}
    assert "custom-field-prefix" not in {each.rule for each in draft.check()}


def test_what_a_draft_shows_cannot_change_it(draft):
    draft = draft.line("Work", 10, vat_percentage=21).attach(File(file_name="a.pdf", file_content="SGVsbG8="))
    draft.lines[0].description = draft.attachments[0].file_name = draft.party.name = "changed"
    order = draft.order()
    assert (order.order_lines[0].description, order.attachments[0].file_name, order.customer.name) == (
        "Work", "a.pdf", "Acme",
    )  # fmt: skip


def test_keywords_reach_the_order_where_no_step_sets_them():
    order = Invoice(
        party=7, delivery_date=date(2024, 1, 2), iban="BE68539007547034", bic="GKCCBEBB", payment_method="Wired",
        internal_info="for us", external_id="ours-1", reference="PO-1", order_title="desk 4", **DATES,
    ).order()  # fmt: skip
    assert (order.delivery_date, order.iban, order.bic) == (datetime(2024, 1, 2), "BE68539007547034", "GKCCBEBB")
    assert (order.payment_method, order.internal_info, order.external_provider_id) == ("Wired", "for us", "ours-1")
    assert (order.reference, order.order_title) == ("PO-1", "desk 4")


def test_what_is_paid_in_whole_leaves_nothing_to_pay(draft):
    order = draft.left_to_pay("5.00").already_paid("Bancontact").order()
    assert (order.paid, order.to_pay, order.payment_method) == (True, None, "Bancontact")
    again = draft.already_paid().left_to_pay("5.00").order()
    assert (again.paid, again.to_pay) == (None, Decimal("5.00"))


def test_a_blank_line_sets_parts_apart(draft):
    draft = draft.line("Work", 10, vat_percentage=21).blank_line().text("Thank you")
    assert [line.description for line in draft.order().order_lines] == ["Work", "", "Thank you"]
    assert amounts(draft.totals()) == ["10.00", "2.10", "12.10"]
    assert draft.check() == ()


def test_a_line_carries_what_is_known_of_it(draft):
    (line,) = (
        draft.line("Work", 10, vat_percentage=21, description_extended="by night", reference="A-1", unit="hour")
        .order()
        .order_lines
    )
    assert (line.description_extended, line.reference, line.unit) == ("by night", "A-1", "hour")


@pytest.mark.parametrize(("kind", "prefix"), [(Invoice, "Invoice"), (CreditNote, "CreditNote")])
def test_fields_of_the_e_invoice_are_named_for_the_kind_of_document(kind, prefix):
    order = (
        kind.build(7, **DATES)
        .ubl_field(DocumentField.PROJECT, "P-1")
        .ubl_field(DocumentField.PAYMENT_TERMS, "in cash")
        .ubl_field("Delivery.DeliveryLocation.Address.CityName", "Gent")
        .line("Work", 10, vat_percentage=21)
        .line_field(LineField.UNIT_CODE, "HUR")
        .line_field(LineField.BUYERS_ITEM, "B-7")
        .line_field("AdditionalItemPropertyColour", "red")
        .order()
    )
    assert order.custom_fields == {
        f"{prefix}.ProjectReference.ID.Text": "P-1",
        "PaymentTerms": "in cash",
        f"{prefix}.Delivery.DeliveryLocation.Address.CityName": "Gent",
    }
    assert order.order_lines[0].custom_fields == {
        "PeppolUnitCode": "HUR",
        f"{prefix}Line.Item.BuyersItemIdentification.ID.Text": "B-7",
        "AdditionalItemPropertyColour": "red",
    }
    assert [each.rule for each in check(order) if "custom" in each.rule] == []


def test_a_field_of_a_line_needs_a_line(draft):
    with pytest.raises(PayloadError, match="add it first"):
        draft.line_field(LineField.NOTE, "x")


def test_a_field_of_a_line_leaves_the_earlier_draft_as_it_was(draft):
    plain = draft.line("Work", 10, vat_percentage=21)
    plain.line_field(LineField.NOTE, "x")
    assert plain.order().order_lines[0].custom_fields is None


def test_lines_of_one_rate_are_one_group_whether_or_not_they_name_its_code(draft):
    draft = draft.line("A", "0.12", vat_percentage=21, ventilation_code="4").line("B", "0.12", vat_percentage=21)
    assert amounts(draft.totals()) == ["0.24", "0.05", "0.29"]
    assert len(draft.totals().groups) == 1
