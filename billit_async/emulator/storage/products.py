"""The products of the companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.odata.columns import PRODUCTS
from billit_async.emulator.protocol.json import decode, encode
from billit_async.emulator.storage.listing import ListSource

if TYPE_CHECKING:
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.storage.database import Database

__all__ = ["TABLES", "ProductRepository"]

TABLES: Final = (
    PRODUCTS.create_table("CompanyID INTEGER", "Document BLOB"),
    "CREATE INDEX products_of_company ON products (CompanyID, ProductID)",
)
_INSERT: Final = PRODUCTS.insert("CompanyID", "Document")
_SEARCHED: Final = """lower(coalesce("Reference", '') || ' ' || coalesce("Description", ''))"""


@attrs.frozen
class ProductRepository:
    """Reads and writes products.

    Args:
        database: The database.
    """

    database: Database = attrs.field(repr=False)

    def listed(self, company_id: int) -> ListSource:
        """The products of a company, as its list shows them."""
        return ListSource(
            collection=PRODUCTS,
            bodies=("products", "Document"),
            condition='"CompanyID" = ?',
            values=(company_id,),
            searched=_SEARCHED,
        )

    def save(self, company_id: int, document: Document) -> None:
        """Write a product of a company."""
        self.database.connection.execute(_INSERT, [*PRODUCTS.row(document), company_id, encode(document)])

    def detail(self, company_id: int, product_id: int) -> bytes | None:
        """The bytes that GET returns, or ``None`` when the company has no such product."""
        statement = "SELECT Document FROM products WHERE ProductID = ? AND CompanyID = ?"
        row = self.database.first(statement, product_id, company_id)
        return None if row is None else row[0]

    def get(self, company_id: int, product_id: int) -> Document | None:
        """The document of a product."""
        raw = self.detail(company_id, product_id)
        return None if raw is None else decode(raw)

    def delete(self, product_id: int) -> None:
        """Delete a product."""
        self.database.connection.execute("DELETE FROM products WHERE ProductID = ?", (product_id,))
