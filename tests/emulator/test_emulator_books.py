"""The cash book, daily receipts and stored documents: what is written can be read, by its own company only."""

from __future__ import annotations

import base64
from decimal import Decimal

import pytest

from billit_async.models import (
    CashbookEntry,
    CashbookModel,
    DailyReceiptBookModelResponseModel,
    DocumentAPIView,
    GetDailyReceiptEntryResponseModel,
    PostDailyReceiptBookEntryResponseModel,
)

PAPER = {"FileName": "lease.pdf", "FileContent": base64.b64encode(b"%PDF-1.4 lease").decode()}
RECEIPTS = "/v1/DailyReceiptBooks"
NEW_RECEIPT = f"{RECEIPTS}/commands/CreateEntryInOpenExistingOrNew"


async def add(wire, **changes):
    entry = {"Direction": "Income", "Amount": 12.5, "Note": "Taart", **changes}
    return await wire("POST", "/v1/Cashbook/AddEntry", entry)


async def test_an_entry_is_returned_listed_and_counted(written, reads_as):
    before = reads_as(CashbookModel, await written.get("/v1/Cashbook"))
    entry = reads_as(CashbookEntry, await add(written))
    await add(written, Direction="Cost", Amount="2.50")
    after = reads_as(CashbookModel, await written.get("/v1/Cashbook"))
    assert after.saldo - before.saldo == Decimal("10.00")
    assert entry.transaction_date.isoformat(timespec="milliseconds") == "2024-03-10T15:00:49.533"
    listed = (await written.get("/v1/Cashbook/Entries?$filter=Note+eq+'Taart'")).json["Items"]
    assert [item["Amount"] for item in listed] == [Decimal("2.50"), Decimal("12.50")]


async def test_the_till_holds_what_its_entries_come_to(wire):
    book = (await wire.get("/v1/Cashbook")).json
    items = (await wire.get("/v1/Cashbook/Entries")).json["Items"]
    moved = sum(item["Amount"] if item["Direction"] == "Income" else -item["Amount"] for item in items)
    assert book["Saldo"] == 250 + moved
    assert book["LastEntryDate"] == max(item["TransactionDate"] for item in items)


async def test_a_closed_book_keeps_its_entries_and_a_new_one_begins_empty(written, reads_as):
    old = (await written.get("/v1/Cashbook")).json["CashbookID"]
    entries = (await written.get("/v1/Cashbook/Entries")).json["Items"]
    assert (await written("POST", "/v1/Cashbook/Close")).status == 200
    assert (await written.get("/v1/Cashbook/Entries")).json["Items"] == []
    assert (await written.get("/v1/Cashbook")).status == 401
    new = int((await written("POST", "/v1/Cashbook/Initialize", {"StartBalance": 5, "StartDate": "2024-03-11"})).text)
    books = reads_as(CashbookModel, await written.get("/v1/Cashbook/History"))
    assert [book.cashbook_id for book in books] == [old, new]
    assert books[1].saldo == 5
    assert (await written.get(f"/v1/Cashbook/{old}/History")).json["Items"] == entries
    assert (await written.get(f"/v1/Cashbook/{new}/History")).json["Items"] == []


async def test_there_is_one_open_book_at_most(written):
    assert (await written("POST", "/v1/Cashbook/Initialize", {})).codes == ["GenericError"]
    await written("POST", "/v1/Cashbook/Close")
    assert (await written("POST", "/v1/Cashbook/Close")).status == 404
    assert (await add(written)).codes == ["GenericError"]


@pytest.mark.parametrize("changes", [{"Amount": 0}, {"Amount": -1}, {"Direction": "Up"}, {"Direction": None}])
async def test_an_entry_that_moves_nothing_is_refused(written, changes):
    assert (await add(written, **changes)).codes == ["GenericError"]


async def test_cash_belongs_to_one_company(wire, emulator):
    other = str(emulator.party_ids[1])
    book = (await wire.get("/v1/Cashbook")).json["CashbookID"]
    assert (await wire.get(f"/v1/Cashbook/{book}/History", PartyID=other)).status == 401
    await add(wire, Note="Ours")
    assert (await wire.get("/v1/Cashbook/Entries?$filter=Note+eq+'Ours'", PartyID=other)).json["Items"] == []


