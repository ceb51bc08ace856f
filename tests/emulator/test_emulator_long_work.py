"""Long work, on one order or on one list, stops nobody else; and nobody sees half of it."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any

import attrs
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ORDERS = "/v1/orders"
SEND = "/v1/orders/commands/send"
LINES = 8000
LINE = {"Quantity": 1, "UnitPriceExcl": 10.5, "Description": "Box", "VATPercentage": 21}
ITEMS = 3000
AT_LEAST = 3
"""Small requests that begin and end while a long one is at work; where that stops the others, there is none."""


@attrs.frozen
class Long:
    """A request whose work is long; of path and body, what names the long order or a file of it is filled in."""

    method: str
    path: str
    body: Callable[..., Any] = lambda *_: None


def update(order_id, an_order):
    return an_order(OrderID=order_id, OrderLines=[LINE] * LINES)


def posted(_, an_order):
    return an_order(OrderLines=[LINE] * LINES)


def transactions(*_):
    return [
        {"IBAN": "BE68539007547034", "TotalAmount": 1.5, "ValueDate": "2024-03-01", "BankReference": f"R-{number}",
         "NameCounterParty": "Imported"}
        for number in range(ITEMS)
    ]  # fmt: skip


def products(*_):
    return {"Items": [{"Reference": f"P-{number}", "Description": "Box", "AmountExcl": 1.5} for number in range(ITEMS)]}


def accounts(*_):
    return [{"Code": 600_000 + number, "Description": "An account"} for number in range(ITEMS)]


def journals(*_):
    return [{"Code": f"J{number}", "JournalType": "Cost"} for number in range(5 * ITEMS)]


def bookings(*_):
    return [{"AccountCode": 600_000, "Amount": 1.5} for _ in range(4 * ITEMS)]


def upload(*_):
    return {
        "File": {"FileName": "paper.pdf", "FileContent": base64.b64encode(b"%PDF-1.4" + bytes(40_000_000)).decode()}
    }


def coda(*_):
    def record(*parts):
        line = [" "] * 128
        for position, text in parts:
            line[position - 1 : position - 1 + len(text)] = text
        return "".join(line)

    movement = ((1, "21"), (3, "0001"), (7, "0000"), (32, "0"), (33, f"{1000:015d}"), (48, "050324"), (54, "00150000"),
                (62, "0"), (116, "050324"), (126, "0"), (128, "0"))  # fmt: skip
    lines = [
        record((1, "00000"), (6, "050324")),
        record((1, "12001"), (6, "BE68539007547034"), (40, "EUR"), (43, "0"), (44, "0" * 15), (59, "040324")),
        *(record(*movement, (11, f"R-{number}")) for number in range(ITEMS)),
        record((1, "8001"), (42, "0"), (43, "0" * 15)),
        record((1, "9"), (17, f"{ITEMS + 2:06d}"), (23, "0" * 15), (38, f"{ITEMS * 1000:015d}"), (128, "2")),
    ]
    return {"FileName": "statement.cod", "FileContent": base64.b64encode("\r\n".join(lines).encode()).decode()}


def send(order_id, _):
    return {"OrderIds": [order_id], "TransportType": "Peppol"}


# Whether there is a long order already, and the request.
CASES = {
    "create an order": (False, Long("POST", ORDERS, posted)),
    "update an order": (True, Long("POST", ORDERS, update)),
    "send an order over Peppol": (False, Long("POST", "/v1/peppol/sendOrder", posted)),
    "send a stored order": (True, Long("POST", f"{ORDERS}/commands/send", send)),
    "send it, spelt otherwise": (True, Long("POST", f"{ORDERS}/commands/send", lambda order_id, _: {
        "orderids": [str(order_id)], "transporttype": "SMTP"})),
    "patch an order": (True, Long("PATCH", f"{ORDERS}/{{order}}", lambda *_: {"Paid": True})),
    "pay an order": (True, Long("POST", f"{ORDERS}/{{order}}/payments", lambda *_: {
        "PaidDate": "2024-03-01", "Amount": 1})),
    "sign an order": (True, Long("POST", f"{ORDERS}/commands/eSign/{{order}}")),
    "delete an order": (True, Long("DELETE", f"{ORDERS}/{{order}}")),
    "book an order": (False, Long("PUT", f"{ORDERS}/{{small}}/bookingEntries", bookings)),
    "draw the PDF of an order": (True, Long("GET", "/v1/files/{pdf}")),
    "take over the PDF of an order": (True, Long("GET", "/v1/accountant/feeds/x/{item}")),
    "read the e-invoice of an order": (True, Long("GET", "/v1/files/{ubl}")),
    "import transactions": (False, Long("POST", "/v1/financialTransactions/commands/import", transactions)),
    "import a CODA file": (False, Long("POST", "/v1/financialTransactions/importFile", coda)),
    "import products": (False, Long("POST", "/v1/products", products)),
    "import ledger accounts": (False, Long("POST", "/v1/glaccounts/commands/import", accounts)),
    "import journals": (False, Long("POST", "/v1/journals/commands/import", journals)),
    "upload a file": (False, Long("POST", "/v1/toProcess", upload)),
}  # fmt: skip


async def prepared(wire, path):
    """A long order, and what a path names of it."""
    order_id = await wire.create(OrderLines=[LINE] * LINES)
    names = {"order": order_id, "pdf": (await wire.detail(order_id))["OrderPDF"]["FileID"], "ubl": "", "item": ""}
    if "{ubl}" in path:
        await wire("POST", f"{ORDERS}/commands/send", send(order_id, None))
        wire.emulator.deliver_pending()
        names["ubl"] = (await wire.detail(order_id))["Messages"][-1]["FileID"]
    if "{item}" in path:
        await wire("POST", "/v1/accountant/feeds", {"Name": "x"})
        items = (await wire.get("/v1/accountant/feeds/x")).json
        (names["item"],) = (item["FeedItemID"] for item in items if item["EntityID"] == order_id)
    return order_id, path.format(**names)


async def until_locked(lock):
    while not lock.locked():  # noqa: ASYNC110 - a lock has no event that tells of it
        await asyncio.sleep(0)


async def served_during(work, wire):
    """The small requests that begin and end while the emulator is at long work, until something is done."""
    lock = wire.emulator._running.store.database.write_lock
    served = 0
    while not work.done():
        is_at_work = lock.locked()
        assert (await wire.get(f"{ORDERS}?$top=1")).status == 200
        served += is_at_work and lock.locked()
    return served


@pytest.mark.parametrize("name", CASES)
async def test_others_are_served_while_one_request_is_long(written, an_order, name):
    has_order, long = CASES[name]
    order_id, path = 0, long.path.replace("{small}", str(await written.create()))
    if has_order:
        order_id, path = await prepared(written, path)
    work = asyncio.create_task(written(long.method, path, long.body(order_id, an_order)))
    served = await served_during(work, written)
    assert (await work).status == 200, (await work).text
    # What is done to a long order that is stored takes a few dozen milliseconds.
    assert served >= (1 if has_order else AT_LEAST)


async def test_others_are_served_while_a_long_order_arrives(boot, an_order):
    wire = await boot(settings={"delivery.delay": 0.0})
    order_id = int((await wire("POST", "/v1/peppol/sendOrder", posted(0, an_order))).text)
    assert await served_during(asyncio.create_task(wire.emulator.settle()), wire) >= AT_LEAST
    assert (await wire.detail(order_id))["CurrentDocumentDeliveryDetails"]["DocumentDeliveryStatus"] == "Delivered"


@pytest.mark.parametrize(
    ("path", "body", "listed", "added"),
    [
        ("/v1/products", products, "/v1/products", ITEMS),
        ("/v1/products", lambda: {"Items": [*products()["Items"], {"ProductID": 1}]}, "/v1/products", 0),
        ("/v1/financialTransactions/commands/import", transactions, "/v1/financialTransactions", ITEMS),
        ("/v1/financialTransactions/commands/import", lambda: [*transactions(), {"IBAN": "BE68539007547034"}],
         "/v1/financialTransactions", 0),
    ],
)  # fmt: skip
async def test_nobody_sees_half_of_a_long_list(written, path, body, listed, added):
    async def count():
        page = await written.get(f"{listed}?$top=1&$inlinecount=allpages")
        return int(page.json["Count"])

    before = await count()
    work = asyncio.create_task(written("POST", path, body()))
    seen = [await count() for _ in iter(work.done, True)]
    assert set(seen) <= {before, before + added}
    assert (await work).status == (200 if added else 400 if "import" in path else 401)
    assert await count() == before + added


async def test_who_writes_meanwhile_waits_and_loses_nothing(written, an_order):
    work = asyncio.create_task(written("POST", "/v1/products", products()))
    written_ids = []
    while not work.done():
        written_ids.append(await written.create())
    assert (await work).status == 200
    assert len(set(written_ids)) == len(written_ids)
    assert written.emulator.ledger.order_count == 40 + len(written_ids)


async def test_what_reads_and_stores_a_little_waits_too(written):
    lock = written.emulator._running.store.database.write_lock
    await written("POST", "/v1/accountant/feeds", {"Name": "x"})
    work = asyncio.create_task(written("POST", "/v1/products", products()))
    await until_locked(lock)
    client = written.emulator
    logon = f"/Account/Logon?client_id={client.client_id}&response_type=code&redirect_uri={client.redirect_uri}"
    for path in ("/v1/account/ssoToken", "/v1/accountant/feeds/x", logon):
        assert (await written.get(path)).status == 200, path
    assert (await work).status == 200


async def test_closing_waits_for_long_work_that_was_begun(tmp_path, boot, an_order):
    wire = await boot(database=str(tmp_path / "emulator.sqlite"))
    store = wire.emulator._running.store
    work = asyncio.create_task(wire("POST", "/v1/products", products()))
    await until_locked(store.database.write_lock)
    await wire.emulator.close()
    await asyncio.gather(work, return_exceptions=True)
    assert not store.database.write_lock.locked()
    again = await boot(database=str(tmp_path / "emulator.sqlite"))
    assert int((await again.get("/v1/products?$top=1&$inlinecount=allpages")).json["Count"]) > ITEMS
