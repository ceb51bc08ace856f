"""The feeds of an accountant: what waits in them, and what was taken over and is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.settings import EmulatorSettings
    from billit_async.emulator.storage.store import Store

__all__ = ["take_as_known", "waiting_items"]


def take_as_known(store: Store, company_id: int, feed: str) -> None:
    """Count what the company has now as taken over, so that only what comes later waits in a feed."""
    for entity_type, entity_id in _candidates(store, company_id):
        _put(store, company_id, feed, (entity_type, entity_id), is_confirmed=True)


def waiting_items(store: Store, settings: EmulatorSettings, company_id: int, feed: str) -> list[Document]:
    """What waits in a feed, the oldest first; what came into being since the last look is put in first.

    Which orders and documents a feed gets is not documented: here every invoice, credit note and, if no setting says
    otherwise, document of the company that is not deleted, each once.
    """
    documents = store.documents
    kept = documents.every("feed_items", company_id, parent=feed)
    known = {(item["EntityType"], item["EntityID"]) for item in kept}
    candidates = _candidates(store, company_id)
    if settings.feeds.items == "orders":
        candidates = [candidate for candidate in candidates if candidate[0] == "Order"]
    existing = set(candidates)
    kept += [_put(store, company_id, feed, entity, is_confirmed=False) for entity in candidates if entity not in known]
    return [item for item in kept if not item["IsConfirmed"] and (item["EntityType"], item["EntityID"]) in existing]


def _candidates(store: Store, company_id: int) -> list[tuple[str, int]]:
    return [
        *(("Order", order_id) for order_id in store.orders.invoice_ids(company_id)),
        *(("Document", document_id) for document_id in store.records.document_ids(company_id)),
    ]


def _put(store: Store, company_id: int, feed: str, entity: tuple[str, int], *, is_confirmed: bool) -> Document:
    item: Document = {
        "FeedItemID": store.counters.advance("feed_item", start=30_000),
        "EntityID": entity[1],
        "EntityType": entity[0],
        "PartyID": company_id,
        "IsConfirmed": is_confirmed,
    }
    store.documents.put("feed_items", company_id, item["FeedItemID"], item, parent=feed)
    return item
