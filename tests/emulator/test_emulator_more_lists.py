"""Documents, bank transactions and movements of cash as lists; the Peppol inbox, which is none."""

from __future__ import annotations

import asyncio
import base64
import itertools
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import aiohttp
import pytest
from stdnum.be import iban as belgian_iban
from stdnum.be import vat as belgian_vat

from billit_async.emulator import Emulator, EmulatorSettings
from billit_async.invoicing.ubl import check_ubl
from tests.emulator.conftest import Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

LISTS = {
    "/v1/documents": "DocumentID",
    "/v1/financialTransactions": "BankAccountTransactionID",
    "/v1/Cashbook/Entries": None,
}
KEYED = [path for path, key in LISTS.items() if key]
COUNTS = {"/v1/documents": 125, "/v1/financialTransactions": 130, "/v1/Cashbook/Entries": 245}
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"


@pytest.fixture
async def start() -> AsyncIterator[Callable[..., Any]]:
    """Start an emulator with other settings and counts."""
    open_parts: list[Any] = []

    async def begin(*, settings: dict[str, Any] | None = None, **counts: Any) -> Wire:
        emulator = Emulator(**{"orders": 40, **counts}, settings=EmulatorSettings.of(settings or {}))
        await emulator.start()
        open_parts.append(emulator)
        session = aiohttp.ClientSession(headers={"ApiKey": emulator.api_key})
        open_parts.append(session)
        return Wire(emulator, session)

    yield begin
    for part in reversed(open_parts):
        await part.close()


@pytest.fixture
async def full(start: Callable[..., Any]) -> Wire:
    """One company, more than a page of each list, and 25 items in the inbox."""
    return await start(orders=200, documents=125, transactions=130, cashbook_entries=245, inbox=25)


async def rows(wire: Wire, path: str) -> list[dict[str, Any]]:
    """Every row of a list, by its links."""
    found: list[dict[str, Any]] = []
    link: str | None = path
    while link:
        page = (await wire.get(link.removeprefix(wire.emulator.url))).json
        found += page["Items"]
        link = page.get("NextPageLink")
    return found


async def inbox_ids(wire: Wire, query: str = "", **headers: str) -> list[int]:
    response = await wire.get(f"/v1/peppol/inbox{query}", **headers)
    assert response.status == 200, response.text
    return [item["InboxItemID"] for item in response.json["InboxItems"]]


@pytest.mark.parametrize("path", LISTS)
async def test_a_page_holds_120_and_links_to_the_rest(full, path):
    page = (await full.get(path)).json
    assert (list(page), len(page["Items"])) == (["Items", "NextPageLink"], 120)
    assert page["NextPageLink"] == f"{full.emulator.url}{path}?$skip=120"


@pytest.mark.parametrize("path", LISTS)
async def test_the_links_give_as_many_rows_as_were_asked_for(full, path):
    assert len(await rows(full, path)) == COUNTS[path]


@pytest.mark.parametrize("path", KEYED)
async def test_a_list_with_a_key_gives_each_row_once_in_its_order(full, path):
    ids = [row[LISTS[path]] for row in await rows(full, path)]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("path", LISTS)
async def test_a_count_comes_when_it_is_asked_for(full, path):
    page = (await full.get(f"{path}?$inlinecount=allpages&$top=1")).json
    assert (page["Count"], len(page["Items"])) == (COUNTS[path], 1)


async def test_a_list_without_a_key_is_ordered_by_all_its_columns_in_alphabetical_order(full):
    found = [
        (
            row["Amount"],
            row["Direction"].lower(),
            row["EntryType"].lower(),
            row.get("InternalInformation", "").lower(),
            row["Note"].lower(),
            row["TransactionDate"],
        )
        for row in await rows(full, "/v1/Cashbook/Entries")
    ]
    assert found == sorted(found)


