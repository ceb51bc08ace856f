"""Journals: the books that orders are entered in. Billit only imports them; it has no operation that reads one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._resources._operations import JOURNAL_POST_GL_ACCOUNT
from billit_async._resources.arguments import checked_models
from billit_async._resources.resource import Resource
from billit_async._serialization import codec
from billit_async.models.journals import Journal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async._transport.policies import CallOptions

__all__ = ["Journals"]


class Journals(Resource):
    """The journals of one company: ``billit.journals``."""

    __slots__ = ()

    async def import_many(self, journals: Iterable[Journal], *, options: CallOptions | None = None) -> None:
        """Create journals; what becomes of codes that exist already is not documented.

        Args:
            journals: Code, description and type (``Income`` or ``Cost``) of each; at least one.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left.
            TypeError: It is not a list of Journal.
            ValueError: It is empty, or a type is not a known one.

        Source: POST /v1/journals/commands/import (Swagger operation Journal_PostGLAccount).
        """
        body = codec.to_body(checked_models(journals, Journal, "journals"), "journals")
        await self._do(JOURNAL_POST_GL_ACCOUNT, body=body, options=options)
