"""Fills the public register of a new store with businesses that no company deals with yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from billit_async.emulator.protocol.shapes import Document, arrange
from billit_async.emulator.seed.draws import Draws
from billit_async.emulator.seed.parties import make_party

if TYPE_CHECKING:
    from billit_async.emulator.storage.store import Store

__all__ = ["seed_directory"]

_BUSINESSES: Final = 60


def seed_directory(store: Store, *, seed: int, stamp: str) -> None:
    """Write businesses into the register that are nobody's party, and one that the documentation uses."""
    draws = Draws(f"directory/{seed}")
    known: list[Document] = [
        {"Name": "Billit", "VATNumber": "BE0563846944", "Street": "Oktrooiplein", "StreetNumber": "1", "Box": "301",
         "Zipcode": "9000", "City": "Gent", "CountryCode": "BE"}
    ]  # fmt: skip
    while len(known) < _BUSINESSES:
        party, _ = make_party(draws, len(known), "Supplier", stamp)
        if "VATNumber" in party:
            known.append(party)
    documents = store.documents
    for party in known:
        documents.put("directory", 0, party["VATNumber"], _register_entry(party, year=draws.between(1960, 2026)))


def _register_entry(party: Document, *, year: int) -> Document:
    vat_number: str = party["VATNumber"]
    is_belgian = vat_number.startswith("BE")
    return arrange(
        {
            "Source": "KBO" if is_belgian else "VIES",
            "CompanyIdentification": vat_number[2:] if is_belgian else vat_number,
            "Street": party.get("Street"),
            "Number": party.get("StreetNumber"),
            "Name": party["Name"],
            "Zipcode": party.get("Zipcode"),
            "City": party.get("City"),
            "Box": party.get("Box"),
            "Country": party.get("CountryCode"),
            "StartDate": f"{year}-{year % 12 + 1:02d}-01T00:00:00",
        },
        "CompanySearchResultItem",
    )
