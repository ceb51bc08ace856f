"""Sessions, the token endpoint and the command line behind a company's proxy and its own certificate authority."""

from __future__ import annotations

import asyncio
import logging
import pickle
import ssl
from typing import TYPE_CHECKING, Any

import aiohttp
import aiohttp.test_utils
import aiohttp.web
import pytest
from yarl import URL

from billit_async import (
    ApiKey,
    BillitSession,
    ConfigurationError,
    NoResponse,
    NotSent,
    OAuth2,
    OutcomeUnknown,
    RetryPolicy,
    TokenServiceUnavailable,
)
from billit_async._transport.network import Network, bypassed
from billit_async.models import Order
from tests.e2e.command import BILLIT, LONG_ENOUGH, billit_command, environment
from tests.network.conftest import HOST, Authority, ProxyProcess, Service

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "6f1f40b8-1111-2222-3333-444455556666"
PASSWORD = "p%40ss%2Fw%C3%B6rd"
CREDENTIALS = f"ann:{PASSWORD}"
PLAIN_CREDENTIALS = "ann:p@ss/wörd"
REDIRECT = "https://app.example/callback"

Serving = tuple[Service, int]


def shows_nothing_of_the_password(text: str) -> bool:
    return not any(part in text for part in (PASSWORD, "p@ss", "wörd", "Basic "))


