"""A list without a company, where the credentials open several: one warning says whose rows they are."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from billit_async import ApiKey, BillitSession
from billit_async.errors import PayloadWarning, QueryWarning

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from billit_async.emulator import Emulator

WHOSE = "without party_id, and the credentials open several companies: the rows are those of"


@pytest.fixture
async def nobody(emulator: Emulator) -> AsyncIterator[BillitSession]:
    """A session without a company; the key opens two."""
    async with BillitSession(ApiKey(emulator.api_key), base_url=emulator.url) as session:
        yield session


async def test_after_the_companies_were_read_a_list_warns_once_whose_it_is(nobody: BillitSession, emulator: Emulator):
    await nobody.orders.list(top=1)  # nothing is known, and nothing is asked only to know it
    await nobody.account.information()
    with pytest.warns(QueryWarning, match=f"{WHOSE} company {emulator.party_id};"):
        await nobody.orders.list(top=1)
    await nobody.orders.list(top=1)
    await nobody.for_company(emulator.party_ids[1]).orders.list(top=1)


async def test_rows_that_do_not_name_their_company_are_the_default_ones(nobody: BillitSession):
    await nobody.account.information()
    with pytest.warns(QueryWarning, match=f"/v1/parties is listed {WHOSE} the user's default company;"):
        await nobody.parties.list(top=1)


async def test_a_view_of_another_company_makes_it_known_too(nobody: BillitSession, emulator: Emulator):
    await nobody.for_company(emulator.party_ids[1]).parties.list(top=1)
    with pytest.warns(QueryWarning, match=WHOSE):
        await nobody.orders.list(top=1)


@pytest.mark.parametrize("companies", ["x", {}, None, [None, "x", {"PartyID": []}, [5]]])
async def test_companies_of_another_type_than_documented_change_nothing(companies: object):
    async def respond(request: web.Request) -> web.Response:
        return web.json_response({"Companies": companies} if "account" in request.path else {"Items": []})

    app = web.Application()
    app.router.add_get("/{path:.*}", respond)
    async with TestServer(app) as server, BillitSession(ApiKey("k"), base_url=str(server.make_url(""))) as billit:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PayloadWarning)
            information = await billit.account.information()
        assert type(information).__name__ == "AccountInformation"
        assert await billit.parties.list().collect() == []


async def test_a_session_with_a_company_is_never_warned(emulator: Emulator):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        async with BillitSession(ApiKey(emulator.api_key), base_url=emulator.url, party_id=emulator.party_id) as billit:
            await billit.account.information()
            await billit.orders.list(top=1)
            await billit.for_company(emulator.party_ids[1]).orders.list(top=1)
