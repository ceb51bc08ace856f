"""FastAPI and aiohttp: users log in, their browser comes back, and each request works for its company."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from billit_async import ConfigurationError, OAuth2
from billit_async.integrations import web as core
from billit_async.integrations.web import WebLogin, chosen_company, local_path
from tests.integrations.conftest import SECRET, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from billit_async.emulator import Emulator

HTML = {"Accept": "text/html"}


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    """Keeps cookies, also of an address, and follows no redirect by itself."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


async def get(browser: aiohttp.ClientSession, url: str, **headers: str) -> tuple[int, Any, str]:
    async with browser.get(url, headers=headers, allow_redirects=False) as answer:
        return answer.status, answer.headers, await answer.text()


async def log_in(browser: aiohttp.ClientSession, site: str, emu: Emulator, next_path: str = "/") -> str:
    status, headers, _ = await get(browser, f"{site}/billit/login?next={next_path}")
    assert status == 302
    status, headers, _ = await get(browser, emu.consent(headers["Location"]))
    assert status == 303
    return str(headers["Location"])


async def test_a_user_logs_in_and_sees_the_companies(browser: aiohttp.ClientSession, site: str, emu: Emulator) -> None:
    status, headers, _ = await get(browser, f"{site}/", **HTML)
    assert (status, headers["Location"]) == (303, "/billit/login?next=/")
    status, headers, _ = await get(browser, f"{site}{headers['Location']}")
    cookie = headers["Set-Cookie"].lower()
    assert status == 302
    assert headers["Location"].startswith(f"{emu.url}/Account/Logon?")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/callback" in cookie
    assert "secure" not in cookie  # the redirect URI is plain http, on this machine
    status, headers, _ = await get(browser, emu.consent(headers["Location"]))
    assert (status, headers["Location"]) == (303, "/")
    assert len(browser.cookie_jar) == 0
    status, _, page = await get(browser, f"{site}/", **HTML)
    assert status == 200
    assert all(f"/companies/{party_id}/unpaid" in page for party_id in emu.party_ids)


async def test_a_request_works_for_the_company_that_it_names(
    browser: aiohttp.ClientSession, site: str, emu: Emulator
) -> None:
    await log_in(browser, site, emu)
    answers = [await get(browser, f"{site}/companies/{party_id}/unpaid") for party_id in emu.party_ids]
    rows = [json.loads(text) for _, _, text in answers]
    assert all(rows)
    assert rows[0] != rows[1]
    status, _, text = await get(browser, f"{site}/companies/zero/unpaid")
    assert status == 422
    assert "whole number" in text


async def test_a_request_without_a_grant_is_told_where_to_log_in(browser: aiohttp.ClientSession, site: str) -> None:
    status, _, text = await get(browser, f"{site}/companies/5/unpaid?a=b")
    assert status == 401
    assert json.loads(text)["login"] == "/billit/login?next=/companies/5/unpaid%3Fa%3Db"


async def test_after_the_login_the_user_is_where_the_user_was(
    browser: aiohttp.ClientSession, site: str, emu: Emulator
) -> None:
    assert await log_in(browser, site, emu, "/companies/5/unpaid%3Fa%3Db") == "/companies/5/unpaid?a=b"


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/%5Cevil.example", "/%09/evil.example"])
async def test_nobody_is_led_away(browser: aiohttp.ClientSession, site: str, emu: Emulator, away: str) -> None:
    assert await log_in(browser, site, emu, away) == "/"


async def test_a_user_who_says_no_is_told_so(browser: aiohttp.ClientSession, site: str, emu: Emulator) -> None:
    _, headers, _ = await get(browser, f"{site}/billit/login")
    status, _, text = await get(browser, emu.consent(headers["Location"], allow=False))
    assert status == 403
    assert "refused" in text


async def test_two_tabs_log_in_side_by_side(browser: aiohttp.ClientSession, site: str, emu: Emulator) -> None:
    begun = [(await get(browser, f"{site}/billit/login?next=/{tab}"))[1]["Location"] for tab in "ab"]
    assert [(await get(browser, emu.consent(url)))[1]["Location"] for url in reversed(begun)] == ["/b", "/a"]


class TestAForgedAnswer:
    async def test_of_a_login_that_this_browser_did_not_begin_is_refused(
        self, browser: aiohttp.ClientSession, site: str, emu: Emulator
    ) -> None:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as attacker:
            _, headers, _ = await get(attacker, f"{site}/billit/login")
        status, _, text = await get(browser, emu.consent(headers["Location"]))
        assert status == 400
        assert "began no such login" in text
        assert (await get(browser, f"{site}/"))[0] == 401

    async def test_with_a_changed_cookie_is_refused(
        self, browser: aiohttp.ClientSession, site: str, emu: Emulator
    ) -> None:
        _, headers, _ = await get(browser, f"{site}/billit/login")
        name, _, rest = headers["Set-Cookie"].partition("=")
        value = rest.partition(";")[0]
        callback = emu.consent(headers["Location"])
        for changed in (value[:-2], value[1:], "", "x" + value):
            async with aiohttp.ClientSession() as other:
                assert (await get(other, callback, Cookie=f"{name}={changed}"))[0] == 400
        async with aiohttp.ClientSession() as other:
            assert (await get(other, callback, Cookie=f"{name}={value}"))[0] == 303

    async def test_that_comes_too_late_is_refused(self, oauth: OAuth2, emu: Emulator) -> None:
        login = WebLogin(oauth, secret=SECRET, login_seconds=-1)
        begun = login.begin()
        with pytest.raises(core.StateMismatch, match="too long ago"):
            await login.finish(emu.consent(begun.url), {begun.cookie.name: begun.cookie.value})

    async def test_twice_works_once(self, browser: aiohttp.ClientSession, site: str, emu: Emulator) -> None:
        _, headers, _ = await get(browser, f"{site}/billit/login")
        cookie = headers["Set-Cookie"].partition(";")[0]
        callback = emu.consent(headers["Location"])
        assert (await get(browser, callback))[0] == 303
        async with aiohttp.ClientSession() as other:
            status, _, text = await get(other, callback, Cookie=cookie)
        assert status == 400
        assert "used before" in text


