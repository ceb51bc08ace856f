"""The pure decisions of the transport, as tables."""

from __future__ import annotations

import json
import ssl
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from multidict import CIMultiDict, CIMultiDictProxy

from billit_async._transport.outcomes import ConnectionLost, broken, classify, deadline_exceeded, never_sent
from billit_async._transport.responses import kept_headers, read_details, refusal, retry_after, unreadable
from billit_async._transport.retries import OutcomeKind
from billit_async._transport.urls import fill, own_path, path_template, reanchor
from billit_async.errors import (
    AccessRevoked,
    ApiError,
    BadRequest,
    CallInfo,
    Code,
    ErrorDetail,
    IdempotencyConflict,
    InvalidArgument,
    InvalidCredentials,
    NoAccess,
    NoResponse,
    NotFound,
    NotSent,
    OutcomeUnknown,
    PagingError,
    RateLimited,
    ServerError,
    TokenExpired,
    Unauthorized,
    UnexpectedResponse,
)

CALL = CallInfo("GET", "/v1/orders/{orderID}", 574991, "sandbox", 1, 0.25)
WRITE = CALL._replace(method="POST", path="/v1/orders")


def envelope(*entries: tuple[str, str | None]) -> bytes:
    listed = [{"Code": code, **({"Description": text} if text else {})} for code, text in entries]
    return json.dumps({"errors": listed}).encode()


def headers(**values: str) -> CIMultiDictProxy[str]:
    return CIMultiDictProxy(CIMultiDict({name.replace("_", "-"): value for name, value in values.items()}))


