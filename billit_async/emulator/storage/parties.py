"""The customers and suppliers of the companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.odata.columns import PARTIES
from billit_async.emulator.protocol.json import decode, encode
from billit_async.emulator.storage.listing import ListSource

if TYPE_CHECKING:
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.storage.database import Database

__all__ = ["TABLES", "PartyRepository"]

TABLES: Final = (
    PARTIES.create_table("CompanyID INTEGER", "OnPeppol INTEGER", "Document BLOB"),
    "CREATE INDEX parties_of_company ON parties (CompanyID, PartyID)",
    "CREATE INDEX parties_by_vat ON parties (CompanyID, VATNumber)",
)
_INSERT: Final = PARTIES.insert("CompanyID", "OnPeppol", "Document")
_SEARCHED: Final = """lower(coalesce("Name", '') || ' ' || coalesce("VATNumber", '') || ' ' || coalesce("Email", ''))"""


@attrs.frozen
class PartyRepository:
    """Reads and writes parties.

    Args:
        database: The database.
    """

    database: Database = attrs.field(repr=False)

    def listed(self, company_id: int) -> ListSource:
        """The parties of a company, as its list shows them."""
        return ListSource(
            collection=PARTIES,
            bodies=("parties", "Document"),
            condition='"CompanyID" = ?',
            values=(company_id,),
            searched=_SEARCHED,
        )

    def is_number_on_peppol(self, vat_number: str) -> bool | None:
        """Whether a party with this VAT number can be reached over Peppol; ``None`` when no party has it."""
        statement = "SELECT max(OnPeppol) FROM parties WHERE VATNumber = ? COLLATE NOCASE"
        (found,) = self.database.connection.execute(statement, (vat_number,)).fetchone()
        return None if found is None else bool(found)

    def is_identifier_on_peppol(self, scheme: str, value: str) -> bool:
        """Whether a party with this identifier can be reached over Peppol."""
        statement = (
            "SELECT 1 FROM parties, json_each(CAST(Document AS TEXT), '$.Identifiers') item WHERE OnPeppol = 1 "
            "AND json_extract(item.value, '$.Identifier') = ? AND json_extract(item.value, '$.SchemeID') = ?"
        )
        return self.database.connection.execute(statement, (value, scheme)).fetchone() is not None

    def save(self, company_id: int, document: Document, *, on_peppol: bool) -> None:
        """Write a customer or supplier of a company."""
        self.database.connection.execute(
            _INSERT, [*PARTIES.row(document), company_id, int(on_peppol), encode(document)]
        )

    def detail(self, company_id: int, party_id: int) -> bytes | None:
        """The bytes that GET returns, or ``None`` when the company has no such party."""
        statement = "SELECT Document FROM parties WHERE PartyID = ? AND CompanyID = ?"
        row = self.database.first(statement, party_id, company_id)
        return None if row is None else row[0]

    def get(self, company_id: int, party_id: int) -> Document | None:
        """The document of a party."""
        raw = self.detail(company_id, party_id)
        return None if raw is None else decode(raw)

    def find(self, company_id: int, party_type: str, **columns: str) -> Document | None:
        """The oldest party of a type whose columns all have these values, without regard to case."""
        conditions = " AND ".join(f'"{name}" = ? COLLATE NOCASE' for name in columns)
        row = self.database.connection.execute(
            f"SELECT Document FROM parties WHERE CompanyID = ? AND PartyType = ? AND {conditions} ORDER BY PartyID",  # noqa: S608 - names are ours
            (company_id, party_type, *columns.values()),
        ).fetchone()
        return None if row is None else decode(row[0])

    def belgian_suppliers(self, company_id: int) -> list[Document]:
        """The suppliers of a company with a Belgian VAT number, the oldest first."""
        statement = (
            "SELECT Document FROM parties WHERE CompanyID = ? AND PartyType = 'Supplier' AND VATNumber LIKE 'BE%' "
            "ORDER BY PartyID"
        )
        return [decode(row[0]) for row in self.database.connection.execute(statement, (company_id,))]

    def first_customer(self, company_id: int) -> int | None:
        """The oldest customer of a company."""
        statement = "SELECT min(PartyID) FROM parties WHERE CompanyID = ? AND PartyType = 'Customer'"
        found: int | None = self.database.connection.execute(statement, (company_id,)).fetchone()[0]
        return found

    def delete(self, party_id: int) -> None:
        """Delete a party."""
        self.database.connection.execute("DELETE FROM parties WHERE PartyID = ?", (party_id,))

    def is_on_peppol(self, party_id: int) -> bool:
        """Whether a party can be reached over Peppol."""
        row = self.database.connection.execute("SELECT OnPeppol FROM parties WHERE PartyID = ?", (party_id,)).fetchone()
        return bool(row and row[0])
