"""Documents: files that a company keeps in Billit and that are no orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._resources.arguments import checked_id, checked_idempotency_key, checked_model
from billit_async._resources.files import checked_file
from billit_async._resources.resource import Resource, asked
from billit_async._resources.responses import read_document, read_id
from billit_async._serialization import codec
from billit_async.errors import InvalidArgument
from billit_async.models.documents import Document, DocumentAPIView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async._paging import Consistency, Pager
    from billit_async._transport.policies import CallOptions
    from billit_async.odata.ast import Expr
    from billit_async.odata.query import Order as OrderTerm
    from billit_async.odata.query import Query

__all__ = ["Documents"]

_LIST = "/v1/documents"
_ONE = "/v1/documents/{documentID}"


class Documents(Resource):
    """The stored documents of one company: ``billit.documents``."""

    __slots__ = ()

    def list(
        self,
        where: Expr | Query | None = None,
        *,
        order_by: OrderTerm | Iterable[OrderTerm] | None = None,
        top: int | None = None,
        skip: int | None = None,
        search: str | None = None,
        count: bool = False,
        cursor: int | str | None = None,
        consistency: Consistency | str | None = None,
        prefetch: int | None = None,
        details: bool | int = False,
        options: CallOptions | None = None,
    ) -> Pager[DocumentAPIView]:
        """List stored documents, read by id, so that nothing is lost while documents are added or removed.

        Args:
            where: Which ones, built from ``DocumentFields``, or a whole ``Query``; which columns Billit
                filters is not documented.
            order_by: Another order, built from ``DocumentFields``. The list then follows Billit's own links, which
                can miss a document when others change while it is read.
            top: Documents to give at most, over all pages.
            skip: Documents to leave out at the beginning.
            search: Billit's full text search; which fields it searches is not documented.
            count: Ask how many match; the first page then has ``page.count``.
            cursor: Go on behind this point: ``pager.cursor``, ``page.cursor`` or ``error.cursor`` of the same list.
            consistency: ``keyset`` to read by key or not at all, ``links`` to follow Billit's own links.
            prefetch: Pages to have under way ahead of the consumer, and to hold in memory at most.
            details: Give each row in full, read by id, eight at once; a number says how many. Those that were gone by
                then are in ``pager.vanished``.
            options: What its calls do otherwise than the session: time limits, retries, priority, headers.

        Returns:
            A pager; nothing is asked before it is used. Its use raises BadRequest for a column that cannot be
            filtered, PagingError for a list that does not move forward, and any CallError.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: ``top`` or ``skip`` is out of range.
            QueryError: The cursor is of another query or list.

        Source: GET /v1/documents (Swagger operation Document_GetDocuments); docs page "odata".
        """
        query = asked(where, order_by=order_by, top=top, skip=skip, search=search, count=count)
        return self.list_of(
            DocumentAPIView,
            _LIST,
            query,
            key="DocumentID",
            key_attribute="document_id",
            cursor=cursor,
            consistency=consistency,
            prefetch=prefetch,
            details=details,
            one=_ONE,
            options=options,
        )

    async def get(self, document_id: int, *, options: CallOptions | None = None) -> DocumentAPIView:
        """Read what is known about one document; its content is ``billit.files.download(document.file.file_id)``.

        Args:
            document_id: The document's ``DocumentID``.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The document.

        Raises:
            NoAccess: The document is another company's, or there is none. That Billit answers both with 401, as it
                does for orders, is not documented for documents.
            UnexpectedResponse: The answer is no document.
            TypeError: The id is no whole number.
            ValueError: The id is not above zero.

        Source: GET /v1/documents/{documentID} (Swagger operation Document_GetDocument); docs page "401".
        """
        wanted = checked_id(document_id, "document_id")
        response = await self._call("GET", _ONE, options=options, documentID=wanted)
        return response.read(lambda raw: read_document(DocumentAPIView, raw, "document_id", wanted))

    async def create(
        self, document: Document, *, idempotency_key: str | None = None, options: CallOptions | None = None
    ) -> int:
        """Store a document that is no order.

        Args:
            document: Name, date, tags, and the file with its content; without ``document_id``.
            idempotency_key: Your own key for this call; a new one is made when it is left out. That Billit honours it
                here is not documented.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The ``DocumentID``.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            IdempotencyConflict: The key was used by a call that succeeded.
            OutcomeUnknown: The connection broke after the request may have left: look in the list first.
            UnexpectedResponse: The answer is no id, although the document may be stored.
            TypeError: It is no Document.
            ValueError: It has a ``document_id``, or a file without name or content.

        Source: POST /v1/documents (Swagger operation Document_PostDocument).
        """
        if checked_model(document, Document, "document").document_id is not None:
            raise InvalidArgument("this document has a document_id: Billit changes no stored document")
        if document.file is not None:
            checked_file(document.file, "document.file")
        response = await self._call(
            "POST",
            _LIST,
            body=codec.to_body(document, "document"),
            idempotency_key=checked_idempotency_key(idempotency_key),
            options=options,
        )
        return response.read(read_id)