async def test_each_user_has_a_grant_of_their_own(
    browser: aiohttp.ClientSession, framework: str, oauth: OAuth2, emu: Emulator, unused_tcp_port: int
) -> None:
    app = by_user(framework, oauth)
    async with served(app, unused_tcp_port) as site:
        _, headers, _ = await get(browser, f"{site}/billit/login", **{"X-User": "ann"})
        assert (await get(browser, emu.consent(headers["Location"])))[0] == 303
        assert (await get(browser, f"{site}/who", **{"X-User": "ann"}))[2].strip('"') == "ann"
        assert (await get(browser, f"{site}/who", **{"X-User": "bob"}))[0] == 401
    assert await oauth.store.load("ann") is not None
    assert await oauth.store.load("bob") is None


async def test_a_user_who_withdraws_access_is_asked_to_log_in_again(
    browser: aiohttp.ClientSession, site: str, emu: Emulator
) -> None:
    await log_in(browser, site, emu)
    assert (await get(browser, f"{site}/", **HTML))[0] == 200
    emu.remove_application()
    status, headers, _ = await get(browser, f"{site}/", **HTML)
    assert (status, headers["Location"]) == (303, "/billit/login?next=/")
    await log_in(browser, site, emu)
    assert (await get(browser, f"{site}/", **HTML))[0] == 200


def by_user(framework: str, oauth: OAuth2) -> Any:
    """Make an application whose users are named by a header."""
    if framework == "aiohttp":
        from aiohttp import web

        from billit_async.integrations.aiohttp import BillitAiohttp

        app = web.Application()
        billit = BillitAiohttp(oauth, secret=SECRET, grant_name=lambda request: request.headers.get("X-User", ""))
        billit.install(app)

        async def who(request: web.Request) -> web.Response:
            await (await billit.session(request)).account.information()
            return web.json_response(request.headers["X-User"])

        app.router.add_get("/who", who)
        return app
    from fastapi import Depends, FastAPI, Request

    from billit_async.integrations.fastapi import BillitFastAPI

    fast = BillitFastAPI(oauth, secret=SECRET, grant_name=lambda request: request.headers.get("X-User", ""))
    api = FastAPI(lifespan=fast.lifespan)
    fast.install(api)

    async def whose(request: Request, session: Any = Depends(fast.session)) -> str:  # noqa: B008
        await session.account.information()
        return request.headers["X-User"]

    whose.__annotations__ = {"request": Request, "session": Any}
    api.get("/who")(whose)
    return api


class TestWhatIsRefusedAtOnce:
    def test_a_short_secret(self, oauth: OAuth2) -> None:
        with pytest.raises(ConfigurationError, match="at least 16"):
            WebLogin(oauth, secret="short")

    def test_a_missing_package(self, oauth: OAuth2, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing(name: str) -> Any:
            raise ImportError(name)

        monkeypatch.setattr(core, "import_module", missing)
        with pytest.raises(ConfigurationError, match=r"billit-async\[aiohttp\]"):
            WebLogin(oauth, secret=SECRET)

    def test_one_path_for_both_routes(self, framework: str, oauth: OAuth2) -> None:
        module = __import__(f"billit_async.integrations.{framework}", fromlist=["x"])
        made = getattr(module, "BillitFastAPI" if framework == "fastapi" else "BillitAiohttp")
        with pytest.raises(ConfigurationError, match="choose another"):
            made(oauth, secret=SECRET, login_path="/callback")

    async def test_a_session_before_the_application_runs(self, oauth: OAuth2) -> None:
        with pytest.raises(RuntimeError, match="not running"):
            await core.Sessions(oauth, {}).get()


def test_over_https_the_cookie_is_secure() -> None:
    oauth = OAuth2("c", "s", "https://app.example/billit/callback", environment="sandbox")
    cookie = WebLogin(oauth, secret=SECRET).begin().cookie
    assert (cookie.secure, cookie.path) == (True, "/billit/callback")


@pytest.mark.parametrize(
    ("path", "kept"),
    [("/", True), ("/a?b=c", True), ("", False), ("a", False), ("//e", False), ("/\\e", False), ("/\n/e", False)],
)
def test_a_path_leads_into_the_application_only(path: str, *, kept: bool) -> None:
    assert local_path(path) == (path if kept else "/")


@pytest.mark.parametrize(("text", "found"), [("5", 5), ("0", None), ("-1", None), ("\u0665", None), ("x", None)])
def test_a_company_is_a_whole_number(text: str, found: int | None) -> None:
    assert chosen_company({}, {}) is None
    if found is None:
        with pytest.raises(ValueError, match="whole number"):
            chosen_company({"PartyID": text})
    else:
        assert chosen_company({}, {"PARTYID": text}) == found
