"""FastAPI and aiohttp: users log in, their browser comes back, and each request works for its company."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web

from billit_async import ConfigurationError, IdentifierError, OAuth2, Secret, SessionClosed
from billit_async._runtime import extras
from billit_async.integrations.cookies import Cookies, cookie_secrets
from billit_async.integrations.sessions import Sessions
from billit_async.integrations.web_messages import chosen_company, forwarded_prefix, local_path
from tests.integrations.conftest import APPS, SECRET, get, new_browser, served
from tests.servers import unmeasured

if TYPE_CHECKING:
    from billit_async.emulator import Emulator

HTML = {"Accept": "text/html"}


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
    assert "path=/;" in cookie
    assert "domain" not in cookie
    assert "secure" not in cookie  # the redirect URI is plain http, on this machine
    status, headers, _ = await get(browser, emu.consent(headers["Location"]))
    assert (status, headers["Location"]) == (303, "/")
    assert [cookie.key for cookie in browser.cookie_jar] == ["billit"]
    status, _, page = await get(browser, f"{site}/", **HTML)
    assert status == 200
    assert all(f"/companies/{party_id}/unpaid" in page for party_id in emu.party_ids)


async def test_a_request_works_for_the_company_that_it_names(
    browser: aiohttp.ClientSession, site: str, emu: Emulator
) -> None:
    await log_in(browser, site, emu)
    responses = [await get(browser, f"{site}/companies/{party_id}/unpaid") for party_id in emu.party_ids]
    rows = [json.loads(text) for _, _, text in responses]
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
    assert json.loads(text)["error"] == "login_refused"


async def test_two_tabs_log_in_side_by_side(browser: aiohttp.ClientSession, site: str, emu: Emulator) -> None:
    begun = [(await get(browser, f"{site}/billit/login?next=/{tab}"))[1]["Location"] for tab in "ab"]
    assert [(await get(browser, emu.consent(url)))[1]["Location"] for url in reversed(begun)] == ["/b", "/a"]


class TestAForgedAnswer:
    async def test_of_a_login_that_this_browser_did_not_begin_is_refused(
        self, browser: aiohttp.ClientSession, other_browser: aiohttp.ClientSession, site: str, emu: Emulator
    ) -> None:
        _, headers, _ = await get(other_browser, f"{site}/billit/login")
        status, _, text = await get(browser, emu.consent(headers["Location"]))
        assert status == 400
        assert json.loads(text)["error"] == "login_expired"
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

    @pytest.mark.parametrize("kind", ["login", "session"])
    def test_that_comes_too_late_is_refused(self, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
        made = make_cookies(login_seconds=60, session_seconds=60)
        cookie = made.login("state", {}) if kind == "login" else made.session()[1]
        sent = {cookie.name: cookie.value}

        def read() -> object:
            return made.read_login("state", sent) if kind == "login" else made.read_session(sent)

        signing = pytest.importorskip("itsdangerous")
        assert read() is not None
        now = time.time()
        monkeypatch.setattr(signing.TimestampSigner, "get_timestamp", lambda _self: int(now) + 62)
        assert read() is None

    async def test_twice_works_once(self, browser: aiohttp.ClientSession, site: str, emu: Emulator) -> None:
        _, headers, _ = await get(browser, f"{site}/billit/login")
        cookie = headers["Set-Cookie"].partition(";")[0]
        callback = emu.consent(headers["Location"])
        assert (await get(browser, callback))[0] == 303
        async with aiohttp.ClientSession() as other:
            status, _, text = await get(other, callback, Cookie=cookie)
        assert status == 400
        assert json.loads(text)["error"] == "login_failed"


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


def make_cookies(secrets: Any = SECRET, **changes: Any) -> Cookies:
    settings = {"name": "billit", "path": "/", "secure": True, "login_seconds": 60, "session_seconds": 60, **changes}
    return Cookies(secrets, **settings)


def integration(framework: str) -> Any:
    module = __import__(f"billit_async.integrations.{framework}", fromlist=["x"])
    return getattr(module, "BillitFastAPI" if framework == "fastapi" else "BillitAiohttp")


class TestWhatIsRefusedAtOnce:
    @pytest.mark.parametrize("secret", ["short", "", [], ["long enough for anybody", "short"], 5 * " " + "x" * 11])
    def test_a_short_secret(self, framework: str, oauth: OAuth2, secret: Any) -> None:
        with pytest.raises(ConfigurationError, match="at least 16"):
            integration(framework)(oauth, secret=secret)

    def test_no_secret_and_the_message_says_how_to_make_one(self, framework: str, oauth: OAuth2) -> None:
        with pytest.raises(ConfigurationError, match=r"BILLIT_COOKIE_SECRET is not set.*token_urlsafe"):
            integration(framework)(oauth)

    def test_a_missing_package(self, framework: str, oauth: OAuth2, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing(name: str) -> Any:
            if name.startswith("itsdangerous"):
                raise ImportError(name)
            return import_module(name)

        monkeypatch.setattr(extras, "import_module", missing)
        with pytest.raises(ConfigurationError, match=r"billit-async\[aiohttp\]"):
            integration(framework)(oauth, secret=SECRET)

    @pytest.mark.parametrize(
        ("settings", "message"),
        [
            ({"login_path": "/callback"}, "choose another"),
            ({"logout_path": "/billit/login"}, "choose another"),
            ({"callback_path": "callback"}, "callback_path takes a path"),
            ({"login_path": "//evil.example"}, "login_path takes a path"),
            ({"logout_path": "/{name}"}, "logout_path takes a path"),
            ({"grant_name": " "}, "grant_name is empty"),
            ({"cookie_name": "a b"}, "cookie_name takes"),
            ({"cookie_name": "a;Domain=x"}, "cookie_name takes"),
            ({"cookie_path": "/a;b"}, "cookie_path takes"),
            ({"login_seconds": 0}, "login_seconds takes"),
            ({"session_seconds": -1}, "session_seconds takes"),
            ({"session_seconds": True}, "session_seconds takes"),
            ({"max_sessions": 0}, "max_sessions takes"),
            ({"allowed_origins": ["app.example"]}, "allowed_origins takes"),
            ({"allowed_origins": ["https://app.example/path"]}, "allowed_origins takes"),
        ],
    )
    def test_a_setting(self, framework: str, oauth: OAuth2, settings: dict[str, Any], message: str) -> None:
        with pytest.raises(ConfigurationError, match=message):
            integration(framework)(oauth, secret=SECRET, **settings)

    def test_a_prefix_that_is_not_a_path(self, oauth: OAuth2) -> None:
        with pytest.raises(ConfigurationError, match="root_path takes"):
            integration("aiohttp")(oauth, secret=SECRET, root_path="//evil.example")

    async def test_a_session_before_the_application_runs(self, oauth: OAuth2) -> None:
        with pytest.raises(SessionClosed, match="not running"):
            await Sessions(oauth, {}).get("ann")


class TestTheCookie:
    @pytest.mark.parametrize(
        ("redirect_uri", "path", "begins"),
        [
            ("https://app.example/callback", "/", "__Host-billit"),
            ("https://app.example/tools/callback", "/tools", "__Secure-billit"),
            ("http://127.0.0.1:8000/callback", "/", "billit"),
            ("http://localhost:8000/callback", "/", "billit"),
        ],
    )
    async def test_has_a_name_that_no_other_host_can_set(
        self, framework: str, redirect_uri: str, path: str, begins: str, unused_tcp_port: int
    ) -> None:
        oauth = OAuth2("c", "s", redirect_uri, environment="sandbox")
        billit = integration(framework)(oauth, secret=SECRET, cookie_path=path, callback_path="/callback")
        async with served(bare_app(framework, billit), unused_tcp_port) as site, new_browser() as browser:
            _, headers, _ = await get(browser, f"{site}/billit/login")
            made = {headers["Set-Cookie"]}
            _, headers, _ = await get(browser, f"{site}/billit/logout", method="POST")
            made |= set(headers.getall("Set-Cookie"))
        for cookie in made:
            assert cookie.startswith((f"{begins}=", f"{begins}_login_"))
            assert f"; Path={path};" in cookie
            assert "; HttpOnly; SameSite=Lax" in cookie
            assert "Domain" not in cookie
            # A browser ignores a cookie with a prefix that is not secure: also the one that deletes.
            assert ("; Secure" in cookie) is redirect_uri.startswith("https:")

    def test_is_signed_by_the_first_key_and_verified_by_all(self) -> None:
        old, new = "the old key, long enough", Secret("the new key, long enough")
        name, cookie = make_cookies(old).session()
        assert make_cookies([new, old]).read_session({cookie.name: cookie.value}) == name
        assert make_cookies(new).read_session({cookie.name: cookie.value}) is None
        name, cookie = make_cookies([new, old]).session()
        assert make_cookies(new).read_session({cookie.name: cookie.value}) == name
        assert make_cookies(old).read_session({cookie.name: cookie.value}) is None

    def test_keys_come_from_a_variable(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("BILLIT_COOKIE_SECRET", "the new key, long enough,the old key".replace(", ", " "))
        with pytest.raises(ConfigurationError, match="at least 16"):
            cookie_secrets()
        monkeypatch.setenv("BILLIT_COOKIE_SECRET", "the-new-key-long-enough , the-old-key-long-enough")
        assert cookie_secrets() == ["the-new-key-long-enough", "the-old-key-long-enough"]

    def test_of_one_kind_is_not_taken_for_the_other(self) -> None:
        made = make_cookies()
        login = made.login("state", {"grant": "browser/of-somebody-else"})
        assert made.read_session({made.session_name: login.value}) is None
        _, session = made.session()
        assert made.read_login("state", {made.login_name("state"): session.value}) is None

    def test_of_one_application_is_not_taken_by_another_with_the_same_key(self) -> None:
        _, cookie = make_cookies().session()
        assert make_cookies(name="other").read_session({"__Host-other": cookie.value}) is None

    @pytest.mark.parametrize("value", ["", ".", "a.b.c", "\ud800", "=" * 9_000, '"', "W10.x.y"])
    def test_that_is_nonsense_is_nobody(self, value: str) -> None:
        made = make_cookies()
        assert made.read_session({made.session_name: value}) is None
        assert made.read_login(value, {made.login_name(value): value}) is None

    def test_names_a_grant_that_nobody_can_guess(self) -> None:
        names = {make_cookies().session()[0] for _ in range(100)}
        assert len(names) == 100
        assert all(len(name.split("/")[2]) >= 32 for name in names)
        assert all(abs(int(name.split("/")[1]) - time.time()) < 3_600 for name in names)


async def test_logins_that_were_begun_and_left_do_not_pile_up(
    browser: aiohttp.ClientSession, site: str, emu: Emulator
) -> None:
    for _ in range(12):
        _, headers, _ = await get(browser, f"{site}/billit/login")
    assert len(browser.cookie_jar) == 5
    assert (await get(browser, emu.consent(headers["Location"])))[0] == 303


class TestAnotherSite:
    @pytest.mark.parametrize(
        ("headers", "is_own"),
        [
            ({}, True),
            ({"Sec-Fetch-Site": "same-origin"}, True),
            ({"Sec-Fetch-Site": "none"}, True),
            ({"Sec-Fetch-Site": "cross-site"}, False),
            ({"Sec-Fetch-Site": "same-site"}, False),
            ({"Sec-Fetch-Site": "same-site", "Origin": "https://spa.example"}, True),
            ({"Origin": "https://spa.example"}, True),
            ({"Origin": "https://evil.example"}, False),
            ({"Origin": "null"}, False),
            ({"Origin": "{site}"}, True),
            ({"Origin": "{site}", "Host": "internal:1"}, True),
            ({"Origin": "{site}0"}, False),
        ],
    )
    async def test_cannot_log_a_visitor_out_nor_write_in_the_visitor_s_name(
        self, framework: str, oauth: OAuth2, emu: Emulator, unused_tcp_port: int, headers: dict[str, str], is_own: bool
    ) -> None:
        billit = integration(framework)(oauth, secret=SECRET, allowed_origins=["https://SPA.example/"])
        app = bare_app(framework, billit)
        async with served(app, unused_tcp_port) as site, new_browser() as browser:
            await log_in(browser, site, emu)
            given = {name: value.format(site=site) for name, value in headers.items()}
            status, _, text = await get(browser, f"{site}/act", method="POST", **given)
            assert status == (200 if is_own else 403), text
            status, _, text = await get(browser, f"{site}/billit/logout", method="POST", **given)
            assert status == (204 if is_own else 403)
            assert is_own or json.loads(text)["error"] == "cross_site"
            assert (await get(browser, f"{site}/act"))[0] == (401 if is_own else 200)

    @pytest.mark.parametrize("grant_name", ["office", lambda _request: "ann"], ids=["shared", "of a user"])
    async def test_cannot_write_however_the_grant_is_named(
        self, framework: str, oauth: OAuth2, emu: Emulator, unused_tcp_port: int, grant_name: Any
    ) -> None:
        app = bare_app(framework, integration(framework)(oauth, secret=SECRET, grant_name=grant_name))
        async with served(app, unused_tcp_port) as site, new_browser() as browser:
            await log_in(browser, site, emu)
            for headers, status in (({}, 200), ({"Sec-Fetch-Site": "cross-site"}, 403), ({"Origin": "null"}, 403)):
                assert (await get(browser, f"{site}/act", method="POST", **headers))[0] == status
                assert (await get(browser, f"{site}/act", **headers))[0] == 200


class TestSharing:
    """A grant that all visitors share is asked for in so many words, and is not anybody's to replace."""

    async def test_is_written_out_and_then_every_visitor_acts_with_the_grant(
        self, framework: str, oauth: OAuth2, emu: Emulator, unused_tcp_port: int
    ) -> None:
        app = bare_app(framework, integration(framework)(oauth, secret=SECRET, grant_name="office"))
        async with served(app, unused_tcp_port) as site, new_browser() as one, new_browser() as other:
            assert (await get(other, f"{site}/act"))[0] == 401
            await log_in(one, site, emu)
            assert (await get(other, f"{site}/act"))[0] == 200
            assert [cookie.key for cookie in one.cookie_jar] == []
            assert await oauth.store.load("office") is not None

    async def test_lets_nobody_replace_a_grant_that_works_nor_log_it_out(
        self, framework: str, oauth: OAuth2, emu: Emulator, unused_tcp_port: int
    ) -> None:
        app = bare_app(framework, integration(framework)(oauth, secret=SECRET, grant_name="office"))
        async with served(app, unused_tcp_port) as site, new_browser() as one, new_browser() as other:
            # Begun while there was none yet: it is the callback that counts.
            early = (await get(other, f"{site}/billit/login"))[1]["Location"]
            await log_in(one, site, emu)
            kept = await oauth.store.load("office")
            assert (await get(other, emu.consent(early)))[0] == 403
            assert (await get(other, f"{site}/billit/login"))[0] == 403
            assert (await get(other, f"{site}/billit/logout", method="POST"))[0] == 403
            assert await oauth.store.load("office") == kept
            emu.remove_application()
            assert (await get(other, f"{site}/act"))[0] == 401
            await log_in(other, site, emu)  # what is revoked may be replaced
            assert (await get(one, f"{site}/act"))[0] == 200

    async def test_may_be_managed_by_whom_the_application_allows(
        self, framework: str, oauth: OAuth2, emu: Emulator, unused_tcp_port: int
    ) -> None:
        async def is_admin(request: Any) -> bool:
            return bool(request.cookies.get("role") == "admin")

        billit = integration(framework)(oauth, secret=SECRET, grant_name="office", may_log_in=is_admin)
        async with served(bare_app(framework, billit), unused_tcp_port) as site, new_browser() as one:
            assert (await get(one, f"{site}/billit/login"))[0] == 403
            one.cookie_jar.update_cookies({"role": "admin"})
            await log_in(one, site, emu)
            await log_in(one, site, emu)  # a grant that works may be replaced by this one
            async with new_browser() as other:
                assert (await get(other, f"{site}/billit/logout", method="POST"))[0] == 403
            assert (await get(one, f"{site}/billit/logout", method="POST"))[0] == 204
            assert await oauth.store.load("office") is None


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", True),
        ("/a?b=c", True),
        ("", False),
        ("a", False),
        ("//e", False),
        ("/\\e", False),
        ("/\n/e", False),
        ("/" + "a" * 1_000, False),
    ],
)
def test_a_path_leads_into_the_application_only(path: str, *, kept: bool) -> None:
    assert local_path(path) == (path if kept else "/")


