"""A whole query handed to a list: the same rows as by arguments, and no option lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

from billit_async import ApiKey, BillitSession, Query, QueryError
from billit_async.emulator import Emulator
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
    with pytest.raises(QueryError, match="would answer the whole list"):
        getattr(getattr(billit, resource), method)(Query(search="acme"))
    assert await billit.orders.list(Query(search="no such words anywhere")).collect() == []
