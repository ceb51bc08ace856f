"""How a response reads: which error a status, its headers and its body make. Pure."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, cast

from billit_async._serialization.jsontext import parse, without_surrogates
from billit_async._transport.masking import masked_code, masked_start, masked_text, quotable_text
from billit_async.errors import (
    AccessRevoked,
    ApiError,
    BadRequest,
    ErrorDetail,
    FullText,
    IdempotencyConflict,
    InvalidCredentials,
    NoAccess,
    NotFound,
    RateLimited,
    ResponseTooLarge,
    ServerError,
    TokenExpired,
    Unauthorized,
    UnexpectedResponse,
)
from billit_async.errors._statuses import after_write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async.errors import CallInfo

__all__ = [
    "BOM",
    "is_page",
    "kept_headers",
    "read_details",
    "refusal",
    "retry_after",
    "too_large",
    "unreadable",
    "where_and_who",
]

BOM = b"\xef\xbb\xbf"

_READS = {"GET", "HEAD", "OPTIONS"}
_START = 8_000
_LONGEST_WAIT = 10.0 * 365 * 86_400
_KEPT = {"cf-ray", "content-type", "date", "retry-after", "server", "traceparent", "x-azure-ref", "x-ms-request-id"}
_CREDENTIAL_CODES: dict[str, type[Unauthorized]] = {
    "apikeynotvalid": InvalidCredentials,
    "invalidaccesstoken": InvalidCredentials,
    "accesstokenexpired": TokenExpired,
    "accesstokenrevoked": AccessRevoked,
}
_BY_STATUS: dict[int, type[ApiError]] = {
    400: BadRequest,
    403: NoAccess,
    404: NotFound,
    409: IdempotencyConflict,
    429: RateLimited,
}
_WAITS = {429, 503}
_PAGES = {"text/html", "application/xhtml+xml"}
_ADVICE: dict[type[ApiError], str] = {
    InvalidCredentials: "check that the key or token, the environment and the party id belong together",
    TokenExpired: "refresh the access token",
    AccessRevoked: "the user must log in again",
    NoAccess: "this id or company is not one that these credentials may use, or does not exist",
    Unauthorized: "the credentials are wrong, or do not open this id or company",
    IdempotencyConflict: "an earlier call with this key succeeded; look its document up",
}


def refusal(
    call: CallInfo,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    earlier_may_have_arrived: bool = False,
    hint: str = "",
) -> ApiError | None:
    """Make the error that a response means.

    Args:
        call: The call that it belongs to.
        status: The HTTP status.
        headers: The response's headers, looked up without case.
        body: The body.
        earlier_may_have_arrived: Whether an earlier attempt of the same write may have been carried out.
        hint: What is known to be wrong with the request itself, for the message.

    Returns:
        The error, or None for a 2xx response.

    Source: docs pages "400", "401", "500", "idempotent tokens"; the envelope is
    ``{"errors": [{"Code": ..., "Description": ...}]}``, and bodies may also be plain text or empty.
    """
    if 200 <= status < 300:  # noqa: PLR2004  (the class of statuses)
        return None
    details = read_details(body)
    cls = _class_of(status, details)
    shown = "" if details else masked_start(body)
    said = "; ".join(_say(detail) for detail in details) or _say_body(headers, shown)
    wait = retry_after(headers) if status in _WAITS else None
    advice = f"the server asks to wait {wait:g} s" if wait is not None else hint or _ADVICE.get(cls, "")
    if 300 <= status < 400:  # noqa: PLR2004  (the class of statuses)
        advice = "redirects are not followed, so that credentials stay where they belong; check the base URL"
    is_write = call.method not in _READS
    arrived = is_write and (earlier_may_have_arrived or after_write(status).may_have_arrived)
    if arrived and cls is IdempotencyConflict:
        advice = "an earlier attempt of this call arrived; `await billit.resolve(error)` finds its document"
    elif arrived:
        advice = f"{advice}; " if advice else ""
        advice += "it may have been carried out, look before you repeat it"
    message = f"{_where(call)}: {status}{f' {said}' if said else ''}{f' ({advice})' if advice else ''}{_company(call)}"
    error = cls(message, call=call, status=status, errors=details, headers=kept_headers(headers), body_start=shown)
    error.may_have_arrived = arrived
    error.retry_after = wait
    if not details:
        error.full = _full_start(body)
    return error


def is_page(headers: Mapping[str, str], body: bytes) -> bool:
    """Tell whether a response is a page for people, from a gateway or a login, and not one of the service."""
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return kind in _PAGES or body.removeprefix(BOM).lstrip()[:1] == b"<"


def unreadable(
    call: CallInfo, status: int, headers: Mapping[str, str], body: bytes, why: str | None = None
) -> UnexpectedResponse:
    """Make the error for a 2xx response whose body is not what it should be; ``why`` where that is not its form."""
    shown = masked_start(body)
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    start = body.lstrip()[:1]
    if why is not None:
        cause = why
    elif not start:
        cause = "the body is empty"
    elif is_page(headers, body):
        cause = "the body is a page, not JSON; check the base URL, or what stands between"
    elif kind and "json" not in kind and not kind.startswith("text/"):
        cause = f"the body is {kind}, not JSON"
    elif _is_json(body):
        cause = "the body is JSON of another shape"
    else:
        cause = "the body is broken or cut-off JSON"
    done = "" if call.method in _READS else "; the call itself may have taken effect"
    message = f"{_where(call)}: {status}, but {cause}{done}{f': {shown}' if shown else ''}{_company(call)}"
    error = UnexpectedResponse(message, call=call, status=status, headers=kept_headers(headers), body_start=shown)
    error.full = _full_start(body)
    error.may_have_arrived = bool(done)
    return error


def too_large(call: CallInfo, status: int, headers: Mapping[str, str], most: int) -> ResponseTooLarge:
    """Make the error for a 2xx response that has more bytes than are taken, or that was compressed beyond belief."""
    done = "" if call.method in _READS else "; the call itself may have taken effect"
    message = f"{_where(call)}: {status}, but the body is too large: reading stopped after {most} bytes{done}"
    error = ResponseTooLarge(message + _company(call), call=call, status=status, headers=kept_headers(headers))
    error.may_have_arrived = bool(done)
    return error


def read_details(body: bytes) -> tuple[ErrorDetail, ...]:
    """Read Billit's list of errors from a body, whatever the case of its names; empty for anything else."""
    try:
        decoded: Any = parse(body.removeprefix(BOM))
    except (ValueError, RecursionError):
        return ()
    entries = _get(decoded, "errors")
    found: list[ErrorDetail] = []
    for entry in cast("list[object]", entries) if isinstance(entries, list) else ():
        code, description = _get(entry, "code"), _get(entry, "description")
        if isinstance(code, str) or isinstance(description, str):
            found.append(
                _detail(
                    without_surrogates(code) if isinstance(code, str) else "",
                    without_surrogates(description) if isinstance(description, str) else None,
                )
            )
    return tuple(found)


