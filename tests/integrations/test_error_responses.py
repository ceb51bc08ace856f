"""What an end user is told when a call to Billit fails: a status that helps, and never a word of the error itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from billit_async import BillitError, errors
from billit_async.integrations.error_responses import error_response
from tests.integrations.conftest import SECRET, get, new_browser, served
from tests.integrations.test_frameworks import HTML, bare_app, integration, log_in

if TYPE_CHECKING:
    import aiohttp

    from billit_async import OAuth2
    from billit_async.emulator import Emulator

INTERNAL = "internal: /v1/orders/1234567 of Domain.Order at Some.Server, key 0a1b"
READ, WRITE = errors.CallInfo("GET", "/v1/orders"), errors.CallInfo("POST", "/v1/orders")


def api_error(kind: type[errors.ApiError], status: int, **more: Any) -> errors.ApiError:
    detail = errors.ErrorDetail("GenericError", INTERNAL)
    call = more.pop("call", READ)
    error = kind(INTERNAL, call=call, status=status, errors=(detail,), body_start=INTERNAL)
    for name, value in more.items():
        setattr(error, name, value)
    return error


def call_error(kind: type[errors.CallError], call: errors.CallInfo, **more: Any) -> errors.CallError:
    error = kind(INTERNAL, call=call)
    for name, value in more.items():
        setattr(error, name, value)
    return error


TABLE: list[tuple[BillitError, int, str, str | None]] = [
    (errors.ReauthorisationRequired(INTERNAL, grant="browser/x"), 401, "login_required", None),
    (api_error(errors.AccessRevoked, 401), 401, "login_required", None),
    (api_error(errors.TokenExpired, 401), 401, "login_required", None),
    (api_error(errors.NoAccess, 401), 403, "no_access", None),
    (api_error(errors.NoAccess, 403), 403, "no_access", None),
    (api_error(errors.Unauthorized, 401), 403, "no_access", None),
    (api_error(errors.InvalidCredentials, 401), 502, "bad_gateway", None),
    (api_error(errors.NotFound, 404), 404, "not_found", None),
    (api_error(errors.IdempotencyConflict, 409, call=WRITE), 409, "conflict", None),
    (api_error(errors.IdempotencyConflict, 409, call=WRITE, may_have_arrived=True), 409, "conflict", None),
    (errors.DuplicateDocument(INTERNAL, ids=(1, 2)), 409, "duplicate", None),
    (api_error(errors.RateLimited, 429), 429, "rate_limited", None),
    (api_error(errors.RateLimited, 429, retry_after=1.2), 429, "rate_limited", "2"),
    (api_error(errors.RateLimited, 429, retry_after=-5.0), 429, "rate_limited", "1"),
    (api_error(errors.RateLimited, 429, retry_after=1e30), 429, "rate_limited", "3600"),
    (api_error(errors.RateLimited, 429, retry_after=float("nan")), 429, "rate_limited", None),
    (api_error(errors.BadRequest, 400), 400, "refused", None),
    (api_error(errors.ServerError, 500), 502, "bad_gateway", None),
    (api_error(errors.ServerError, 503, retry_after=30.0), 503, "unavailable", "30"),
    (api_error(errors.ServerError, 504), 504, "unavailable", None),
    (api_error(errors.ServerError, 502, call=WRITE, may_have_arrived=True), 502, "outcome_unknown", None),
    (
        api_error(errors.ServerError, 503, call=WRITE, may_have_arrived=True, retry_after=5.0),
        503,
        "outcome_unknown",
        None,
    ),
    (api_error(errors.UnexpectedResponse, 200), 502, "bad_gateway", None),
    (call_error(errors.NotSent, WRITE), 503, "unavailable", None),
    (call_error(errors.TokenServiceUnavailable, WRITE), 503, "unavailable", None),
    (call_error(errors.OutcomeUnknown, READ), 502, "bad_gateway", None),
    (call_error(errors.OutcomeUnknown, WRITE), 502, "outcome_unknown", None),
    (call_error(errors.DeadlineExceeded, READ), 504, "timeout", None),
    (call_error(errors.DeadlineExceeded, WRITE), 504, "outcome_unknown", None),
    (call_error(errors.DeadlineExceeded, WRITE, may_have_arrived=False), 504, "timeout", None),
    (errors.TokenStoreError(INTERNAL), 503, "unavailable", None),
    (errors.WebhookStoreError(INTERNAL), 503, "unavailable", None),
    (errors.CrossSiteRequest(INTERNAL), 403, "cross_site", None),
    (errors.LoginRefused(INTERNAL), 403, "login_refused", None),
    (errors.StateMismatch(INTERNAL), 400, "login_expired", None),
    (errors.CodeRejected(INTERNAL), 400, "login_failed", None),
    (errors.SignatureMismatch(INTERNAL), 400, "bad_signature", None),
    (errors.InvoiceRefused(INTERNAL), 422, "invalid_invoice", None),
    (errors.InvalidUbl(INTERNAL), 422, "invalid_invoice", None),
    (errors.IdentifierError(INTERNAL), 422, "invalid_identifier", None),
    (errors.NotOnPeppol(INTERNAL), 422, "not_on_peppol", None),
    (errors.DeliveryTimeout(INTERNAL), 504, "timeout", None),
    (errors.QueryError(INTERNAL), 400, "invalid_query", None),
    (errors.ConfigurationError(INTERNAL), 500, "misconfigured", None),
    (errors.SessionClosed(INTERNAL), 500, "misconfigured", None),
    (errors.PayloadError(INTERNAL), 502, "bad_gateway", None),
    (errors.PagingError(INTERNAL), 502, "bad_gateway", None),
    (errors.DeliveryError(INTERNAL), 502, "not_delivered", None),
    (BillitError(INTERNAL), 500, "failed", None),
    (type("NewArgumentError", (BillitError, ValueError), {})(INTERNAL), 422, "invalid_request", None),
    (type("NewLookupError", (BillitError, LookupError), {})(INTERNAL), 404, "not_found", None),
    (type("NewFileError", (BillitError, OSError), {})(INTERNAL), 500, "misconfigured", None),
]


@pytest.mark.parametrize(("error", "status", "code", "wait"), TABLE, ids=lambda value: type(value).__name__)
def test_an_error_has_a_response(error: BillitError, status: int, code: str, wait: str | None) -> None:
    found = error_response(error)
    assert (found.status, found.code, found.headers().get("Retry-After")) == (status, code, wait)


def test_every_error_has_a_response_that_tells_nothing_of_it() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, BillitError)]
    assert len(kinds) > 30
    told_more: dict[type, BillitError] = {
        errors.MissingExtra: errors.MissingExtra(INTERNAL, extra="x", needs="x"),
        errors.ODataSyntaxError: errors.ODataSyntaxError(INTERNAL, INTERNAL),
        errors.QueryTooLongError: errors.QueryTooLongError(3_000, 2_000),
    }
    for kind in kinds:
        found = error_response(told_more.get(kind) or kind(INTERNAL))
        assert 400 <= found.status < 600
        assert not any(word in found.detail for word in INTERNAL.split() if len(word) > 2)


def failing_app(framework: str, billit: Any) -> Any:
    """Make an application whose every request fails with the error of that number in the table."""
    app = bare_app(framework, billit)
    if framework == "aiohttp":

        async def fail(request: web.Request) -> web.Response:
            raise TABLE[int(request.match_info["number"])][0]

        async def fail_late(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse()
            await response.prepare(request)
            await response.write(b"begun")
            raise TABLE[0][0]

        app.router.add_get("/fail/{number}", fail)
        app.router.add_get("/late", fail_late)
        return app

    async def fail_too(number: int) -> None:
        raise TABLE[number][0]

    fail_too.__annotations__ = {"number": int, "return": None}
    app.get("/fail/{number}")(fail_too)
    return app


async def test_no_response_quotes_the_error(framework: str, oauth: OAuth2, unused_tcp_port: int) -> None:
    app = failing_app(framework, integration(framework)(oauth, secret=SECRET))
    async with served(app, unused_tcp_port) as site, new_browser() as browser:
        for number, (error, status, code, wait) in enumerate(TABLE):
            got, headers, text = await get(browser, f"{site}/fail/{number}")
            assert (got, headers.get("Retry-After")) == (status, wait), error
            body = json.loads(text)
            assert body["error"] == code
            assert set(body) <= {"error", "detail", "login"}
            assert "nternal" not in text
            assert "Domain" not in str(headers)
            assert headers["Cache-Control"] == "no-store"


async def test_the_application_may_respond_in_its_own_way(framework: str, oauth: OAuth2, unused_tcp_port: int) -> None:
    async def own(_request: Any, error: BillitError, found: Any) -> Any:
        if not isinstance(error, errors.NotFound):
            return None
        if framework == "aiohttp":
            return web.Response(status=410, text=found.code)
        from fastapi import Response

        return Response(found.code, 410)

    app = failing_app(framework, integration(framework)(oauth, secret=SECRET, on_error=own))
    numbers = [index for index, row in enumerate(TABLE) if isinstance(row[0], errors.NotFound | errors.BadRequest)]
    async with served(app, unused_tcp_port) as site, new_browser() as browser:
        responses = [await get(browser, f"{site}/fail/{number}") for number in numbers]
    assert [(status, text) for status, _, text in responses if status == 410] == [(410, "not_found")]
    assert [status for status, _, _ in responses] == [410, 400]


async def test_a_handler_of_fastapi_for_one_class_wins(oauth: OAuth2, unused_tcp_port: int) -> None:
    fastapi = pytest.importorskip("fastapi", reason="needs the Python package fastapi")
    app = failing_app("fastapi", integration("fastapi")(oauth, secret=SECRET))

    async def teapot(_request: Any, _error: Exception) -> Any:
        return fastapi.Response(status_code=418)

    app.add_exception_handler(errors.NotFound, teapot)
    number = next(index for index, row in enumerate(TABLE) if isinstance(row[0], errors.NotFound))
    async with served(app, unused_tcp_port) as site, new_browser() as browser:
        assert (await get(browser, f"{site}/fail/{number}"))[0] == 418


async def test_a_response_that_has_begun_is_not_followed_by_another(oauth: OAuth2, unused_tcp_port: int) -> None:
    import aiohttp

    app = failing_app("aiohttp", integration("aiohttp")(oauth, secret=SECRET))
    async with served(app, unused_tcp_port) as site, new_browser() as browser:
        with pytest.raises(aiohttp.ClientPayloadError):
            await get(browser, f"{site}/late")


class TestTheCallback:
    @pytest.mark.parametrize(
        "query",
        [
            "",
            "state=",
            "state=x&code=y",
            "state=a&state=b&code=y",
            "&".join(f"a{number}=1" for number in range(200)),
            "state=%ED%A0%80&error=x",
        ],
    )
    async def test_with_nonsense_is_refused_in_words_of_ours(
        self, browser: aiohttp.ClientSession, site: str, query: str
    ) -> None:
        status, _, text = await get(browser, f"{site}/callback?{query}")
        assert (status, json.loads(text)["login"]) == (400, "/billit/login")

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("error=access_denied", "login_refused"),
            ("%20error=%20access_denied", "login_refused"),
            ("error_description=no", "login_refused"),
            ("error=access_denied&state=other", "login_expired"),
            ("error=access_denied&code=c", "login_expired"),
        ],
    )
    async def test_of_a_refusal_needs_no_state_but_none_that_is_wrong(
        self, browser: aiohttp.ClientSession, site: str, query: str, code: str
    ) -> None:
        await get(browser, f"{site}/billit/login")
        status, _, text = await get(browser, f"{site}/callback?{query}")
        assert (status, json.loads(text)["error"]) == (403 if code == "login_refused" else 400, code)

    @pytest.mark.parametrize(
        "error", ["server_error", "<script>alert(1)</script>", "a" * 7_000, "a" * 60 + " " * 2_000, "1" * 3_000]
    )
    async def test_never_shows_the_error_of_the_query(
        self, browser: aiohttp.ClientSession, site: str, emu: Emulator, error: str
    ) -> None:
        _, headers, _ = await get(browser, f"{site}/billit/login")
        callback = emu.consent(headers["Location"], allow=False).replace("access_denied", "{}")
        from urllib.parse import quote

        status, _, text = await get(browser, callback.format(quote(error)), **HTML)
        assert (status, json.loads(text)["error"]) == (400, "login_failed")
        assert error[:10] not in text


async def test_a_store_that_fails_opens_nothing(
    framework: str, oauth: OAuth2, emu: Emulator, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = bare_app(framework, integration(framework)(oauth, secret=SECRET))
    async with served(app, unused_tcp_port) as site, new_browser() as browser:
        await log_in(browser, site, emu)
        assert (await get(browser, f"{site}/act"))[0] == 200

        async def broken(*_: Any) -> Any:
            raise errors.TokenStoreError(INTERNAL)

        monkeypatch.setattr(oauth.store, "load", broken)
        status, _, text = await get(browser, f"{site}/act")
        assert (status, json.loads(text)["error"]) == (503, "unavailable")