@pytest.mark.parametrize(
    ("header", "prefix"),
    [
        ("/tools", "/tools"),
        ("/a/b/", "/a/b"),
        ("", ""),
        ("/", ""),
        ("tools", ""),
        ("//evil.example", ""),
        ("/a\\b", ""),
        ("/a;b", ""),
        ("https://evil.example/", ""),
        ("/" + "a" * 101, ""),
    ],
)
def test_a_prefix_is_a_path(header: str, prefix: str) -> None:
    assert forwarded_prefix({"X-Forwarded-Prefix": header}) == prefix


@pytest.mark.parametrize(
    ("text", "found"),
    [("5", 5), ("0", None), ("-1", None), ("\u0665", None), ("x", None), ("9" * 5_000, None), ("1" * 19, None)],
)
def test_a_company_is_a_whole_number(text: str, found: int | None) -> None:
    assert chosen_company({}, {}) is None
    if found is None:
        with pytest.raises(IdentifierError, match=r"^party_id takes a whole number above zero$"):
            chosen_company({"PartyID": text})
    else:
        assert chosen_company({}, {"PARTYID": text}) == found


def bare_app(framework: str, billit: Any) -> Any:
    """Make an application with one thing to do, by GET and by POST."""
    if framework == "aiohttp":
        app = web.Application()
        billit.install(app)

        async def act(request: web.Request) -> web.Response:
            account = await (await billit.session(request)).account.information()
            return web.json_response([company.party_id for company in account.companies])

        app.router.add_get("/act", act)
        app.router.add_post("/act", act)
        return app
    from fastapi import Depends, FastAPI

    api = FastAPI(lifespan=billit.lifespan)
    billit.install(api)

    async def act_too(session: Any = Depends(billit.session)) -> list[int]:  # noqa: B008
        account = await session.account.information()
        return [company.party_id for company in account.companies]

    act_too.__annotations__ = {"session": Any, "return": list[int]}
    api.api_route("/act", methods=["GET", "POST"])(act_too)
    return api