async def test_what_numbers_the_rows_of_a_list_without_a_key_is_no_property(full):
    response = await full.get("/v1/Cashbook/Entries?$filter=EntryID+eq+1")
    assert (response.status, response.description) == (
        400,
        "Could not find a property named 'EntryID' on type 'Domain.Cashbook.CashbookEntry'.",
    )
    assert "EntryID" not in (await rows(full, "/v1/Cashbook/Entries"))[0]


FILTERS = [
    ("/v1/documents", "DocumentID+gt+{}", "DocumentID", lambda value, one: value > one),
    ("/v1/documents", "Name+eq+'{}'", "Name", lambda value, one: value == one),
    ("/v1/documents", "CreationDate+ge+DateTime'{}'", "CreationDate", lambda value, one: value >= one),
    ("/v1/financialTransactions", "TotalAmount+gt+{}M", "TotalAmount", lambda value, one: value > one),
    ("/v1/financialTransactions", "TotalAmount+eq+{}M", "TotalAmount", lambda value, one: value == one),
    ("/v1/financialTransactions", "ValueDate+lt+DateTime'{}'", "ValueDate", lambda value, one: value < one),
    ("/v1/financialTransactions", "BankReference+ne+'{}'", "BankReference", lambda value, one: value != one),
    ("/v1/Cashbook/Entries", "Amount+le+{}M", "Amount", lambda value, one: value <= one),
    ("/v1/Cashbook/Entries", "Direction+eq+'{}'", "Direction", lambda value, one: value == one),
]


@pytest.mark.parametrize(("path", "text", "name", "holds"), FILTERS)
async def test_a_filter_keeps_exactly_the_rows_for_which_it_holds(full, path, text, name, holds):
    every = await rows(full, path)
    one = every[len(every) // 3][name]
    expected = [row for row in every if holds(row[name], one)]
    assert 0 < len(expected) < len(every)
    quoted = str(one).replace(" ", "+")
    assert await rows(full, f"{path}?$filter={text.format(quoted)}") == expected


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/documents", "DocumentDate"),
        ("/v1/financialTransactions", "TotalAmount"),
        ("/v1/Cashbook/Entries", "TransactionDate"),
    ],
)
async def test_a_list_can_be_ordered_the_other_way_over_all_its_pages(full, path, name):
    values = [row[name] for row in await rows(full, f"{path}?$orderby={name}+desc")]
    assert len(values) == COUNTS[path]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("path", LISTS)
async def test_a_column_that_does_not_exist_is_refused(full, path):
    response = await full.get(f"{path}?$filter=Nothing+eq+1")
    assert (response.status, response.codes) == (400, ["GenericError"])


async def test_a_guid_is_compared_with_a_guid_only(full):
    every = await rows(full, "/v1/financialTransactions")
    coda = next(row["CodaFileID"] for row in every if row.get("CodaFileID"))
    found = await rows(full, f"/v1/financialTransactions?$filter=CodaFileID+eq+guid'{coda.upper()}'")
    assert found == [row for row in every if row.get("CodaFileID") == coda]
    response = await full.get(f"/v1/financialTransactions?$filter=CodaFileID+eq+'{coda}'")
    assert (response.status, response.codes) == (400, ["GenericError"])


@pytest.mark.parametrize(
    ("path", "name"),
    [("/v1/documents", "Name"), ("/v1/financialTransactions", "NameCounterParty"), ("/v1/Cashbook/Entries", "Note")],
)
async def test_full_text_search_narrows_a_list(full, path, name):
    every = await rows(full, path)
    word = next(row[name] for row in every if row.get(name)).split()[0]
    found = await rows(full, f"{path}?fullTextSearch={word.upper()}")
    assert 0 < len(found) < len(every)
    assert all(word.lower() in str(row).lower() for row in found)


async def test_a_document_is_found_by_its_id_and_its_file_apart(full):
    listed = (await full.get("/v1/documents")).json["Items"][3]
    assert (await full.get(f"/v1/documents/{listed['DocumentID']}")).json == listed
    file = (await full.get(f"/v1/files/{listed['File']['FileID']}")).json
    assert (file["FileName"], file["MimeType"]) == (listed["File"]["FileName"], "application/pdf")
    assert base64.b64decode(file["FileContent"]).startswith(b"%PDF-1.4")


