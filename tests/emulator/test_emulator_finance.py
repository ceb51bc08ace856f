"""Bank statements, ledger accounts, journals, reports and uploads: taken whole or not at all."""

from __future__ import annotations

import base64
import csv
from decimal import Decimal

import pytest

from billit_async.emulator.protocol.json import encode
from billit_async.models import ReportDetailModel, ReportsExportOverViewModel, Transaction

IMPORT = "/v1/financialTransactions/commands/import"
IMPORT_FILE = "/v1/financialTransactions/importFile"
PAYMENT = {"IBAN": "BE68539007547034", "TotalAmount": 121.5, "ValueDate": "2024-03-01", "BankReference": "R-1",
           "NameCounterParty": "Imported"}  # fmt: skip


def record(*parts):
    """A record: pairs of position (from 1) and text, on 128 spaces."""
    line = [" "] * 128
    for position, text in parts:
        line[position - 1 : position - 1 + len(text)] = text
    return "".join(line)


def movement(reference, sign, cents, *, detail="0000", structured="", text=""):
    return [
        record((1, "21"), (3, "0001"), (7, detail), (11, reference), (32, sign), (33, f"{cents * 10:015d}"),
               (48, "050324"), (54, "00150000"), (62, "1" if structured else "0"), (63, structured or text),
               (116, "050324"), (126, "1"), (128, "0")),
        record((1, "22"), (3, "0001"), (7, detail), (11, " more"), (64, "CLIENT-9"), (99, "GKCCBEBB")),
        record((1, "23"), (3, "0001"), (7, detail), (11, "BE62510007547061"), (48, "BAKKERIJ PEETERS")),
    ]  # fmt: skip


def coda(*movements, debit=0, credit=0):
    lines = [record((1, "00000"), (6, "050324"))]
    lines.append(record((1, "12001"), (6, "BE68539007547034"), (40, "EUR"), (43, "0"), (44, "0" * 15), (59, "040324")))
    lines += [line for each in movements for line in each]
    lines.append(record((1, "8001"), (42, "0"), (43, "0" * 15)))
    lines.append(record((1, "9"), (17, "000007"), (23, f"{debit * 10:015d}"), (38, f"{credit * 10:015d}"), (128, "2")))
    return "\r\n".join(lines) + "\r\n"


def upload(text, name="statement.cod"):
    return {"FileName": name, "FileContent": base64.b64encode(text.encode("latin-1")).decode()}


async def transactions(wire, condition):
    return (await wire.get(f"/v1/financialTransactions?$filter={condition}")).json["Items"]


async def test_imported_transactions_are_found_and_a_repeat_adds_nothing(written, reads_as):
    other = {**PAYMENT, "BankReference": "R-2", "TotalAmount": -3}
    for _ in range(2):
        response = await written("POST", IMPORT, [PAYMENT, other])
        assert (response.status, response.text) == (200, "")
    first, second = await transactions(written, "NameCounterParty+eq+'Imported'")
    assert (first["TotalAmount"], first["TransactionType"]) == (Decimal("121.50"), "Credit")
    assert (second["TotalAmount"], second["TransactionType"]) == (Decimal("-3.00"), "Debit")


@pytest.mark.parametrize("name", ["IBAN", "TotalAmount", "ValueDate"])
async def test_an_import_with_a_bad_transaction_takes_none_of_it(written, name):
    bad = {**PAYMENT, name: None}
    assert (await written("POST", IMPORT, [PAYMENT, bad])).codes == ["GenericError"]
    assert await transactions(written, "NameCounterParty+eq+'Imported'") == []


async def test_a_coda_file_becomes_its_movements_and_can_be_downloaded(written):
    text = coda(movement("BANK-1", "0", 12150, structured="101000000123480"),
                movement("BANK-2", "1", 999, text="Huur"),
                movement("BANK-2", "1", 500, detail="0001", text="part"), debit=999, credit=12150)  # fmt: skip
    response = await written("POST", IMPORT_FILE, upload(text))
    assert (response.status, response.text) == (200, "")
    first, second = await transactions(written, "NameCounterParty+eq+'BAKKERIJ+PEETERS'")
    assert first["TotalAmount"] == Decimal("121.50")
    assert first["Description"].startswith("+++000/0001/23480+++")
    assert (first["IBAN"], first["IBANCounterParty"], first["BICCounterParty"], first["ValueDate"]) == (
        "BE68539007547034", "BE62510007547061", "GKCCBEBB", "2024-03-05T00:00:00")  # fmt: skip
    assert (second["TotalAmount"], second["Description"], second["ClientReference"]) == (
        Decimal("-9.99"), "Huurmore", "CLIENT-9")  # fmt: skip
    file = (await written.get(f"/v1/files/{first['CodaFileID']}")).json
    assert base64.b64decode(file["FileContent"]).decode("latin-1") == text


