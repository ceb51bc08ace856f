"""`select=`: the columns that are asked for come, the others read as None, and servers that ignore or refuse it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import ApiKey, BillitSession, Query, QueryError, QueryWarning, RetryPolicy
from billit_async._serialization.codec import to_body
from billit_async.emulator import Emulator, EmulatorSettings
from billit_async.errors import BadRequest, ServerError
from billit_async.fields import CashbookEntryFields, DocumentFields, PartyFields, ProductFields, TransactionFields
from billit_async.fields import OrderFields as O

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


@pytest.fixture
async def boot() -> AsyncIterator[Callable[..., Any]]:
    """Start an emulator with other settings, and a session on it."""
    opened: list[Any] = []

    async def start(settings: dict[str, Any] | None = None) -> Any:
        emulator = Emulator(
            seed=7,
            orders=25,
            documents=20,
            transactions=20,
            cashbook_entries=20,
            settings=EmulatorSettings.of({"paging.page_size": 10, **(settings or {})}),
        )
        await emulator.start()
        opened.append(emulator)
        session = BillitSession(ApiKey(emulator.api_key), base_url=emulator.url, party_id=emulator.party_id)
        await session.__aenter__()
        opened.append(session)
        return session

    yield start
    for one in reversed(opened):
        await one.close()


@pytest.fixture
async def billit(boot: Callable[..., Any]) -> Any:
    return await boot()


async def test_awaiting_a_list_with_a_select_gives_the_rows_with_those_fields_alone(billit: BillitSession) -> None:
    ten = await billit.orders.list(top=10, select=[O.order_id, O.total_incl])
    whole = await billit.orders.list(top=10)
    assert [order.to_dict() for order in ten] == [
        {"OrderID": order.order_id, "TotalIncl": order.total_incl} for order in whole
    ]
    assert isinstance(ten, list)
    assert len(await billit.orders.list(select=O.order_id)) == 25


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("orders.list", O.order_number),
        ("orders.deleted", O.order_number),
        ("parties.list", PartyFields.name),
        ("products.list", ProductFields.reference),
        ("documents.list", DocumentFields.name),
        ("financial_transactions.list", TransactionFields.total_amount),
    ],
)
async def test_every_list_with_a_key_takes_one_and_adds_the_key(billit: BillitSession, name: str, column: Any) -> None:
    resource, method = name.split(".")
    ask = getattr(getattr(billit, resource), method)
    pager = ask(select=column)
    key = pager._plan.key
    rows = await pager
    assert bool(rows) is (name != "orders.deleted")
    assert all(set(row.to_dict()) <= {column.path, key} and key in row.to_dict() for row in rows)
    assert [row.to_dict() for row in await ask(Query(select=column))] == [row.to_dict() for row in rows]


async def test_pagers_and_pages_say_what_was_asked_for(billit: BillitSession) -> None:
    pager = billit.orders.list(O.paid.is_(False) & (O.counter_party.party_id > 0), select=O.total_incl)
    assert pager.selected == ("total_incl", "order_id", "paid")
    pages = [page async for page in pager.pages()]
    assert {page.selected for page in pages} == {pager.selected}
    assert repr(pager).endswith("selected=total_incl, order_id, paid)")
    assert repr(pages[0]).endswith("selected=total_incl, order_id, paid)")
    assert billit.orders.list().selected is None


async def test_a_cursor_goes_on_with_the_same_select_and_no_other(billit: BillitSession) -> None:
    for order_by in (None, O.total_incl):
        pager = billit.orders.list(select=O.currency, order_by=order_by)
        seen = [order.order_id for order in await pager]
        async for page in pager.pages():
            cursor = page.cursor
            break
        rest = await billit.orders.list(select=O.currency, order_by=order_by, cursor=cursor)
        assert [order.order_id for order in rest] == seen[10:]
        assert all(set(order.to_dict()) == {"OrderID", "Currency"} for order in rest)
        others: tuple[Any, ...] = (None, [O.currency, O.paid])
        for other in others:
            with pytest.raises(QueryError, match="another query"):
                billit.orders.list(select=other, order_by=order_by, cursor=cursor)


async def test_counting_reading_ahead_and_the_first_row_work_with_a_select(billit: BillitSession) -> None:
    pager = billit.orders.list(select=O.currency, prefetch=3)
    assert await pager.count() == 25
    assert [order.currency for order in await pager] == ["EUR"] * 25
    first = await pager.first()
    assert first is not None
    assert set(first.to_dict()) == {"OrderID", "Currency"}


async def test_a_feed_of_changes_adds_what_it_reads_itself(billit: BillitSession) -> None:
    changes = billit.orders.changes(since=datetime(2000, 1, 1), select=O.currency)
    orders = [order async for order in changes]
    assert {name for order in orders for name in order.to_dict()} == {"OrderID", "LastModified", "Currency"}
    again = billit.orders.changes(cursor=changes.cursor, select=O.currency)
    assert [order async for order in again] == []
    with pytest.raises(QueryError, match="no AmountExcl"):
        billit.orders.changes(select=ProductFields.amount_excl)


async def test_what_cannot_be_selected_is_refused_before_anything_is_sent(billit: BillitSession) -> None:
    with pytest.raises(QueryError, match="details"):
        billit.orders.list(select=O.order_id, details=True)
    with pytest.raises(QueryError, match="rows of /v1/orders have no PartyID"):
        billit.orders.list(select=PartyFields.party_id)
    with pytest.raises(QueryError, match="no key"):
        billit.cashbook.entries(Query(select=CashbookEntryFields.amount))
    with pytest.raises(TypeError, match="select belong into the query"):
        billit.orders.list(Query(), select=O.order_id)


async def test_a_server_that_ignores_it_is_noticed_once_and_tolerated(boot: Callable[..., Any]) -> None:
    billit = await boot({"odata.select": "ignore"})
    with pytest.warns(QueryWarning, match="does not apply select") as warned:
        rows = [await billit.orders.list(select=O.order_id) for _ in range(2)]
    assert len(warned) == 1
    assert len(rows[0]) == 25
    assert rows[0][0].total_incl is not None
    with pytest.warns(QueryWarning, match="/v1/parties"):
        await billit.parties.list(select=PartyFields.name)


@pytest.mark.parametrize(
    ("settings", "error"), [({"odata.select": "refuse"}, BadRequest), ({"paging.select_expand": "500"}, ServerError)]
)
async def test_a_server_that_refuses_it_is_an_error_that_says_to_leave_it_out(
    boot: Callable[..., Any], settings: dict[str, Any], error: type[Exception]
) -> None:
    billit = (await boot(settings)).with_options(retry=RetryPolicy.never())
    for ask in (billit.orders, billit.parties):
        fields = O.currency if ask is billit.orders else PartyFields.name
        with pytest.raises(error, match="leave select out"):
            await ask.list(select=fields)
        assert await ask.list(select=fields).count() > 0  # counting asks for no columns


async def test_what_was_not_asked_for_is_not_sent_back_either(billit: BillitSession) -> None:
    [party] = await billit.parties.list(top=1, select=PartyFields.name)
    assert party.email is None
    assert party.party_id is not None
    assert to_body(party, "party") == b'{"PartyID":%d,"Name":"%s"}' % (party.party_id, str(party.name).encode())
