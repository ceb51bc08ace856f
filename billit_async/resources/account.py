"""The account: who the credentials belong to, and which companies they open."""

from __future__ import annotations

from billit_async import codec
from billit_async.models.account import AccountInformation
from billit_async.resources.resource import Resource

__all__ = ["Account"]


class Account(Resource):
    """The account behind the credentials: ``billit.account``."""

    __slots__ = ()

    async def information(self) -> AccountInformation:
        """Read the user and the companies, whose ``party_id`` is what a session takes.

        Returns:
            The user's e-mail address, companies and roles.

        Raises:
            InvalidCredentials: The key or token is not known here.
            UnexpectedResponse: The answer is something else.

        Source: GET /v1/account/accountInformation; docs page "oauth faq".
        """
        response = await self._call("GET", "/v1/account/accountInformation")
        return response.read(lambda raw: codec.from_json(AccountInformation, raw))