class TestUrls:
    def test_an_id_is_exactly_one_segment(self) -> None:
        assert fill("/v1/orders/{orderID}", orderID=7) == "/v1/orders/7"
        assert fill("/v1/feeds/{name}/{id}", name="a/b?c#d é", id=7) == "/v1/feeds/a%2Fb%3Fc%23d%20%C3%A9/7"
        guid = UUID("57eade47-f402-4605-849b-58c223c6b970")
        assert fill("/v1/files/{fileID}", fileID=guid) == f"/v1/files/{guid}"

    @pytest.mark.parametrize("value", ["", " ", ".", ".."])
    def test_an_id_that_would_name_another_resource_is_refused(self, value: str) -> None:
        with pytest.raises(ValueError, match="name cannot be"):
            fill("/v1/feeds/{name}", name=value)

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("/v1/projects", ("/v1/projects", "")),
            ("/v1/projects?x=1&y=%20", ("/v1/projects", "x=1&y=%20")),
            ("/v1/orders?$filter=OrderType eq 'Invoice'", ("/v1/orders", "$filter=OrderType%20eq%20'Invoice'")),
            ("/v1/é b#top", ("/v1/%C3%A9%20b", "")),
            ("/v1/a%2Fb", ("/v1/a%2Fb", "")),
        ],
    )
    def test_a_callers_path_is_quoted_once(self, path: str, expected: tuple[str, str]) -> None:
        assert own_path(path) == expected

    @pytest.mark.parametrize("path", ["https://evil.example/v1", "//evil.example/v1", "v1/orders", "", "@evil.example"])
    def test_a_path_that_could_lead_elsewhere_is_refused(self, path: str) -> None:
        with pytest.raises(ValueError, match="give a path"):
            own_path(path)

    @pytest.mark.parametrize(
        ("link", "expected"),
        [
            ("https://api.example/v1/orders?%24skip=120&$top=5", ("/v1/orders", "%24skip=120&$top=5")),
            ("HTTPS://API.Example:443/v1/orders?a=b c#top", ("/v1/orders", "a=b%20c")),
            (" https://api.example/v1/orders\n", ("/v1/orders", "")),
            ("https://api.example", ("/", "")),
        ],
    )
    def test_a_link_of_the_own_origin_is_a_path(self, link: str, expected: tuple[str, str]) -> None:
        assert own_path(link, "https://api.example") == expected

    @pytest.mark.parametrize("path", ["/billit/v1/orders", "/Billit/v1/orders", "/v1/orders"])
    def test_a_link_through_a_gateway_may_have_its_prefix(self, path: str) -> None:
        assert own_path(f"http://gate.example:8080{path}", "http://gate.example:8080/billit") == ("/v1/orders", "")

    @pytest.mark.parametrize(
        "link",
        [
            "http://api.example/v1/orders",
            "https://api.example:8443/v1/orders",
            "https://api.example.evil.example/v1/orders",
            "https://api.example@evil.example/v1/orders",
            "https://api.example\\@evil.example/v1/orders",
            "https://evil.example/https://api.example/v1",
            "https:/v1/orders",
            "javascript:alert(1)",
        ],
    )
    def test_a_link_to_another_origin_is_refused_and_says_where_it_leads(self, link: str) -> None:
        with pytest.raises(InvalidArgument, match=r"the link leads to .* go to no other address"):
            own_path(link, "https://api.example")

    @pytest.mark.parametrize("link", ["https://me:sesam@api.example/v1", "https://[/v1", "https://api.example:x/v1"])
    def test_a_link_with_a_user_or_without_sense_is_refused(self, link: str) -> None:
        with pytest.raises(InvalidArgument, match="the link") as caught:
            own_path(link, "https://api.example")
        assert "sesam" not in str(caught.value)

    def test_ids_are_kept_out_of_templates(self) -> None:
        assert path_template("/v1/orders/123/payments") == "/v1/orders/{id}/payments"
        assert path_template("/v1/files/57eade47-f402-4605-849b-58c223c6b970") == "/v1/files/{id}"

    @pytest.mark.parametrize(
        "link",
        [
            "https://api.billit.be/v1/orders?$filter=A%20eq%20'x'&$skip=120",
            "https://api.billit.be:443/v1/orders?$filter=A%20eq%20'x'&$skip=120",
            "http://internal-host:8080/v1/orders?$filter=A%20eq%20'x'&$skip=120",
            "https://evil.example/v1/orders?$filter=A%20eq%20'x'&$skip=120",
            "https://API.billit.be/V1/Orders/?$filter=A%20eq%20'x'&$skip=120",
            "/v1/orders?$filter=A%20eq%20'x'&$skip=120",
        ],
    )
    def test_a_link_keeps_its_query_and_loses_its_origin(self, link: str) -> None:
        assert reanchor(link, "https://api.billit.be", "/v1/orders") == (
            "/v1/orders",
            "$filter=A%20eq%20'x'&$skip=120",
        )

    def test_the_query_of_a_link_stays_byte_for_byte(self) -> None:
        query = "%24filter=A+eq+%27O%27%27Brien%2B%26%27&$skip=120&x=%c3%a9"
        assert reanchor(f"https://h/v1/orders?{query}", "https://h", "/v1/orders")[1] == query

    def test_a_gateways_prefix_may_be_in_the_link_or_not(self) -> None:
        for path in ("/billit/v1/orders", "/v1/orders"):
            assert reanchor(f"https://x{path}?$skip=1", "https://gw/billit", "/v1/orders") == ("/v1/orders", "$skip=1")

    @pytest.mark.parametrize(
        "link",
        ["https://h/v1/parties?$skip=1", "https://h/v1/orders/7", "https://h/", "ftp://h/v1/orders", "http://[x"],
    )
    def test_a_link_to_another_path_is_refused(self, link: str) -> None:
        with pytest.raises(PagingError, match="/v1/orders"):
            reanchor(link, "https://h", "/v1/orders")


