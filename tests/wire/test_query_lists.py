"""A whole query handed to a list: the same rows as by arguments, and no option lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

from billit_async import ApiKey, BillitSession, InvalidArgument, Query, QueryError
from billit_async.emulator import Emulator
from billit_async.errors import NotUnique
from billit_async.fields import CashbookEntryFields, DocumentFields, PartyFields, ProductFields, TransactionFields
from billit_async.fields import OrderFields as O

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def billit() -> AsyncIterator[BillitSession]:
    async with (
        Emulator(seed=7, orders=150, documents=20, transactions=20, cashbook_entries=20) as emu,
        BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as session,
    ):
        yield session


async def test_a_query_gives_the_rows_that_its_parts_give_as_arguments(billit: BillitSession) -> None:
    query = Query(where=O.order_direction == "Income", order_by=O.order_date.desc(), top=30, skip=2, count=True)
    by_query = [page async for page in billit.orders.list(query).pages()]
    arguments: dict[str, Any] = {"order_by": O.order_date.desc(), "top": 30, "skip": 2, "count": True}
    by_arguments = [page async for page in billit.orders.list(O.order_direction == "Income", **arguments).pages()]
    assert [page.items for page in by_query] == [page.items for page in by_arguments]
    assert by_query[0].count == by_arguments[0].count is not None
    assert sum(len(page.items) for page in by_query) == 30


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("orders.list", Query(where=O.order_id > 0)),
        ("orders.deleted", Query(where=O.order_id > 0)),
        ("parties.list", Query(where=PartyFields.party_id > 0)),
        ("products.list", Query(where=ProductFields.product_id > 0)),
        ("documents.list", Query(where=DocumentFields.document_id > 0)),
        ("financial_transactions.list", Query(where=TransactionFields.bank_account_transaction_id > 0)),
        ("cashbook.entries", Query(where=CashbookEntryFields.amount > 0)),
    ],
)
async def test_every_list_takes_one(billit: BillitSession, name: str, query: Query) -> None:
    resource, method = name.split(".")
    ask = getattr(getattr(billit, resource), method)
    rows = await ask(attrs.evolve(query, top=3)).collect()
    assert len(rows) == (0 if name == "orders.deleted" else 3)
    with pytest.raises(TypeError, match=r"top, count belong into the query: Query\(..., top=...\)"):
        ask(query, top=3, count=True)


@pytest.mark.parametrize("name", ["products.list", "orders.deleted"])
async def test_a_search_where_billit_has_none_is_refused_instead_of_answered_with_everything(
    billit: BillitSession, name: str
) -> None:
    resource, method = name.split(".")
    with pytest.raises(QueryError, match="would return the whole list"):
        getattr(getattr(billit, resource), method)(Query(search="acme"))
    assert await billit.orders.list(Query(search="no such words anywhere")).collect() == []


async def test_one_row_is_found_by_a_number_in_any_spelling(billit: BillitSession) -> None:
    party = next(party for party in await billit.parties.list() if party.vat_number)
    number = str(party.vat_number)
    spelled = f"{number[:2]} {number[2:6]}.{number[6:9]}.{number[9:]}"
    assert await billit.parties.find(vat_number=spelled) == party
    assert await billit.parties.find(vat_number=spelled, name="Somebody else") is None


async def test_several_rows_that_fit_are_an_error_unless_an_order_says_which_is_first(billit: BillitSession) -> None:
    rows = await billit.orders.list(O.order_direction == "Income", order_by=O.order_id.desc())
    with pytest.raises(NotUnique, match="more than one row of /v1/orders fits OrderDirection eq 'Income'") as raised:
        await billit.orders.find(order_direction="Income")
    assert raised.value.ids == (rows[-1].order_id, rows[-2].order_id)
    assert await billit.orders.find(O.order_direction == "Income", order_by=O.order_id.desc()) == rows[0]
    assert await billit.orders.count(O.order_direction == "Income") == len(rows)


@pytest.mark.parametrize(
    ("columns", "error", "says"),
    [
        ({}, InvalidArgument, "nothing to look for"),
        ({"order_number": None}, InvalidArgument, "order_number is None"),
        ({"no_such": 1}, TypeError, "no column 'no_such'"),
        ({"customer": 1}, TypeError, "no column 'customer'"),
        ({"iban": "BE68539007547034"}, QueryError, "is not filtered or sorted by IBAN"),
    ],
)
async def test_a_row_is_found_by_columns_and_values_only(
    billit: BillitSession, columns: dict[str, Any], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        await billit.orders.find(**columns)


async def test_rows_that_billit_reads_none_of_alone_have_no_details(billit: BillitSession) -> None:
    with pytest.raises(QueryError, match="no operation that reads one row of /v1/financialTransactions"):
        billit.financial_transactions.list(details=True)
