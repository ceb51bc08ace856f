"""Two people at two browsers before one application: each works with what they gave, and not with the other's."""

from __future__ import annotations

import asyncio
import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web

from billit_async import BillitSession, FileTokenStore, MemoryTokenStore
from tests.integrations.conftest import SECRET, get, new_browser, served
from tests.integrations.test_frameworks import HTML, bare_app, integration
from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from billit_async.emulator import Emulator
    from tests.integrations.conftest import TwoUsers

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture
async def site(make_app: Callable[..., Any], billit_users: TwoUsers, unused_tcp_port: int) -> AsyncIterator[str]:
    """The example application, whose Billit has two users."""
    async with served(make_app(billit_users.oauth(), SECRET), unused_tcp_port) as url:
        yield url


async def log_in(browser: aiohttp.ClientSession, site: str, users: TwoUsers, user: Emulator) -> None:
    _, headers, _ = await get(browser, f"{site}/billit/login")
    status, headers, text = await get(browser, users.consent(user, headers["Location"]))
    assert (status, headers.get("Location")) == (303, "/"), text


async def test_a_visitor_without_a_cookie_is_nobody(
    browser: aiohttp.ClientSession,
    other_browser: aiohttp.ClientSession,
    site: str,
    billit_users: TwoUsers,
) -> None:
    ann = billit_users.ann
    await log_in(browser, site, billit_users, ann)
    assert (await get(browser, f"{site}/", **HTML))[0] == 200
    billit_users.calls.clear()

    status, headers, _ = await get(other_browser, f"{site}/", **HTML)
    assert (status, headers["Location"]) == (303, "/billit/login?next=/")
    status, headers, text = await get(other_browser, f"{site}/companies/{ann.party_id}/unpaid")
    assert status == 401
    assert json.loads(text) == {
        "error": "login_required",
        "detail": "Log in to Billit first.",
        "login": f"/billit/login?next=/companies/{ann.party_id}/unpaid",
    }
    for path in ("/billit/logout", f"/companies/{ann.party_id}/orders/1/send"):
        await get(other_browser, f"{site}{path}", method="POST", **HTML)
    assert billit_users.calls == []
    assert (await get(browser, f"{site}/", **HTML))[0] == 200


async def test_an_anonymous_post_never_sends_an_invoice(
    browser: aiohttp.ClientSession,
    other_browser: aiohttp.ClientSession,
    site: str,
    billit_users: TwoUsers,
) -> None:
    ann = billit_users.ann
    await log_in(browser, site, billit_users, ann)
    _, _, text = await get(browser, f"{site}/companies/{ann.party_id}/unpaid")
    send = f"{site}/companies/{ann.party_id}/orders/{json.loads(text)[0]['id']}/send"
    for headers in ({}, HTML, {"Cookie": "billit=x"}, {"PartyID": str(ann.party_id)}, {"X-User": "ann"}):
        assert (await get(other_browser, send, method="POST", **headers))[0] == 401
    assert billit_users.writes() == []
    # The browser itself may, and a page of another site in it may not.
    assert (await get(browser, send, method="POST", **{"Sec-Fetch-Site": "cross-site"}))[0] == 403
    assert billit_users.writes() == []
    await get(browser, send, method="POST")
    assert billit_users.writes() == ["/v1/orders/commands/send"]


async def test_each_sees_the_own_companies_and_logging_out_leaves_the_other(
    browser: aiohttp.ClientSession,
    other_browser: aiohttp.ClientSession,
    site: str,
    billit_users: TwoUsers,
) -> None:
    ann, ben = billit_users.ann, billit_users.ben
    await log_in(browser, site, billit_users, ann)
    await log_in(other_browser, site, billit_users, ben)
    pages = [(await get(one, f"{site}/", **HTML))[2] for one in (browser, other_browser)]
    assert [f"/companies/{ann.party_id}/" in page for page in pages] == [True, False]
    assert [f"/companies/{ben.party_id}/" in page for page in pages] == [False, True]

    kept = {cookie.key: cookie.value for cookie in browser.cookie_jar}
    status, headers, _ = await get(browser, f"{site}/billit/logout", method="POST", **HTML)
    assert (status, headers["Location"]) == (303, "/")
    assert len(browser.cookie_jar) == 0
    assert (await get(browser, f"{site}/", **HTML))[0] == 303
    assert (await get(other_browser, f"{site}/", **HTML))[0] == 200
    # Who kept a copy of the cookie has nothing any more.
    async with aiohttp.ClientSession(cookies=kept) as thief:
        assert (await get(thief, f"{site}/"))[0] == 401


