"""What is logged of calls: a line each on ``billit_async.calls``, and bodies only when asked for. Pure but for logging.

Names are let through by list, never stopped by list: what is not known to be harmless is shown as ``…``.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote_plus

import msgspec

from billit_async._transport.masking import masked_code, masked_start, masked_text, quotable_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async._transport.messages import Request
    from billit_async.errors import CallInfo

__all__ = ["BODIES", "CALLS", "log_body", "log_call", "log_retry", "masked_body", "shown_headers", "shown_query"]

CALLS = logging.getLogger("billit_async.calls")
BODIES = logging.getLogger("billit_async._transport.bodies")

_PARAMETERS = {"$top", "$skip", "$orderby", "$inlinecount", "$format"}
_HEADERS = {
    "accept",
    "content-type",
    "date",
    "idempotency-key",
    "idempotent-key",
    "retry-after",
    "server",
    "stricttransporttype",
    "user-agent",
}
# Values of these properties say what kind of thing it is, never whose.
_PLAIN = {
    "accountcode",
    "approvalstatus",
    "code",
    "count",
    "created",
    "currency",
    "documenttype",
    "entitytype",
    "entityupdatetype",
    "expirydate",
    "issent",
    "lastmodified",
    "mimetype",
    "orderdate",
    "orderdirection",
    "orderid",
    "orderids",
    "orderstatus",
    "ordertype",
    "paid",
    "paiddate",
    "partyid",
    "partytype",
    "paymentmethod",
    "productid",
    "quantity",
    "totalexcl",
    "totalincl",
    "totalvat",
    "transporttype",
    "unitpriceexcl",
    "vatpercentage",
}
_LONGEST_BODY = 2_000
_DEEPEST = 12
_MOST_ITEMS = 5


def log_call(
    request: Request,
    call: CallInfo,
    *,
    status: int | None,
    headers: Mapping[str, str],
    received: int,
    failure: str | None,
) -> None:
    """Log one logical call: what was asked, what came of it, how long it took and how much went over the wire."""
    CALLS.debug(
        "%s %s -> %s, attempts=%d, ms=%.1f, sent=%d B, received=%d B, party=%s, environment=%s%s%s",
        call.method,
        call.path,
        failure if status is None else f"{status} {failure}" if failure else status,
        call.attempts,
        call.elapsed * 1000,
        len(request.body or b""),
        received,
        call.party_id,
        call.environment,
        f", query: {shown_query(request.query)}" if request.query else "",
        f", headers: {shown_headers(headers)}" if headers else "",
    )


def log_retry(call: CallInfo, reason: str, wait: float) -> None:
    """Log that an attempt failed and is followed by another."""
    CALLS.debug("%s %s: attempt %d failed (%s), again in %.2f s", call.method, call.path, call.attempts, reason, wait)


def log_body(call: CallInfo, direction: str, body: bytes) -> None:
    """Log a body, masked."""
    BODIES.debug("%s %s %s: %s", call.method, call.path, direction, masked_body(body))


def shown_query(query: str) -> str:
    """Show the names of query parameters, and the values of those that hold no business data."""
    shown: list[str] = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        name = unquote_plus(name)
        plain = name.lower() in _PARAMETERS
        shown.append(f"{masked_text(name, 40)}={masked_text(unquote_plus(value), 80) if plain else '…'}")
    return "&".join(shown)


def shown_headers(headers: Mapping[str, str]) -> str:
    """Show the headers that are known to hold no secret, and those that help to find a call in Billit's logs."""
    shown = [
        f"{name.lower()}={masked_text(value, 80) if 'id' not in name.lower() else value[:80]}"
        for name, value in headers.items()
        if name.lower() in _HEADERS or any(mark in name.lower() for mark in ("correlation", "request-id", "trace-id"))
    ]
    return "; ".join(shown)


def masked_body(body: bytes) -> str:
    """Show the shape of a JSON body: its names, the values that are not personal, and lengths in place of the rest."""
    if not body.strip():
        return "empty"
    try:
        decoded: Any = msgspec.json.decode(body)
    except (ValueError, RecursionError):
        if len(body.split()) == 1 and not body.startswith(b"<"):
            # One word is a value, not a message: a number of a series, or the secret of a webhook, sent as plain text.
            return f"{len(body)} bytes, not JSON: …"
        return f"{len(body)} bytes, not JSON: {masked_start(body)}"
    text = msgspec.json.encode(_masked(decoded, "", 0)).decode()
    return text if len(text) <= _LONGEST_BODY else f"{text[:_LONGEST_BODY]}… ({len(body)} bytes)"


def _masked(value: Any, name: str, depth: int) -> Any:
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, dict):
        named = cast("dict[str, Any]", value)
        return {masked_code(key): _masked(inner, key, depth + 1) for key, inner in named.items()}
    if isinstance(value, list):
        shown: list[Any] = [_masked(inner, name, depth + 1) for inner in cast("list[object]", value)[:_MOST_ITEMS]]
        hidden = len(cast("list[object]", value)) - len(shown)
        return [*shown, f"… {hidden} more"] if hidden else shown
    if value is None or isinstance(value, bool) or name.replace("_", "").lower() in _PLAIN:
        if not isinstance(value, str):
            return value
        # A date or a code is one word; what has several may name somebody.
        return quotable_text(value, 80) if len(value[:400].split()) > 1 else masked_text(value, 80)
    if isinstance(value, str):
        return f"… {len(value)} characters" if value else ""
    return "…"