@pytest.mark.parametrize("one", ["1", "999999999", "abc"])
async def test_a_document_that_does_not_exist_is_not_yours(full, one):
    response = await full.get(f"/v1/documents/{one}")
    assert (response.status, response.codes) == (401, ["NoAccess"])


async def test_companies_see_their_own_records_only(start):
    wire = await start(companies=2, documents=5, transactions=21, cashbook_entries=9, inbox=7)
    first, second = (str(company) for company in wire.emulator.party_ids)
    for path, shares in zip(LISTS, ((3, 2), (11, 10), (5, 4)), strict=True):
        pages = [(await wire.get(path, PartyID=company)).json["Items"] for company in (first, second)]
        assert tuple(map(len, pages)) == shares
        assert not [row for row in pages[0] if row in pages[1]]
    ours, theirs = await inbox_ids(wire, PartyID=first), await inbox_ids(wire, PartyID=second)
    assert (len(ours), len(theirs), set(ours) & set(theirs)) == (4, 3, set())
    assert (await wire("POST", f"/v1/peppol/inbox/{theirs[0]}/confirm", PartyID=first)).codes == ["NoAccess"]
    document = (await wire.get("/v1/documents", PartyID=second)).json["Items"][0]
    assert (await wire.get(f"/v1/documents/{document['DocumentID']}", PartyID=first)).codes == ["NoAccess"]
    assert await inbox_ids(wire, PartyID=second) == theirs


async def test_payments_pay_orders_to_the_cent(full):
    transactions = await rows(full, "/v1/financialTransactions")
    paying = [row for row in transactions if row["AssignedEntities"]]
    assert len(paying) == 130 * 2 // 3
    for row in paying:
        (assigned,) = row["AssignedEntities"]
        order = await full.detail(assigned["EntityID"])
        is_coming_in = (order["OrderDirection"] == "Income") != (order["OrderType"] == "CreditNote")
        assert order["Paid"]
        assert row["TotalAmount"] == (order["TotalIncl"] if is_coming_in else -order["TotalIncl"])
        assert assigned["AssignedAmount"] == order["TotalIncl"]
        assert row["ValueDate"][:10] == order["PaidDate"][:10]
        assert row["NameCounterParty"] == order["CounterParty"]["Name"]


async def test_amounts_are_printed_with_two_digits(full):
    for path, name in (("/v1/financialTransactions", "TotalAmount"), ("/v1/Cashbook/Entries", "Amount")):
        printed = re.findall(rf'"{name}":(-?[\d.]+)', (await full.get(path)).text)
        assert len(printed) == 120
        assert all(re.fullmatch(r"-?\d+\.\d\d", text) for text in printed)


async def test_accounts_are_valid_and_the_company_has_one(full):
    transactions = await rows(full, "/v1/financialTransactions")
    (company,) = (await full.get("/v1/account/accountInformation")).json["Companies"]
    assert {row["IBAN"] for row in transactions} == {company["IBAN"]}
    others = {row["IBANCounterParty"] for row in transactions if "IBANCounterParty" in row}
    assert len(others) > 5
    assert all(belgian_iban.is_valid(account) for account in others)


async def test_no_till_ever_holds_less_than_nothing(start):
    wire = await start(orders=0, companies=25, cashbook_entries=25 * 12)
    for company in wire.emulator.party_ids:
        page = (await wire.get("/v1/Cashbook/Entries?$orderby=TransactionDate", PartyID=str(company))).json
        signed = [row["Amount"] if row["Direction"] == "Income" else -row["Amount"] for row in page["Items"]]
        assert len(signed) == 12
        assert min(itertools.accumulate(signed, initial=Decimal(250))) >= 0


