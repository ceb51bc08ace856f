"""The PDF, the e-invoice and the attachments of an order, over HTTP to the emulator and to a recording server."""

from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import (
    ApiKey,
    Attachment,
    BillitSession,
    ConfigurationError,
    Environment,
    FileError,
    NoAccess,
    UnexpectedResponse,
)
from billit_async.emulator import Emulator
from billit_async.models import Order, OrderLine, Party
from tests.wire.described import GUID, text
from tests.wire.recording import KEY, Recorder

if TYPE_CHECKING:
    from pathlib import Path

PDF = b"%PDF-1.7\n%%EOF"
UBL = b'\xef\xbb\xbf<?xml version="1.0"?><Invoice/>'
OTHER = "af3b583e-1111-4222-8333-2a7d8680a324"


def answer(content: bytes, *, file_id: str = GUID, **order: Any) -> bytes:
    """One response that reads as the order and as its file."""
    file = {"FileID": file_id, "FileName": "x", "FileContent": base64.b64encode(content).decode()}
    return text({"OrderID": 7, **order, **file}).encode()


class TestWithTheEmulator:
    async def test_what_goes_in_as_bytes_comes_out_as_bytes(self, tmp_path: Path) -> None:
        (tmp_path / "terms.PDF").write_bytes(PDF)
        async with (
            Emulator(orders=1) as emu,
            BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as billit,
        ):
            order_id = await billit.orders.create(
                Order(
                    order_type="Invoice",
                    order_direction="Income",
                    order_number="A-1",
                    order_date=date(2024, 1, 1),
                    expiry_date=date(2024, 1, 31),
                    customer=Party(name="Acme", vat_number="BE0563846944"),
                    order_lines=[OrderLine(quantity=Decimal(1), unit_price_excl=Decimal(10), description="Work")],
                    order_pdf=Attachment.from_bytes("own.pdf", PDF),
                    attachments=[await Attachment.from_path(tmp_path / "terms.PDF")],
                )
            )
            pdf = await billit.orders.pdf(order_id)
            assert (pdf.name, pdf.mime_type, pdf.content) == ("own.pdf", "application/pdf", PDF)
            order = await billit.orders.get(order_id)
            (terms,) = [file for file in order.attachments or [] if file.file_name == "terms.PDF"]
            assert terms.file_id is not None
            assert (await billit.files.download(terms.file_id)).content == PDF
            with pytest.raises(LookupError, match=f"order {order_id} has no e-invoice"):
                await billit.orders.ubl(order_id)
            with pytest.raises(NoAccess):
                await billit.orders.pdf(order_id + 1_000_000)


