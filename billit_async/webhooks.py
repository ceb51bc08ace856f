"""Webhooks of Billit: the signature is checked on the bytes that came, before anything in them is read. Pure.

.. code-block:: python

    event = webhooks.verify(await request.read(), request.headers.get("Billit-Signature"), [secret])
    match event:
        case webhooks.MessageEvent(order_id=int(order_id)):
            order = await billit.orders.get(order_id)

An event only says that something happened: parts of it may be missing, it may come late, twice or out of order, so
read the order for the truth.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol, cast, runtime_checkable

import attrs

from billit_async._serialization import codec
from billit_async._serialization.ids import as_typed, is_text_id
from billit_async._serialization.lenient import read_object
from billit_async.errors import InvalidArgument, PayloadError, SignatureExpired, SignatureMismatch
from billit_async.models.orders import OrderMessage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = [
    "SIGNATURE_HEADER",
    "TOLERANCE",
    "MessageEvent",
    "OrderEvent",
    "UnknownEvent",
    "WebhookEvent",
    "read_event",
    "sign",
    "verify",
]

SIGNATURE_HEADER: Final = "Billit-Signature"
TOLERANCE: Final = timedelta(minutes=5)
"""How old a signature may be; Billit names no value, and five minutes is what others use."""

_DAY_FIRST: Final = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)
_PART: Final = re.compile(r"\s*([a-zA-Z]+)\s*=\s*([^,\s]*)\s*", re.ASCII)
_SECONDS: Final = re.compile(r"\d{1,15}", re.ASCII)
_HEX: Final = frozenset("0123456789abcdefABCDEF")
_HEX_DIGITS: Final = 2 * hashlib.sha256().digest_size
_LONGEST_HEADER: Final = 4_096
_MOST_SIGNATURES: Final = 16
_LONGEST_ID: Final = 19


@runtime_checkable
class Revealing(Protocol):
    """A secret that is wrapped, so that it does not show by accident."""

    def reveal(self) -> str:
        """Return the text."""
        ...


@attrs.frozen(kw_only=True)
class WebhookEvent:
    """Something changed.

    Attributes:
        entity_id: The ``OrderID`` of an order, the id of a message.
        entity_type: ``Order`` or ``Message``, as Billit wrote it.
        update: ``I`` for inserted, ``U`` for updated, ``D`` for deleted.
        payload: All of it, for what is not modelled; it may hold personal data, and is not shown.

    Source: docs pages "webhooks" and "use webhooks to catch e-invoice statuses".
    """

    entity_id: int | None
    entity_type: str
    update: str | None
    payload: Mapping[str, Any] = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class OrderEvent(WebhookEvent):
    """An order was created or changed; there is no more to it than which one."""

    @property
    def order_id(self) -> int | None:
        """The order's ``OrderID``."""
        return self.entity_id


@attrs.frozen(kw_only=True)
class MessageEvent(WebhookEvent):
    """A transmission of an order, or a response to one.

    Attributes:
        order_id: The order; None where Billit left the detail out.
        message: What became of the transmission; None where Billit left the detail out.
        flow_state: How far the e-invoice is: ``Sent``, ``Accepted``, ``Delivered`` or ``Refused``, if Billit says so.
        flow_information: More about it, such as the reason of a refusal.
    """

    order_id: int | None = None
    message: OrderMessage | None = attrs.field(default=None, repr=False)
    flow_state: str | None = None
    flow_information: str | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class UnknownEvent(WebhookEvent):
    """An event of a kind that is newer than this package; its ``payload`` has it all."""


