"""The files of an order by what they are: its PDF and its UBL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._resources._operations import ORDER_GET_ORDER
from billit_async._resources.files import Files
from billit_async._resources.resource import Resource
from billit_async.errors import NotAvailable
from billit_async.models.orders import Order

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path
    from uuid import UUID

    from billit_async._resources.files import DownloadedFile
    from billit_async._serialization.ids import Id
    from billit_async._transport.policies import CallOptions

__all__ = ["OrderFiles"]


class OrderFiles(Resource):
    """Reads an order and its files, of one's own company or of a registered one."""

    __slots__ = ()

    async def pdf(self, order_id: Id, *, options: CallOptions | None = None) -> DownloadedFile:
        """Download the PDF of an order: the one that Billit made, or the one that came with it; two calls.

        Args:
            order_id: The order's ``OrderID``.

        Returns:
            The file: name, type and bytes.

        Raises:
            NotAvailable: The order has no PDF.
            NoAccess: The order is another company's, or there is none.
            UnexpectedResponse: A response is something else.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: GET /v1/orders/{orderID} and GET /v1/files/{fileID}; docs page "get files".
        """
        return await Files(self._caller).download(await self._pdf_of(order_id, options), options=options)

    async def save_pdf(
        self,
        order_id: Id,
        path: str | PathLike[str],
        *,
        overwrite: bool | None = None,
        options: CallOptions | None = None,
    ) -> Path:
        """Download the PDF of an order to disk, as ``billit.files.save`` does; two calls.

        Args:
            order_id: The order's ``OrderID``.
            path: The file to write, or an existing directory, in which it gets its own name and replaces nothing.
            overwrite: False refuses a name that is taken. When left out, a file that you named yourself is replaced.

        Returns:
            The path of the file.

        Raises:
            NotAvailable: The order has no PDF.
            NoAccess: The order is another company's, or there is none.
            UnexpectedResponse: A response is something else.
            ResponseTooLarge: The file's response is larger than ``Limits.max_download_bytes``.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id cannot be one, or ``overwrite`` is True for a directory.
            OSError: The name is taken, or the disk refuses it.

        Source: GET /v1/orders/{orderID} and GET /v1/files/{fileID}; docs page "get files".
        """
        file_id = await self._pdf_of(order_id, options)
        return await Files(self._caller).save(file_id, path, overwrite=overwrite, options=options)

    async def ubl(self, order_id: Id, *, options: CallOptions | None = None) -> DownloadedFile:
        """Download the e-invoice of an order, the XML that was received or sent; two calls, or a few more.

        A received one is among the attachments. One that was sent is the file of a message of the order, the last
        comes first. A document that waits in Fast Input or for approval may have none yet.

        Args:
            order_id: The order's ``OrderID``.

        Returns:
            The file: name, type and bytes.

        Raises:
            NotAvailable: The order has no e-invoice, or none yet.
            NoAccess: The order is another company's, or there is none.
            UnexpectedResponse: A response is something else.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: GET /v1/orders/{orderID} and GET /v1/files/{fileID}; docs pages "get files" and "webhooks": the message
            of a Peppol send has the ``FileID`` of its UBL.
        """
        order = await self._order(order_id, options)
        named = [file for file in order.attachments or [] if (file.file_name or "").lower().endswith(".xml")]
        sent = [message.file_id for message in reversed(order.messages or []) if message.file_id is not None]
        candidates: list[UUID] = [*(file.file_id for file in named if file.file_id is not None), *sent]
        for file_id in dict.fromkeys(candidates):
            file = await Files(self._caller).download(file_id, options=options)
            # A message may have a PDF that went by e-mail.
            if file.content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
                return file
        raise NotAvailable(f"order {order_id} has no e-invoice")

    async def _pdf_of(self, order_id: Id, options: CallOptions | None) -> UUID:
        order = await self._order(order_id, options)
        if order.order_pdf is None or order.order_pdf.file_id is None:
            raise NotAvailable(f"order {order_id} has no PDF")
        return order.order_pdf.file_id

    async def _order(self, order_id: Id, options: CallOptions | None, query: str = "") -> Order:
        return await self._one(ORDER_GET_ORDER, Order, "order_id", order_id, query=query, options=options)
