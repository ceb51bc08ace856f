"""The Peppol inbox drained over HTTP: each document is decided on after its turn, and only then."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import ApiKey, BillitSession, NoAccess, PagingError
from billit_async.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def emu() -> AsyncIterator[Emulator]:
    """An inbox with 23 documents."""
    async with Emulator(seed=7, orders=5, inbox=23) as running:
        yield running


@pytest.fixture
async def billit(emu: Emulator) -> AsyncIterator[BillitSession]:
    async with BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as session:
        yield session


async def shown(billit: BillitSession) -> list[Any]:
    return [item.inbox_item_id for item in await billit.peppol.inbox()]


async def test_every_document_comes_once_the_oldest_first_and_leaves_when_its_turn_is_over(
    billit: BillitSession,
) -> None:
    given: list[Any] = []
    async for received in billit.peppol.inbox().drain():
        now = await shown(billit)
        # Those before it are confirmed, it itself is not yet.
        assert received.item.inbox_item_id == now[0]
        assert not set(now) & {item.inbox_item_id for item in given}
        given.append(received.item)
    assert len(given) == 23
    assert [item.creation_date for item in given] == sorted(item.creation_date for item in given)
    assert await shown(billit) == []


async def test_a_document_can_be_downloaded_while_its_turn_lasts(billit: BillitSession) -> None:
    async for received in billit.peppol.inbox().drain():
        file = await received.download()
        assert file.content.lstrip().startswith(b"<")
        break


@pytest.mark.parametrize("leave", ["break", "raise", "cancel"])
async def test_a_document_whose_turn_was_not_finished_stays(billit: BillitSession, leave: str) -> None:
    before = await shown(billit)

    async def work() -> None:
        turn = 0
        async for _ in billit.peppol.inbox().drain():
            turn += 1
            if turn < 3:
                continue
            if leave == "break":
                break
            if leave == "raise":
                raise LookupError
            task.cancel()
            await asyncio.sleep(0)

    task = asyncio.ensure_future(work())
    await asyncio.wait([task])
    assert task.cancelled() == (leave == "cancel")
    assert task.cancelled() or isinstance(task.exception(), LookupError) == (leave == "raise")
    assert (await shown(billit))[:8] == before[2:]


async def test_what_is_refused_is_not_confirmed_and_what_is_left_stays(emu: Emulator, billit: BillitSession) -> None:
    turn, refused, left = 0, [], []
    async for received in billit.peppol.inbox().drain():
        turn += 1
        if turn % 3 == 0:
            received.refuse(f"Not ours: {turn}")
            refused.append(received.item.inbox_item_id)
        elif turn in (1, 5, 20):
            received.refuse("No, rather not")
            received.defer()
            left.append(received.item.inbox_item_id)
    assert turn == 23
    assert emu.inbox_refusals == {key: f"Not ours: {index * 3}" for index, key in enumerate(refused, start=1)}
    assert await shown(billit) == left


async def test_ten_that_were_left_hide_the_others_and_that_is_said(billit: BillitSession) -> None:
    given: list[Any] = []

    async def leave_all() -> None:
        async for received in billit.peppol.inbox().drain():
            given.append(received.item)
            received.defer()

    with pytest.raises(PagingError, match="10 documents that were given already, and no other"):
        await leave_all()
    assert len(given) == 10


async def test_only_documents_for_a_number_are_drained(billit: BillitSession) -> None:
    number = (await billit.peppol.inbox())[0].receiver_company_id
    assert number is not None
    assert [1 async for _ in billit.peppol.inbox(receiver_company_id="BE0437295999").drain()] == []
    assert sum([1 async for _ in billit.peppol.inbox(receiver_company_id=number).drain()]) == 23


async def test_one_that_somebody_else_decided_on_is_an_error(billit: BillitSession) -> None:
    inbox = billit.peppol.inbox().drain()
    first = await anext(inbox)
    await billit.peppol.confirm(first.item.inbox_item_id or 0)
    with pytest.raises(NoAccess):
        await anext(inbox)


@pytest.mark.parametrize(("reason", "error"), [("", ValueError), (5, TypeError), (None, TypeError)])
async def test_a_refusal_needs_a_reason(billit: BillitSession, reason: Any, error: type[Exception]) -> None:
    async for received in billit.peppol.inbox().drain():
        with pytest.raises(error, match="reason"):
            received.refuse(reason)
        assert "InboxDocument(inbox_item_id=" in repr(received)
        break
