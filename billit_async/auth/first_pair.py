"""The first token pair of a grant: exchanged for the code of a login, and stored in place of whatever was there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from billit_async._runtime.uncancelled import run_uncancelled
from billit_async.auth.login import login_error
from billit_async.auth.stores.record import GrantRecord, proof_of
from billit_async.auth.token_endpoint import Broken, Refused
from billit_async.errors import LoginError, TokenServiceUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from billit_async._transport.secret import Secret
    from billit_async.auth.client import OAuthClient
    from billit_async.auth.stores.protocol import TokenStore
    from billit_async.auth.token_endpoint import TokenPair

__all__ = ["exchange_code", "store_first_pair"]

_TRIES: Final = 3


async def exchange_code(client: OAuthClient, fields: Mapping[str, str | Secret]) -> GrantRecord:
    """Exchange the code of a login; what has not left is sent up to three times.

    Args:
        client: The application.
        fields: The fields of the request, grant type and client included.

    Raises:
        CodeRejected: The code was used before, is too old, or is not ours.
        LoginError: The response was lost, or has no refresh token.
        TokenServiceUnavailable: The token endpoint cannot be reached, or is busy.
        ConfigurationError: The client id or secret is refused.
    """
    response: TokenPair | Refused | Broken = Broken(left=False, reason="never sent")
    sent_at = 0.0
    for _ in range(_TRIES):
        sent_at = time.time()
        response = await client.endpoint.exchange(fields)
        if not (isinstance(response, Broken) and not response.left):
            break
    if isinstance(response, Broken):
        if response.left:
            raise LoginError(
                f"the response of the token endpoint was lost ({response.reason}), and the code works once: "
                "send the user to log in again"
            )
        raise TokenServiceUnavailable(f"the token endpoint cannot be reached ({response.reason}): try again")
    if isinstance(response, Refused):
        raise login_error(response)
    if response.refresh_token is None:
        raise LoginError("the token endpoint gave no refresh token: a grant cannot be kept without")
    return GrantRecord(
        access_token=response.access_token,
        refresh_token=response.refresh_token,
        obtained_at=sent_at,
        expires_at=sent_at + response.expires_in,
        client_id=client.client_id,
        base_url=client.config.base_url,
        client_proof=proof_of(client.client_secret, response.refresh_token),
    )


async def store_first_pair(
    store: TokenStore, name: str, record: GrantRecord, *, unless_newer: bool, is_forgotten: Callable[[], bool]
) -> str:
    """Store the pair of a login, and finish that despite a cancellation.

    Args:
        store: Where grants are kept.
        name: The grant.
        record: The grant with its first pair.
        unless_newer: Whether a pair that was obtained later stays.
        is_forgotten: Whether the grant was forgotten since the login began.

    Returns:
        The version that it is stored at.

    Raises:
        LoginError: A newer pair stays, or the grant was forgotten.
        TokenStoreError: The store cannot be written.
    """

    async def write() -> str:
        while True:
            stored = await store.load(name)
            if stored is not None and stored.record == record:
                return stored.version
            newer = stored is not None and stored.record.obtained_at > record.obtained_at
            if (unless_newer and newer) or is_forgotten():
                raise LoginError(f"grant {name!r} was made anew or forgotten since: the late pair is dropped")
            version = await store.compare_and_swap(name, stored.version if stored else None, record)
            if version is not None:
                return version

    return await run_uncancelled(write)
