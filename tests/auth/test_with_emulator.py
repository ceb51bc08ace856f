"""The whole way with the emulator: what Billit itself would say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from billit_async import (
    BillitSession,
    CodeRejected,
    FileTokenStore,
    LoginRefused,
    OAuth2,
    ReauthorisationRequired,
    RevocationReason,
    TokenServiceUnavailable,
)
from billit_async.emulator import Emulator, EmulatorSettings, TimeSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def emu(clock: Clock) -> AsyncIterator[Emulator]:
    async with Emulator(
        seed=7, orders=20, companies=2, settings=EmulatorSettings(time=TimeSettings(clock=clock))
    ) as running:
        yield running


@pytest.fixture
def oauth(emu: Emulator, tmp_path: Path) -> OAuth2:
    return OAuth2(
        emu.client_id, emu.client_secret, emu.redirect_uri, base_url=emu.url, store=FileTokenStore(tmp_path / "tokens")
    )


@pytest.mark.parametrize("pkce", [False, True])
@pytest.mark.parametrize("errors", ["envelope", "rfc6749"])
async def test_a_user_logs_in_works_for_a_day_and_logs_out(
    emu: Emulator, oauth: OAuth2, clock: Clock, pkce: bool, errors: str
) -> None:
    emu.settings = emu.settings.with_({"oauth.errors": errors})
    oauth._pkce = pkce
    url, state = oauth.authorization_url()
    callback = emu.consent(url)
    grant = await oauth.exchange(callback, expected_state=state)
    assert [company.party_id for company in await grant.companies()] == list(emu.party_ids)
    with pytest.raises(CodeRejected, match="used before"):
        await oauth.exchange(callback, expected_state=state)
    async with BillitSession(oauth, party_id=emu.party_id) as billit:
        for _ in range(24):
            clock.now += timedelta(hours=1)  # the server says that the token has ended; our clock does not
            assert await billit.orders.list(top=3).collect()
    assert (emu.refreshes, emu.refresh_reuses) == (24, 0)
    await grant.revoke()
    with pytest.raises(ReauthorisationRequired) as caught:
        await grant.headers()
    assert caught.value.reason is RevocationReason.NO_GRANT


async def test_a_code_is_good_for_ten_minutes(emu: Emulator, oauth: OAuth2, clock: Clock) -> None:
    url, state = oauth.authorization_url()
    callback = emu.consent(url)
    clock.now += timedelta(minutes=10, seconds=1)
    with pytest.raises(CodeRejected, match="older than 10 minutes"):
        await oauth.exchange(callback, expected_state=state)


async def test_a_user_says_no(emu: Emulator, oauth: OAuth2) -> None:
    url, state = oauth.authorization_url()
    with pytest.raises(LoginRefused):
        await oauth.exchange(emu.consent(url, allow=False), expected_state=state)


async def test_a_user_who_removes_the_application_is_told_apart(emu: Emulator, oauth: OAuth2) -> None:
    url, state = oauth.authorization_url()
    await oauth.exchange(emu.consent(url), expected_state=state)
    async with BillitSession(oauth, party_id=emu.party_id) as billit:
        await billit.orders.list(top=1).collect()
        emu.remove_application()
        with pytest.raises(ReauthorisationRequired) as caught:
            await billit.orders.list(top=1).collect()
    assert caught.value.reason is RevocationReason.REVOKED


@pytest.mark.parametrize(("failure", "lost"), [("before", False), ("before_cut", False), ("after", True)])
async def test_a_token_endpoint_that_fails_for_a_while_costs_a_grant_only_when_the_answer_was_the_last_copy(
    emu: Emulator, oauth: OAuth2, clock: Clock, failure: str, lost: bool
) -> None:
    url, state = oauth.authorization_url()
    grant = await oauth.exchange(emu.consent(url), expected_state=state)
    clock.now += timedelta(hours=2)
    emu.settings = emu.settings.with_({"oauth.failure": failure, "oauth.failures": 1 if lost else 3})
    async with BillitSession(grant, party_id=emu.party_id) as billit:
        expected = ReauthorisationRequired if lost else TokenServiceUnavailable
        with pytest.raises(expected):
            await billit.orders.list(top=1).collect()
        if not lost:
            assert await billit.orders.list(top=1).collect()
