"""The totals of an order against the documented samples and the laws they obey."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billit_async.invoicing import TotalsLine, TotalsPolicy, compute_totals

D = Decimal


def line(quantity="1", price="0", rate="21", **more):
    return TotalsLine(quantity=D(quantity), unit_price_excl=D(price), vat_percentage=D(rate), **more)


def test_the_documented_sample_is_reproduced():
    totals = compute_totals([line("1", "10.00", "6"), line("2", "3.75", "21")])
    assert (totals.total_excl, totals.total_vat, totals.total_incl) == (D("17.50"), D("2.18"), D("19.68"))
    assert [(each.total_excl, each.total_vat, each.total_incl) for each in totals.groups] == [
        (D("10.00"), D("0.60"), D("10.60")), (D("7.50"), D("1.58"), D("9.08"))]  # fmt: skip
    assert [each and each.total_vat for each in totals.lines] == [D("0.60"), D("1.58")]


def test_the_vat_of_a_group_is_not_the_sum_of_its_lines():
    totals = compute_totals([line("1", "0.07", "21")] * 3)
    assert sum(each.total_vat for each in totals.lines if each) == D("0.03")
    assert totals.total_vat == D("0.04")


def test_the_documented_cash_discount_is_reproduced():
    totals = compute_totals([line("1", "449.95", "21")], payment_discount_percentage=D("1.5"))
    assert totals.payment_discount == D("6.75")


def test_vat_is_due_on_the_base_less_the_cash_discount():
    (group,) = compute_totals([line("1", "1000", "21")], payment_discount_percentage=D(2)).groups
    assert (group.taxable_base, group.financial_reduction) == (D("980.00"), D("20.00"))
    assert (group.total_vat, group.total_incl) == (D("205.80"), D("1205.80"))


def test_half_a_cent_rounds_up_unless_told_otherwise():
    assert compute_totals([line("1", "0.50", "21")]).total_incl == D("0.61")
    assert compute_totals([line("1", "2.50", "21")]).total_incl == D("3.03")
    even = TotalsPolicy(rounding=ROUND_HALF_EVEN)
    assert compute_totals([line("1", "2.50", "21")], policy=even).total_incl == D("3.02")


def test_a_line_discount_lowers_the_base():
    assert compute_totals([line("3", "10", "21", reduction_percentage=D(5))]).total_excl == D("28.50")


def test_decimals_beyond_the_setting_are_ignored_and_not_rounded():
    assert compute_totals([line("1", "1.999")], policy=TotalsPolicy(price_decimals=2)).total_excl == D("1.99")
    assert compute_totals([line("100", "1.999")], policy=TotalsPolicy(price_decimals=None)).total_excl == D("199.90")


def test_prices_including_vat_add_up_to_what_must_be_paid():
    lines = [TotalsLine(incl_leading=True, total_incl=D("0.99"), vat_percentage=D(21))] * 7
    totals = compute_totals(lines)
    assert totals.total_incl == D("6.93")
    assert totals.total_excl + totals.total_vat == D("6.93")


def test_a_line_without_amounts_is_text():
    totals = compute_totals([TotalsLine(), line("1", "5")])
    assert totals.lines[0] is None
    assert len(totals.groups) == 1


def test_lines_of_one_rate_and_different_codes_stay_apart():
    totals = compute_totals([line("1", "5", "0", ventilation_code="51"), line("1", "5", "0", ventilation_code="55")])
    assert [group.ventilation_code for group in totals.groups] == ["51", "55"]


def test_no_lines_have_no_total():
    assert compute_totals([]).total_incl == D("0.00")


lines = st.lists(
    st.builds(
        line,
        st.decimals("0.01", "999", places=2).map(str),
        st.decimals("-99", "9999", places=2).map(str),
        st.sampled_from(["0", "6", "12", "21"]),
    ),
    max_size=12,
)


@given(lines)
def test_groups_lines_and_order_agree(drawn):
    totals = compute_totals(drawn)
    assert totals.total_excl + totals.total_vat == totals.total_incl
    assert totals.total_excl == sum((each.total_excl for each in totals.lines if each), D(0))
    assert totals.total_incl == sum((group.total_incl for group in totals.groups), D(0))
    for group in totals.groups:
        assert abs(group.total_excl * group.vat_percentage / 100 - group.total_vat) <= D("0.005")


@given(lines)
def test_the_order_of_the_lines_changes_nothing(drawn):
    forward, backward = compute_totals(drawn), compute_totals(drawn[::-1])
    assert forward.groups == backward.groups


@pytest.mark.parametrize("rate", ["0", "6", "12", "21"])
def test_every_amount_has_two_decimals(rate):
    (group,) = compute_totals([line("3", "1.115", rate)]).groups
    amounts = (group.total_excl, group.total_vat, group.total_incl, group.taxable_base, group.financial_reduction)
    assert {amount.as_tuple().exponent for amount in amounts} == {-2}