@pytest.mark.parametrize(
    ("repeated", "status", "amounts"),
    [("skip", 200, "1 1 1 1 2"), ("add", 200, "1 1 1 1 1 1 1 2"), ("refuse", 400, "1 1 1")],
)
async def test_movements_of_one_file_with_one_reference_are_as_many_and_those_of_a_later_file_repeats(
    boot, repeated, status, amounts
):
    wire = await boot(settings={"bookkeeping.repeated_transactions": repeated})
    same = [movement("BANK-1", "0", 100, text="x")] * 3
    first = coda(*same, credit=300)
    assert (await wire("POST", IMPORT_FILE, upload(first))).status == 200
    # The same three, one more of the kind, and another amount under the same reference.
    second = coda(*same, same[0], movement("BANK-1", "0", 200, text="x"), credit=600)
    assert (await wire("POST", IMPORT_FILE, upload(second))).status == status
    found = await transactions(wire, "NameCounterParty+eq+'BAKKERIJ+PEETERS'")
    assert sorted(item["TotalAmount"] for item in found) == [Decimal(each) for each in amounts.split()]


@pytest.mark.parametrize("cut", [" ", " \t"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("last", ["", "\x1a", "\r\n\r\n"])
async def test_a_coda_file_whose_lines_lost_their_trailing_blanks_is_taken(written, cut, end, last):
    whole = coda(movement("BANK-1", "0", 100, text="x"), movement("BANK-2", "1", 50), debit=50, credit=100)
    lines = [line.rstrip(cut) for line in whole.splitlines()]
    assert max(map(len, lines)) == 128
    assert min(map(len, lines)) < 128
    assert (await written("POST", IMPORT_FILE, upload(end.join(lines) + end + last))).status == 200
    found = await transactions(written, "NameCounterParty+eq+'BAKKERIJ+PEETERS'")
    assert [(item["BankReference"], item["TotalAmount"]) for item in found] == [
        ("BANK-1", Decimal("1.00")), ("BANK-2", Decimal("-0.50"))]  # fmt: skip


MOVEMENT, TRAILER = 2, -1
"""Lines of a file with one movement: its record 21 and the record 9."""


def damaged(place, change):
    """A good file of which one line lost or won more than blanks."""
    lines = coda(movement("BANK-1", "0", 100, text="x"), credit=100).splitlines()
    whole = lines[place].rstrip()
    lines[place] = change(lines[place])
    assert lines[place].rstrip() != whole
    return upload("\r\n".join(lines))


@pytest.mark.parametrize("width", [20, 31, 40, 46])
async def test_a_movement_that_lost_its_amount_or_its_date_is_refused(written, width):
    response = await written("POST", IMPORT_FILE, damaged(MOVEMENT, lambda line: line[:width]))
    assert response.codes == ["TheFileIsNotValid"]


@pytest.mark.parametrize("width", [1, 20, 40, 51])
async def test_a_trailer_that_lost_its_totals_is_refused(written, width):
    response = await written("POST", IMPORT_FILE, damaged(TRAILER, lambda line: line[:width]))
    assert response.codes == ["TheFileIsNotValid"]


@pytest.mark.parametrize("place", [MOVEMENT, TRAILER])
async def test_a_line_that_is_wider_than_a_record_is_refused(written, place):
    response = await written("POST", IMPORT_FILE, damaged(place, lambda line: line + "x"))
    assert response.codes == ["TheFileIsNotValid"]


@pytest.mark.parametrize(("place", "width"), [(MOVEMENT, 63), (MOVEMENT, 100), (TRAILER, 52), (TRAILER, 100)])
async def test_a_line_that_lost_what_nothing_is_read_from_is_taken_like_the_whole(written, place, width):
    assert (await written("POST", IMPORT_FILE, damaged(place, lambda line: line[:width]))).status == 200
    (item,) = await transactions(written, "NameCounterParty+eq+'BAKKERIJ+PEETERS'")
    assert (item["BankReference"], item["TotalAmount"], item["ValueDate"][:10]) == ("BANK-1", 1, "2024-03-05")


async def test_a_transaction_of_a_coda_file_reads_as_its_model(written, reads_as):
    await written("POST", IMPORT_FILE, upload(coda(movement("BANK-1", "0", 100, text="x"), credit=100)))
    response = await written.get("/v1/financialTransactions?$filter=NameCounterParty+eq+'BAKKERIJ+PEETERS'")
    (item,) = response.json["Items"]
    one = type(response)(200, {}, encode(item).decode())
    assert reads_as(Transaction, one).client_reference == "CLIENT-9"


@pytest.mark.parametrize(
    ("text", "where"),
    [("not a statement", "begins with record 0"), (coda(movement("B", "0", 100), credit=99), "totals"),
     (coda(movement("B", "0", 100), credit=100).replace("\r\n8001", "\r\n7001"), "no such record"),
     (coda(movement("B", "0", 100), credit=100).replace("050324", "993324"), "no number or date"),
     (coda()[130:], "begins with record 0")],
)  # fmt: skip
async def test_a_file_that_is_no_statement_is_refused_and_its_content_not_repeated(written, text, where):
    before = len((await written.get("/v1/financialTransactions?$inlinecount=allpages")).json["Items"])
    response = await written("POST", IMPORT_FILE, upload(text))
    assert (response.status, response.codes) == (400, ["TheFileIsNotValid"])
    assert where in response.description
    assert "PEETERS" not in response.description
    assert len((await written.get("/v1/financialTransactions?$inlinecount=allpages")).json["Items"]) == before


async def test_transactions_belong_to_one_company(wire, emulator):
    await wire("POST", IMPORT, [PAYMENT])
    path = "/v1/financialTransactions?$filter=NameCounterParty+eq+'Imported'"
    assert len((await wire.get(path)).json["Items"]) == 1
    assert (await wire.get(path, PartyID=str(emulator.party_ids[1]))).json["Items"] == []


async def test_a_ledger_account_keeps_its_id_when_it_is_written_again(written):
    body = {"Code": 700000, "Description": "Sales", "GLAccountType": "Income"}
    first = (await written("POST", "/v1/glaccounts", body)).json
    again = (await written("POST", "/v1/glaccounts", {**body, "Description": "Verkoop"})).json
    await written("POST", "/v1/glaccounts/commands/import", [{"Code": 600000, "Description": "Costs"}])
    assert again == first
    assert [(item["Code"], item["Description"]) for item in written.emulator.kept("gl_accounts")] == [
        (700000, "Verkoop"), (600000, "Costs")]  # fmt: skip


async def test_an_import_of_accounts_with_a_bad_one_takes_none(written):
    response = await written("POST", "/v1/glaccounts/commands/import", [{"Code": 600000}, {"Description": "x"}])
    assert response.codes == ["GenericError"]
    assert written.emulator.kept("gl_accounts") == []


async def test_journals_are_of_income_or_cost(written):
    path = "/v1/journals/commands/import"
    journal = {"Code": "V01", "Description": "Verkopen", "JournalType": "Income"}
    assert (await written("POST", path, [journal])).text == ""
    assert written.emulator.kept("journals") == [journal]
    assert (await written("POST", path, [{**journal, "JournalType": "Other"}])).codes == ["GenericError"]
    assert (await written("POST", path, journal)).codes == ["GenericError"]


async def test_the_vat_report_is_the_ledger(wire, emulator, reads_as):
    reports = reads_as(ReportsExportOverViewModel, await wire.get("/v1/reports"))
    (report_id,) = [report.report_id for report in reports if report.report_name == "VAT by rate"]
    report = reads_as(ReportDetailModel, await wire.get(f"/v1/reports/{report_id}"))
    rows = list(csv.DictReader(report.csvs[0].splitlines(), delimiter=";"))
    ledger = emulator.ledger[emulator.party_id]
    assert sum(Decimal(row["TotalIncl"]) for row in rows) == ledger.totals.incl
    assert {Decimal(row["VATPercentage"]) for row in rows} == set(ledger.vat_totals)


async def test_every_report_has_rows_of_its_own_company(wire, emulator):
    for report in (await wire.get("/v1/reports")).json:
        path = f"/v1/reports/{report['ReportID']}"
        ours, theirs = (await wire.get(path)).json, (await wire.get(path, PartyID=str(emulator.party_ids[1]))).json
        assert len(ours["CSVs"][0].splitlines()) > 1
        assert ours["CSVs"] != theirs["CSVs"]
    assert (await wire.get("/v1/reports/5")).status == 401


async def test_an_upload_is_kept_until_it_is_taken_back(written):
    body = {"Split": False, "File": upload("%PDF-1.4", "scan.pdf"), "MetaData": {"TotalIncl": 12.5}}
    upload_id = int((await written("POST", "/v1/toProcess", body)).text)
    (kept,) = written.emulator.kept("uploads")
    assert (kept["UploadID"], kept["File"]["FileName"], kept["Split"]) == (upload_id, "scan.pdf", False)
    assert (await written.get(f"/v1/files/{kept['File']['FileID']}")).status == 200
    assert (await written("DELETE", f"/v1/toProcess/{upload_id}")).status == 200
    assert (await written("DELETE", f"/v1/toProcess/{upload_id}")).status == 401
    assert written.emulator.kept("uploads") == []


async def test_an_upload_without_a_file_is_refused(written):
    assert (await written("POST", "/v1/toProcess", {"Split": True})).codes == ["Invalid Filename", "TheFileIsNotValid"]