class TestAnswers:
    @pytest.mark.parametrize(
        ("status", "body", "cls"),
        [
            (400, envelope(("CustomerIsRequired", "Customer is a required field")), BadRequest),
            (400, b"", BadRequest),
            (401, envelope(("ApiKeyNotValid", None)), InvalidCredentials),
            (401, envelope(("INVALIDACCESSTOKEN", None)), InvalidCredentials),
            (401, envelope(("AccessTokenExpired", None)), TokenExpired),
            (401, envelope(("AccessTokenRevoked", None)), AccessRevoked),
            (401, envelope(("SomethingElse", None)), NoAccess),
            (401, envelope(("SomethingElse", None), ("AccessTokenExpired", None)), TokenExpired),
            (401, b"", Unauthorized),
            (401, b"<html>", Unauthorized),
            (403, b"", NoAccess),
            (404, b"", NotFound),
            (409, envelope(("Idempotent token already exists", None)), IdempotencyConflict),
            (429, b"slow down", RateLimited),
            (500, b"<html><h1>Server Error</h1>", ServerError),
            (502, b"", ServerError),
            (599, b"", ServerError),
            (302, b"", UnexpectedResponse),
            (304, b"", UnexpectedResponse),
            (405, b"", ApiError),
            (422, envelope(("X", None)), ApiError),
        ],
    )
    def test_the_status_and_the_code_make_the_error(self, status: int, body: bytes, cls: type[ApiError]) -> None:
        error = refusal(CALL, status, headers(), body)
        assert type(error) is cls
        assert error.status == status
        assert error.call == CALL
        assert str(status) in str(error)
        assert "\n" not in str(error)

    @pytest.mark.parametrize("status", [200, 201, 204, 299])
    def test_a_2xx_answer_is_no_error(self, status: int) -> None:
        assert refusal(CALL, status, headers(), b"anything") is None

    def test_all_errors_of_the_list_are_kept_and_said(self) -> None:
        error = refusal(WRITE, 400, headers(), envelope(("A", "first"), ("B", None)))
        assert error is not None
        assert [(detail.code, detail.description) for detail in error.errors] == [("A", "first"), ("B", None)]
        assert str(error) == "POST /v1/orders: 400 A: first; B [party 574991, sandbox, 1 attempt, 0.25 s]"

    @pytest.mark.parametrize(
        "body",
        [
            b'{"errors":[{"Code":"A","Description":"wrong"}]}',
            b'\xef\xbb\xbf{"Errors":[{"code":"A","description":"wrong"}]}',
            b'{"ERRORS":[{"CODE":"A","DESCRIPTION":"wrong","More":1}],"x":2}',
        ],
    )
    def test_the_list_is_read_whatever_the_case_of_its_names(self, body: bytes) -> None:
        assert read_details(body) == (ErrorDetail("A", "wrong"),)

    @pytest.mark.parametrize("code", list(Code))
    def test_a_code_is_said_as_it_is(self, code: str) -> None:
        assert read_details(envelope((code, None))) == (ErrorDetail(code, None),)

    def test_what_cannot_be_a_code_is_masked(self) -> None:
        guid = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
        assert read_details(envelope((f"key {guid}", None))) == (ErrorDetail("key …", None),)

    @pytest.mark.parametrize(
        "body",
        [b"", b"null", b"[]", b"5", b"{}", b'{"errors":{}}', b'{"errors":[1,null,{}]}', b'{"errors"', b"[" * 5000],
    )
    def test_anything_else_is_no_list(self, body: bytes) -> None:
        assert read_details(body) == ()

    def test_a_description_of_several_lines_becomes_one_without_addresses(self) -> None:
        error = refusal(CALL, 400, headers(), envelope(("X", "sent to\r\n jan@example.be  BE68 5390 0754 7034")))
        assert error is not None
        assert "sent to …" in str(error)
        assert "example" not in repr(error.errors)

    def test_the_headers_that_find_a_call_again_are_kept_and_no_others(self) -> None:
        kept = kept_headers(
            headers(
                X_Request_Id="r1", X_Correlation_ID="c1", Date="today", Set_Cookie="sid=1", Authorization="Bearer x"
            )
        )
        assert kept == {"x-request-id": "r1", "x-correlation-id": "c1", "date": "today"}

    @pytest.mark.parametrize(
        ("value", "seconds"),
        [
            ("3", 3.0),
            ("0", 0.0),
            (" 1.5 ", 1.5),
            ("Thu, 01 Jan 1970 00:01:00 GMT", 60.0),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
            ("-3", None),
            ("soon", None),
            ("", None),
        ],
    )
    def test_retry_after_is_read_in_seconds_and_as_a_date(self, value: str, seconds: float | None) -> None:
        assert retry_after(headers(Retry_After=value), now=0.0) == seconds

    def test_a_date_is_measured_by_the_servers_own_clock(self) -> None:
        wait = headers(Retry_After="Thu, 01 Jan 1970 00:01:00 GMT", Date="Thu, 01 Jan 1970 00:00:50 GMT")
        assert retry_after(wait) == 10.0

    @pytest.mark.parametrize("value", ["9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
    def test_an_absurd_wait_stays_a_number(self, value: str) -> None:
        assert 1e8 < (retry_after(headers(Retry_After=value)) or 0) < 1e9

    @pytest.mark.parametrize("status", [500, 502, 503, 504])
    def test_a_write_that_a_server_failed_on_may_have_been_carried_out(self, status: int) -> None:
        failed = refusal(WRITE, status, headers(), b"")
        assert failed is not None
        assert failed.may_have_arrived
        assert "may have been carried out" in str(failed)
        read = refusal(CALL, status, headers(), b"")
        assert read is not None
        assert not read.may_have_arrived

    def test_a_conflict_after_an_attempt_that_may_have_arrived_says_that_it_did(self) -> None:
        body = envelope(("Idempotent token already exists", None))
        ours = refusal(WRITE, 409, headers(), body, earlier_may_have_arrived=True)
        theirs = refusal(WRITE, 409, headers(), body)
        assert isinstance(ours, IdempotencyConflict)
        assert isinstance(theirs, IdempotencyConflict)
        assert (ours.may_have_arrived, theirs.may_have_arrived) == (True, False)
        assert "an earlier attempt of this call arrived" in str(ours)

    def test_a_rate_limit_says_how_long_to_wait(self) -> None:
        error = refusal(CALL, 429, headers(Retry_After="7"), b"")
        assert isinstance(error, RateLimited)
        assert error.retry_after == 7.0
        assert "wait 7 s" in str(error)

    @pytest.mark.parametrize(
        ("body", "kind", "cause"),
        [
            (b"", "application/json", "empty"),
            (b" \r\n", "application/json", "empty"),
            (b"<!DOCTYPE html><title>Sign in</title>", "text/html", "a page"),
            (b'{"OrderID": 12', "application/json", "cut-off"),
            (b"%PDF-1.5 \x00\x01", "application/pdf", "application/pdf"),
            (b"hello", "text/plain; charset=utf-8", "broken"),
            (b'"text"', "application/json", "another shape"),
            (b"\xef\xbb\xbf\xff", "", "broken"),
        ],
    )
    def test_a_body_that_is_not_the_json_it_should_be_names_its_cause(self, body: bytes, kind: str, cause: str) -> None:
        error = unreadable(CALL, 200, headers(Content_Type=kind), body)
        assert cause in str(error)
        assert "\n" not in str(error)

    def test_a_write_that_was_answered_unreadably_may_have_taken_effect(self) -> None:
        assert "may have taken effect" in str(unreadable(WRITE, 200, headers(), b"<html>"))
        assert "may have taken effect" not in str(unreadable(CALL, 200, headers(), b"<html>"))


def connection_key() -> Any:
    return SimpleNamespace(host="api.billit.be", port=443, is_ssl=True, ssl=True)


NOT_SENT = [
    aiohttp.ClientConnectorError(connection_key(), OSError(111, "refused")),
    aiohttp.ClientConnectorDNSError(connection_key(), OSError(-2, "unknown")),
    aiohttp.ClientConnectorSSLError(connection_key(), ssl.SSLError(1, "no tls")),  # type: ignore[arg-type]
    aiohttp.ClientConnectorCertificateError(connection_key(), ssl.SSLCertVerificationError(1, "bad")),
    aiohttp.ConnectionTimeoutError("late"),
    aiohttp.InvalidURL("x"),
]
UNKNOWN = [
    aiohttp.ServerDisconnectedError(),
    aiohttp.ClientOSError(104, "reset"),
    aiohttp.ClientPayloadError("cut"),
    aiohttp.SocketTimeoutError("silent"),
    aiohttp.ClientConnectionResetError("closing"),
    ConnectionLost(),
    OSError(5, "io"),
]


def broke(call: CallInfo, error: Exception, status: int | None = None) -> NoResponse:
    outcome = classify(error, status=status, departed=True, stale=False)
    return broken(call, error, outcome, may_have_arrived=outcome.may_have_arrived)


class TestOutcomes:
    @pytest.mark.parametrize("error", NOT_SENT, ids=lambda error: type(error).__name__)
    def test_what_fails_before_the_request_leaves_is_not_sent(self, error: Exception) -> None:
        assert never_sent(error)
        made = broke(WRITE, error)
        assert type(made) is NotSent
        assert "not sent" in str(made)
        permanent = isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.InvalidURL)
        assert ("repeating it is safe" in str(made)) is not permanent

    @pytest.mark.parametrize("error", UNKNOWN, ids=lambda error: type(error).__name__)
    def test_what_fails_later_has_an_unknown_outcome(self, error: Exception) -> None:
        assert not never_sent(error)
        made = broke(WRITE, error)
        assert type(made) is OutcomeUnknown
        assert "may have been carried out" in str(made)

    def test_a_read_can_simply_be_repeated_and_says_so_by_silence(self) -> None:
        assert "carried out" not in str(broke(CALL, aiohttp.ServerDisconnectedError()))

    def test_an_answer_that_broke_off_tells_the_status_it_began_with(self) -> None:
        assert "began with 200" in str(broke(WRITE, aiohttp.ClientPayloadError("cut"), 200))

    def test_the_reason_is_that_of_the_error_behind_a_lost_connection(self) -> None:
        lost = ConnectionLost()
        lost.__cause__ = aiohttp.ServerDisconnectedError()
        assert "the server closed the connection" in str(broke(CALL, lost))

    @pytest.mark.parametrize(
        ("error", "status", "departed", "kind"),
        [
            (aiohttp.ClientOSError(104, "reset"), None, True, OutcomeKind.LOST),
            (aiohttp.ClientOSError(104, "reset"), None, False, OutcomeKind.NOT_SENT),
            (aiohttp.ClientOSError(104, "reset"), None, None, OutcomeKind.LOST),
            (aiohttp.ClientPayloadError("cut"), 200, True, OutcomeKind.CUT_OFF),
            (aiohttp.ClientOSError(104, "reset"), 200, True, OutcomeKind.CUT_OFF),
            (aiohttp.SocketTimeoutError("silent"), None, True, OutcomeKind.TIMED_OUT),
            (aiohttp.SocketTimeoutError("silent"), 200, True, OutcomeKind.TIMED_OUT),
            (TimeoutError(), None, True, OutcomeKind.TIMED_OUT),
            (TimeoutError(), None, False, OutcomeKind.NOT_SENT),
            (aiohttp.ConnectionTimeoutError("late"), None, None, OutcomeKind.NOT_SENT),
        ],
    )
    def test_what_is_known_of_the_wire_decides_what_a_broken_attempt_means(
        self, error: Exception, status: int | None, departed: bool | None, kind: OutcomeKind
    ) -> None:
        assert classify(error, status=status, departed=departed, stale=False).kind is kind

    def test_what_was_not_sent_this_time_may_have_arrived_before(self) -> None:
        error = NOT_SENT[0]
        outcome = classify(error, status=None, departed=False, stale=False)
        made = broken(WRITE, error, outcome, may_have_arrived=True)
        assert type(made) is OutcomeUnknown
        assert "may have been carried out" in str(made)

    @pytest.mark.parametrize(("arrived", "said"), [(True, "may have been carried out"), (False, "was not sent")])
    def test_a_deadline_says_whether_the_request_can_have_left(self, arrived: bool, said: str) -> None:
        error = deadline_exceeded(WRITE, 60.0, may_have_arrived=arrived)
        assert error.may_have_arrived is arrived
        assert said in str(error)
        assert "60 s" in str(error)
