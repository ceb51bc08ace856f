"""The account: who the credentials belong to, and which companies they open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async import codec
from billit_async.models.account import AccountInformation
from billit_async.resources.resource import Resource

if TYPE_CHECKING:
    from billit_async.config import CallOptions

__all__ = ["Account"]


class Account(Resource):
    """The account behind the credentials: ``billit.account``."""

    __slots__ = ()

    async def information(self, *, options: CallOptions | None = None) -> AccountInformation:
        """Read the user and the companies, whose ``party_id`` is what a session takes.

        Args:
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The user's e-mail address, companies and roles.

        Raises:
            InvalidCredentials: The key or token is not known here.
            UnexpectedResponse: The answer is something else.

        Source: GET /v1/account/accountInformation; docs page "oauth faq".
        """
        response = await self._call("GET", "/v1/account/accountInformation", options=options)
        return response.read(lambda raw: codec.from_json(AccountInformation, raw))
