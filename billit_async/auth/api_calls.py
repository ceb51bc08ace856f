"""Calls of the API that a grant makes for itself, outside of any session."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from billit_async.auth.rotation import no_grant
from billit_async.auth.token_endpoint import HTTPResponse
from billit_async.errors import CallInfo, NotSent, OutcomeUnknown, Unauthorized

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async._transport.secret import Secret
    from billit_async.auth.client import OAuthClient
    from billit_async.auth.token_cache import TokenCache

__all__ = ["CallingGrant", "call_api"]


class CallingGrant(Protocol):
    """What a call needs of its grant."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    async def headers(self) -> Mapping[str, str | Secret]:
        """Return its headers."""
        ...

    async def refused(self, error: Unauthorized, sent: Mapping[str, str | Secret]) -> bool:
        """Learn of a 401."""
        ...


async def call_api(
    client: OAuthClient, grant: CallingGrant, tokens: TokenCache, method: str, path: str
) -> HTTPResponse:
    """Send a request with a grant's token, twice when the token of the first was renewed.

    Args:
        client: The application.
        grant: The grant.
        tokens: The grant's tokens in memory.
        method: The HTTP method.
        path: The path on the API's origin.

    Raises:
        ApiError: Billit refused.
        NotSent: The request did not leave.
        OutcomeUnknown: No whole response came.
        ReauthorisationRequired: The grant is revoked, or there is none.
    """
    from billit_async._transport.responses import refusal  # noqa: PLC0415  (loaded when first used)

    began = time.monotonic()
    for attempt in (1, 2):
        headers = await grant.headers()
        current = tokens.current
        if current is None:
            raise no_grant(grant.name)
        response = await client.endpoint.call(method, path, current.record.access_token)
        call = CallInfo(method, path, None, client.config.label, attempt, time.monotonic() - began)
        if not isinstance(response, HTTPResponse):
            # What may have left is not to pass for something that Billit never saw: a grant may be revoked by it.
            error_type = OutcomeUnknown if response.left else NotSent
            raise error_type(f"{method} {path}: {response.reason}", call=call)
        error = refusal(call, response.status, response.headers, response.body)
        if error is None:
            return response
        if isinstance(error, Unauthorized) and await grant.refused(error, headers) and attempt == 1:
            continue
        raise error
    raise AssertionError("two attempts at most")
