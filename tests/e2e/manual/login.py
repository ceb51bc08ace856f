"""Chapters 8 to 10: OAuth2, access tokens and refresh tokens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from yarl import URL

from billit_async import (
    ApiKey,
    BillitSession,
    CodeRejected,
    Environment,
    LoginRefused,
    MemoryTokenStore,
    OAuth2,
    ReauthorisationRequired,
    StateMismatch,
)
from billit_async.emulator import Emulator, EmulatorSettings
from billit_async.errors import BillitError
from tests.e2e.manual.table import AS_PRINTED, DIFFERENT, UNKNOWN, Manual, says


def application(m: Manual) -> OAuth2:
    return OAuth2(
        m.emu.client_id, m.emu.client_secret, m.emu.redirect_uri, base_url=m.emu.url, store=MemoryTokenStore()
    )


def client(m: Manual) -> dict[str, str]:
    return {"client_id": m.emu.client_id, "client_secret": m.emu.client_secret}


def printed_address(m: Manual) -> str:
    """The address that chapter 8 prints, with its two parameters only."""
    return f"{m.emu.url}/Account/Logon?client_id={m.emu.client_id}&redirect_uri={m.emu.redirect_uri}"


def exchange_of(m: Manual) -> dict[str, str]:
    code = URL(m.emu.consent(printed_address(m))).query["code"]
    return {"grant_type": "authorization_code", "code": code, "redirect_uri": m.emu.redirect_uri, **client(m)}


async def pair_of(m: Manual) -> dict[str, Any]:
    pair: dict[str, Any] = await (await m.http.post("/OAuth2/token", json=exchange_of(m))).json()
    return pair


async def status_with(m: Manual, authorization: str) -> int:
    headers = {"Authorization": authorization, "Accept": "application/json"}
    return (await m.http.get("/v1/orders", headers=headers)).status


@says(
    8,
    "Every call to the API has to be logged in",
    DIFFERENT,
    'docs page "check via api": the question to the Peppol directory needs no key; all others do',
)
async def _(m: Manual) -> None:
    for path in ("/v1/orders", "/v1/parties", "/v1/account/accountInformation"):
        assert (await m.http.get(path)).status == 401
    assert (await m.http.get("/v1/peppol/participantInformation/BE0563846944")).status == 200


@says(8, "A key and OAuth2 are the two ways to log in")
async def _(m: Manual) -> None:
    assert (await m.http.get("/v1/orders", headers={"ApiKey": m.emu.api_key})).status == 200
    assert await status_with(m, f"Bearer {(await pair_of(m))['access_token']}") == 200


@says(8, "With OAuth2 the user gives access without giving the password away")
async def _(m: Manual) -> None:
    auth = application(m)
    url, state = auth.authorization_url()
    grant = await auth.exchange(m.emu.consent(url), expected_state=state)
    assert m.emu.api_key not in repr(grant)
    async with BillitSession(auth, party_id=m.emu.party_id) as session:
        assert await session.orders.list(top=1).collect()
    await auth.aclose()


@says(8, "The application of the sandbox is at `https://my.sandbox.billit.be`")
async def _(m: Manual) -> None:
    assert m.billit.is_open
    assert Environment.SANDBOX.my_url == "https://my.sandbox.billit.be"


@says(8, "The documentation is at `/swagger`")
async def _(m: Manual) -> None:
    assert (await m.http.get("/swagger")).status == 200


@says(8, "Users log on at `/Account/Logon` of the application")
async def _(m: Manual) -> None:
    async with BillitSession(ApiKey("..."), environment=Environment.SANDBOX):
        auth = OAuth2("id", "secret", "https://app.example/callback", environment=Environment.SANDBOX)
        assert auth.authorization_url()[0].startswith("https://my.sandbox.billit.be/Account/Logon?")
        await auth.aclose()
    assert (await m.http.get(printed_address(m))).status == 200


@says(8, "Tokens are at `/OAuth2/token`")
async def _(m: Manual) -> None:
    assert (await pair_of(m))["access_token"]


@says(
    8,
    "Test users and client ids come from the support",
    UNKNOWN,
    "people give them; the emulator has a pair of its own",
)
async def _(m: Manual) -> None:
    assert m.emu.client_id
    assert m.emu.client_secret


@says(8, "Each application has its own client id and secret")
async def _(m: Manual) -> None:
    client_id, secret = m.emu.register("Second", ["https://second.example/callback"])
    assert (client_id, secret) != (m.emu.client_id, m.emu.client_secret)
    wanted = {**exchange_of(m), "client_id": client_id, "client_secret": secret}
    assert (await m.http.post("/OAuth2/token", json=wanted)).status == 400


@says(8, "One client id serves all users of the application")
async def _(m: Manual) -> None:
    first, second = await pair_of(m), await pair_of(m)
    assert first["access_token"] != second["access_token"]
    assert await status_with(m, f"Bearer {first['access_token']}") == 200
    assert await status_with(m, f"Bearer {second['access_token']}") == 200


@says(8, "Sandbox and production have different client ids")
async def _(m: Manual) -> None:
    async with Emulator(seed=8, orders=5) as other:
        client_id, secret = other.register("Production", [m.emu.redirect_uri])
    wanted = {**exchange_of(m), "client_id": client_id, "client_secret": secret}
    assert (await m.http.post("/OAuth2/token", json=wanted)).status == 401


@says(8, "The address that the user is sent to has `client_id` and `redirect_uri`")
async def _(m: Manual) -> None:
    auth = application(m)
    query = URL(auth.authorization_url()[0]).query
    assert (query["client_id"], query["redirect_uri"]) == (m.emu.client_id, m.emu.redirect_uri)
    await auth.aclose()
    assert "code" in URL(m.emu.consent(printed_address(m))).query


@says(8, "The user authorises the application before it has access")
async def _(m: Manual) -> None:
    wanted = {**exchange_of(m), "code": "not allowed yet"}
    assert (await m.http.post("/OAuth2/token", json=wanted)).status == 400


@says(8, "The user comes back to the `redirect_uri` with a code and the state")
async def _(m: Manual) -> None:
    auth = application(m)
    url, state = auth.authorization_url()
    back = URL(m.emu.consent(url))
    assert str(back).startswith(m.emu.redirect_uri)
    assert (set(back.query), back.query["state"]) == ({"code", "state"}, state)
    await auth.aclose()


@says(
    8,
    "The value that is sent along and compared is the *status* parameter",
    DIFFERENT,
    "it is `state`, as the address of the same chapter has it",
)
async def _(m: Manual) -> None:
    auth = application(m)
    url, _state = auth.authorization_url()
    assert "state" in URL(url).query
    assert "status" not in URL(url).query
    await auth.aclose()


@says(8, "A response with another state is ignored")
async def _(m: Manual) -> None:
    auth = application(m)
    url, _state = auth.authorization_url()
    with pytest.raises(StateMismatch):
        await auth.exchange(m.emu.consent(url), expected_state="of another login")
    await auth.aclose()


@says(8, "A user who refuses comes back with `error=access_denied`")
async def _(m: Manual) -> None:
    auth = application(m)
    url, state = auth.authorization_url()
    refused = m.emu.consent(url, allow=False)
    assert URL(refused).query["error"] == "access_denied"
    with pytest.raises(LoginRefused):
        await auth.exchange(refused, expected_state=state)
    await auth.aclose()


@says(8, "The address of a refusal has the error alone, and no state")
async def _(m: Manual) -> None:
    auth = application(m)
    _url, state = auth.authorization_url()
    with pytest.raises(LoginRefused):
        await auth.exchange(f"{m.emu.redirect_uri}?error=access_denied", expected_state=state)
    await auth.aclose()


@says(8, "The address of a refusal has blanks: `? error= access_denied`", DIFFERENT, "the blanks are a misprint")
async def _(m: Manual) -> None:
    assert " " not in m.emu.consent(printed_address(m), allow=False)


@says(9, "A code is exchanged by a POST to `/OAuth2/token`")
async def _(m: Manual) -> None:
    wanted = exchange_of(m)
    assert (await m.http.get("/OAuth2/token")).status == 405
    assert (await m.http.post("/OAuth2/token", json=wanted)).status == 200


@says(9, "A code is good for one exchange")
async def _(m: Manual) -> None:
    wanted = exchange_of(m)
    assert (await m.http.post("/OAuth2/token", json=wanted)).status == 200
    assert (await m.http.post("/OAuth2/token", json=wanted)).status == 400


@says(9, "A code that was used is refused as such")
async def _(m: Manual) -> None:
    auth = application(m)
    url, state = auth.authorization_url()
    back = m.emu.consent(url)
    await auth.exchange(back, expected_state=state)
    with pytest.raises(CodeRejected):
        await auth.exchange(back, expected_state=state)
    await auth.aclose()


async def _later(wait: timedelta, path: str) -> tuple[int, int]:
    """The status of an exchange, and of a call, that come later than the code or the pair."""
    moment = datetime(2026, 1, 15, 9)
    settings = EmulatorSettings.of({"time.clock": lambda: moment})
    async with Emulator(seed=8, orders=5, settings=settings) as emu:
        from aiohttp import ClientSession

        async with ClientSession(emu.url) as http, BillitSession(ApiKey(emu.api_key), base_url=emu.url) as session:
            m = Manual(emu, session, http)
            wanted = exchange_of(m)
            if path == "code":
                moment += wait
                return (await http.post("/OAuth2/token", json=wanted)).status, 0
            pair = await (await http.post("/OAuth2/token", json=wanted)).json()
            moment += wait
            renew = {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"], **client(m)}
            used = await status_with(m, f"Bearer {pair['access_token']}")
            return (await http.post("/OAuth2/token", json=renew)).status, used


@says(9, "A code expires after a time")
async def _(m: Manual) -> None:
    assert m.billit.is_open
    assert (await _later(timedelta(minutes=1), "code"))[0] == 200
    assert (await _later(timedelta(hours=1), "code"))[0] == 400


for _name in ("client_id", "client_secret", "code", "grant_type", "redirect_uri"):

    @says(9, f"The exchange needs `{_name}`")
    async def _(m: Manual, name: str = _name) -> None:
        wanted = exchange_of(m)
        short = {key: value for key, value in wanted.items() if key != name}
        assert (await m.http.post("/OAuth2/token", json=short)).status == 400
        assert (await m.http.post("/OAuth2/token", json=wanted)).status == 200


@says(9, "The grant type is `authorization_code`")
async def _(m: Manual) -> None:
    wanted = {**exchange_of(m), "grant_type": "code"}
    assert (await m.http.post("/OAuth2/token", json=wanted)).status == 400


@says(9, "The exchange takes JSON, `application/json`")
async def _(m: Manual) -> None:
    response = await m.http.post("/OAuth2/token", json=exchange_of(m))
    assert (response.status, response.request_info.headers["Content-Type"]) == (200, "application/json")


@says(
    9,
    "The content type is printed with blanks: `application / json`",
    DIFFERENT,
    "a media type has no blanks (RFC 9110, section 8.3.1); the SDK sends `application/json`",
)
async def _(m: Manual) -> None:
    headers = {"Content-Type": "application/json"}
    response = await m.http.post("/OAuth2/token", json=exchange_of(m), headers=headers)
    assert response.content_type == "application/json"


@says(9, "The response has `token_type`, `expires_in`, `access_token` and `refresh_token`")
async def _(m: Manual) -> None:
    assert set(await pair_of(m)) == {"token_type", "expires_in", "access_token", "refresh_token"}


@says(9, "The token type is `Bearer`, and a token lasts 3600 seconds")
async def _(m: Manual) -> None:
    pair = await pair_of(m)
    assert (pair["token_type"], pair["expires_in"]) == ("Bearer", 3600)


@says(9, "An access token calls the API on the user's behalf")
async def _(m: Manual) -> None:
    headers = {"Authorization": f"Bearer {(await pair_of(m))['access_token']}"}
    account = await (await m.http.get("/v1/account/accountInformation", headers=headers)).json()
    assert account["Email"] == "emulator@billit.example"


@says(
    9,
    "The header is `Authorization: {ACCESS_TOKEN}`",
    DIFFERENT,
    "a bearer token stands behind its scheme (RFC 6750, section 2.1), as the response's `token_type` says",
)
async def _(m: Manual) -> None:
    token = (await pair_of(m))["access_token"]
    assert await status_with(m, token) == 401
    assert await status_with(m, f"Bearer {token}") == 200


@says(9, "Access tokens expire shortly")
async def _(m: Manual) -> None:
    assert m.billit.is_open
    assert await _later(timedelta(minutes=30), "token") == (200, 200)
    assert await _later(timedelta(hours=2), "token") == (200, 401)


@says(9, "After its lifetime a new access token is fetched by the refresh token")
async def _(m: Manual) -> None:
    moment = datetime(2026, 1, 15, 9)
    settings = EmulatorSettings.of({"time.clock": lambda: moment})
    async with Emulator(seed=8, orders=5, settings=settings) as emu:
        auth = application(Manual(emu, m.billit, m.http))
        url, state = auth.authorization_url()
        await auth.exchange(emu.consent(url), expected_state=state)
        async with BillitSession(auth, party_id=emu.party_id) as session:
            moment += timedelta(hours=2)
            assert await session.orders.list(top=1).collect()
        assert emu.refreshes == 1
        await auth.aclose()


@says(9, "A refresh token is used once")
async def _(m: Manual) -> None:
    renew = {"grant_type": "refresh_token", "refresh_token": (await pair_of(m))["refresh_token"], **client(m)}
    assert (await m.http.post("/OAuth2/token", json=renew)).status == 200
    assert (await m.http.post("/OAuth2/token", json=renew)).status == 400


@says(9, "A refresh token does not expire")
async def _(m: Manual) -> None:
    assert m.billit.is_open
    assert (await _later(timedelta(days=3000), "token"))[0] == 200


@says(10, "A new pair comes from a POST to `/OAuth2/token`")
async def _(m: Manual) -> None:
    pair = await pair_of(m)
    renew = {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"], **client(m)}
    renewed = await (await m.http.post("/OAuth2/token", json=renew)).json()
    assert set(renewed) == set(pair)
    assert await status_with(m, f"Bearer {renewed['access_token']}") == 200


for _name in ("client_id", "client_secret", "refresh_token", "grant_type"):

    @says(10, f"The refresh needs `{_name}`")
    async def _(m: Manual, name: str = _name) -> None:
        renew = {"grant_type": "refresh_token", "refresh_token": (await pair_of(m))["refresh_token"], **client(m)}
        short = {key: value for key, value in renew.items() if key != name}
        assert (await m.http.post("/OAuth2/token", json=short)).status == 400
        assert (await m.http.post("/OAuth2/token", json=renew)).status == 200


@says(10, "The grant type is `refresh_token`")
async def _(m: Manual) -> None:
    renew = {"grant_type": "refresh", "refresh_token": (await pair_of(m))["refresh_token"], **client(m)}
    assert (await m.http.post("/OAuth2/token", json=renew)).status == 400


@says(10, "Each refresh brings another refresh token")
async def _(m: Manual) -> None:
    seen = {(pair := await pair_of(m))["refresh_token"]}
    for _round in range(3):
        renew = {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"], **client(m)}
        pair = await (await m.http.post("/OAuth2/token", json=renew)).json()
        seen.add(pair["refresh_token"])
    assert len(seen) == 4


@says(10, "It goes on until the user revokes the tokens or undoes the integration", AS_PRINTED)
async def _(m: Manual) -> None:
    auth = application(m)
    url, state = auth.authorization_url()
    await auth.exchange(m.emu.consent(url), expected_state=state)
    async with BillitSession(auth, party_id=m.emu.party_id) as session:
        assert await session.orders.list(top=1).collect()
        m.emu.remove_application()
        with pytest.raises(BillitError) as caught:
            await session.account.information()
    assert isinstance(caught.value, ReauthorisationRequired)
    await auth.aclose()
