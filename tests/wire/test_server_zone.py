"""The server's time zone as a setting of the session: what goes out, what is refused, and that workers inherit it."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from billit_async import ApiKey, BillitSession, ConfigurationError, Query, QueryError
from billit_async.config import SessionConfig
from billit_async.emulator import Emulator
from billit_async.fields import OrderFields as O

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

LOCAL = datetime(2024, 7, 1, 12)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
async def emu() -> AsyncIterator[Emulator]:
    async with Emulator(seed=7, orders=30) as running:
        yield running


@pytest.fixture
def asked() -> list[str]:
    """The filters that went out."""
    return []


@pytest.fixture
def session(emu: Emulator, asked: list[str]) -> Callable[..., AbstractAsyncContextManager[BillitSession]]:
    async def note(_session: object, _context: object, params: aiohttp.TraceRequestStartParams) -> None:
        asked.append(params.url.query.get("$filter", ""))

    def make(**settings: Any) -> BillitSession:
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(note)
        key = ApiKey(emu.api_key)
        return BillitSession(key, base_url=emu.url, party_id=emu.party_id, trace_configs=[trace], **settings)

    return make


async def test_a_moment_is_asked_for_in_the_servers_local_time(session: Any, asked: list[str]) -> None:
    moment = datetime(2024, 7, 1, 12, tzinfo=UTC)
    for zone, local in ((None, "14"), ("UTC", "12"), (NEW_YORK, "08")):
        async with session(server_tz=zone) as billit:
            await billit.orders.list(O.last_modified >= moment).first()
            await billit.orders.list(O.last_modified >= moment).count()
            await billit.request("GET", "/v1/orders", params=Query(where=O.last_modified >= moment, top=1))
        assert asked == [f"LastModified ge DateTime'2024-07-01T{local}:00:00'"] * 3
        asked.clear()


async def test_a_moment_finds_the_rows_that_the_local_time_finds(session: Any) -> None:
    async with session() as billit:
        middle = (await billit.orders.list().collect())[15].last_modified
        local = await billit.orders.list(O.last_modified >= middle).count()
        moment = middle.replace(tzinfo=ZoneInfo("Europe/Brussels")).astimezone(UTC)
        assert await billit.orders.list(O.last_modified >= moment).count() == local
        assert local > 0
    async with session(server_tz=NEW_YORK) as billit:
        far = moment + timedelta(hours=6)
        assert await billit.orders.list(O.last_modified >= far).count() == local


async def test_a_session_that_takes_only_moments_refuses_local_times_before_anything_is_sent(
    session: Any, asked: list[str]
) -> None:
    async with session(aware_only=True) as billit:
        for wrong in (O.last_modified >= LOCAL, O.paid.is_(True) & O.order_date.between(LOCAL, LOCAL)):
            with pytest.raises(QueryError, match="without a zone"):
                billit.orders.list(wrong)
        with pytest.raises(QueryError, match="without a zone"):
            await billit.request("GET", "/v1/orders", params=Query(where=O.last_modified >= LOCAL))
        with pytest.raises(QueryError, match="since is 2024-07-01T12:00:00 without a zone"):
            billit.orders.changes(since=LOCAL)
        assert asked == []
        day = O.order_date.on(date(2024, 7, 1))
        await billit.orders.list(day & (O.last_modified >= LOCAL.replace(tzinfo=UTC))).first()
        assert len(asked) == 1


def test_the_zone_comes_from_the_environment_too() -> None:
    assert SessionConfig.resolve(variables={"BILLIT_SERVER_TZ": "UTC"}).server_tz == "UTC"
    assert SessionConfig.resolve(server_tz=NEW_YORK, variables={"BILLIT_SERVER_TZ": "UTC"}).server_tz is NEW_YORK
    assert SessionConfig.resolve(variables={}).server_tz is None


@pytest.mark.parametrize("wrong", [5, "Middle/Earth"])
def test_what_is_no_zone_is_refused(wrong: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"server_tz takes a time zone such as 'Europe/Brussels', not"):
        BillitSession(ApiKey("k"), base_url="http://127.0.0.1:9", server_tz=wrong)


def test_one_text_is_no_list_of_columns() -> None:
    with pytest.raises(ConfigurationError, match="filterable takes a list of columns"):
        SessionConfig.resolve(filterable={"/v1/orders": "OrderID"}, variables={})


async def test_a_worker_that_was_sent_the_settings_asks_alike(emu: Emulator) -> None:
    own = {"/v1/orders": ["Note"]}
    settings = SessionConfig.resolve(
        base_url=emu.url, party_id=emu.party_id, server_tz=NEW_YORK, aware_only=True, filterable=own, variables={}
    )
    sent = pickle.loads(pickle.dumps(settings))
    assert hash(sent) == hash(settings)
    async with BillitSession.from_config(sent, ApiKey(emu.api_key)) as billit:
        with pytest.raises(QueryError, match="it takes Note"):
            billit.orders.list(O.order_id > 5)
        with pytest.raises(QueryError, match="without a zone"):
            billit.orders.list(O.last_modified >= LOCAL)