async def test_the_same_seed_makes_the_same_records_and_another_seed_others(start):
    paths = [*LISTS, "/v1/peppol/inbox"]
    bodies = []
    for seed in (7, 7, 8):
        wire = await start(seed=seed)
        bodies.append([(await wire.get(path)).text for path in paths])
    assert bodies[0] == bodies[1]
    assert all(ours != theirs for ours, theirs in zip(bodies[0], bodies[2], strict=True))


async def test_records_change_nothing_about_orders_and_parties(start):
    paths = ["/v1/orders", "/v1/parties", "/v1/products", "/v1/account/accountInformation"]
    none = await start(documents=0, transactions=0, cashbook_entries=0, inbox=0)
    many = await start(documents=50, transactions=60, cashbook_entries=70, inbox=20)
    for path in paths:
        assert (await none.get(path)).text == (await many.get(path)).text
    assert none.emulator.ledger == many.emulator.ledger
    for path in LISTS:
        assert (await none.get(path)).text == '{"Items":[]}'
    assert (await none.get("/v1/peppol/inbox")).text == '{"InboxItems":[]}'


@pytest.mark.parametrize("name", ["documents", "transactions", "cashbook_entries", "inbox"])
def test_fewer_than_no_records_are_refused(name):
    with pytest.raises(ValueError, match="no fewer than 0 records"):
        Emulator(**{name: -1})


async def test_the_inbox_shows_the_ten_oldest_and_then_the_next(full):
    seen: list[str] = []
    sizes = []
    while items := (await full.get("/v1/peppol/inbox")).json["InboxItems"]:
        sizes.append(len(items))
        for item in items:
            seen.append(item["CreationDate"])
            response = await full("POST", f"/v1/peppol/inbox/{item['InboxItemID']}/confirm")
            assert (response.status, response.text) == (200, "")
    assert sizes == [10, 10, 5]
    assert seen == sorted(set(seen))


async def test_an_inbox_item_has_the_documented_keys_and_a_moment_of_seven_digits(full):
    item = (await full.get("/v1/peppol/inbox")).json["InboxItems"][0]
    assert list(item) == [
        "InboxItemID", "SenderPeppolID", "PeppolDocumentType", "ReceiverPeppolID", "SenderCompanyID",
        "ReceiverCompanyID", "CreationDate", "PeppolFileID",
    ]  # fmt: skip
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}", item["CreationDate"])
    assert belgian_vat.is_valid(item["SenderCompanyID"])
    assert item["SenderPeppolID"] == f"0208:{item['SenderCompanyID'][2:]}"


async def test_the_file_of_an_inbox_item_is_a_document_in_its_envelope(full):
    for item in (await full.get("/v1/peppol/inbox")).json["InboxItems"]:
        file = (await full.get(f"/v1/files/{item['PeppolFileID']}")).json
        assert file["MimeType"] == "text/xml"
        root = ET.fromstring(base64.b64decode(file["FileContent"]))  # noqa: S314 - made by the emulator
        header, document = root
        assert header.tag.endswith("StandardBusinessDocumentHeader")
        assert document.tag.rpartition("}")[0].strip("{") == item["PeppolDocumentType"].partition("::")[0]
        net, gross, vat = (
            Decimal(next(document.iter(f"{CBC}{name}")).text)
            for name in ("TaxExclusiveAmount", "PayableAmount", "TaxAmount")
        )
        assert net + vat == gross
        assert abs(net * Decimal("0.21") - vat) <= Decimal("0.005")
        assert [number.text for number in document.iter(f"{CBC}CompanyID") if number.text.startswith("BE")] == [
            item["SenderCompanyID"],
            item["ReceiverCompanyID"],
        ]


async def test_what_lies_in_the_inbox_breaks_no_rule(full):
    kinds = {}
    for item in (await full.get("/v1/peppol/inbox")).json["InboxItems"]:
        file = (await full.get(f"/v1/files/{item['PeppolFileID']}")).json
        content = base64.b64decode(file["FileContent"]).decode()
        kind = item["PeppolDocumentType"].partition("-2::")[0].rpartition(":")[2]
        kinds[kind] = content[content.index(f"<{kind} ") :].removesuffix("</StandardBusinessDocument>")
    assert "Invoice" in kinds
    for ubl in kinds.values():
        assert await asyncio.to_thread(check_ubl, ubl) == ()


