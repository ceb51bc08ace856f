"""Documents: files that a company keeps in Billit and that are not orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._resources._operations import DOCUMENT_GET_DOCUMENT, DOCUMENT_POST_DOCUMENT
from billit_async._resources.arguments import checked_idempotency_key, checked_model
from billit_async._resources.files import checked_file
from billit_async._resources.lists import SearchableList
from billit_async._resources.responses import read_id
from billit_async._serialization import codec
from billit_async.errors import InvalidArgument
from billit_async.models.documents import Document, DocumentAPIView
from billit_async.odata._lists import DOCUMENTS

if TYPE_CHECKING:
    from billit_async._serialization.ids import Id
    from billit_async._transport.policies import CallOptions

__all__ = ["Documents"]


class Documents(SearchableList[DocumentAPIView]):
    """The stored documents of one company: ``billit.documents``.

    Conditions are built from ``DocumentFields``; which columns Billit filters is not documented. ``options`` of every
    method says what this call does otherwise than the session: time limits, retries, priority, headers.

    Source: GET /v1/documents (Swagger operation Document_GetDocuments); docs page "odata".
    """

    __slots__ = ()

    _spec = DOCUMENTS

    async def get(self, document_id: Id, *, options: CallOptions | None = None) -> DocumentAPIView:
        """Read what is known about one document; its content is ``billit.files.download(document.file.file_id)``.

        Args:
            document_id: The document's ``DocumentID``.

        Returns:
            The document.

        Raises:
            NoAccess: The document is another company's, or there is none. That both get a 401, as orders
                do, is not documented for documents.
            UnexpectedResponse: The response is not a document.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: GET /v1/documents/{documentID} (Swagger operation Document_GetDocument); docs page "401".
        """
        return await self._one(DOCUMENT_GET_DOCUMENT, DocumentAPIView, "document_id", document_id, options=options)

    async def create(
        self, document: Document, *, idempotency_key: str | None = None, options: CallOptions | None = None
    ) -> int:
        """Store a document that is not an order.

        Args:
            document: Name, date, tags, and the file with its content; without ``document_id``.
            idempotency_key: Your own key for this call; a new one is made when it is left out. That Billit honours it
                here is not documented.

        Returns:
            The ``DocumentID``.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            IdempotencyConflict: The key was used by a call that succeeded.
            OutcomeUnknown: The connection broke after the request may have left: look in the list first.
            UnexpectedResponse: The response is not an id, although the document may be stored.
            TypeError: It is not a Document.
            ValueError: It has a ``document_id``, or a file without name or content.

        Source: POST /v1/documents (Swagger operation Document_PostDocument).
        """
        if checked_model(document, Document, "document").document_id is not None:
            raise InvalidArgument("this document has a document_id: Billit changes no stored document")
        if document.file is not None:
            checked_file(document.file, "document.file")
        return await self._read(
            DOCUMENT_POST_DOCUMENT,
            read_id,
            body=codec.to_body(document, "document"),
            idempotency_key=checked_idempotency_key(idempotency_key),
            options=options,
        )
