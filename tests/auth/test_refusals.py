"""What a refusal means: a revoked grant, a wrong setting, a bad hour of the server, or somebody else's company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

from billit_async import (
    BillitSession,
    ConfigurationError,
    InvalidCredentials,
    MemoryTokenStore,
    NoAccess,
    OAuth2,
    ReauthorisationRequired,
    RefreshPolicy,
    RetryPolicy,
    Secret,
    TokenExpired,
    TokenServiceUnavailable,
    Unauthorized,
)
from billit_async.auth.refusals import Meaning, Refusals, RefusedCompanies, UnauthorizedCause, cause_of_401, meaning_of
from billit_async.auth.token_endpoint import Fault, HTTPResponse, Refused, read_token_response
from billit_async.emulator import AccessSettings, Emulator, EmulatorSettings
from billit_async.errors import ErrorDetail
from tests.auth.issuer import CLIENT, REDIRECT, mine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from billit_async import Grant
    from tests.auth.issuer import Clock, Issuer

    Application = Callable[..., OAuth2]
    Login = Callable[..., Awaitable[Grant]]

HOUR = 3600.0
ONCE = RetryPolicy.never()
DENIED = b'{"Message": "Authorization has been denied for this request."}'


class TestTheWordsOfTheTokenEndpoint:
    @pytest.mark.parametrize(
        ("status", "body", "fault"),
        [
            (400, b'{"error": "invalid_grant"}', Fault.GRANT),
            (400, b'{"errors": [{"Code": "invalid_grant"}]}', Fault.GRANT),
            (400, b'{"errors": [{"Code": "InvalidGrant"}]}', Fault.GRANT),
            (401, b'{"error": "invalid_grant"}', Fault.GRANT),
            (403, b'{"error": "invalid_grant"}', Fault.GRANT),
            (400, b'{"errors": [{"Code": "RefreshTokenAlreadyUsed"}]}', Fault.GRANT),
            (401, b'{"error": "invalid_token"}', Fault.GRANT),
            (401, b'{"errors": [{"Code": "AccessTokenRevoked"}]}', Fault.GRANT),
            (401, b'{"error": "unauthorized_client"}', Fault.AUTHORISATION),
            (400, b'{"errors": [{"Code": "UnauthorizedClient"}]}', Fault.AUTHORISATION),
            (401, b'{"error": "invalid_client"}', Fault.CLIENT),
            (400, b'{"error": "invalid_client"}', Fault.CLIENT),
            (400, b'{"error": "invalid_request"}', Fault.REQUEST),
            (400, b'{"error": "unsupported_grant_type"}', Fault.REQUEST),
            (400, b'{"errors": [{"Code": "GenericError"}]}', Fault.UNCLEAR),
            (403, b'{"error": "access_denied"}', Fault.UNCLEAR),
            (401, b"", Fault.UNCLEAR),
            (403, b" \r\n", Fault.UNCLEAR),
            (401, b"<html>Unauthorized</html>", Fault.UNCLEAR),
            (401, DENIED, Fault.UNCLEAR),
            (403, DENIED, Fault.UNCLEAR),
            (401, b'{"errors": []}', Fault.UNCLEAR),
            (401, b'"no"', Fault.UNCLEAR),
            (401, b"\xff", Fault.UNCLEAR),
            (400, b"", Fault.TEMPORARY),
            (400, b"<html>Bad Request</html>", Fault.TEMPORARY),
            (404, b'{"error": "invalid_grant"}', Fault.TEMPORARY),
            (429, b'{"error": "slow_down"}', Fault.TEMPORARY),
            (400, b'{"error": "temporarily_unavailable"}', Fault.TEMPORARY),
            (503, b'{"error": "invalid_grant"}', Fault.TEMPORARY),
            (302, b"", Fault.TEMPORARY),
        ],
    )
    def test_are_about(self, status: int, body: bytes, fault: Fault) -> None:
        refused = read_token_response(HTTPResponse(status, {}, body))
        assert isinstance(refused, Refused)
        assert refused.fault is fault

    @pytest.mark.parametrize(
        ("fault", "said", "before", "proven", "now", "meaning", "count"),
        [
            (Fault.GRANT, "x", Refusals(), False, 0.0, Meaning.REVOKED, 0),
            (Fault.AUTHORISATION, "x", Refusals(), True, 0.0, Meaning.REVOKED, 0),
            (Fault.AUTHORISATION, "x", Refusals(), False, 0.0, Meaning.CONFIGURATION, 0),
            (Fault.CLIENT, "x", Refusals("x", 99, -1e9), True, 0.0, Meaning.CONFIGURATION, 99),
            (Fault.REQUEST, "x", Refusals(), True, 0.0, Meaning.CONFIGURATION, 0),
            (Fault.TEMPORARY, "x", Refusals("x", 99, -1e9), True, 0.0, Meaning.RETRY_LATER, 99),
            (Fault.UNCLEAR, "x", Refusals(), True, 50.0, Meaning.RETRY_LATER, 1),
            (Fault.UNCLEAR, "x", Refusals("x", 1, 0.0), True, 100.0, Meaning.RETRY_LATER, 2),
            (Fault.UNCLEAR, "x", Refusals("x", 2, 0.0), True, 59.9, Meaning.RETRY_LATER, 3),
            (Fault.UNCLEAR, "x", Refusals("x", 2, 0.0), True, 60.0, Meaning.REVOKED, 3),
            (Fault.UNCLEAR, "x", Refusals("x", 9, 0.0), True, 59.9, Meaning.RETRY_LATER, 10),
            (Fault.UNCLEAR, "x", Refusals("y", 9, 0.0), True, 99.0, Meaning.RETRY_LATER, 1),
            (Fault.UNCLEAR, "x", Refusals("x", 2, 0.0), False, 60.0, Meaning.CONFIGURATION, 3),
        ],
    )
    def test_mean(
        self, fault: Fault, said: str, before: Refusals, proven: bool, now: float, meaning: Meaning, count: int
    ) -> None:
        policy = RefreshPolicy(unclear_refusals=3, unclear_seconds=60)
        found, so_far = meaning_of(Refused(fault, said), before, proven=proven, now=now, policy=policy)
        assert (found, so_far.count) == (meaning, count)

    @pytest.mark.parametrize(
        ("name", "value"),
        [("late_seconds", -1), ("lease_seconds", 0), ("unclear_refusals", 0), ("unclear_refusals", 1.5)]
        + [("shutdown_seconds", value) for value in (True, "5", float("nan"), float("inf"))],
    )
    def test_are_weighed_by_settings_that_are_checked(self, name: str, value: Any) -> None:
        with pytest.raises(ConfigurationError, match=name):
            RefreshPolicy(**{name: value})


class TestADeadRefreshToken:
    @pytest.fixture
    def told(self) -> list[ReauthorisationRequired]:
        return []

    @pytest.fixture
    async def grant(self, application: Application, login: Login, clock: Clock, told: Any) -> Grant:
        """A grant whose token has ended."""
        policy = RefreshPolicy(unclear_refusals=3, unclear_seconds=600)
        made = await login(application(MemoryTokenStore(), on_reauthorisation=told.append, refresh=policy))
        clock.pass_(HOUR + 1)
        return made

    async def test_that_is_refused_as_an_unauthorised_client_needs_a_login(
        self, issuer: Issuer, grant: Grant, told: list[ReauthorisationRequired]
    ) -> None:
        issuer.faults = ["body 401 unauthorized_client"]
        with pytest.raises(ReauthorisationRequired):
            await grant.headers()
        assert len(told) == 1

    @pytest.mark.parametrize("fault", ["empty 401", "html 401", "message 401", "empty 403", "html 403", "message 403"])
    async def test_that_is_refused_unclearly_needs_a_login_only_after_some_of_the_same_over_some_time(
        self, issuer: Issuer, grant: Grant, clock: Clock, told: list[ReauthorisationRequired], fault: str
    ) -> None:
        issuer.faults = [fault] * 100
        for _ in range(5):  # many at once are one bad moment
            with pytest.raises(TokenServiceUnavailable, match="the grant is kept"):
                await grant.headers()
        clock.pass_(599)
        with pytest.raises(TokenServiceUnavailable):
            await grant.headers()
        assert told == []
        clock.pass_(1)
        with pytest.raises(ReauthorisationRequired):
            await grant.headers()
        assert len(told) == 1

    async def test_counts_anew_after_other_words_and_after_a_success(
        self, issuer: Issuer, grant: Grant, clock: Clock
    ) -> None:
        for fault in ("empty 401", "html 401", "empty 401", "message 403"):
            issuer.faults = [fault] * 3
            with pytest.raises(TokenServiceUnavailable):
                await grant.headers()
            clock.pass_(1_000)
        assert await grant.headers()
        assert issuer.refreshes == 1
        clock.pass_(HOUR + 1)
        issuer.faults = ["empty 401"] * 3
        with pytest.raises(TokenServiceUnavailable):
            await grant.headers()

    async def test_is_counted_over_the_processes(self, issuer: Issuer, application: Application, grant: Grant,
                                                 clock: Clock) -> None:  # fmt: skip
        store = grant._client.store
        for _ in range(2):
            issuer.faults = ["empty 401"] * 3
            with pytest.raises(TokenServiceUnavailable):
                await application(store).headers()
            clock.pass_(400)
        issuer.faults = ["empty 401"] * 3
        with pytest.raises(ReauthorisationRequired):
            await application(store).headers()

    @pytest.mark.parametrize("fault", ["body 401 unauthorized_client", "invalid_client"])
    async def test_is_no_finding_of_a_client_secret_that_never_worked(
        self, issuer: Issuer, grant: Grant, told: list[ReauthorisationRequired], fault: str
    ) -> None:
        mistyped = OAuth2(
            CLIENT,
            "another secret",
            REDIRECT,
            base_url=issuer.url,
            store=grant._client.store,
            on_reauthorisation=told.append,
        )
        issuer.faults = [fault]
        with pytest.raises(ConfigurationError, match="check client_id and client_secret"):
            await mistyped.headers()
        assert told == []
        assert await grant.headers()

    async def test_is_not_given_up_before_the_store_was_read_again(
        self, issuer: Issuer, grant: Grant, told: list[ReauthorisationRequired]
    ) -> None:
        store = grant._client.store
        load: Any = type(store).load
        newer: list[Any] = []

        async def another_wins(self: Any, name: str) -> Any:
            stored = await load(self, name)
            if stored.record.exchange and not newer:
                pair = issuer.pair(1)
                new = attrs.evolve(
                    stored.record,
                    exchange="",
                    access_token=type(stored.record.access_token)(pair["access_token"]),
                    refresh_token=type(stored.record.refresh_token)(pair["refresh_token"]),
                    obtained_at=stored.record.obtained_at + HOUR,
                    expires_at=stored.record.expires_at + HOUR,
                )
                newer.append(new)
                await mine(store).compare_and_swap(name, stored.version, new)
                return await load(self, name)
            return stored

        issuer.faults = ["body 401 unauthorized_client"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(store), "load", another_wins)
            headers = await grant.headers()
        assert told == []
        assert headers["Authorization"] == Secret(f"Bearer {newer[0].access_token.reveal()}")


class TestA401OfTheApi:
    @pytest.mark.parametrize(
        ("error", "suspect"),
        [
            (TokenExpired(), UnauthorizedCause.EXPIRED_TOKEN),
            (InvalidCredentials(errors=(ErrorDetail("InvalidAccessToken"),)), UnauthorizedCause.UNKNOWN_TOKEN),
            (InvalidCredentials(errors=(ErrorDetail("ApiKeyNotValid"),)), UnauthorizedCause.UNCLEAR),
            (NoAccess(errors=(ErrorDetail("NoAccess"),)), UnauthorizedCause.NOT_THE_TOKEN),
            (Unauthorized(), UnauthorizedCause.UNCLEAR),
        ],
    )
    def test_may_be_about(self, error: Unauthorized, suspect: UnauthorizedCause) -> None:
        assert cause_of_401(error) is suspect

    def test_of_a_company_is_remembered_for_a_while_and_of_so_many(self) -> None:
        known = RefusedCompanies(60)
        for company in range(5_000):
            known.add(company, 0.0)
        assert len(known) == 1_000
        assert known.holds(4_999, 59.9)
        assert not known.holds(4_999, 60.0)
        assert not known.holds(0, 0.0)


class TestAWrongCompany:
    """Five calls for a company that is not the user's, with every wording that the emulator knows."""

    @pytest.fixture(params=["ApiKeyNotValid", "NoAccess", "InvalidAccessToken", "AccessTokenExpired"])
    async def emu(self, request: pytest.FixtureRequest) -> AsyncIterator[Emulator]:
        settings = EmulatorSettings(access=AccessSettings(wrong_party_code=request.param))
        async with Emulator(seed=7, orders=3, companies=2, settings=settings) as running:
            yield running

    @pytest.mark.parametrize("minutes", [0, 5, 50])
    async def test_costs_no_refresh_token(self, emu: Emulator, clock: Clock, minutes: int) -> None:
        oauth = OAuth2(emu.client_id, emu.client_secret, emu.redirect_uri, base_url=emu.url)
        url, state = oauth.authorization_url()
        await oauth.exchange(emu.consent(url), expected_state=state)
        clock.pass_(60.0 * minutes)
        async with BillitSession(oauth, party_id=99) as billit:
            for _ in range(5):
                with pytest.raises(Unauthorized):
                    await billit.orders.list(top=1).collect()
            # A server that calls every token of a company expired is believed once.
            believed = emu.settings.access.wrong_party_code == "AccessTokenExpired"
            assert emu.refreshes == (1 if believed else 0)
            assert await billit.for_company(emu.party_id).orders.list(top=1).collect()
        assert emu.refreshes == (1 if believed else 0)


