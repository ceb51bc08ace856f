"""The feeds of an accountant: what waits in them, and what was taken over and is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.emulator.archive import Archive

if TYPE_CHECKING:
    from billit_async.emulator.shapes import Document
    from billit_async.emulator.store import Store

__all__ = ["waiting_items"]


def waiting_items(store: Store, company_id: int, feed: str) -> list[Document]:
    """What waits in a feed, the oldest first; what came into being since the last look is put in first.

    Which orders and documents a feed gets is not documented: here every invoice, credit note and document of the
    company that is not deleted, each once, also those from before the feed.
    """
    archive = Archive(store)
    kept = archive.every("feed_items", company_id, parent=feed)
    known = {(item["EntityType"], item["EntityID"]) for item in kept}
    candidates = [("Order", order_id) for order_id in _order_ids(store, company_id)]
    candidates += [("Document", document_id) for document_id in _document_ids(store, company_id)]
    existing = set(candidates)
    for entity_type, entity_id in candidates:
        if (entity_type, entity_id) in known:
            continue
        item: Document = {
            "FeedItemID": store.counter("feed_item", start=30_000),
            "EntityID": entity_id,
            "EntityType": entity_type,
            "PartyID": company_id,
            "IsConfirmed": False,
        }
        archive.put("feed_items", company_id, item["FeedItemID"], item, parent=feed)
        kept.append(item)
    return [item for item in kept if not item["IsConfirmed"] and (item["EntityType"], item["EntityID"]) in existing]


def _order_ids(store: Store, company_id: int) -> list[int]:
    statement = (
        "SELECT OrderID FROM orders WHERE CompanyID = ? AND Deleted = 0 AND OrderType IN ('Invoice', 'CreditNote') "
        "ORDER BY OrderID"
    )
    return [row[0] for row in store.connection.execute(statement, (company_id,))]


def _document_ids(store: Store, company_id: int) -> list[int]:
    statement = "SELECT DocumentID FROM documents WHERE CompanyID = ? ORDER BY DocumentID"
    return [row[0] for row in store.connection.execute(statement, (company_id,))]