async def test_logging_out_twice_and_without_a_login_is_fine(browser: aiohttp.ClientSession, site: str) -> None:
    for _ in range(2):
        assert (await get(browser, f"{site}/billit/logout", method="POST"))[0] == 204
    assert (await get(browser, f"{site}/billit/logout"))[0] == 405


async def test_a_new_login_of_a_browser_forgets_its_earlier_grant(
    framework: str, browser: aiohttp.ClientSession, billit_users: TwoUsers, unused_tcp_port: int
) -> None:
    store = CountingStore()
    app = bare_app(framework, integration(framework)(billit_users.oauth(store), secret=SECRET))
    async with served(app, unused_tcp_port) as site:
        for user in (billit_users.ann, billit_users.ben):
            await log_in(browser, site, billit_users, user)
            assert json.loads((await get(browser, f"{site}/act"))[2]) == list(user.party_ids)
            assert len(store.names) == 1


class TestAPlantedCookie:
    async def test_of_a_login_does_not_give_the_victim_s_grant_to_who_planted_it(
        self,
        browser: aiohttp.ClientSession,
        other_browser: aiohttp.ClientSession,
        site: str,
        billit_users: TwoUsers,
    ) -> None:
        victim, attacker = browser, other_browser
        _, headers, _ = await get(attacker, f"{site}/billit/login")
        victim.cookie_jar.update_cookies({cookie.key: cookie.value for cookie in attacker.cookie_jar})
        # The victim follows the attacker's link, and logs in.
        callback = billit_users.consent(billit_users.ann, headers["Location"])
        await get(victim, callback)
        assert (await get(attacker, f"{site}/"))[0] == 401
        await get(attacker, callback)
        assert (await get(attacker, f"{site}/"))[0] == 401

    async def test_of_a_session_does_not_name_the_victim_s_grant(
        self,
        browser: aiohttp.ClientSession,
        other_browser: aiohttp.ClientSession,
        site: str,
        billit_users: TwoUsers,
    ) -> None:
        victim, attacker = browser, other_browser
        await log_in(attacker, site, billit_users, billit_users.ben)
        planted = {cookie.key: cookie.value for cookie in attacker.cookie_jar}
        victim.cookie_jar.update_cookies(planted)
        await log_in(victim, site, billit_users, billit_users.ann)
        assert {cookie.key: cookie.value for cookie in victim.cookie_jar} != planted
        _, _, page = await get(attacker, f"{site}/", **HTML)
        assert f"/companies/{billit_users.ann.party_id}/" not in page
        assert f"/companies/{billit_users.ann.party_id}/" in (await get(victim, f"{site}/", **HTML))[2]

    async def test_does_not_put_a_grant_under_another_user_of_the_application(
        self, framework: str, billit_users: TwoUsers, unused_tcp_port: int
    ) -> None:
        """The application has a login of its own; here its cookie is the user's name, for a test's sake."""
        store = CountingStore()
        billit = integration(framework)(
            billit_users.oauth(store), secret=SECRET, grant_name=lambda request: request.cookies.get("user")
        )
        async with served(bare_app(framework, billit), unused_tcp_port) as site, new_browser() as attacker:
            attacker.cookie_jar.update_cookies({"user": "mallory"})
            _, headers, _ = await get(attacker, f"{site}/billit/login")
            async with new_browser() as victim:
                victim.cookie_jar.update_cookies({cookie.key: cookie.value for cookie in attacker.cookie_jar})
                victim.cookie_jar.update_cookies({"user": "ann"})
                status, _, text = await get(victim, billit_users.consent(billit_users.ann, headers["Location"]))
            assert (status, json.loads(text)["error"]) == (400, "login_expired")
            assert store.names == set()
            async with new_browser() as nobody:
                for path in ("/act", "/billit/login"):
                    status, _, text = await get(nobody, f"{site}{path}", **HTML)
                    assert (status, json.loads(text)["error"]) == (401, "not_logged_in")
            await log_in(attacker, site, billit_users, billit_users.ben)
            assert store.names == {"mallory"}