class TestATokenThatEndedEarly:
    @pytest.fixture
    async def billit(self, application: Application, login: Login, clock: Clock) -> AsyncIterator[BillitSession]:
        oauth = application()
        await login(oauth)
        async with BillitSession(oauth, party_id=5, retry=ONCE) as session:
            yield session

    async def test_and_is_named_is_renewed_at_once(self, issuer: Issuer, billit: BillitSession) -> None:
        issuer.access_tokens.clear()  # InvalidAccessToken everywhere
        assert (await billit.orders.get(7)).order_id == 7
        assert issuer.refreshes == 1

    async def test_and_is_not_named_is_renewed_when_it_is_not_young_any_more(
        self, issuer: Issuer, billit: BillitSession, clock: Clock
    ) -> None:
        issuer.silent = True
        issuer.access_tokens.clear()  # a bare 401 everywhere
        clock.pass_(59)
        for _ in range(3):
            with pytest.raises(Unauthorized):
                await billit.orders.get(7)
        assert issuer.refreshes == 0
        clock.pass_(1)
        assert (await billit.orders.get(7)).order_id == 7
        assert issuer.refreshes == 1

    async def test_about_a_document_is_not_renewed_at_any_age_and_asked_about_once(
        self, issuer: Issuer, billit: BillitSession, clock: Clock
    ) -> None:
        for minutes in (0, 5, 40):
            clock.pass_(60 * minutes)
            for order in (13, 14):
                with pytest.raises(Unauthorized):
                    await billit.orders.get(order)
        assert issuer.refreshes == 0
        assert len(issuer.asked("/v1/account/accountInformation")) == 1

    async def test_forgets_what_was_refused_with_a_renewal_by_the_clock(
        self, issuer: Issuer, billit: BillitSession, clock: Clock
    ) -> None:
        clock.pass_(120)
        with pytest.raises(Unauthorized):
            await billit.orders.get(14)
        clock.pass_(HOUR)
        assert (await billit.orders.get(7)).order_id == 7  # renewed by the clock
        clock.pass_(120)
        with pytest.raises(Unauthorized):
            await billit.orders.get(14)
        assert issuer.refreshes == 1
        assert len(issuer.asked("/v1/account/accountInformation")) == 2

    async def test_is_not_renewed_when_nobody_can_tell(
        self, issuer: Issuer, billit: BillitSession, clock: Clock
    ) -> None:
        clock.pass_(120)
        issuer.account_status = 503
        with pytest.raises(Unauthorized):
            await billit.orders.get(14)
        assert issuer.refreshes == 0
