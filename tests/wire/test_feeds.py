"""An accountant's feed drained over HTTP: files checked, documents confirmed after their turn, and the pace kept."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from billit_async import ApiKey, BillitSession, NotFound, RetryPolicy, UnexpectedResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

OFFICE, PACE = 574991, 0.05


class Feeds:
    """A feed ``Office`` with documents of two companies."""

    def __init__(self) -> None:
        self.items = {number: 680_000 + number % 2 for number in range(1, 6)}
        self.looks: list[float] = []
        self.confirmed: list[tuple[int, Any, str | None, str | None]] = []
        self.damaged: set[int] = set()

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/v1/accountant/feeds/{name}", self.index)
        app.router.add_get("/v1/accountant/feeds/Office/{item}", self.file)
        app.router.add_post("/v1/accountant/feeds/Office/{item}/confirm", self.confirm)
        return app

    async def index(self, request: web.Request) -> web.Response:
        if request.match_info["name"] != "Office":
            return web.json_response({"errors": [{"Code": "FeedNotFound"}]}, status=404)
        self.looks.append(asyncio.get_running_loop().time())
        return web.json_response(
            [
                {"FeedItemID": number, "EntityID": 70 + number, "EntityType": "Order", "PartyID": party}
                for number, party in self.items.items()
            ]
        )

    async def file(self, request: web.Request) -> web.Response:
        number = int(request.match_info["item"])
        assert request.headers["ContextPartyID"] == str(self.items[number])
        assert request.headers["PartyID"] == str(OFFICE)
        content = f"document {number}".encode()
        told = hashlib.sha256(b"other" if number in self.damaged else content).hexdigest()
        return web.json_response(
            {
                "FileName": f"{number}.xml",
                "FileContent": base64.b64encode(content).decode(),
                "FileContentSHA256Hash": told,
            }
        )

    async def confirm(self, request: web.Request) -> web.Response:
        number = int(request.match_info["item"])
        path = (await request.json()).get("RemotePath")
        self.confirmed.append((number, path, request.headers["PartyID"], request.headers["ContextPartyID"]))
        del self.items[number]
        return web.Response()


@pytest.fixture
def feeds() -> Feeds:
    return Feeds()


@pytest.fixture
async def billit(feeds: Feeds) -> AsyncIterator[BillitSession]:
    async with (
        TestServer(feeds.application()) as server,
        BillitSession(
            ApiKey("k"), base_url=str(server.make_url("/")), party_id=OFFICE, retry=RetryPolicy.never()
        ) as session,
    ):
        yield session


async def test_each_document_is_confirmed_after_its_turn_for_its_company(feeds: Feeds, billit: BillitSession) -> None:
    given = []
    async for entry in billit.accountant.drain("Office", pace=PACE):
        assert [number for number, *_ in feeds.confirmed] == given
        assert entry.file.content == f"document {entry.item.feed_item_id}".encode()
        entry.ack(f"/in/{entry.file.name}")
        given.append(entry.item.feed_item_id)
    assert feeds.confirmed == [
        (number, f"/in/{number}.xml", str(OFFICE), str(680_000 + number % 2)) for number in (1, 2, 3, 4, 5)
    ]
    assert len(feeds.looks) == 1


@pytest.mark.parametrize("leave", ["break", "raise"])
async def test_a_document_whose_turn_was_not_finished_stays(feeds: Feeds, billit: BillitSession, leave: str) -> None:
    async def work() -> None:
        async for entry in billit.accountant.drain("Office", pace=PACE):
            if entry.item.feed_item_id == 3:
                if leave == "raise":
                    raise LookupError
                break

    if leave == "raise":
        with pytest.raises(LookupError):
            await work()
    else:
        await work()
    assert list(feeds.items) == [3, 4, 5]


async def test_what_is_left_stays_and_does_not_come_again_in_the_same_reading(
    feeds: Feeds, billit: BillitSession
) -> None:
    given: list[Any] = []
    entries = billit.accountant.drain("Office", follow=True, pace=PACE)
    async for entry in entries:
        given.append(entry.item.feed_item_id)
        if entry.item.feed_item_id in (2, 4):
            entry.defer()
        if len(given) == 5:
            feeds.items[9] = 680_001
        if len(given) == 6:
            break
    await entries.aclose()
    assert given == [1, 2, 3, 4, 5, 9]
    assert list(feeds.items) == [2, 4, 9]


async def test_a_feed_is_looked_into_no_more_often_than_allowed_whoever_looks(
    feeds: Feeds, billit: BillitSession
) -> None:
    async def read() -> None:
        async for entry in billit.accountant.drain("Office", pace=PACE):
            entry.defer()

    await asyncio.gather(read(), read(), read())
    gaps = [later - earlier for earlier, later in zip(feeds.looks, feeds.looks[1:], strict=False)]
    assert len(gaps) == 2
    # The server's clock sees them a little nearer than they were sent.
    assert min(gaps) > PACE / 2


async def test_a_file_with_another_hash_is_an_error_and_is_not_confirmed(feeds: Feeds, billit: BillitSession) -> None:
    feeds.damaged = {2}
    with pytest.raises(UnexpectedResponse):
        _ = [entry async for entry in billit.accountant.drain("Office", pace=PACE)]
    assert list(feeds.items) == [2, 3, 4, 5]


async def test_a_feed_that_is_not_there_and_what_is_no_feed(billit: BillitSession) -> None:
    with pytest.raises(NotFound):
        await anext(billit.accountant.drain("Nowhere", pace=PACE))
    with pytest.raises(ValueError, match="feed_name is empty"):
        billit.accountant.drain("")
    with pytest.raises(ValueError, match="pace takes seconds"):
        billit.accountant.drain("Office", pace=-1)
