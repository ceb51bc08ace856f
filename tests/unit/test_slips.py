"""Slips that Python lets through, or answers with words of its own: each is an error that says what to write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import ApiKey, BillitSession
from billit_async.fields import OrderFields as O

if TYPE_CHECKING:
    from collections.abc import Callable

UNPAID = O.paid.is_(False)

PRECEDENCE: list[Callable[[], Any]] = [
    lambda: O.order_type == "Invoice" & UNPAID,
    lambda: O.order_type == "Invoice" | UNPAID,
    lambda: O.order_id == 5 & UNPAID,
    lambda: O.order_id > 5 | UNPAID,
    lambda: O.total_incl > Decimal(5) & UNPAID,
    lambda: O.order_date > date(2024, 1, 1) & UNPAID,
    lambda: O.paid == True & UNPAID,
    lambda: O.order_number == None & UNPAID,
    lambda: UNPAID & O.order_type == "Invoice",
    lambda: UNPAID | O.order_id > 5,
    lambda: O.order_id == 1 & O.order_type == "Invoice",
    lambda: O.order_type == "Invoice" & O.order_id == 1,
    lambda: UNPAID & True,
    lambda: "x" | UNPAID,
    lambda: UNPAID & "Paid eq true",
]
TRUTH: list[Callable[[], Any]] = [
    lambda: UNPAID and O.order_id == 1,
    lambda: UNPAID or O.order_id == 1,
    lambda: not UNPAID,
    lambda: 1 < O.order_id < 5,
    lambda: O.reference == O.order_number == "x",
    lambda: O.order_type in ["Invoice", "Offer"],
    lambda: O.order_type in ("Invoice", "Offer"),
    lambda: O.order_type not in ["Offer", "Invoice"],
    lambda: [O.order_type] == ["Invoice"],
    lambda: UNPAID if O.order_id == 1 else None,
]


@pytest.mark.parametrize("slip", PRECEDENCE)
def test_a_comparison_without_parentheses_says_where_they_belong(slip: Callable[[], Any]) -> None:
    with pytest.raises(TypeError, match=r"in parentheses, as in `\(A == 1\) [&|] \(B == 2\)`"):
        slip()


@pytest.mark.parametrize("slip", TRUTH)
def test_the_words_of_python_say_which_signs_to_write(slip: Callable[[], Any]) -> None:
    with pytest.raises(TypeError, match=r"no truth value.*`&`, `\|` and `~`"):
        slip()


def test_membership_says_what_to_write() -> None:
    with pytest.raises(TypeError, match=r"X\.in_\(\[a, b\]\)"):
        assert O.order_type in ["Invoice", "Offer"]
    for slip in (lambda: "Invoice" in O.order_type, lambda: list(O.order_type), lambda: O.order_type[0]):
        with pytest.raises(TypeError, match=r"field\.in_\(\[\.\.\.\]\)"):
            slip()
    for slip in (lambda: 5 in UNPAID, lambda: list(UNPAID), lambda: len(UNPAID), lambda: UNPAID[0]):
        with pytest.raises(TypeError, match=r"billit\.orders\.list\(condition\)"):
            slip()


def test_a_comparison_of_comparisons_says_what_to_write() -> None:
    for slip in (lambda: UNPAID < 5, lambda: (O.order_id == 1) <= UNPAID, lambda: (O.order_id > 1) < 5):
        with pytest.raises(TypeError, match=r"X\.between\(a, b\)"):
            slip()
    for slip in (lambda: UNPAID ^ UNPAID, lambda: "x" ^ UNPAID):
        with pytest.raises(TypeError, match=r"\(A & ~B\) \| \(~A & B\)"):
            slip()


LIST: list[Callable[[Any], Any]] = [
    lambda rows: [row for row in rows],  # noqa: C416
    list,
    tuple,
    sorted,
    next,
    len,
    bool,
    reversed,
    lambda rows: rows[0],
    lambda rows: rows[:5],
    lambda rows: 5 in rows,
    lambda rows: not rows,
]


@pytest.mark.parametrize("slip", LIST)
async def test_a_list_says_how_it_is_read(slip: Callable[[Any], Any]) -> None:
    async with BillitSession(ApiKey("k"), base_url="http://127.0.0.1:1", party_id=5) as billit:
        with pytest.raises(TypeError, match=r"`async for row in pager:`, or `rows = await pager\.collect\(\)`"):
            slip(billit.orders.list())
        if slip is not reversed:
            with pytest.raises(TypeError, match=r"`async for page in pager\.pages\(\):`"):
                slip(billit.orders.list().pages())
            with pytest.raises(TypeError, match=r"`async for row in changes:`"):
                slip(billit.orders.changes())
        if slip not in {reversed, next}:
            with pytest.raises(TypeError, match=r"await billit\.peppol\.inbox\(\)"):
                slip(billit.peppol.inbox())


async def test_what_is_not_awaited_says_so() -> None:
    async with BillitSession(ApiKey("k"), base_url="http://127.0.0.1:1", party_id=5) as billit:
        slips: list[tuple[Any, str]] = [
            (billit.orders.list().pages(), "async for page in"),
            (billit.orders.changes(), "async for row in changes"),
            (billit, "async with BillitSession"),
        ]
        for thing, advice in slips:
            with pytest.raises(TypeError, match=advice):
                await thing


def test_a_session_is_opened_with_async_with() -> None:
    session: Any = BillitSession(ApiKey("k"), base_url="http://127.0.0.1:1")
    with pytest.raises(TypeError, match="async with BillitSession"), session:
        pass