def verify(
    raw_body: bytes,
    header: str | bytes | None,
    secrets: str | Revealing | Iterable[str | Revealing],
    *,
    tolerance: timedelta | None = TOLERANCE,
    now: float | None = None,
) -> WebhookEvent:
    """Check that a request comes from Billit, and read what it says.

    Args:
        raw_body: The body's bytes as they came; what a framework has parsed and written again has another signature.
        header: The value of the ``Billit-Signature`` header, as text or as the bytes that some frameworks give; None
            when there is none.
        secrets: The webhook's secret, as text or as ``billit.webhooks.ensure`` gave it, or several: each kind of
            webhook has its own, and an old one is still in use for a moment after it was replaced. Blanks and quotes
            around one, which pasting and ``.env`` files leave, are dropped.
        tolerance: How far the signature's time may be from now, either way; None for any.
        now: Seconds since 1970; the clock of this machine when left out.

    Returns:
        An ``OrderEvent``, a ``MessageEvent``, or an ``UnknownEvent`` for what Billit adds later.

    Raises:
        SignatureMismatch: No header, one that cannot be read, or a signature by none of the secrets.
        SignatureExpired: The signature is good, and too old or from the future: a replay, or a wrong clock.
        PayloadError: The signature is good, and the body is not an event.
        TypeError: The body is not bytes, the header or a secret is not text, or the tolerance is not a timedelta.
        InvalidArgument: There is no secret, or one that is not text or cannot sign.

    Source: docs page "verify signature"; that the hash is an HMAC in hex over ``t.body`` was found by others.
    """
    body = _checked_body(raw_body)
    if tolerance is not None and not isinstance(tolerance, timedelta):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"tolerance takes a timedelta, not {type(tolerance).__name__}")
    sign_with_each = _signer(secrets)
    # A tool that collects the variables of a failed call finds no secret here.
    del secrets
    # What anybody may send is looked at before anything is computed, and costs one hash for each secret at most.
    timestamp, signatures = _read_header(header)
    expected = sign_with_each(body, timestamp)
    # Every secret against every signature, so that the time taken tells nothing.
    matches = [hmac.compare_digest(mine, given) for mine in expected for given in signatures]
    if not any(matches):
        raise SignatureMismatch(
            "the signature is by none of the secrets: hand over the body's bytes exactly as they came, and the secret "
            "that this webhook was created (or refreshed) with"
        )
    if tolerance is not None:
        away = (time.time() if now is None else now) - int(timestamp)
        if abs(away) > tolerance.total_seconds():
            raise SignatureExpired(
                f"the signature is {abs(away):.0f} seconds {'old' if away > 0 else 'ahead of this clock'}, and "
                f"{tolerance.total_seconds():.0f} are allowed: it was sent again by somebody, or a clock is wrong"
            )
    return read_event(body)


def read_event(raw_body: bytes) -> WebhookEvent:
    """Read an event whose signature was checked, or that has none, such as one of a test.

    Args:
        raw_body: The body's bytes.

    Returns:
        An ``OrderEvent``, a ``MessageEvent``, or an ``UnknownEvent``.

    Raises:
        PayloadError: The body is not a JSON object.
    """
    try:
        payload: Any = codec.loads(_checked_body(raw_body))
    except ValueError:
        payload = None
    if not isinstance(payload, dict):
        raise PayloadError("the body of the webhook is not a JSON object")
    given = _object(payload)
    common: dict[str, Any] = {
        "entity_id": _id(given.get("UpdatedEntityID")),
        "entity_type": _text(given.get("UpdatedEntityType")) or "",
        "update": _text(given.get("WebhookUpdateTypeTC")),
        "payload": given,
    }
    match common["entity_type"].casefold():
        case "order":
            return OrderEvent(**common)
        case "message":
            return _message_event(common, given.get("EntityDetail"))
        case _:
            return UnknownEvent(**common)


def sign(raw_body: bytes, secret: str, *, timestamp: int | None = None) -> str:
    """Write the header that Billit would send with a body, for tests of one's own receiver.

    Args:
        raw_body: The body's bytes.
        secret: The webhook's secret.
        timestamp: Seconds since 1970; now when left out.

    Returns:
        The value of ``Billit-Signature``.

    Source: docs page "verify signature".
    """
    seconds = str(int(time.time()) if timestamp is None else timestamp)
    (key,) = _checked_secrets(secret)
    return f"t={seconds},s={_signature(_checked_body(raw_body), key, seconds).decode()}"


def _signature(body: bytes, secret: bytes, timestamp: str) -> bytes:
    mac = hmac.new(secret, f"{timestamp}.".encode(), hashlib.sha256)
    mac.update(body)
    return mac.hexdigest().encode()


def _signer(secrets: str | Revealing | Iterable[str | Revealing]) -> Callable[[bytes, str], list[bytes]]:
    keys = _checked_secrets(secrets)
    return lambda body, timestamp: [_signature(body, key, timestamp) for key in keys]


