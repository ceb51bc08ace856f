"""What a broken exchange means: whether Billit can have seen the request, and whether to try once more. Pure."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import aiohttp

from billit_async.errors import DeadlineExceeded, NotAnswered, NotSent, OutcomeUnknown

if TYPE_CHECKING:
    from billit_async.errors import Call

__all__ = ["READS", "ConnectionLost", "broken", "late", "never_sent", "repeats"]

READS = frozenset({"GET", "HEAD", "OPTIONS"})


class ConnectionLost(Exception):  # noqa: N818  (never leaves the transport)
    """The connection broke before an answer began; stands for an aiohttp error that aiohttp would hide by a repeat."""


def never_sent(error: BaseException) -> bool:
    """Tell whether an exchange failed before the request could leave: name resolution, connect, TLS, proxy, address."""
    return isinstance(
        error,
        aiohttp.ClientConnectorError
        | aiohttp.ConnectionTimeoutError
        | aiohttp.ServerFingerprintMismatch
        | aiohttp.ClientHttpProxyError
        | aiohttp.InvalidURL,
    )


def repeats(method: str, error: BaseException, attempt: int) -> bool:
    """Decide whether a failed attempt is followed by another.

    A connection that was kept open may have died while it lay idle: a read is then asked for once more. A write is
    not, for it may have arrived.

    Args:
        method: The HTTP method.
        error: How the attempt failed.
        attempt: 1 for the first.

    Returns:
        True to send the same request again.
    """
    return attempt == 1 and method in READS and isinstance(error, ConnectionLost)


def broken(call: Call, error: BaseException, status: int | None) -> NotAnswered:
    """Make the error for an exchange that broke off.

    Args:
        call: The call.
        error: What aiohttp or the system said.
        status: The status, when an answer had begun.

    Returns:
        NotSent or OutcomeUnknown.
    """
    cause = error.__cause__ if isinstance(error, ConnectionLost) and error.__cause__ else error
    where = f"{call.method} {call.path}"
    place = f"[{call.environment}, attempt {call.attempts}, {call.elapsed:.2f} s]"
    if never_sent(cause):
        return NotSent(f"{where}: not sent, {_reason(cause)}; repeating it is safe {place}", call=call)
    began = f", after the answer began with {status}" if status else ""
    advice = "" if call.method in READS else "; it may have been carried out, look before you repeat it"
    return OutcomeUnknown(f"{where}: no whole answer, {_reason(cause)}{began}{advice} {place}", call=call)


def late(call: Call, seconds: float, *, may_have_arrived: bool) -> DeadlineExceeded:
    """Make the error for a call that ran out of time."""
    state = "it may have been carried out" if may_have_arrived else "it was not sent"
    error = DeadlineExceeded(
        f"{call.method} {call.path}: no answer within {seconds:g} s; {state} "
        f"[{call.environment}, attempt {call.attempts}]",
        call=call,
    )
    error.may_have_arrived = may_have_arrived
    return error


def _reason(error: BaseException) -> str:
    # aiohttp's own texts name hosts and paths; the query of a request may hold business data and is left out.
    match error:
        case aiohttp.ClientConnectorDNSError():
            reason = f"the name {error.host!r} does not resolve"
        case aiohttp.ClientConnectorCertificateError():
            reason = "the server's certificate is not trusted"
        case aiohttp.ClientConnectorSSLError():
            reason = "no TLS with the server"
        case aiohttp.ClientConnectorError():
            reason = f"no connection to {error.host}:{error.port} ({_os_reason(error.os_error)})"
        case _:
            plain = next((text for cls, text in _PLAIN_REASONS if isinstance(error, cls)), "the connection broke")
            reason = f"{plain} ({type(error).__name__})"
    return reason


def _os_reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__


_PLAIN_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (aiohttp.ConnectionTimeoutError, "no connection in time"),
    (aiohttp.SocketTimeoutError, "the server fell silent"),
    (aiohttp.ClientPayloadError, "the body was cut off or badly encoded"),
    (aiohttp.ServerDisconnectedError, "the server closed the connection"),
    (aiohttp.ClientResponseError, "the answer is not HTTP"),
)
