"""The record of one grant in a token store, and its JSON."""

from __future__ import annotations

import hashlib
import hmac
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NoReturn, cast

import attrs
import msgspec

from billit_async._transport.secret import Secret
from billit_async.errors import TokenStoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GrantRecord", "GrantStatus", "fingerprint", "proof_of"]

_SCHEMA = 1


class GrantStatus(StrEnum):
    """Whether a grant can be used."""

    ACTIVE = "active"
    REVOKED = "dead"  # the text that stores hold


def fingerprint(token: Secret) -> str:
    """Name a token without telling it: the first 16 hex digits of its SHA-256, safe to log and to keep."""
    return hashlib.sha256(token.reveal().encode()).hexdigest()[:16]


def proof_of(client_secret: Secret, refresh_token: Secret) -> str:
    """Note that a refresh token was issued to a client secret, so that only who has both can tell."""
    return hmac.digest(refresh_token.reveal().encode(), client_secret.reveal().encode(), "sha256").hex()[:32]


@attrs.frozen(kw_only=True, slots=True)
class GrantRecord:
    """A grant as it is stored: one token pair, where it belongs, and what is under way with it.

    Attributes:
        access_token: The token of the ``Authorization`` header.
        refresh_token: The token that is good for one exchange.
        expires_at: When the access token ends, in seconds since 1970 by this machine's clock.
        obtained_at: When the pair came, likewise.
        client_id: The OAuth client that it is bound to.
        base_url: The API that issued it.
        status: Active, or revoked: only a new login helps.
        reason: Why it is revoked; for people.
        exchange: The fingerprint of the refresh token that an exchange is under way with, or was when its process
            died; empty when none is.
        exchange_started_at: When that exchange began, in seconds since 1970.
        exchange_by: Which process is at it; empty when it has given up.
        client_proof: Made of the client secret and the refresh token when the pair came: both were good together.
        refused_as: The unclear words in which the token endpoint refused the refresh token last.
        refused_times: How often in a row it did so.
        refused_since: When it did so first, in seconds since 1970.
        more: Fields that a newer version wrote; kept as they are.
    """

    access_token: Secret
    refresh_token: Secret
    expires_at: float
    obtained_at: float
    client_id: str
    base_url: str
    status: GrantStatus = GrantStatus.ACTIVE
    reason: str = ""
    exchange: str = ""
    exchange_started_at: float = 0.0
    exchange_by: str = ""
    client_proof: str = ""
    refused_as: str = ""
    refused_times: int = 0
    refused_since: float = 0.0
    more: Mapping[str, Any] = attrs.field(factory=dict[str, Any], repr=False)

    def to_bytes(self) -> bytes:
        """Write the record as JSON, **with both tokens in clear text**: for a store, and nothing else."""
        return msgspec.json.encode(
            {
                **self.more,
                "schema": _SCHEMA,
                "access_token": self.access_token.reveal(),
                "refresh_token": self.refresh_token.reveal(),
                "expires_at": self.expires_at,
                "obtained_at": self.obtained_at,
                "client_id": self.client_id,
                "base_url": self.base_url,
                "status": self.status.value,
                "reason": self.reason,
                "exchange": self.exchange,
                "exchange_started_at": self.exchange_started_at,
                "exchange_by": self.exchange_by,
                "client_proof": self.client_proof,
                "refused_as": self.refused_as,
                "refused_times": self.refused_times,
                "refused_since": self.refused_since,
            }
        )

    @classmethod
    def from_bytes(cls, stored: bytes) -> GrantRecord:
        """Read what :meth:`to_bytes` wrote.

        Raises:
            TokenStoreError: It is not a record of a grant; the message quotes nothing of it.
        """
        record = _read(stored)
        if record is None:
            # Outside the handler: the decoder's error may quote a token.
            raise TokenStoreError("the token store holds something that is not a grant: restore it, or log in again")
        return record

    def __reduce__(self) -> NoReturn:
        raise TypeError("a grant record holds tokens and is not pickled: keep it in a token store")


def _read(stored: bytes) -> GrantRecord | None:
    try:
        found = msgspec.json.decode(stored)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    fields = cast("dict[str, Any]", found)
    fields.pop("schema", None)
    try:
        return GrantRecord(
            access_token=Secret(_text(fields.pop("access_token"))),
            refresh_token=Secret(_text(fields.pop("refresh_token"))),
            expires_at=float(fields.pop("expires_at")),
            obtained_at=float(fields.pop("obtained_at")),
            client_id=_text(fields.pop("client_id")),
            base_url=_text(fields.pop("base_url")),
            status=GrantStatus(fields.pop("status", "active")),
            reason=_text(fields.pop("reason", "")),
            exchange=_text(fields.pop("exchange", "")),
            exchange_started_at=float(fields.pop("exchange_started_at", 0.0)),
            exchange_by=_text(fields.pop("exchange_by", "")),
            client_proof=_text(fields.pop("client_proof", "")),
            refused_as=_text(fields.pop("refused_as", "")),
            refused_times=int(fields.pop("refused_times", 0)),
            refused_since=float(fields.pop("refused_since", 0.0)),
            more=fields,
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