async def receipt(wire, **changes):
    body = {"Description": "Maandag", "VATPercentage": 21, "TotalIncl": 121, "InputDate": "2024-03-04", **changes}
    return await wire("POST", NEW_RECEIPT, body)


async def test_a_receipt_is_split_into_its_vat_and_read_back(written, reads_as):
    made = reads_as(PostDailyReceiptBookEntryResponseModel, await receipt(written))
    path = f"{RECEIPTS}/DailyReceiptEntry/{made.cashbook_entry_id}"
    entry = reads_as(GetDailyReceiptEntryResponseModel, await written.get(path))
    assert (entry.total_incl, entry.total_excl, entry.total_vat) == (Decimal(121), Decimal(100), Decimal(21))
    assert (entry.cashbook_id, entry.description, entry.vat) == (made.cashbook_id, "Maandag", Decimal(21))


async def test_receipts_of_a_month_share_a_book_that_a_later_month_closes(written, reads_as):
    first = (await receipt(written)).json
    second = (await receipt(written, InputDate="2024-03-29")).json
    third = (await receipt(written, InputDate="2024-04-02")).json
    assert first["CashbookId"] == second["CashbookId"] != third["CashbookId"]
    books = reads_as(DailyReceiptBookModelResponseModel, await written.get(RECEIPTS))
    assert [book.closed for book in books.cashbooks] == [True, False]
    one = reads_as(DailyReceiptBookModelResponseModel, await written.get(f"{RECEIPTS}/{first['CashbookId']}"))
    assert (len(one.cashbooks), len(one.cashbook_entries), len(books.cashbook_entries)) == (1, 2, 3)


async def test_a_receipt_at_a_rate_that_does_not_exist_is_refused(written):
    assert (await receipt(written, VATPercentage=20)).codes == ["InvalidVAtPercentageForTaxCountry_0_"]
    assert (await receipt(written, TotalIncl=None)).codes == ["GenericError"]
    assert (await written.get(RECEIPTS)).json == {"Cashbooks": [], "CashbookEntries": []}


async def test_receipts_belong_to_one_company(wire, emulator):
    made, other = (await receipt(wire)).json, str(emulator.party_ids[1])
    path = f"{RECEIPTS}/DailyReceiptEntry/{made['CashbookEntryId']}"
    assert (await wire.get(path, PartyID=other)).status == 401
    assert (await wire.get(f"{RECEIPTS}/{made['CashbookId']}", PartyID=other)).status == 401
    assert (await wire.get(RECEIPTS, PartyID=other)).json["Cashbooks"] == []


async def test_a_stored_document_is_listed_read_and_downloaded(written, reads_as):
    body = {"Name": "Lease", "File": PAPER, "Tags": ["contract"], "DocumentDate": "2024-01-02"}
    document_id = int((await written("POST", "/v1/documents", body)).text)
    document = reads_as(DocumentAPIView, await written.get(f"/v1/documents/{document_id}"))
    assert (document.name, document.tags, document.company_id) == ("Lease", ["contract"], written.emulator.party_id)
    listed = (await written.get("/v1/documents?$filter=Name+eq+'Lease'")).json["Items"]
    assert [item["DocumentID"] for item in listed] == [document_id]
    file = (await written.get(f"/v1/files/{document.file.file_id}")).json
    assert (file["FileContent"], file["FileName"]) == (PAPER["FileContent"], "lease.pdf")


@pytest.mark.parametrize(
    ("file", "code"),
    [({**PAPER, "FileName": "lease"}, "Invalid Filename"), ({**PAPER, "FileContent": "§"}, "TheFileIsNotValid")],
)
async def test_a_document_with_a_broken_file_is_refused(written, file, code):
    before = len((await written.get("/v1/documents")).json["Items"])
    assert (await written("POST", "/v1/documents", {"Name": "x", "File": file})).codes == [code]
    assert len((await written.get("/v1/documents")).json["Items"]) == before
