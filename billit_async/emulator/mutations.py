"""Changes of stored rows without a request, for tests of what happens while somebody else works in the company.

They are fast and check no rule; ``LastModified`` moves as it does in Billit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from billit_async.emulator.company.orders.compose import summarise
from billit_async.emulator.company.orders.create import save_posted_order
from billit_async.emulator.company.parties import complete_party
from billit_async.emulator.odata.columns import DOCUMENTS, TRANSACTIONS, Collection
from billit_async.emulator.protocol.binding import bind
from billit_async.emulator.protocol.json import decode
from billit_async.emulator.protocol.shapes import arrange
from billit_async.emulator.seed.draws import Draws
from billit_async.emulator.seed.parties import make_product
from billit_async.emulator.seed.records import add_record

if TYPE_CHECKING:
    from billit_async.emulator.company.context import CompanyContext
    from billit_async.emulator.storage.orders import OrderRepository
    from billit_async.emulator.storage.parties import PartyRepository
    from billit_async.emulator.storage.products import ProductRepository
    from billit_async.emulator.storage.store import Store

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
        context.store.outbox.enqueue(context.settings, context.company_id, "Order", "U", entity_id=key)
    return True


def _touch(context: CompanyContext, key: int, of: ListName) -> bool:
    store, company_id = context.store, context.company_id
    if of == "documents" or of == "financial_transactions":  # noqa: PLR1714 - what type checkers follow
        return _touch_record(context, key, of)
    repository = _repository(store, of)
    document = repository.get(company_id, key)
    if document is None:
        return False
    document["LastModified"] = context.clock.stamp()
    if of == "orders":
        store.orders.save(document, summarise(document))
    elif of == "parties":
        store.parties.save(company_id, document, on_peppol=store.parties.is_on_peppol(key))
    else:
        store.products.save(company_id, document)
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
    if of == "documents" or of == "financial_transactions":  # noqa: PLR1714 - what type checkers follow
        context.store.records.remove(_RECORDS[of], key)
    else:
        _repository(context.store, of).delete(key)
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
        customer_id = store.parties.first_customer(context.company_id) or insert(context, "parties")
        return save_posted_order(context, bind(_invoice(customer_id, stamp[:10]), "Order"), b"{}")
    if of == "parties":
        key = store.counters.advance("party")
        given = {"Name": f"Customer {key}", "Street": "Oktrooiplein", "StreetNumber": "1", "City": "Gent"}
        party = complete_party(given, None, party_id=key, party_type="Customer", stamp=stamp)
        store.parties.save(context.company_id, party, on_peppol=False)
        return key
    if of != "products":
        return add_record(store, context.clock, context.company_id, of)
    key = store.counters.advance("product")
    # Not for secrets: the same id makes the same product.
    store.products.save(context.company_id, make_product(Draws(key), key, stamp, index=key))
    return key


def _repository(
    store: Store, of: Literal["orders", "parties", "products"]
) -> OrderRepository | PartyRepository | ProductRepository:
    repositories: dict[str, OrderRepository | PartyRepository | ProductRepository] = {
        "orders": store.orders,
        "parties": store.parties,
        "products": store.products,
    }
    return repositories[of]


def _touch_record(context: CompanyContext, key: int, of: Literal["documents", "financial_transactions"]) -> bool:
    records = context.store.records
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
