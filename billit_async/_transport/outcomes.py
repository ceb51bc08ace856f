"""What a broken exchange means: whether Billit can have seen the request, and how to say so. Pure."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import aiohttp

from billit_async._transport.responses import where_and_who
from billit_async._transport.retries import READS, Outcome, OutcomeKind
from billit_async.errors import DeadlineExceeded, NoResponse, NotSent, OutcomeUnknown

if TYPE_CHECKING:
    from billit_async.errors import CallInfo

__all__ = [
    "ConnectionLost",
    "ProxyRefusal",
    "broken",
    "classify",
    "deadline_exceeded",
    "interrupted",
    "never_sent",
    "queued_too_long",
    "stopped_between",
    "tellable",
]


_PROXY_WANTS_CREDENTIALS = 407
# With what a proxy refuses CONNECT while the server, or itself, is out of reach for a while.
_PROXY_STATUSES_THAT_PASS = frozenset({408, 425, 429, 500, 502, 503, 504})
# X509_V_ERR: the issuer is not to be found, a certificate signed by itself alone or in a chain, an unverifiable leaf.
_UNKNOWN_ISSUER = frozenset({2, 18, 19, 20, 21})


class ConnectionLost(Exception):  # noqa: N818  (never leaves the transport)
    """The connection broke before a response began; stands for an aiohttp error that aiohttp would hide by a repeat."""


class ProxyRefusal(Exception):  # noqa: N818  (never leaves the transport)
    """The proxy itself responded to a request to an http address: 407, which no other server sends.

    Source: RFC 9110, section 15.5.8.
    """

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


_PROXY_REFUSALS = (aiohttp.ClientHttpProxyError, ProxyRefusal)


def never_sent(error: BaseException) -> bool:
    """Tell whether an exchange failed before the request could leave: name resolution, connect, TLS, proxy, address."""
    return isinstance(
        error,
        aiohttp.ClientConnectorError
        | aiohttp.ConnectionTimeoutError
        | aiohttp.ServerFingerprintMismatch
        | aiohttp.ClientHttpProxyError
        | ProxyRefusal
        | aiohttp.InvalidURL,
    )


def classify(error: BaseException, *, status: int | None, departed: bool | None, stale: bool) -> Outcome:
    """Tell what a broken attempt means.

    Args:
        error: What aiohttp or the system said.
        status: The status, when a response had begun.
        departed: Whether the request was put on the wire; None when that is not known.
        stale: Whether the connection was kept from an earlier call.

    Returns:
        The outcome.
    """
    cause = error.__cause__ if isinstance(error, ConnectionLost) and error.__cause__ else error
    if status is None and (departed is False or never_sent(cause)):
        permanent = isinstance(
            cause,
            aiohttp.ClientConnectorCertificateError | aiohttp.ServerFingerprintMismatch | aiohttp.InvalidURL,
        ) or (isinstance(cause, _PROXY_REFUSALS) and cause.status not in _PROXY_STATUSES_THAT_PASS)
        return Outcome(OutcomeKind.NOT_SENT, permanent=permanent)
    if isinstance(cause, TimeoutError):
        return Outcome(OutcomeKind.TIMED_OUT, status)
    if status is not None or isinstance(cause, aiohttp.ClientResponseError | aiohttp.ClientPayloadError):
        return Outcome(OutcomeKind.CUT_OFF, status)
    return Outcome(OutcomeKind.LOST, stale=stale)


def broken(call: CallInfo, error: BaseException, outcome: Outcome, *, may_have_arrived: bool) -> NoResponse:
    """Make the error for a call whose last attempt broke off.

    Args:
        call: The call.
        error: What aiohttp or the system said.
        outcome: What that means.
        may_have_arrived: Whether this attempt or an earlier one may have been carried out.

    Returns:
        NotSent or OutcomeUnknown.
    """
    cause = error.__cause__ if isinstance(error, ConnectionLost) and error.__cause__ else error
    where, who = where_and_who(call)
    if outcome.kind is OutcomeKind.NOT_SENT and not may_have_arrived:
        advice = "" if outcome.permanent else "; repeating it is safe"
        return NotSent(f"{where}: not sent, {_reason(cause)}{advice}{who}", call=call)
    began = f", after the response began with {outcome.status}" if outcome.status else ""
    advice = "" if call.method in READS else "; it may have been carried out, look before you repeat it"
    return OutcomeUnknown(f"{where}: no whole response, {_reason(cause)}{began}{advice}{who}", call=call)


def tellable(error: BaseException) -> BaseException | None:
    """Return the error to name as the cause; None for those of a parser, which quote what the server sent."""
    cause = error.__cause__ if isinstance(error, ConnectionLost) else error
    quotes_nothing = isinstance(cause, aiohttp.ClientOSError | TimeoutError)
    return cause if quotes_nothing else None


def deadline_exceeded(call: CallInfo, seconds: float, *, may_have_arrived: bool) -> DeadlineExceeded:
    """Make the error for a call that ran out of time."""
    where, who = where_and_who(call)
    state = "it was not sent"
    if may_have_arrived:
        state = "the request was sent" if call.method in READS else "it may have been carried out"
    error = DeadlineExceeded(f"{where}: no response within {seconds:g} s; {state}{who}", call=call)
    error.may_have_arrived = may_have_arrived
    return error


def stopped_between(call: CallInfo, error: BaseException) -> OutcomeUnknown:
    """Make the error for a call that was stopped after an attempt that may have arrived."""
    where, who = where_and_who(call)
    advice = "" if call.method in READS else "; an earlier attempt may have been carried out"
    return OutcomeUnknown(f"{where}: no response, and no further attempt ({error}){advice}{who}", call=call)


def interrupted(call: CallInfo, error: BaseException) -> OutcomeUnknown:
    """Make the error for a write that was given up, cancelled above all, after the request may have left."""
    where, who = where_and_who(call)
    key = f"; its idempotency key is {call.idempotency_key}" if call.idempotency_key else ""
    return OutcomeUnknown(
        f"{where}: given up ({type(error).__name__}) after the request may have left, so that it may have been carried "
        f"out{key}; `await billit.resolve(error)` finds a created document, else read what it was to change{who}",
        call=call,
    )


def queued_too_long(call: CallInfo, seconds: float) -> NotSent:
    """Make the error for a call that got no slot in time."""
    where, who = where_and_who(call)
    return NotSent(
        f"{where}: not sent, no slot within {seconds:g} s (Timeouts.queue): the session is at its limits{who}",
        call=call,
    )


def _reason(error: BaseException) -> str:
    # aiohttp's own texts name hosts and paths; the query of a request may hold business data and is left out.
    match error:
        case aiohttp.ClientConnectorDNSError():
            reason = f"the name {error.host!r} does not resolve"
        case aiohttp.ClientHttpProxyError() | ProxyRefusal():
            wants = ": it wants a user and a password" if error.status == _PROXY_WANTS_CREDENTIALS else ""
            reason = f"the proxy refused with {error.status}{wants}"
        case aiohttp.ClientConnectorCertificateError():
            reason = f"the server's certificate is not trusted{_why_not_trusted(error.certificate_error)}"
        case aiohttp.ClientConnectorSSLError():
            reason = "no TLS with the server"
        case aiohttp.ClientProxyConnectionError():
            reason = f"no connection to the proxy ({_os_reason(error.os_error)})"
        case aiohttp.ClientConnectorError():
            reason = f"no connection to {error.host}:{error.port} ({_os_reason(error.os_error)})"
        case _:
            plain = next((text for cls, text in _PLAIN_REASONS if isinstance(error, cls)), "the connection broke")
            reason = f"{plain} ({type(error).__name__})"
    return reason


def _why_not_trusted(error: Exception) -> str:
    # OpenSSL's words are about the chain of certificates and the name that was asked for, and show nothing else.
    words = getattr(error, "verify_message", "") or ""
    code = getattr(error, "verify_code", None)
    advice = "; a company's own authority is named by ca_file or SSL_CERT_FILE" if code in _UNKNOWN_ISSUER else ""
    return f" ({words}{advice})" if words else ""


def _os_reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__


_PLAIN_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (aiohttp.ConnectionTimeoutError, "no connection in time"),
    (aiohttp.SocketTimeoutError, "the server fell silent"),
    (TimeoutError, "the attempt took too long"),
    (aiohttp.ClientPayloadError, "the body was cut off or badly encoded"),
    (aiohttp.ServerDisconnectedError, "the server closed the connection"),
    (aiohttp.ClientResponseError, "the response is not HTTP"),
)