class TestPdf:
    @pytest.mark.parametrize("order", [{}, {"OrderPDF": {}}, {"OrderPDF": {"FileName": "a.pdf"}}])
    async def test_an_order_without_one_says_so(self, order: Any, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = text({"OrderID": 7, **order}).encode()
        with pytest.raises(LookupError, match="order 7 has no PDF"):
            await billit.orders.pdf(7)
        assert len(recorder.requests) == 1


class TestUbl:
    async def test_a_received_one_is_among_the_attachments(self, recorder: Recorder, billit: BillitSession) -> None:
        attachments = [{"FileID": OTHER, "FileName": "request.json"}, {"FileID": GUID, "FileName": "Invoice.XML"}]
        recorder.answer = answer(UBL, Attachments=attachments, Messages=[{"FileID": OTHER}])
        assert (await billit.orders.ubl(7)).content == UBL
        assert [request.path for request in recorder.requests] == ["/v1/orders/7", f"/v1/files/{GUID}"]

    async def test_a_sent_one_is_the_file_of_its_last_message(self, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = answer(UBL, Messages=[{"FileID": OTHER}, {"FileID": GUID}, {"Description": "no file"}])
        assert (await billit.orders.ubl(7)).content == UBL
        assert recorder.requests[-1].path == f"/v1/files/{GUID}"

    async def test_a_message_with_a_pdf_is_passed_over(self, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = answer(PDF, Messages=[{"FileID": GUID}, {"FileID": GUID}])
        with pytest.raises(LookupError, match="order 7 has no e-invoice"):
            await billit.orders.ubl(7)
        assert [request.path for request in recorder.requests[1:]] == [f"/v1/files/{GUID}"]

    async def test_another_file_or_order_than_was_asked_for_is_none(
        self, recorder: Recorder, billit: BillitSession
    ) -> None:
        recorder.answer = answer(UBL, file_id=OTHER, Messages=[{"FileID": GUID}], OrderPDF={"FileID": GUID})
        for read in (billit.orders.ubl, billit.orders.pdf):
            with pytest.raises(UnexpectedResponse, match="another document, by its file_id"):
                await read(7)
            with pytest.raises(UnexpectedResponse, match="another document, by its order_id"):
                await read(8)


class TestBrowserUrl:
    @pytest.mark.parametrize(
        ("environment", "host"),
        [(Environment.SANDBOX, "my.sandbox.billit.be"), (Environment.PRODUCTION, "my.billit.be")],
    )
    def test_it_is_at_the_web_application_of_the_environment(self, environment: Environment, host: str) -> None:
        billit = BillitSession(ApiKey(KEY), environment=environment, party_id=7)
        assert billit.files.browser_url(GUID) == f"https://{host}/file/5e0b6c1a3f0d4a519a7e1f2d3c4b5a69?download=true"

    def test_another_host_has_no_known_one(self) -> None:
        billit = BillitSession(ApiKey(KEY), base_url="http://127.0.0.1:1", party_id=7)
        with pytest.raises(ConfigurationError, match="web application is not known"):
            billit.files.browser_url(GUID)


class TestAttachments:
    @pytest.mark.parametrize(
        ("name", "content", "mime_type"),
        [
            ("a.pdf", PDF, "application/pdf"),
            ("a.b.PNG", b"\x89PNG\r\n\x1a\n...", "image/png"),
            ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
            ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
            ("a.csv", "a;b\né;1\n".encode("cp1252"), "text/csv"),
            ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "application/vnd.ms-excel"),
            ("é.xlsx", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ],
    )
    def test_each_kind_that_peppol_takes_is_taken(self, name: str, content: bytes, mime_type: str) -> None:
        file = Attachment.from_bytes(name, content)
        assert (file.file_name, file.mime_type) == (name, mime_type)
        assert base64.b64decode(file.file_content or "") == content

    @pytest.mark.parametrize(
        ("name", "content", "match"),
        [
            ("a.docx", b"PK\x03\x04", "of a kind that Peppol does not take"),
            ("pdf", PDF, "of a kind that Peppol does not take"),
            ("x/a.pdf", PDF, "without a folder"),
            ("x\\a.pdf", PDF, "without a folder"),
            ("", PDF, "name is empty"),
            ("a.pdf", b"", "'a.pdf' is empty"),
            ("a.pdf", b"<html>", "is not application/pdf"),
            ("a.csv", b"a\x00b", "is not text/csv"),
            ("a.pdf", PDF + b"x" * 100, "has more than 100 bytes"),
        ],
    )
    async def test_anything_else_is_refused_and_says_why(
        self, name: str, content: bytes, match: str, tmp_path: Path
    ) -> None:
        with pytest.raises(ValueError, match=match):
            Attachment.from_bytes(name, content, largest=100)
        (tmp_path / "file.pdf").write_bytes(content)
        with pytest.raises(ValueError, match=match):
            await Attachment.from_path(tmp_path / "file.pdf", name=name, largest=100)

    def test_exactly_the_largest_is_taken(self) -> None:
        assert Attachment.from_bytes("a.pdf", PDF, largest=len(PDF)).file_name == "a.pdf"
        with pytest.raises(ValueError, match="more than"):
            Attachment.from_bytes("a.pdf", PDF, largest=len(PDF) - 1)

    def test_text_is_no_content(self) -> None:
        text_: Any = "%PDF-"
        with pytest.raises(TypeError, match="content takes bytes, not str"):
            Attachment.from_bytes("a.pdf", text_)

    async def test_a_file_that_is_not_there_is_an_error_that_names_it(self, tmp_path: Path) -> None:
        with pytest.raises(FileError, match=r"none\.pdf"):
            await Attachment.from_path(tmp_path / "none.pdf")

    async def test_a_file_of_another_kind_is_not_even_opened(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="of a kind that Peppol does not take"):
            await Attachment.from_path(tmp_path / "none.docx")

    def test_its_content_does_not_show(self) -> None:
        assert "JVBER" not in repr(Attachment.from_bytes("a.pdf", PDF))