async def test_the_inbox_takes_no_odata(full):
    assert await inbox_ids(full, "?$top=1&$orderby=InboxItemID+desc") == await inbox_ids(full)


async def test_the_inbox_of_one_receiver(full):
    every = await inbox_ids(full)
    (company,) = (await full.get("/v1/account/accountInformation")).json["Companies"]
    assert await inbox_ids(full, f"?ReceiverCompanyID={company['VATNumber'].lower()}") == every
    assert await inbox_ids(full, "?receivercompanyid=BE0437295999") == []
    assert await inbox_ids(full, "?ReceiverCompanyID=") == every


async def test_a_refused_item_leaves_the_inbox_and_its_reason_is_kept(full):
    first, second, third, *_ = await inbox_ids(full)
    response = await full("POST", f"/v1/peppol/inbox/{second}/refuse", {"refusalreason": "Not ours"})
    assert (response.status, response.text) == (200, "")
    assert (await full("POST", f"/v1/peppol/inbox/{third}/refuse", {})).status == 200
    assert (await inbox_ids(full))[0] == first
    assert not {second, third} & set(await inbox_ids(full))
    assert full.emulator.inbox_refusals == {second: "Not ours", third: None}


@pytest.mark.parametrize("again", ["refuse", "confirm"])
@pytest.mark.parametrize("before", ["refuse", "confirm"])
async def test_an_item_is_decided_on_once(full, before, again):
    item = (await inbox_ids(full))[0]
    body = {"RefusalReason": "Not ours"}
    assert (await full("POST", f"/v1/peppol/inbox/{item}/{before}", body)).status == 200
    response = await full("POST", f"/v1/peppol/inbox/{item}/{again}", {"RefusalReason": "Again"})
    assert (response.status, response.codes) == (401, ["NoAccess"])
    assert full.emulator.inbox_refusals == ({item: "Not ours"} if before == "refuse" else {})


@pytest.mark.parametrize("one", ["1", "abc"])
@pytest.mark.parametrize("command", ["refuse", "confirm"])
async def test_an_item_that_does_not_exist_is_not_yours(full, one, command):
    response = await full("POST", f"/v1/peppol/inbox/{one}/{command}", {"RefusalReason": "x"})
    assert (response.status, response.codes) == (401, ["NoAccess"])


@pytest.mark.parametrize("body", [b"null", b"[]", b'"no"', b"{"])
async def test_a_refusal_without_an_object_is_refused_and_decides_nothing(full, body):
    item = (await inbox_ids(full))[0]
    response = await full("POST", f"/v1/peppol/inbox/{item}/refuse", body)
    assert (response.status, response.codes) == (400, ["GenericError"])
    assert (await inbox_ids(full))[0] == item


@pytest.mark.parametrize("body", [None, b"", b" ", b"{}"])
async def test_a_refusal_without_a_reason_needs_no_body(full, body):
    item = (await inbox_ids(full))[0]
    assert (await full("POST", f"/v1/peppol/inbox/{item}/refuse", body)).status == 200
    assert item not in await inbox_ids(full)
    assert full.emulator.inbox_refusals[item] is None


async def test_what_was_decided_survives_a_restart(start, tmp_path):
    database = str(tmp_path / "billit.db")
    first = await start(database=database, inbox=12)
    item = (await inbox_ids(first))[0]
    await first("POST", f"/v1/peppol/inbox/{item}/refuse", {"RefusalReason": "Not ours"})
    left = await inbox_ids(first)
    await first.emulator.close()
    second = await start(database=database)
    assert await inbox_ids(second) == left
    assert second.emulator.inbox_refusals == {item: "Not ours"}