def _checked_body(raw_body: object) -> bytes:
    if not isinstance(raw_body, bytes | bytearray):
        raise TypeError(
            f"raw_body takes the bytes of the body as they came (`await request.read()`, `await request.body()`), not "
            f"{type(raw_body).__name__}: what was parsed and written again has another signature"
        )
    return bytes(raw_body)


def _checked_secrets(secrets: str | Revealing | Iterable[str | Revealing]) -> list[bytes]:
    given = [secrets] if isinstance(secrets, str | Revealing) else list(secrets)
    texts = [secret.reveal() if isinstance(secret, Revealing) else secret for secret in given]
    for text in texts:
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"a secret of a webhook is a text, not {type(text).__name__}")
    # A key of nothing would let everybody sign; the same key twice would be computed with twice.
    keys = list(dict.fromkeys(_key(text) for text in texts))
    if b"" in keys:
        keys.remove(b"")
    if not keys:
        raise InvalidArgument(
            "there is no secret to check the signature with: give the one that the webhook was created with"
        )
    return keys


def _key(secret: str) -> bytes:
    try:
        return secret.strip().strip("\"'").strip().encode()
    except UnicodeEncodeError:
        pass
    # Outside the handler: the error holds the secret.
    raise InvalidArgument("a secret of the webhook holds half a character (a lone surrogate): read it again as UTF-8")


def _read_header(header: str | bytes | None) -> tuple[str, list[bytes]]:
    if header is None:
        raise SignatureMismatch(f"the request has no {SIGNATURE_HEADER} header: it does not come from Billit")
    if not isinstance(header, str | bytes | bytearray):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"header takes the value of {SIGNATURE_HEADER}, a text or bytes, not {type(header).__name__}")
    if len(header) > _LONGEST_HEADER:
        raise SignatureMismatch(f"the {SIGNATURE_HEADER} header has more than {_LONGEST_HEADER} characters")
    text = header if isinstance(header, str) else bytes(header).decode("latin-1")
    timestamps: list[str] = []
    signatures: list[str] = []
    for part in text.split(","):
        found = _PART.fullmatch(part)
        if found is not None:
            {"t": timestamps, "s": signatures}.get(found[1].lower(), []).append(found[2])
    if len(timestamps) != 1 or not signatures or not _SECONDS.fullmatch(timestamps[0]):
        raise SignatureMismatch(f"the {SIGNATURE_HEADER} header is not of the form t=1657133145,s=479f...")
    if len(signatures) > _MOST_SIGNATURES:
        raise SignatureMismatch(f"the {SIGNATURE_HEADER} header has more than {_MOST_SIGNATURES} signatures")
    if any(len(each) != _HEX_DIGITS or not _HEX.issuperset(each) for each in signatures):
        raise SignatureMismatch(f"a signature in the {SIGNATURE_HEADER} header is not {_HEX_DIGITS} hex digits")
    return timestamps[0], [each.lower().encode() for each in signatures]


def _message_event(common: dict[str, Any], detail: Any) -> MessageEvent:
    """Three shapes: nested since 2026, flat before, and empty, as an integrator saw."""
    given = _object(detail)
    if not given:
        return MessageEvent(**common)
    body = dict(_object(given.get("OrderMessage")) or given)
    information = _object(given.get("AdditionalMessageInformation", given.get("MessageAdditionalInformation")))
    for name in ("AdditionalMessageInformation", "MessageAdditionalInformation"):
        body.pop(name, None)
    created = body.get("CreationDate")
    day_first = _DAY_FIRST.fullmatch(created) if isinstance(created, str) else None
    if day_first is not None:
        day, month, year = day_first.groups()
        body["CreationDate"] = f"{year}-{month}-{day}T00:00:00"
        try:
            datetime.fromisoformat(body["CreationDate"])
        except ValueError:
            body["CreationDate"] = created
    message = read_object(OrderMessage, body)
    return MessageEvent(
        **common,
        order_id=_id(body.get("OrderID")),
        message=message,
        flow_state=_text(information.get("EInvoiceFlowState", body.get("EInvoiceFlowState"))),
        flow_information=_text(
            information.get("AdditionalFlowStateInformation", body.get("AdditionalFlowStateInformation"))
        ),
    )


def _object(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _id(value: object) -> int | None:
    """Read an id; a GUID, or another text, stays as it came, typed as the number that Billit's document has today."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _LONGEST_ID:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return as_typed(value) if is_text_id(value) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
