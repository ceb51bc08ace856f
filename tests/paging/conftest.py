"""A session before a server of lists."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from aiohttp.test_utils import TestServer

from billit_async import ApiKey, BillitSession, RetryPolicy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from tests.paging.lists import Lists


@pytest.fixture
async def opened() -> AsyncIterator[Callable[[Lists], Awaitable[BillitSession]]]:
    """Open a session with a server of lists."""
    async with contextlib.AsyncExitStack() as stack:

        async def work(lists: Lists) -> BillitSession:
            server = await stack.enter_async_context(TestServer(lists.application()))
            url = str(server.make_url("/")).rstrip("/")
            return await stack.enter_async_context(
                BillitSession(ApiKey("k"), base_url=url, party_id=5, retry=RetryPolicy.never())
            )

        yield work
