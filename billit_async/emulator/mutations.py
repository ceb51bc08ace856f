"""Changes of stored rows without a request, for tests of what happens while somebody else works in the company.

They are fast and check no rule; ``LastModified`` moves as it does in Billit.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from billit_async.emulator.company.parties import complete_party
from billit_async.emulator.odata.columns import DOCUMENTS, TRANSACTIONS, Collection
from billit_async.emulator.protocol.binding import bind
from billit_async.emulator.protocol.json import decode
from billit_async.emulator.protocol.shapes import arrange
from billit_async.emulator.seed.parties import make_product
from billit_async.emulator.seed.records import add_record
from billit_async.emulator.storage.outbox import Notices
from billit_async.emulator.storage.records import Records

if TYPE_CHECKING:
    from billit_async.emulator.company.orders.create import CompanyContext

__all__ = ["ListName", "insert", "remove", "touch"]

ListName: TypeAlias = Literal["orders", "parties", "products", "documents", "financial_transactions"]

_RECORDS: Final[dict[str, Collection]] = {"documents": DOCUMENTS, "financial_transactions": TRANSACTIONS}


def touch(context: CompanyContext, key: int, of: ListName) -> bool:
    """Save a row again with a new ``LastModified``, or, where its list has no such column, with a new text.

    Args:
        context: The company's context.
        key: The row's id.
        of: Its list.

    Returns:
        Whether the company has such a row.
    """
    if not _touch(context, key, of):
        return False
    if of == "orders":
        Notices(context.store).announce(context.settings, context.company_id, "Order", "U", entity_id=key)
    return True


def _touch(context: CompanyContext, key: int, of: ListName) -> bool:
    store, company_id = context.store, context.company_id
    if of in ("documents", "financial_transactions"):
        return _touch_record(context, key, of)
    find = {"orders": store.order, "parties": store.party, "products": store.product}[of]
    document = find(company_id, key)
    if document is None:
        return False
    document["LastModified"] = context.clock.stamp()
    if of == "orders":
        store.save_order(document)
    elif of == "parties":
        store.save_party(company_id, document, on_peppol=store.is_on_peppol(key))
    else:
        store.save_product(company_id, document)
    return True


def remove(context: CompanyContext, key: int, of: ListName) -> bool:
    """Take a row out of its list, whatever its state; an order goes to the list of deleted ones.

    Args:
        context: The company's context.
        key: The row's id.
        of: Its list.

    Returns:
        Whether the company had such a row.
    """
    if not _touch(context, key, of):
        return False
    if of == "orders":
        context.store.delete_order(key)
    elif of == "documents" or of == "financial_transactions":  # noqa: PLR1714 - what type checkers follow
        Records(context.store).remove(_RECORDS[of], key)
    else:
        context.store.delete_row(of, key)
    return True


def insert(context: CompanyContext, of: ListName) -> int:
    """Add a row at the end of a list: an invoice to the first customer, or what the list holds.

    Args:
        context: The company's context.
        of: The list.

    Returns:
        The new id.
    """
    store, stamp = context.store, context.clock.stamp()
    if of == "orders":
        customer_id = store.first_customer(context.company_id) or insert(context, "parties")
        return context.create_or_update(bind(_invoice(customer_id, stamp[:10]), "Order"), b"{}")
    if of == "parties":
        key = store.counter("party")
        given = {"Name": f"Customer {key}", "Street": "Oktrooiplein", "StreetNumber": "1", "City": "Gent"}
        party = complete_party(given, None, party_id=key, party_type="Customer", stamp=stamp)
        store.save_party(context.company_id, party, on_peppol=False)
        return key
    if of != "products":
        return add_record(store, context.clock, context.company_id, of)
    key = store.counter("product")
    # Not for secrets: the same id makes the same product.
    store.save_product(context.company_id, make_product(Random(key), key, stamp, index=key))  # noqa: S311
    return key


def _touch_record(context: CompanyContext, key: int, of: Literal["documents", "financial_transactions"]) -> bool:
    records = Records(context.store)
    raw = (records.document if of == "documents" else records.transaction)(context.company_id, key)
    if raw is None:
        return False
    text = f"Touched {context.clock.stamp()}"
    if of == "documents":
        records.add_documents([arrange(decode(raw) | {"Description": text}, "DocumentAPIView")])
    else:
        records.add_transactions(context.company_id, [arrange(decode(raw) | {"Note": text}, "Transaction")])
    return True


def _invoice(customer_id: int, day: str) -> dict[str, object]:
    line = {"Quantity": 1, "UnitPriceExcl": 10, "Description": "Administratie", "VATPercentage": 21}
    return {
        "OrderType": "Invoice",
        "OrderDirection": "Income",
        "CustomerID": customer_id,
        "OrderDate": day,
        "ExpiryDate": day,
        "OrderLines": [line],
    }
