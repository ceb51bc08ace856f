"""General ledger accounts: what orders and parties are booked on. Billit has no operation that reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._resources._operations import GL_ACCOUNT_POST_GL_ACCOUNT, GL_ACCOUNT_POST_GL_ACCOUNT_BULK
from billit_async._resources.arguments import checked_model, checked_models
from billit_async._resources.resource import Resource
from billit_async._resources.responses import read_id
from billit_async._serialization import codec
from billit_async.models.gl_accounts import GLAccount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async._transport.policies import CallOptions

__all__ = ["GLAccounts"]


class GLAccounts(Resource):
    """The general ledger accounts of one company: ``billit.gl_accounts``."""

    __slots__ = ()

    async def create(self, account: GLAccount, *, options: CallOptions | None = None) -> int:
        """Create an account.

        Args:
            account: Code, description and type; the types are not documented.

        Returns:
            The id of the account.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left.
            UnexpectedResponse: The response is not an id, although the account may exist.
            TypeError: It is not a GLAccount.

        Source: POST /v1/glaccounts (Swagger operation GLAccount_PostGLAccount).
        """
        body = codec.to_body(checked_model(account, GLAccount, "account"), "account")
        return await self._read(GL_ACCOUNT_POST_GL_ACCOUNT, read_id, body=body, options=options)

    async def import_many(self, accounts: Iterable[GLAccount], *, options: CallOptions | None = None) -> None:
        """Create many accounts at once; what becomes of codes that exist already is not documented.

        Args:
            accounts: The accounts, at least one.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left.
            TypeError: It is not a list of GLAccount.
            ValueError: It is empty.

        Source: POST /v1/glaccounts/commands/import (Swagger operation GLAccount_PostGLAccountBulk).
        """
        body = codec.to_body(checked_models(accounts, GLAccount, "accounts"), "accounts")
        await self._do(GL_ACCOUNT_POST_GL_ACCOUNT_BULK, body=body, options=options)