class TestTheExampleApplication:
    async def test_makes_no_key_of_its_own_and_says_how_to_make_one(self, framework: str) -> None:
        process = await start_example(framework)
        _, complaint = await process.communicate()
        assert process.returncode == 1
        assert b"BILLIT_COOKIE_SECRET is not set: make a key once with python -c" in complaint

    async def test_runs_as_it_is_with_an_emulator_beside_it(
        self, framework: str, browser: aiohttp.ClientSession, unused_tcp_port: int
    ) -> None:
        variables = {"BILLIT_COOKIE_SECRET": SECRET, "BILLIT_WEBHOOK_SECRETS": SECRET, "PORT": str(unused_tcp_port)}
        with tempfile.TemporaryDirectory() as folder:
            process = await start_example(framework, folder, **variables)
            try:
                assert process.stdout is not None
                assert (await process.stdout.readline()).startswith(b"open http://127.0.0.1:")
                site = f"http://127.0.0.1:{unused_tcp_port}"
                status, headers, _ = await get_when_up(browser, f"{site}/")
                assert (status, headers["Location"]) == (303, "/billit/login?next=/")
                assert (await get(browser, f"{site}/billit/webhook", method="POST"))[0] == 400
            finally:
                process.terminate()
                await process.communicate()


async def start_example(framework: str, folder: str | None = None, **variables: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", str(APPS / f"{framework}_app.py")),
        cwd=folder,
        env={**unmeasured(), "PORT": "1", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


async def get_when_up(browser: aiohttp.ClientSession, url: str) -> tuple[int, Any, str]:
    while True:
        try:
            return await get(browser, url, **HTML)
        except aiohttp.ClientConnectorError:
            await asyncio.sleep(0.05)
