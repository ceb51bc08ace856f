"""Each rule of the checks: the order that breaks it, and that its neighbour, which does not, is left alone."""

from __future__ import annotations

import re
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules

import attrs
import pytest

from billit_async import PayloadError
from billit_async._resources import attachments
from billit_async.errors import Code
from billit_async.invoicing import TotalsPolicy, check, checks, totals_of
from billit_async.invoicing.checks import files
from billit_async.invoicing.findings import Rule
from billit_async.models import Order, OrderLine
from tests.unit.checked_orders import (
    ANONYMOUS,
    CASES,
    KNOWN_INVOICE,
    MANDATE,
    D,
    a_customer,
    a_line,
    allowance,
    an_order,
    charge,
    credited,
    lined,
    sold_to,
)

RULES = {
    rule.name: rule
    for module in iter_modules(checks.__path__, f"{checks.__name__}.")
    for rule in vars(import_module(module.name)).values()
    if isinstance(rule, Rule)
}
"""Every rule that the package has."""


def findings(order):
    return check(order, known_invoices=[KNOWN_INVOICE])


@pytest.mark.parametrize(("rule", "field", "broken", "kept"), CASES, ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)])
def test_a_broken_rule_is_found_where_it_is_broken_and_its_neighbour_is_left_alone(rule, field, broken, kept):
    found = [each for each in findings(broken) if each.rule == rule]
    assert field in [each.location for each in found]
    assert all(each.message and each.source and each.cure for each in found)
    assert [each for each in findings(kept) if each.rule == rule] == []


def test_every_rule_has_an_order_that_breaks_it():
    assert {case[0] for case in CASES} == set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_names_its_source_and_only_codes_that_exist(rule):
    codes = re.findall(r"code ([^;]+)", rule.source)
    assert set(codes) <= {str(code) for code in Code}
    assert codes or re.search(r"docs page|EN 16931|SEPA", rule.source)


def test_a_good_order_has_no_findings():
    assert findings(an_order()) == ()


def test_errors_stand_apart_from_warnings():
    assert {each.severity for each in findings(an_order(order_date=None))} == {"error"}
    assert {each.severity for each in findings(an_order(customer=ANONYMOUS))} == {"warning"}


def test_a_company_with_more_decimals_is_not_warned():
    order = lined(a_line(quantity=D("1.125")))
    assert check(order, price_decimals=3) == ()


def test_an_invoice_is_not_looked_up_where_no_list_is_given():
    assert check(credited(about_invoice_number="elsewhere")) == ()


def test_the_country_of_a_counterparty_that_is_only_an_id_may_be_told():
    order = lined(a_line(vat_percentage=D(19)), customer=None, customer_id=7)
    assert [(each.rule, each.severity) for each in check(order)] == [("vat-percentage", "warning")]
    assert check(order, counterparty_country="DE") == ()
    assert [each.severity for each in check(order, counterparty_country="FR")] == ["error"]


def test_a_line_by_product_needs_nothing_else():
    assert findings(lined(OrderLine(product_id=3))) == ()


def test_findings_quote_nothing_of_the_document():
    order = sold_to(name="Secret", vat_number="BE0563846945", iban="BE68539007547035")
    assert "0563846945" not in repr(findings(order))
    assert "539007547035" not in repr(findings(order))


@pytest.mark.parametrize(
    "order",
    [
        an_order(customer=None, counter_party_id=7),
        an_order(customer=None, counter_party=a_customer()),
        sold_to(contact_first_name="Jan"),
        an_order(custom_fields={"Invoice.Note": "b"}),
        sold_to(name=None, contact="Jan Jans"),
        sold_to(name=None, party_id=7),
        lined(a_line(quantity=D(0))),
        an_order(order_type="Offer", currency="euro", custom_fields={"Invoice.Project": "P-1"}),
        an_order(order_direction="Cost", supplier=a_customer(vat_number=None, party_id=3), ventilation_code="55"),
        lined(a_line(vat_percentage=D(0), ventilation_code="55"), customer=a_customer(vat_number=None, party_id=3)),
        an_order(custom_fields={"Invoice.Delivery.DeliveryLocation.Address.CityName": "Gent"}),
        lined(a_line(), charge("0")),
        lined(a_line(), allowance("0")),
        lined(a_line(unit_price_excl=D("0.000000"))),
        sold_to(**{**MANDATE, "default_payment_method_tc": None}),
        an_order(payment_method="Domiciliation", customer=a_customer(party_id=7)),
        an_order(payment_method="Domiciliation", customer=None, customer_id=7),
        an_order(payment_method="Domiciliation", order_direction="Cost", customer=None, supplier=a_customer()),
    ],
)
def test_a_case_at_the_edge_of_a_rule_is_left_alone(order):
    assert findings(order) == ()


def test_an_account_identifies_a_party_only_with_its_bank():
    party = attrs.evolve(ANONYMOUS, iban="BE68539007547034")
    assert [each.rule for each in findings(an_order(customer=party))] == ["party-may-overwrite"]
    assert findings(an_order(customer=attrs.evolve(party, bic="GKCCBEBB"))) == ()


def test_the_bank_of_a_party_is_checked_too():
    assert [each.location for each in findings(sold_to(bic="GKCC"))] == ["customer.bic"]


def test_the_kinds_of_attachments_are_those_that_an_attachment_is_made_of():
    assert set(attachments._KINDS) == files._KINDS


OF_ANOTHER_TYPE = [
    {"OrderLines": "x"},
    {"OrderLines": [None]},
    {"OrderLines": [{"Quantity": "12,50", "UnitPriceExcl": {}, "Description": 5}]},
    {"OrderLines": [{"Quantity": 1, "UnitPriceExcl": 1, "VATPercentage": [None]}]},
    {"Customer": "x"},
    {"Customer": {"VATNumber": 5, "Addresses": [None]}},
    {"Customer": {"Addresses": [{"AddressType": {}, "CountryCode": 5}]}},
    {"OrderDate": "31/12"},
    {"OrderType": {}},
    {"Currency": []},
    {"Attachments": 5},
    {"CustomFields": 5},
    {"PaymentReference": 5},
]


@pytest.mark.parametrize("changes", OF_ANOTHER_TYPE, ids=str)
@pytest.mark.filterwarnings("ignore::billit_async.PayloadWarning")
def test_what_was_read_with_another_type_is_checked_or_refused_as_such(changes) -> None:
    order = Order.from_dict({**an_order().to_dict(), **changes})
    for compute in (check, lambda given: totals_of(given, policy=TotalsPolicy())):
        with suppress(PayloadError):  # it names the place where it can
            compute(order)
    if "OrderLines" in changes:
        with pytest.raises(PayloadError, match="order"):
            check(order)