class TestTwoWorkersOnOneStore:
    @pytest.fixture
    async def workers(self, framework: str, billit_users: TwoUsers, tmp_path: Path) -> AsyncIterator[list[str]]:
        """Two processes' worth of one application, whose cookies and store are the same."""
        async with contextlib.AsyncExitStack() as stack:
            sites: list[str] = []
            for port in (billit_users.port, free_port()):
                oauth = billit_users.oauth(FileTokenStore(tmp_path / "tokens"))
                app = bare_app(framework, integration(framework)(oauth, secret=SECRET))
                sites.append(await stack.enter_async_context(served(app, port)))
            yield sites

    async def test_one_finishes_the_login_that_the_other_began(
        self, browser: aiohttp.ClientSession, workers: list[str], billit_users: TwoUsers
    ) -> None:
        _, headers, _ = await get(browser, f"{workers[1]}/billit/login")
        assert (await get(browser, billit_users.consent(billit_users.ann, headers["Location"])))[0] == 303
        assert [(await get(browser, f"{site}/act"))[0] for site in workers] == [200, 200]

    async def test_after_logging_out_at_one_the_other_acts_for_nobody(
        self, browser: aiohttp.ClientSession, workers: list[str], billit_users: TwoUsers
    ) -> None:
        await log_in(browser, workers[0], billit_users, billit_users.ann)
        kept = {cookie.key: cookie.value for cookie in browser.cookie_jar}
        assert [(await get(browser, f"{site}/act"))[0] for site in workers] == [200, 200]  # both have the token now
        assert (await get(browser, f"{workers[1]}/billit/logout", method="POST"))[0] == 204
        async with aiohttp.ClientSession(cookies=kept) as thief:
            assert [(await get(thief, f"{site}/act"))[0] for site in workers] == [401, 401]

    async def test_after_another_login_at_one_both_act_for_the_new_user(
        self, browser: aiohttp.ClientSession, workers: list[str], billit_users: TwoUsers
    ) -> None:
        for user in (billit_users.ann, billit_users.ben):
            await log_in(browser, workers[0], billit_users, user)
            seen = [json.loads((await get(browser, f"{site}/act"))[2]) for site in reversed(workers)]
            assert seen == [list(user.party_ids)] * 2


async def test_sessions_are_bounded_and_one_in_use_is_not_closed(
    framework: str, billit_users: TwoUsers, unused_tcp_port: int
) -> None:
    billit = integration(framework)(billit_users.oauth(), secret=SECRET, max_sessions=2)
    app, gate = slow_app(framework, billit)
    async with served(app, unused_tcp_port) as site, contextlib.AsyncExitStack() as stack:
        browsers = [await stack.enter_async_context(new_browser()) for _ in range(5)]
        await log_in(browsers[0], site, billit_users, billit_users.ann)
        slow = asyncio.create_task(get(browsers[0], f"{site}/slow"))
        await gate.entered.wait()
        for one in browsers[1:]:
            await log_in(one, site, billit_users, billit_users.ben)
            assert (await get(one, f"{site}/act"))[0] == 200
            assert len(billit._web.sessions) <= 2
        gate.leave.set()
        status, _, text = await slow
        assert (status, json.loads(text)) == (200, list(billit_users.ann.party_ids))
        assert (await get(browsers[1], f"{site}/act"))[0] == 200  # opened again
        assert len(billit._web.sessions) <= 2


async def test_a_request_under_way_when_its_user_logs_out_ends_in_401(
    framework: str, billit_users: TwoUsers, unused_tcp_port: int
) -> None:
    app, gate = slow_app(framework, integration(framework)(billit_users.oauth(), secret=SECRET))
    async with served(app, unused_tcp_port) as site, new_browser() as browser:
        await log_in(browser, site, billit_users, billit_users.ann)
        slow = asyncio.create_task(get(browser, f"{site}/slow"))
        await gate.entered.wait()
        assert (await get(browser, f"{site}/billit/logout", method="POST"))[0] == 204
        gate.leave.set()
        assert (await slow)[0] == 401


