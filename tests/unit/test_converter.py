"""The ready cattrs converters: dictionaries with Billit's names or Python's, strict, with every bad property named."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import cattrs
import pytest
from cattrs.errors import ClassValidationError

from billit_async import converter
from billit_async.converter import make_converter, python_converter
from billit_async.models import File, Order, OrderLine, Party

WIRE = {
    "OrderID": 1,
    "OrderPDF": {"FileID": "58172ba7-c2b8-4966-9c17-0ad3ad9be90b"},
    "Customer": {"Name": "Acme", "VATNumber": "BE0403170701"},
    "OrderDate": "2026-01-01T00:00:00",
    "OrderLines": [{"Quantity": Decimal("1.50000"), "CustomFields": {"PeppolLineID": "1"}}],
    "TotalIncl": Decimal("12.50"),
    "Paid": False,
}
MODEL = Order(
    order_id=1,
    order_pdf=File(file_id="58172ba7-c2b8-4966-9c17-0ad3ad9be90b"),
    customer=Party(name="Acme", vat_number="BE0403170701"),
    order_date=date(2026, 1, 1),
    order_lines=[OrderLine(quantity="1.50000", custom_fields={"PeppolLineID": "1"})],
    total_incl="12.50",
    paid=False,
)


def test_wire_names_go_both_ways():
    assert converter.structure(WIRE, Order) == MODEL
    assert converter.unstructure(MODEL) == WIRE


def test_python_names_go_both_ways():
    named = python_converter.unstructure(MODEL)
    assert (named["order_id"], named["customer"]["vat_number"]) == (1, "BE0403170701")
    assert named["order_lines"] == [{"quantity": Decimal("1.50000"), "custom_fields": {"PeppolLineID": "1"}}]
    assert python_converter.structure(named, Order) == MODEL


def test_amounts_keep_their_digits():
    assert str(converter.unstructure(MODEL)["OrderLines"][0]["Quantity"]) == "1.50000"


@pytest.mark.parametrize("amount", [Decimal("12.50"), "12.50"])
def test_amounts_come_as_decimals_or_texts(amount):
    assert converter.structure({"TotalIncl": amount}, Order).total_incl == Decimal("12.50")


@pytest.mark.parametrize("moment", ["2026-01-01", date(2026, 1, 1), datetime(2026, 1, 1)])
def test_moments_come_as_texts_dates_or_datetimes(moment):
    assert converter.structure({"OrderDate": moment}, Order).order_date == datetime(2026, 1, 1)


def test_identifiers_and_models_are_taken_as_they_are():
    made = converter.structure({"OrderPDF": {"FileID": UUID(int=1)}, "Customer": MODEL.customer}, Order)
    assert (made.order_pdf.file_id, made.customer) == (UUID(int=1), MODEL.customer)


def test_a_float_is_never_an_amount_and_the_error_names_the_place():
    with pytest.raises(ClassValidationError) as refused:
        converter.structure({"TotalIncl": 12.5, "OrderLines": [{"Quantity": 1.5}]}, Order)
    told = cattrs.transform_error(refused.value, format_exception=lambda error, _: str(error))
    assert any("$.order_lines[0].quantity" in line for line in told)
    assert all("exact amount" in line for line in told)
    assert len(told) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"OrderNumber": 5},
        {"OrderID": "5"},
        {"OrderID": True},
        {"Paid": 1},
        {"Tags": "text"},
        {"CustomFields": [1]},
        {"CustomFields": [{"Key": "a", "Value": 1}]},
        {"CustomFields": {"a": 1}},
        {"Customer": []},
        {"OrderDate": 5},
        {"OrderPDF": {"FileID": 5}},
    ],
)
def test_nothing_is_bent_into_another_type(wrong):
    with pytest.raises(ClassValidationError):
        converter.structure(wrong, Order)


def test_none_may_be_kept_in_the_dictionary():
    kept = make_converter("wire", omit_none=False).unstructure(Party(name="Acme"))
    assert kept["Name"] == "Acme"
    assert kept["VATNumber"] is None


def test_a_converter_of_ones_own_takes_further_hooks():
    mine = make_converter("python")
    mine.register_unstructure_hook(Decimal, str)
    assert mine.unstructure(Order(total_incl="12.50")) == {"total_incl": "12.50"}
    assert python_converter.unstructure(Order(total_incl="12.50")) == {"total_incl": Decimal("12.50")}