class TestASession:
    async def test_it_reaches_billit_through_the_proxy_and_the_name_is_not_resolved_here(
        self, secure: Serving, authority: Authority, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        service, port = secure
        proxy = proxy_process(hosts={f"{HOST}:443": port}, credentials=PLAIN_CREDENTIALS)
        async with BillitSession(
            ApiKey(KEY),
            base_url=f"https://{HOST}",
            proxy=proxy.with_credentials(CREDENTIALS),
            ca_file=authority.ca_file,
        ) as billit:
            assert (await billit.account.information()).email == "ann@example.com"
            assert await billit.orders.create(Order(order_type="Invoice")) == 4711
        seen = await proxy.seen_off_loop()
        assert [(one["method"], one["target"]) for one in seen] == [("CONNECT", f"{HOST}:443")]
        assert service.asked() == ["GET /v1/account/accountInformation", "POST /v1/orders"]
        # The proxy learns no key, and Billit learns no password of the proxy.
        assert "apikey" not in seen[0]["headers"]
        assert all("Proxy-Authorization" not in headers for _, headers in service.requests)

    async def test_a_plain_address_is_asked_through_the_proxy_too(
        self, plain: Serving, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        service, port = plain
        proxy = proxy_process(hosts={HOST: port}, credentials=PLAIN_CREDENTIALS)
        async with BillitSession(
            ApiKey(KEY),
            base_url=f"http://{HOST}",
            allow_http=True,
            proxy=proxy.with_credentials(CREDENTIALS),
        ) as billit:
            await billit.account.information()
            await billit.account.information()
        assert [one["target"] for one in await proxy.seen_off_loop()] == [
            f"http://{HOST}/v1/account/accountInformation"
        ] * 2
        assert service.requests[0][1]["Host"] == HOST

    async def test_a_proxy_that_speaks_tls_itself(
        self, secure: Serving, authority: Authority, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        service, port = secure
        proxy = proxy_process(
            hosts={f"{HOST}:443": port},
            credentials=PLAIN_CREDENTIALS,
            certificate=[str(authority.certificate), str(authority.key)],
        )
        async with BillitSession(
            ApiKey(KEY),
            base_url=f"https://{HOST}",
            proxy=proxy.with_credentials(CREDENTIALS, "https"),
            ca_file=authority.ca_file,
        ) as billit:
            await billit.account.information()
        assert len(service.requests) == 1

    @pytest.mark.parametrize("scheme", ["https", "http"])
    @pytest.mark.parametrize("given", [CREDENTIALS.replace(PASSWORD, "wrong"), ""], ids=["wrong", "none"])
    async def test_a_proxy_that_wants_other_credentials_means_not_sent(
        self, scheme: str, given: str, plain: Serving, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        service, port = plain
        proxy = proxy_process(hosts={f"{HOST}:443": port, HOST: port}, credentials=PLAIN_CREDENTIALS)
        address = proxy.with_credentials(given) if given else proxy.url
        async with BillitSession(ApiKey(KEY), base_url=f"{scheme}://{HOST}", allow_http=True, proxy=address) as billit:
            with pytest.raises(NotSent, match="the proxy refused with 407: it wants a user and a password") as caught:
                await billit.orders.create(Order(order_type="Invoice"))
        assert caught.value.may_have_arrived is False
        # It is not worth a second attempt.
        assert (await proxy.seen_off_loop(), service.requests)[1] == []
        assert caught.value.call.attempts == 1

    @pytest.mark.parametrize(("status", "attempts"), [(403, 1), (405, 1), (502, 2), (503, 2), (504, 2)])
    async def test_a_proxy_that_gives_no_tunnel_means_not_sent(
        self, status: int, attempts: int, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        proxy = proxy_process(refuse=status)
        retry = RetryPolicy(attempts=2, base=0.01)
        async with BillitSession(ApiKey(KEY), base_url=f"https://{HOST}", retry=retry, proxy=proxy.url) as billit:
            with pytest.raises(NotSent, match=f"the proxy refused with {status}") as caught:
                await billit.orders.create(Order(order_type="Invoice"))
        assert caught.value.may_have_arrived is False
        assert len(await proxy.seen_off_loop()) == attempts

    async def test_what_a_gateway_says_of_a_plain_request_does_not_mean_not_sent(
        self, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        proxy = proxy_process(refuse=504)
        async with BillitSession(
            ApiKey(KEY), base_url=f"http://{HOST}", allow_http=True, retry=RetryPolicy.never(), proxy=proxy.url
        ) as billit:
            with pytest.raises(Exception, match="504") as caught:
                await billit.orders.create(Order(order_type="Invoice"))
        assert not isinstance(caught.value, NotSent)
        assert caught.value.may_have_arrived is True  # type: ignore[attr-defined]

    async def test_a_proxy_that_is_not_there_means_not_sent(self, unused_tcp_port: int) -> None:
        address = f"http://{CREDENTIALS}@127.0.0.1:{unused_tcp_port}"
        async with BillitSession(
            ApiKey(KEY), base_url=f"https://{HOST}", retry=RetryPolicy.never(), proxy=address
        ) as billit:
            with pytest.raises(NotSent, match="no connection to the proxy") as caught:
                await billit.account.information()
        assert shows_nothing_of_the_password(f"{caught.value!r} {caught.value} {caught.value.__cause__!r}")

    async def test_a_connection_that_breaks_behind_the_proxy_is_unknown_and_not_not_sent(
        self, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        async def abort(request: aiohttp.web.Request) -> aiohttp.web.Response:
            await request.read()
            assert request.transport is not None
            request.transport.abort()
            return aiohttp.web.Response()

        application = aiohttp.web.Application()
        application.router.add_post("/v1/orders", abort)
        async with aiohttp.test_utils.TestServer(application) as server:
            proxy = proxy_process(hosts={HOST: int(server.port or 0)})
            async with BillitSession(
                ApiKey(KEY), base_url=f"http://{HOST}", allow_http=True, retry=RetryPolicy.never(), proxy=proxy.url
            ) as billit:
                with pytest.raises(OutcomeUnknown):
                    await billit.orders.create(Order(order_type="Invoice"))

    async def test_a_session_of_the_callers_own_goes_by_the_proxy_that_is_given(
        self, plain: Serving, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        proxy = proxy_process(hosts={HOST: plain[1]})
        async with (
            aiohttp.ClientSession() as own,
            BillitSession(
                ApiKey(KEY), base_url=f"http://{HOST}", allow_http=True, client_session=own, proxy=proxy.url
            ) as billit,
        ):
            await billit.account.information()
        with pytest.raises(ConfigurationError, match="ca_file"):
            BillitSession(ApiKey(KEY), client_session=own, ca_file="ca.pem")

    async def test_settings_that_are_sent_to_a_worker_hold_no_password(
        self, plain: Serving, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        proxy = proxy_process(hosts={HOST: plain[1]}, credentials=PLAIN_CREDENTIALS)
        address = proxy.with_credentials(CREDENTIALS)
        first = BillitSession(ApiKey(KEY), base_url=f"http://{HOST}", allow_http=True, proxy=address)
        sent = pickle.dumps(first.config)
        assert shows_nothing_of_the_password(sent.decode("latin-1"))
        async with BillitSession.from_config(pickle.loads(sent), ApiKey(KEY), proxy=address) as billit:
            await billit.account.information()

    async def test_nothing_shows_the_password_of_the_proxy(
        self, proxy_process: Callable[..., ProxyProcess], caplog: pytest.LogCaptureFixture
    ) -> None:
        proxy = proxy_process(credentials="other:one")
        caplog.set_level(logging.DEBUG)
        shown: list[str] = []
        for scheme in ("http", "https"):
            billit = BillitSession(
                ApiKey(KEY), base_url=f"{scheme}://{HOST}", allow_http=True, proxy=proxy.with_credentials(CREDENTIALS)
            )
            async with billit:
                with pytest.raises(NotSent) as caught:
                    await billit.account.information()
            network = billit._transport._plumbing.network
            shown += [repr(billit), repr(billit.config), repr(network), repr(network.explicit_proxy)]
            error: BaseException | None = caught.value
            while error is not None:
                shown += [repr(error), str(error)]
                error = error.__cause__ or error.__context__
            shown.append(repr(caught.value.__reduce__()))
        assert shows_nothing_of_the_password("\n".join([*shown, caplog.text]))
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(Network(proxy="http://proxy.example"))

    async def test_a_header_of_the_proxy_is_the_sessions_own(self) -> None:
        async with BillitSession(ApiKey(KEY), base_url="http://127.0.0.1:9") as billit:
            with pytest.raises(ValueError, match="stand in its address"):
                await billit.request("GET", "/v1/projects", headers={"proxy-authorization": "Basic x"})


class TestTrust:
    async def test_without_the_companys_authority_the_error_says_what_to_do(self, secure: Serving) -> None:
        async with BillitSession(ApiKey(KEY), base_url=f"https://127.0.0.1:{secure[1]}") as billit:
            with pytest.raises(NotSent, match=r"not trusted \(.*ca_file or SSL_CERT_FILE\)") as caught:
                await billit.orders.create(Order(order_type="Invoice"))
        assert caught.value.call.attempts == 1
        assert secure[0].requests == []

    @pytest.mark.parametrize("how", ["argument", "context", "SSL_CERT_FILE", "BILLIT_CA_FILE", "SSL_CERT_DIR"])
    async def test_with_it_the_call_goes_through(
        self, how: str, secure: Serving, authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
    ) -> None:
        options: dict[str, Any] = {}
        match how:
            case "argument":
                options["ca_file"] = authority.ca_file
            case "context":
                options["ssl_context"] = ssl.create_default_context(cafile=authority.ca_file)
            case "SSL_CERT_DIR":
                digest = await asyncio.create_subprocess_exec(
                    *("openssl", "x509", "-hash", "-noout", "-in", str(authority.ca_file)),
                    stdout=asyncio.subprocess.PIPE,
                )
                name = (await digest.communicate())[0].decode().strip()
                (tmp_path / f"{name}.0").write_bytes(authority.ca_file.read_bytes())
                monkeypatch.setenv(how, str(tmp_path))
            case variable:
                monkeypatch.setenv(variable, str(authority.ca_file))
        async with BillitSession(ApiKey(KEY), base_url=f"https://127.0.0.1:{secure[1]}", **options) as billit:
            await billit.account.information()

    async def test_a_client_certificate_goes_to_billit_and_to_its_token_endpoint(self, authority: Authority) -> None:
        service = Service()
        server = aiohttp.test_utils.TestServer(service.application(), scheme="https")
        await server.start_server(ssl=authority.server_context(wants_client=True))
        mine = ssl.create_default_context(cafile=authority.ca_file)
        mine.load_cert_chain(authority.client)
        try:
            address = f"https://127.0.0.1:{server.port}"
            oauth = OAuth2("client-1", "s3cret", REDIRECT, base_url=address)
            async with BillitSession(oauth, ssl_context=mine) as billit:
                await oauth.exchange(f"{REDIRECT}?code=c&state=s", expected_state="s")
                await billit.account.information()
            assert service.asked() == ["POST /OAuth2/token", "GET /v1/account/accountInformation"]
            without = BillitSession(ApiKey(KEY), base_url=address, ca_file=authority.ca_file, retry=RetryPolicy.never())
            async with without as billit:
                with pytest.raises(NoResponse):
                    await billit.account.information()
        finally:
            await server.close()

    async def test_a_name_that_the_certificate_does_not_have_is_refused(
        self, secure: Serving, authority: Authority, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        proxy = proxy_process(hosts={"elsewhere.test:443": secure[1]})
        async with BillitSession(
            ApiKey(KEY), base_url="https://elsewhere.test", ca_file=authority.ca_file, proxy=proxy.url
        ) as billit:
            with pytest.raises(NotSent, match="Hostname mismatch"):
                await billit.orders.create(Order(order_type="Invoice"))
        assert secure[0].requests == []

    def test_the_companys_authority_comes_beside_those_of_the_machine(self, authority: Authority) -> None:
        plain, more = Network().context(), Network(ca_file=authority.ca_file).context()
        assert more.cert_store_stats()["x509_ca"] == plain.cert_store_stats()["x509_ca"] + 1
        assert more.verify_mode is ssl.CERT_REQUIRED
        assert more.check_hostname
        assert Network().context() is plain

    @pytest.mark.parametrize("variable", ["", "SSL_CERT_FILE", "BILLIT_CA_FILE"])
    @pytest.mark.parametrize("content", [None, "no certificate"])
    async def test_a_file_that_is_not_there_or_not_right_is_named(
        self, variable: str, content: str | None, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "ca.pem"
        if content is not None:
            path.write_text(content)
        options = {} if variable else {"ca_file": path}
        if variable:
            monkeypatch.setenv(variable, str(path))
        session = BillitSession(ApiKey(KEY), base_url="https://127.0.0.1:9", **options)
        with pytest.raises(ConfigurationError, match=rf"{variable or 'ca_file'}.*ca\.pem"):
            await session.open()
        await session.close()

    def test_a_file_and_a_context_contradict(self) -> None:
        with pytest.raises(ConfigurationError, match="ca_file or ssl_context, not both"):
            BillitSession(ApiKey(KEY), ca_file="ca.pem", ssl_context=ssl.create_default_context())


class TestTheTokenEndpoint:
    def oauth(self, **options: Any) -> OAuth2:
        return OAuth2("client-1", "s3cret", REDIRECT, base_url=f"https://{HOST}", **options)

    async def login(self, oauth: OAuth2) -> None:
        await oauth.exchange(f"{REDIRECT}?code=c&state=s", expected_state="s")

    async def test_it_goes_by_the_proxy_and_trusts_the_companys_authority(
        self, secure: Serving, authority: Authority, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        proxy = proxy_process(hosts={f"{HOST}:443": secure[1]}, credentials=PLAIN_CREDENTIALS)
        oauth = self.oauth(proxy=proxy.with_credentials(CREDENTIALS), ca_file=authority.ca_file)
        await self.login(oauth)
        # A session with these credentials takes the same way, without being told.
        async with BillitSession(oauth) as billit:
            await billit.account.information()
        assert secure[0].asked() == ["POST /OAuth2/token", "GET /v1/account/accountInformation"]
        assert [one["method"] for one in await proxy.seen_off_loop()] == ["CONNECT", "CONNECT"]

    async def test_it_takes_the_way_of_the_session_unless_it_was_told_one(
        self, secure: Serving, authority: Authority, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        proxy = proxy_process(hosts={f"{HOST}:443": secure[1]})
        oauth = self.oauth()
        grant = oauth.grant("ann")
        billit = BillitSession(grant, proxy=proxy.url, ca_file=authority.ca_file)
        await oauth.exchange(f"{REDIRECT}?code=c&state=s", expected_state="s", name="ann")
        async with billit:
            await billit.account.information()
        told = self.oauth(proxy="http://own.example:3128")
        BillitSession(told, proxy=proxy.url)
        assert told.network.explicit_proxy is not None
        assert told.network.explicit_proxy.label == "own.example:3128"

    @pytest.mark.parametrize(
        ("settings", "says"),
        [
            ({"credentials": "other:one"}, "the proxy refused with 407"),
            ({"refuse": 502}, "the proxy refused with 502"),
        ],
    )
    async def test_a_proxy_that_refuses_uses_no_code_up(
        self, settings: dict[str, Any], says: str, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        proxy = proxy_process(**settings)
        with pytest.raises(TokenServiceUnavailable, match=says) as caught:
            await self.login(self.oauth(proxy=proxy.with_credentials(CREDENTIALS)))
        assert shows_nothing_of_the_password(f"{caught.value!r}{caught.value.__cause__!r}")

    async def test_a_plain_address_behind_a_proxy_that_refuses_uses_no_code_up(
        self, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        proxy = proxy_process(credentials="other:one")
        oauth = OAuth2("c", "s", REDIRECT, base_url=f"http://{HOST}", allow_http=True, proxy=proxy.url)
        with pytest.raises(TokenServiceUnavailable, match="refused with 407"):
            await self.login(oauth)

    async def test_an_unknown_authority_and_a_file_that_is_missing_use_no_code_up(
        self, secure: Serving, proxy_process: Callable[..., ProxyProcess], tmp_path: Any
    ) -> None:
        proxy = proxy_process(hosts={f"{HOST}:443": secure[1]})
        with pytest.raises(TokenServiceUnavailable, match="not trusted"):
            await self.login(self.oauth(proxy=proxy.url))
        with pytest.raises(TokenServiceUnavailable, match="ca_file"):
            await self.login(self.oauth(proxy=proxy.url, ca_file=tmp_path / "missing.pem"))
        assert secure[0].requests == []

    def test_a_wrong_address_is_told_at_once(self) -> None:
        with pytest.raises(ConfigurationError, match="proxy is not an address"):
            self.oauth(proxy="http://")


class TestTheCommandLine:
    async def test_by_variables_and_by_options(
        self, secure: Serving, authority: Authority, proxy_process: Callable[..., ProxyProcess]
    ) -> None:
        proxy = proxy_process(hosts={f"{HOST}:443": secure[1]}, credentials=PLAIN_CREDENTIALS)
        address = proxy.with_credentials(CREDENTIALS)
        base = {"BILLIT_BASE_URL": f"https://{HOST}", "BILLIT_API_KEY": KEY}
        ways: list[tuple[list[str], dict[str, str]]] = [
            ([], {"BILLIT_PROXY": address, "BILLIT_CA_FILE": str(authority.ca_file)}),
            ([], {"HTTPS_PROXY": address, "SSL_CERT_FILE": str(authority.ca_file)}),
            (["--proxy", address, "--ca-file", str(authority.ca_file)], {}),
        ]
        for options, variables in ways:
            ended = await billit_command("account", *options, **base, **variables)
            assert (ended.code, ended.err) == (0, "Logged in as ann@example.com.\n")
        ended = await billit_command("account", **base, HTTPS_PROXY=address, NO_PROXY="billit.test")
        assert (ended.code, "does not resolve" in ended.err) == (1, True)
        assert len(await proxy.seen_off_loop()) == len(ways)

    async def test_a_login_goes_through_the_proxy_and_the_commands_after_it_too(
        self,
        secure: Serving,
        authority: Authority,
        proxy_process: Callable[..., ProxyProcess],
        unused_tcp_port: int,
        tmp_path: Any,
    ) -> None:
        proxy = proxy_process(hosts={f"{HOST}:443": secure[1]})
        redirect = f"http://127.0.0.1:{unused_tcp_port}/callback"
        settings = {
            "BILLIT_BASE_URL": f"https://{HOST}",
            "BILLIT_CLIENT_ID": "client-1",
            "BILLIT_CLIENT_SECRET": "s3cret",
            "BILLIT_REDIRECT_URI": redirect,
            "BILLIT_CONFIG_DIR": str(tmp_path / "config"),
            "BILLIT_PROXY": proxy.url,
            "BILLIT_CA_FILE": str(authority.ca_file),
        }
        process = await asyncio.create_subprocess_exec(
            *(*BILLIT, "login", "--no-browser"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment(settings),
        )
        assert process.stdout is not None
        async with asyncio.timeout(LONG_ENOUGH), aiohttp.ClientSession() as browser:
            state = URL((await process.stdout.readline()).decode().strip()).query["state"]
            async with browser.get(redirect, params={"code": "c", "state": state}) as page:
                assert page.status == 200
            await process.communicate()
        assert process.returncode == 0
        assert (await billit_command("whoami", **settings)).code == 0
        assert secure[0].asked() == ["POST /OAuth2/token", *["GET /v1/account/accountInformation"] * 2]
        assert len(await proxy.seen_off_loop()) == 3

    async def test_a_wrong_proxy_is_a_wrong_setting_and_not_shown(self) -> None:
        ended = await billit_command(
            "account", BILLIT_API_KEY=KEY, HTTPS_PROXY=f"socks5://{CREDENTIALS}@127.0.0.1:1080"
        )
        assert ended.code == 2
        assert "HTTPS_PROXY" in ended.err
        assert "SOCKS" in ended.err
        assert shows_nothing_of_the_password(ended.err)


PRODUCTION = URL("https://api.billit.be")


@pytest.mark.parametrize(
    ("variables", "url", "expected"),
    [
        ({"HTTPS_PROXY": "http://p:1"}, "https://api.billit.be", "p:1"),
        ({"https_proxy": "p:1"}, "https://api.billit.be", "p:1"),
        ({"https_proxy": "p:1", "HTTPS_PROXY": "q:2"}, "https://api.billit.be", "p:1"),
        ({"https_proxy": " ", "HTTPS_PROXY": "q:2"}, "https://api.billit.be", "q:2"),
        ({"ALL_PROXY": "p:1"}, "https://api.billit.be", "p:1"),
        ({"ALL_PROXY": "p:1", "HTTPS_PROXY": "q:2"}, "https://api.billit.be", "q:2"),
        ({"HTTP_PROXY": "p:1"}, "https://api.billit.be", None),
        ({"HTTP_PROXY": "p:1"}, "http://gateway.example", "p:1"),
        # Set by a visitor's header "Proxy" in a CGI program.
        ({"HTTP_PROXY": "p:1", "REQUEST_METHOD": "GET"}, "http://gateway.example", None),
        ({"BILLIT_PROXY": "p:1", "HTTPS_PROXY": "q:2"}, "https://api.billit.be", "p:1"),
        ({"HTTPS_PROXY": "p:1", "NO_PROXY": "billit.be"}, "https://api.billit.be", None),
        ({"BILLIT_PROXY": "p:1", "NO_PROXY": "billit.be"}, "https://api.billit.be", None),
        ({"HTTPS_PROXY": "p:1", "no_proxy": "a.example, .billit.be"}, "https://api.billit.be", None),
        ({"HTTPS_PROXY": "p:1", "NO_PROXY": "llit.be"}, "https://api.billit.be", "p:1"),
        ({"HTTPS_PROXY": "p:1", "NO_PROXY": "*"}, "https://api.billit.be", None),
        *(
            ({name: "p:1"}, f"http://{host}:8080", None)
            for name in ("BILLIT_PROXY", "HTTP_PROXY", "ALL_PROXY")
            for host in ("127.0.0.1", "localhost", "box.localhost", "[::1]", "127.8.8.8", "[::ffff:127.0.0.1]")
        ),
        ({}, "https://api.billit.be", None),
    ],
)
def test_which_proxy_the_variables_mean(variables: dict[str, str], url: str, expected: str | None) -> None:
    proxy = Network(variables=variables).proxy_for(URL(url))
    assert (proxy.label if proxy else None) == expected


def test_the_switch_leaves_the_general_variables_unread() -> None:
    variables = {"HTTPS_PROXY": "p:1", "NO_PROXY": "*"}
    assert Network(trust_env=False, variables=variables).proxy_for(PRODUCTION) is None
    own = Network(trust_env=False, variables={**variables, "BILLIT_PROXY": "q:2"}).proxy_for(PRODUCTION)
    assert own is not None
    assert own.label == "q:2"
    # What is written out goes everywhere, also to this machine.
    assert Network(proxy="p:1", variables=variables).proxy_for(URL("http://127.0.0.1:80")) is not None


@pytest.mark.parametrize(
    ("entry", "url", "expected"),
    [
        ("billit.be", "https://billit.be", True),
        (".billit.be", "https://billit.be", True),
        ("*.billit.be", "https://api.billit.be", True),
        ("API.BILLIT.BE.", "https://api.billit.be", True),
        ("api.billit.be:443", "https://api.billit.be", True),
        ("api.billit.be:444", "https://api.billit.be", False),
        ("billit.be.evil.example", "https://billit.be", False),
        ("10.0.0.0/8", "http://10.1.2.3", True),
        ("10.0.0.0/8", "http://11.1.2.3", False),
        ("10.1.2.3", "http://10.1.2.3", True),
        ("10.1.2.3:80", "http://10.1.2.3", True),
        ("fd00::/8", "http://[fd00::1]", True),
        ("fd00::1", "http://[fd00::1]", True),
        ("[fd00::1]:80", "http://[fd00::1]", True),
        ("[fd00::1]:81", "http://[fd00::1]", False),
        ("10.0.0.0/8", "https://api.billit.be", False),
        ("", "https://api.billit.be", False),
        (".", "https://api.billit.be", False),
    ],
)
def test_what_no_proxy_names(entry: str, url: str, expected: bool) -> None:
    assert bypassed(URL(url), [entry]) is expected


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://",
        "http://proxy.example:99999",
        "http://proxy.example:x",
        "http://ann:p/w@proxy.example:1",
        "http://ann:p#w@proxy.example:1",
        "http://proxy.example/path",
        "http://proxy.example?x=1",
        "http://proxy.example:1\r\nX: 1",
        "http://pro xy.example",
        "socks5://proxy.example:1080",
        "ftp://proxy.example",
        "http://ann:\udc80@proxy.example",
        b"http://proxy.example",
        7,
    ],
)
def test_what_is_not_the_address_of_a_proxy(address: Any) -> None:
    with pytest.raises(ConfigurationError, match="proxy") as caught:
        Network(proxy=address)
    assert "p/w" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