async def test_a_session_that_does_not_close_well_leaves_no_other_open(
    framework: str, billit_users: TwoUsers, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    billit = integration(framework)(billit_users.oauth(), secret=SECRET)
    closed: list[bool] = []
    close = BillitSession.close

    async def broken(session: BillitSession) -> None:
        await close(session)
        closed.append(session.is_open)
        if len(closed) == 1:
            raise RuntimeError("no more")

    monkeypatch.setattr(BillitSession, "close", broken)
    async with served(bare_app(framework, billit), unused_tcp_port) as site:
        for user in (billit_users.ann, billit_users.ben):
            async with new_browser() as browser:
                await log_in(browser, site, billit_users, user)
                assert (await get(browser, f"{site}/act"))[0] == 200
    assert closed == [False, False]
    assert "billit: close a session" in caplog.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Accept": "text/html,*/*;q=0.8"}, 303),
        ({"Accept": "text/html", "Sec-Fetch-Mode": "navigate"}, 303),
        ({"Accept": "text/html", "Sec-Fetch-Mode": "cors"}, 401),
        ({"Accept": "application/json"}, 401),
        ({"Accept": "*/*"}, 401),
    ],
)
async def test_a_browser_that_goes_to_a_page_is_sent_to_the_login_and_a_program_is_told(
    browser: aiohttp.ClientSession, site: str, headers: dict[str, str], status: int
) -> None:
    assert (await get(browser, f"{site}/", **headers))[0] == status
    assert (await get(browser, f"{site}/companies/1/orders/1/send", method="POST", **headers))[0] == 401


@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs the Debian package chromium ({CHROMIUM})")
async def test_in_two_real_browsers(site: str, billit_users: TwoUsers) -> None:
    playwright = pytest.importorskip("playwright.async_api", reason="needs the Python package playwright")
    async with playwright.async_playwright() as tool:
        chromium = await tool.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        pages = {}
        for name in ("ann", "ben"):
            context = await chromium.new_context()
            await context.add_cookies([{"name": "billit_user", "value": name, "url": billit_users.url}])
            pages[name] = await context.new_page()

        async def companies(name: str) -> list[str]:
            links = pages[name].locator("li a")
            return [str(await links.nth(index).get_attribute("href")) for index in range(await links.count())]

        for name, user in (("ann", billit_users.ann), ("ben", billit_users.ben)):
            await pages[name].goto(f"{site}/")
            assert pages[name].url.startswith(f"{billit_users.url}/Account/Logon?")
            await pages[name].get_by_role("button", name="Allow").click()
            await pages[name].wait_for_url(f"{site}/")
            assert await companies(name) == [f"/companies/{party_id}/unpaid" for party_id in user.party_ids]
        # Scripts of the page do not see the cookie.
        assert "billit=" not in await pages["ann"].evaluate("document.cookie")
        await pages["ann"].get_by_role("button", name="Log out").click()
        await pages["ann"].wait_for_url(f"{billit_users.url}/Account/Logon?*")
        await pages["ben"].reload()
        assert len(await companies("ben")) == len(billit_users.ben.party_ids)
        # A form on a page of another site changes nothing.
        evil = f'<form method="post" action="{site}/billit/logout"><button>Win a prize</button></form>'
        await pages["ben"].route(
            "http://evil.example/", lambda route: route.fulfill(body=evil, content_type="text/html")
        )
        await pages["ben"].goto("http://evil.example/")
        await pages["ben"].get_by_role("button").click()
        await pages["ben"].wait_for_url(f"{site}/billit/logout")
        assert "cross_site" in await pages["ben"].inner_text("body")
        await pages["ben"].goto(f"{site}/")
        assert len(await companies("ben")) == len(billit_users.ben.party_ids)
        await chromium.close()


class CountingStore(MemoryTokenStore):
    """A store that says whose grants it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    async def compare_and_swap(self, name: str, expected: str | None, record: Any) -> str | None:
        self.names.add(name.partition(":")[2])
        return await super().compare_and_swap(name, expected, record)

    async def delete(self, name: str) -> None:
        self.names.discard(name.partition(":")[2])
        await super().delete(name)


class Gate:
    def __init__(self) -> None:
        self.entered = asyncio.Event()
        self.leave = asyncio.Event()


def slow_app(framework: str, billit: Any) -> tuple[Any, Gate]:
    """Make an application with a request that takes its session, waits, and then uses it."""
    gate, app = Gate(), bare_app(framework, billit)
    if framework == "aiohttp":

        async def slow(request: web.Request) -> web.Response:
            session = await billit.session(request)
            gate.entered.set()
            await gate.leave.wait()
            account = await session.account.information()
            return web.json_response([company.party_id for company in account.companies])

        app.router.add_get("/slow", slow)
        return app, gate
    from fastapi import Depends

    async def slow_too(session: Any = Depends(billit.session)) -> list[int]:  # noqa: B008
        gate.entered.set()
        await gate.leave.wait()
        account = await session.account.information()
        return [company.party_id for company in account.companies]

    slow_too.__annotations__ = {"session": Any, "return": list[int]}
    app.get("/slow")(slow_too)
    return app, gate
