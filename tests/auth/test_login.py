"""Logging in: where the user is sent, and what is believed of what comes back."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import pickle
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from billit_async import (
    BillitError,
    CodeRejected,
    ConfigurationError,
    Environment,
    LoginError,
    LoginRefused,
    MemoryTokenStore,
    OAuth2,
    Secret,
    StateMismatch,
    TokenServiceUnavailable,
    TokenStoreError,
)
from tests.auth.issuer import CLIENT, REDIRECT, SECRET, mine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.auth.issuer import Issuer

    Application = Callable[..., OAuth2]
    Login = Callable[..., Awaitable[Any]]


def asked_of(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


class TestTheAuthorisationUrl:
    @pytest.mark.parametrize(
        ("environment", "host"),
        [
            (Environment.SANDBOX, "my.sandbox.billit.be"),
            (Environment.PRODUCTION, "my.billit.be"),
            ("production", "my.billit.be"),
        ],
    )
    def test_leads_to_the_web_application_of_the_environment(self, environment: Any, host: str) -> None:
        for oauth, given in (
            (OAuth2(CLIENT, SECRET, REDIRECT, environment=environment), None),
            (OAuth2(CLIENT, SECRET, REDIRECT), environment),
        ):
            url, state = oauth.authorization_url(given)
            parts = urlsplit(url)
            assert (parts.scheme, parts.netloc, parts.path) == ("https", host, "/Account/Logon")
            assert asked_of(url) == {"client_id": CLIENT, "redirect_uri": REDIRECT, "state": state}

    def test_refuses_an_environment_that_is_not_its_own(self) -> None:
        with pytest.raises(ConfigurationError, match="belongs to sandbox"):
            OAuth2(CLIENT, SECRET, REDIRECT, environment="sandbox").authorization_url("production")

    def test_leads_to_the_base_url_of_an_emulator_or_to_a_page_of_ones_own(self) -> None:
        emulator = OAuth2(CLIENT, SECRET, REDIRECT, base_url="http://127.0.0.1:8080")
        assert emulator.authorization_url().url.startswith("http://127.0.0.1:8080/Account/Logon?")
        own = OAuth2(CLIENT, SECRET, REDIRECT, base_url="https://gateway.example", logon_url="https://login.example/x")
        assert own.authorization_url().url.startswith("https://login.example/x?")
        official = OAuth2(CLIENT, SECRET, REDIRECT, base_url="https://api.sandbox.billit.be")
        assert official.authorization_url().url.startswith("https://my.sandbox.billit.be/")

    def test_has_a_new_state_each_time_without_an_ampersand(self) -> None:
        oauth = OAuth2(CLIENT, SECRET, REDIRECT)
        states = {oauth.authorization_url().state for _ in range(200)}
        assert len(states) == 200
        assert all(len(state) >= 43 and "&" not in state for state in states)

    @pytest.mark.parametrize("state", ["", "a&b", "é", "a\nb"])
    def test_refuses_a_state_that_would_not_come_back(self, state: str) -> None:
        with pytest.raises(ValueError, match="state takes"):
            OAuth2(CLIENT, SECRET, REDIRECT).authorization_url(state=state)

    def test_carries_a_code_challenge_only_when_asked_for(self) -> None:
        assert "code_challenge" not in OAuth2(CLIENT, SECRET, REDIRECT).authorization_url().url
        fields = asked_of(OAuth2(CLIENT, SECRET, REDIRECT, pkce=True).authorization_url().url)
        assert fields["code_challenge_method"] == "S256"
        assert len(fields["code_challenge"]) == 43


class TestWhatIsRefusedAtOnce:
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"client_id": ""}, "client_id is empty"),
            ({"client_id": 5}, "client_id takes text"),
            ({"client_secret": " "}, "client_secret is empty"),
            ({"redirect_uri": "callback"}, "redirect_uri takes a whole address"),
            ({"redirect_uri": "https://app.example/?next=1"}, "no query"),
            ({"redirect_uri": "https://app.example/cb?"}, "no query"),
            ({"redirect_uri": "https://app.example/cb#"}, "no query"),
            ({"redirect_uri": "http://app.example/callback"}, "redirect_uri takes https"),
            ({"redirect_uri": "http://127.0.0.1.evil.example/callback"}, "redirect_uri takes https"),
            ({"redirect_uri": "http://localhost.evil.example/callback"}, "redirect_uri takes https"),
            ({"redirect_uri": "http://0.0.0.0/callback"}, "redirect_uri takes https"),
            ({"redirect_uri": "http://10.0.0.1/callback"}, "redirect_uri takes https"),
            ({"redirect_uri": "ftp://app.example/callback"}, "redirect_uri takes https"),
            ({"redirect_uri": "myapp://callback/here"}, "redirect_uri takes https"),
            ({"redirect_uri": "javascript://app.example/%0aalert(1)"}, "redirect_uri takes https"),
            ({"redirect_uri": "javascript:alert(1)"}, "redirect_uri takes a whole address"),
            ({"redirect_uri": "data:text/html,x"}, "redirect_uri takes a whole address"),
            ({"redirect_uri": "https:///callback"}, "redirect_uri takes a whole address"),
            ({"redirect_uri": "https://[::1/callback"}, "redirect_uri takes a whole address"),
            ({"redirect_uri": "https://app.example:port/callback"}, "redirect_uri takes a whole address"),
            ({"redirect_uri": "https://app.example:99999/callback"}, "redirect_uri takes a whole address"),
            ({"redirect_uri": "https://app.example/call\nback"}, "redirect_uri takes a whole address"),
            ({"redirect_uri": "https://app.example/call back"}, "redirect_uri takes a whole address"),
            ({"redirect_uri": "https://app.example\\@evil.example/"}, "redirect_uri takes a whole address"),
            ({"redirect_uri": "https://app.example\ud800/"}, "redirect_uri holds half a character"),
            ({"redirect_uri": "https://app.example@evil.example/"}, "without a user"),
            ({"redirect_uri": b"https://app.example/"}, "redirect_uri takes text"),
            ({"logon_url": "http://login.example/x"}, "logon_url takes https"),
            ({"logon_url": "javascript:alert(1)"}, "logon_url takes a whole address"),
            ({"refresh": 5}, "refresh takes a RefreshPolicy"),
            ({"max_grants": 0}, "max_grants takes"),
            ({"max_grants": True}, "max_grants takes"),
            ({"store": "tokens.json"}, "store takes a TokenStore"),
            ({"refresh_windows": 5}, "refresh_windows takes a RefreshWindows"),
            ({"timeout": 0}, "timeout takes seconds"),
            ({"timeout": True}, "timeout takes seconds"),
            ({"timeout": float("inf")}, "timeout takes seconds"),
            ({"base_url": "http://billit.example"}, "http"),
        ],
    )
    def test_a_setting_that_cannot_work(self, change: dict[str, Any], said: str) -> None:
        with pytest.raises(ConfigurationError, match=said):
            OAuth2(**{"client_id": CLIENT, "client_secret": SECRET, "redirect_uri": REDIRECT, **change})

    @pytest.mark.parametrize(
        "address",
        [
            "https://app.example/callback",
            "HTTPS://App.Example:8443/callback",
            "http://127.0.0.1:8400/callback",
            "http://127.9.9.9/callback",
            "http://localhost:3000/callback",
            "http://[::1]:3000/callback",
        ],
    )
    def test_an_address_that_a_browser_can_bring_a_secret_back_to_is_taken(self, address: str) -> None:
        assert OAuth2(CLIENT, SECRET, address).redirect_uri == address

    def test_a_variable_that_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("BILLIT_CLIENT_ID", CLIENT)
        with pytest.raises(ConfigurationError, match="BILLIT_CLIENT_SECRET is not set"):
            OAuth2.from_env()
        monkeypatch.setenv("BILLIT_CLIENT_SECRET", SECRET)
        monkeypatch.setenv("BILLIT_REDIRECT_URI", REDIRECT)
        assert OAuth2.from_env(environment="production").client_id == CLIENT


class TestTheExchange:
    async def test_sends_json_without_credentials_in_a_header_and_stores_the_grant(
        self, issuer: Issuer, application: Application
    ) -> None:
        store = MemoryTokenStore()
        oauth = application(store)
        state = oauth.authorization_url().state
        grant = await oauth.exchange(f"{REDIRECT}?code={issuer.code()}&state={state}", expected_state=state)
        path, headers, fields = issuer.requests[0]
        assert path == "/OAuth2/token"
        assert headers["Content-Type"] == "application/json"
        assert not {"Authorization", "ApiKey", "apikey"} & set(headers)
        assert fields == {
            "grant_type": "authorization_code",
            "code": "code-1",
            "client_id": CLIENT,
            "client_secret": SECRET,
            "redirect_uri": REDIRECT,
        }
        stored = await mine(store).load("default")
        assert stored is not None
        assert await grant.headers() == {"Authorization": Secret(f"Bearer {stored.record.access_token.reveal()}")}
        assert stored.record.expires_at - stored.record.obtained_at == 3600

    async def test_sends_the_verifier_that_belongs_to_the_challenge(
        self, issuer: Issuer, application: Application
    ) -> None:
        url, state = application(pkce=True).authorization_url()
        # Another object, as after a restart between the two halves of the login.
        await application(pkce=True).exchange(issuer.callback(state), expected_state=state)
        verifier = issuer.asked()[0]["code_verifier"]
        digest = hashlib.sha256(verifier.encode()).digest()
        assert asked_of(url)["code_challenge"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    @pytest.mark.parametrize(
        ("query", "error"),
        [
            ("code=c", StateMismatch),
            ("code=c&state=", StateMismatch),
            ("code=c&state=other", StateMismatch),
            ("code=c&state=mine&state=other", StateMismatch),
            ("code=c&state=min", StateMismatch),
            ("code=c&state=m%C3%AFne", StateMismatch),
            ("error=access_denied", LoginRefused),
            (" error= access_denied ", LoginRefused),
            ("error=Access_Denied&error_description=no", LoginRefused),
            ("error_description=The+user+refused", LoginRefused),
            ("error=server_error", LoginError),
            ("error=", LoginError),
            ("error=access_denied&state=other", StateMismatch),
            ("error=access_denied&state=", StateMismatch),
            ("error_description=no&state=other", StateMismatch),
            ("error=access_denied&code=c", StateMismatch),
            ("error=access_denied&state=mine", LoginRefused),
            ("error=server_error&state=mine", LoginError),
            ("error=&state=mine", LoginError),
            ("state=mine", LoginError),
            ("code=&state=mine", LoginError),
            ("code=a&code=b&state=mine", LoginError),
        ],
    )
    async def test_believes_nothing_before_the_state(
        self, issuer: Issuer, application: Application, query: str, error: type[BillitError]
    ) -> None:
        with pytest.raises(error) as caught:
            await application().exchange(f"{REDIRECT}?{query}", expected_state="mine")
        assert type(caught.value) is error
        assert issuer.requests == []

    async def test_refuses_to_expect_no_state(self, application: Application) -> None:
        with pytest.raises(ValueError, match="expected_state is empty"):
            await application().exchange(f"{REDIRECT}?code=c&state=", expected_state="")

    async def test_tells_a_code_that_was_used(self, issuer: Issuer, application: Application) -> None:
        oauth = application()
        callback = issuer.callback("s")
        await oauth.exchange(callback, expected_state="s")
        with pytest.raises(CodeRejected, match="used before"):
            await oauth.exchange(callback, expected_state="s")

    @pytest.mark.parametrize(
        ("faults", "error", "said"),
        [
            (["invalid_client"], ConfigurationError, "client id or secret"),
            (["429"], TokenServiceUnavailable, "429"),
            (["html 400"], TokenServiceUnavailable, "400"),
            (["500 before"], LoginError, "500"),
            (["cut after"], LoginError, "works once"),
            (["garbage"], LoginError, "without a token pair"),
        ],
    )
    async def test_tells_what_went_wrong(
        self, issuer: Issuer, application: Application, faults: list[str], error: type[BillitError], said: str
    ) -> None:
        issuer.faults = faults
        with pytest.raises(error, match=said) as caught:
            await application().exchange(issuer.callback("s"), expected_state="s")
        assert SECRET not in f"{caught.value!r} {caught.value}"
        assert len(issuer.asked()) == 1

    async def test_tells_an_endpoint_that_cannot_be_reached(self, unused_tcp_port: int) -> None:
        oauth = OAuth2(CLIENT, SECRET, REDIRECT, base_url=f"http://127.0.0.1:{unused_tcp_port}")
        with pytest.raises(TokenServiceUnavailable, match="no connection") as caught:
            await oauth.exchange(f"{REDIRECT}?code=c&state=s", expected_state="s")
        assert not caught.value.may_have_arrived

    async def test_that_is_cancelled_still_stores_the_grant(self, issuer: Issuer, application: Application) -> None:
        store = MemoryTokenStore()
        oauth = application(store)
        issuer.faults = ["wait after"]
        request = asyncio.create_task(oauth.exchange(issuer.callback("s"), expected_state="s"))
        await issuer.reached.wait()
        request.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await request
        issuer.go_on.set()
        await oauth.settle()
        assert await mine(store).load("default") is not None

    async def test_keeps_the_pair_when_the_store_fails_and_stores_it_later(
        self, issuer: Issuer, application: Application, caplog: pytest.LogCaptureFixture
    ) -> None:
        class Full(MemoryTokenStore):
            full = True

            async def compare_and_swap(self, name: str, expected: str | None, record: Any) -> str | None:
                if self.full:
                    raise TokenStoreError("disk full")
                return await super().compare_and_swap(name, expected, record)

        store = Full()
        oauth = application(store)
        with pytest.raises(TokenStoreError, match="disk full"):
            await oauth.exchange(issuer.callback("s"), expected_state="s")
        assert "kept in memory" in caplog.text
        store.full = False
        assert (await oauth.headers())["Authorization"].reveal().startswith("Bearer ")
        assert await mine(store).load("default") is not None
        assert len(issuer.asked()) == 1

    async def test_replaces_the_grant_of_the_same_name_and_no_other(
        self, issuer: Issuer, application: Application, login: Login
    ) -> None:
        oauth = application()
        first, other = await login(oauth, "a"), await login(oauth, "b")
        before = (await first.headers(), await other.headers())
        await login(oauth, "a")
        assert await first.headers() != before[0]
        assert await other.headers() == before[1]
        assert oauth.grant("a") is first


async def test_no_secret_shows_anywhere(issuer: Issuer, application: Application, login: Login) -> None:
    store = MemoryTokenStore()
    oauth = application(store, proxy=None)
    grant = await login(oauth)
    stored = await mine(store).load("default")
    assert stored is not None
    secrets = [SECRET, stored.record.access_token.reveal(), stored.record.refresh_token.reveal()]
    shown = " ".join(
        f"{thing!r} {thing!s}" for thing in (oauth, grant, stored, stored.record, grant._tokens.current, store)
    )
    assert not [secret for secret in secrets if secret in shown]
    for thing in (oauth, grant, stored.record, oauth.client.client_secret):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(thing)


def test_a_secret_is_compared_in_constant_time_and_copied_as_itself() -> None:
    import copy

    secret = Secret("x")
    assert secret == Secret("x")
    assert secret != Secret("y")
    assert copy.deepcopy(secret) is secret
    assert copy.copy(secret) is secret
