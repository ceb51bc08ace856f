"""Makes the Peppol inbox of a seeded company."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from billit_async.emulator.documents.ubl.elements import document_type
from billit_async.emulator.protocol.shapes import Document, arrange
from billit_async.emulator.seed.envelopes import Received, envelope
from billit_async.emulator.seed.identifiers import enterprise_number
from billit_async.emulator.storage.files import StoredFile
from billit_async.invoicing.identifiers import structured_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from billit_async.emulator.seed.record_maker import RecordMaker

__all__ = ["fill_inbox"]


def fill_inbox(maker: RecordMaker, count: int) -> None:
    """Write e-invoices that came in over two weeks, each with its file."""
    draws = maker.draws
    senders = _senders(maker)
    receiver: str = maker.company["VATNumber"]
    items: list[Document] = []
    files: list[StoredFile] = []
    for index, moment in enumerate(maker.moments(count, timedelta(days=14))):
        name, vat_number = draws.one_of(senders)
        kind = draws.one_of(("Invoice", "Invoice", "Invoice", "Invoice", "CreditNote"))
        file_id = maker.draws.guid()
        item_id = maker.store.counters.advance("inbox", step=draws.between(1, 5))
        # Seven digits, and none of them a zero at the end that would be left out.
        created = f"{moment:%Y-%m-%dT%H:%M:%S}.{draws.below(10**6):06d}{draws.between(1, 10)}"
        item: Document = {
            "InboxItemID": item_id,
            "SenderPeppolID": f"0208:{vat_number[2:]}",
            "PeppolDocumentType": document_type(kind),
            "ReceiverPeppolID": f"0208:{receiver[2:]}",
            "SenderCompanyID": vat_number,
            "ReceiverCompanyID": receiver,
            "CreationDate": created,
            "PeppolFileID": file_id,
        }
        items.append(arrange(item, "InboxGetResultItem"))
        received = Received(
            kind=kind,
            number=f"{moment:%Y}-{draws.between(100, 99_999)}",
            identifier=maker.draws.guid(),
            created=moment,
            sender=(name, vat_number),
            receiver=(maker.company["Name"], receiver),
            net=maker.cents(2_500, 480_000),
            reference=structured_reference(item_id * 97 + index),
        )
        files.append(
            StoredFile(
                file_id=file_id,
                company_id=maker.company_id,
                order_id=0,
                name=f"{file_id}.xml",
                content=envelope(received),
            )
        )
    maker.records.add_to_inbox(maker.company_id, items)
    maker.store.files.add(files)


def _senders(maker: RecordMaker) -> Sequence[tuple[str, str]]:
    """Belgian suppliers of the company, with their VAT numbers."""
    known = maker.store.parties.belgian_suppliers(maker.company_id)
    found = [(party["Name"], party["VATNumber"]) for party in known]
    # One company in a million has no Belgian supplier.
    return found or [("Drukkerij Peeters BV", f"BE{enterprise_number(maker.draws)}")]