def _detail(code: str, description: str | None) -> ErrorDetail:
    shown = masked_code(code)
    if description is None:
        return ErrorDetail(shown, full=FullText(code))
    # A key that is shown as it is need not be said again.
    full = description if shown == code else f"{code}: {description}"
    return ErrorDetail(shown, quotable_text(description), full=FullText(full))


def _full_start(body: bytes) -> FullText | None:
    return FullText(body[:_START].decode("utf-8", "replace").lstrip("\ufeff")) if body else None


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Keep the headers that help to find a call in Billit's logs; none that could hold a credential or cookie.

    Billit documents no correlation header, so every name that looks like one is kept.
    """
    return {
        name.lower(): masked_text(value, 200) if "id" not in name.lower() else value[:200]
        for name, value in headers.items()
        if name.lower() in _KEPT or any(mark in name.lower() for mark in ("correlation", "request-id", "trace-id"))
    }


def retry_after(headers: Mapping[str, str], *, now: float | None = None) -> float | None:
    """Read ``Retry-After``, in seconds or as a date.

    Args:
        headers: The response's headers.
        now: Seconds since the epoch; when left out, what the response's own ``Date`` says, so that a clock that
            is wrong does no harm, and else this machine's clock.

    Returns:
        Seconds to wait, never below zero; None when the header is missing or makes no sense.
    """
    text = headers.get("Retry-After", "").strip()
    if not text:
        return None
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return min(float(text), _LONGEST_WAIT)
    when = _moment(text)
    if when is None:
        return None
    if now is None:
        now = _moment(headers.get("Date", ""))
    return min(max(0.0, when - (time.time() if now is None else now)), _LONGEST_WAIT)


def _moment(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None


def where_and_who(call: CallInfo) -> tuple[str, str]:
    """Say which call it was, for the beginning and the end of a message."""
    return _where(call), _company(call)


def _class_of(status: int, details: tuple[ErrorDetail, ...]) -> type[ApiError]:
    if status == 401:  # noqa: PLR2004 - HTTP statuses
        for detail in details:
            if found := _CREDENTIAL_CODES.get("".join(detail.code.split()).casefold()):
                return found
        # Billit refuses ids that are not yours, and ids that do not exist, with 401 as well.
        return NoAccess if details else Unauthorized
    if status >= 500:  # noqa: PLR2004 - HTTP statuses
        return ServerError
    return _BY_STATUS.get(status, UnexpectedResponse if status < 400 else ApiError)  # noqa: PLR2004 - HTTP statuses


def _say(detail: ErrorDetail) -> str:
    if detail.description and detail.description != detail.code:
        return f"{detail.code}: {detail.description}" if detail.code else detail.description
    return detail.code


def _say_body(headers: Mapping[str, str], shown: str) -> str:
    kind = headers.get("Content-Type", "").partition(";")[0].strip()
    return f"without Billit's error list, {kind or 'untyped'}: {shown}" if shown else "with an empty body"


def _where(call: CallInfo) -> str:
    return f"{call.method} {call.path}"


def _company(call: CallInfo) -> str:
    company = "no party id" if call.party_id is None else f"party {call.party_id}"
    tries = "1 attempt" if call.attempts == 1 else f"{call.attempts} attempts"
    return f" [{company}, {call.environment}, {tries}, {call.elapsed:.2f} s]"


def _get(value: object, name: str) -> object:
    if not isinstance(value, dict):
        return None
    return next((found for key, found in cast("dict[str, object]", value).items() if key.lower() == name), None)


def _is_json(body: bytes) -> bool:
    try:
        parse(body.removeprefix(BOM))
    except (ValueError, RecursionError):
        return False
    return True
