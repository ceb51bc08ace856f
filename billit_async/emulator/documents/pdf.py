"""Draws small but real PDFs, of an order for instance: one page, one font, the same bytes for the same text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from billit_async.emulator.protocol.shapes import Document

__all__ = ["order_pdf", "text_pdf"]

_LINES_ON_PAGE: Final = 40


def order_pdf(document: Document) -> bytes:
    """The PDF of an order.

    Args:
        document: The order as GET returns it.

    Returns:
        PDF 1.4 bytes.
    """
    return text_pdf(_texts(document))


def text_pdf(lines: Sequence[str]) -> bytes:
    """A PDF of lines of text; what does not fit on the page is left out.

    Args:
        lines: From top to bottom.

    Returns:
        PDF 1.4 bytes.
    """
    texts = lines[:_LINES_ON_PAGE]
    drawing = ["BT /F1 11 Tf 15 TL 60 780 Td"]
    drawing += [f"({_escaped(text)}) Tj T*" for text in texts]
    drawing.append("ET")
    stream = "\n".join(drawing).encode("cp1252", "replace")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )
    body = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets: list[int] = []
    for index, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (index, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(body)


def _texts(document: Document) -> list[str]:
    supplier, customer = document["Supplier"], document["Customer"]
    texts = [
        f"{document['OrderType']} {document['OrderNumber']}",
        "",
        f"From: {supplier.get('DisplayName', '')}  {supplier.get('VATNumber', '')}",
        f"To: {customer.get('DisplayName', '')}  {customer.get('VATNumber', '')}",
        f"Date: {document['OrderDate'][:10]}   Due: {document['ExpiryDate'][:10]}",
        "",
    ]
    # No more of a long order than may come onto the page.
    for line in document["OrderLines"][:_LINES_ON_PAGE]:
        if "TotalExcl" in line:
            count, price = f"{line['Quantity']:.2f}", f"{line['UnitPriceExcl']:.2f}"
            texts.append(f"{count} x {price}  {line.get('Description', '')}  {line['TotalExcl']}")
        else:
            texts.append(line.get("Description", ""))
    texts.append("")
    texts += [
        f"VAT {group['VATPercentage']} %: {group['TotalExcl']} + {group['TotalVAT']}" for group in document["VatGroups"]
    ]
    texts.append(f"Total: {document['Currency']} {document['TotalIncl']}   Reference: {document['PaymentReference']}")
    return texts


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").replace("\n", " ")
