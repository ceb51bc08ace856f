"""A service that takes a request on, breaks, and commits later; it knows what exists and what was sent how often."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.chaos.server import ChaosServer

if TYPE_CHECKING:
    from tests.chaos.server import Seen


class SlowService(ChaosServer):
    """Takes a request on, breaks, and commits later; knows what was sent how often."""

    sends: Counter[int]

    def __post_init__(self) -> None:
        super().__post_init__()
        self.sends = Counter()

    def _do(self, seen: Seen) -> tuple[int, bytes]:
        if seen.path.endswith("/commands/send"):
            self.sends.update(seen.json["OrderIDs"])
        return super()._do(seen)

    def _read(self, seen: Seen) -> bytes:
        if seen.path == "/v1/orders":
            return super()._read(seen)
        order_id = int(seen.path.rpartition("/")[2])
        body: dict[str, Any] = {
            **self.orders.get(order_id, {}),
            "OrderID": order_id,
            "IsSent": self.sends[order_id] > 0,
        }
        if body["IsSent"]:
            body["CurrentDocumentDeliveryDetails"] = {"IsDocumentDelivered": True}
            body["Messages"] = [{"TransportType": "Peppol", "Success": True, "MessageDirection": "Outgoing"}]
        return json.dumps(body).encode()

    def documents(self) -> dict[str, list[int]]:
        """The ids of what exists, by its maker's id."""
        found: dict[str, list[int]] = {}
        for order_id, order in self.orders.items():
            found.setdefault(order["ExternalProviderID"], []).append(order_id)
        return found
