"""The e-invoice of an order with the files that travel in it, made from what is stored. It stores nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.emulator.documents.pdf import order_pdf
from billit_async.emulator.documents.ubl.invoice import order_ubl

if TYPE_CHECKING:
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.storage.store import Store

__all__ = ["e_invoice", "e_invoice_name"]


def e_invoice(store: Store, document: Document) -> bytes:
    """Make the UBL of an order as it is now, with its PDF and its attachments inside.

    Args:
        store: Where the files are.
        document: The order as GET returns it.

    Source: docs page "include own pdf"; that the PDF which Billit draws travels along is on the same page.
    """
    files: list[tuple[str, bytes]] = []
    named: list[Document] = [document["OrderPDF"], *document["Attachments"]]
    for place, item in enumerate(named):
        stored = store.files.get(document["CompanyID"], item["FileID"])
        content = None if stored is None else stored.content
        if content is None and place == 0:
            content = order_pdf(document)
        if content:
            files.append((item["FileName"], content))
    return order_ubl(document, files)


def e_invoice_name(document: Document) -> str:
    """The file name of an order's e-invoice: that of its PDF, with the other extension."""
    return f"{document['OrderPDF']['FileName'].rpartition('.')[0]}.xml"
