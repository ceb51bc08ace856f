"""Stored documents, bank transactions, movements of cash and the Peppol inbox, in the emulator's database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.odata.columns import CASHBOOK_ENTRIES, DOCUMENTS, TRANSACTIONS
from billit_async.emulator.protocol.clock import fixed_text
from billit_async.emulator.protocol.json import decode, encode
from billit_async.emulator.storage.listing import ListSource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async.emulator.odata.columns import Collection
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.storage.database import Database

__all__ = ["INBOX_PAGE", "TABLES", "RecordRepository"]

INBOX_PAGE: Final = 10
"""Items that the inbox shows. Source: docs page "get the inbox"."""

TABLES: Final = (
    DOCUMENTS.create_table("Document BLOB"),
    TRANSACTIONS.create_table("CompanyID INTEGER", "Document BLOB"),
    CASHBOOK_ENTRIES.create_table("CompanyID INTEGER", "CashbookID INTEGER", "Document BLOB"),
    # An item is decided once, and kept afterwards.
    """CREATE TABLE inbox (InboxItemID INTEGER PRIMARY KEY, CompanyID INTEGER, Receiver TEXT, Created TEXT,
        Decision TEXT, Reason TEXT, Document BLOB)""",
    "CREATE INDEX documents_of_company ON documents (CompanyID, DocumentID)",
    "CREATE INDEX transactions_of_company ON bank_transactions (CompanyID, BankAccountTransactionID)",
    "CREATE INDEX transactions_by_reference ON bank_transactions (CompanyID, BankReference)",
    "CREATE INDEX entries_of_book ON cashbook_entries (CompanyID, CashbookID)",
    "CREATE INDEX inbox_of_company ON inbox (CompanyID, Decision, Created)",
)
_DOCUMENT_INSERT: Final = DOCUMENTS.insert("Document")
_TRANSACTION_INSERT: Final = TRANSACTIONS.insert("CompanyID", "Document")
_ENTRY_INSERT: Final = CASHBOOK_ENTRIES.insert("CompanyID", "CashbookID", "Document")
# What full text search looks through is not documented.
_DOCUMENT_SEARCHED: Final = """lower(coalesce("Name", '') || ' ' || coalesce("Description", ''))"""
_TRANSACTION_SEARCHED: Final = """lower(coalesce("NameCounterParty", '') || ' ' || coalesce("Description", ''))"""
_ENTRY_SEARCHED: Final = """lower(coalesce("Note", '') || ' ' || coalesce("InternalInformation", ''))"""


@attrs.frozen
class RecordRepository:
    """Reads and writes stored documents, bank transactions, movements of cash and the Peppol inbox.

    Args:
        database: The database.
    """

    database: Database = attrs.field(repr=False)

    def listed_documents(self, company_id: int) -> ListSource:
        """The stored documents of a company, as its list shows them."""
        return ListSource(
            collection=DOCUMENTS,
            bodies=("documents", "Document"),
            condition='"CompanyID" = ?',
            values=(company_id,),
            searched=_DOCUMENT_SEARCHED,
        )

    def listed_transactions(self, company_id: int) -> ListSource:
        """The bank transactions of a company, as its list shows them."""
        return ListSource(
            collection=TRANSACTIONS,
            bodies=("bank_transactions", "Document"),
            condition='"CompanyID" = ?',
            values=(company_id,),
            searched=_TRANSACTION_SEARCHED,
        )

    def listed_entries(self, company_id: int, cashbook_id: int) -> ListSource:
        """The movements of one of a company's cash books, as its list shows them."""
        return ListSource(
            collection=CASHBOOK_ENTRIES,
            bodies=("cashbook_entries", "Document"),
            condition='"CompanyID" = ? AND "CashbookID" = ?',
            values=(company_id, cashbook_id),
            searched=_ENTRY_SEARCHED,
        )

    def add_documents(self, documents: Iterable[Document]) -> None:
        """Write stored documents; each names its company."""
        rows = [[*DOCUMENTS.row(document), encode(document)] for document in documents]
        self.database.connection.executemany(_DOCUMENT_INSERT, rows)

    def document(self, company_id: int, document_id: int) -> bytes | None:
        """The bytes that GET returns, or ``None`` when the company has no such document."""
        statement = "SELECT Document FROM documents WHERE DocumentID = ? AND CompanyID = ?"
        row = self.database.connection.execute(statement, (document_id, company_id)).fetchone()
        return None if row is None else row[0]

    def document_ids(self, company_id: int) -> list[int]:
        """The stored documents of a company, the oldest first."""
        statement = "SELECT DocumentID FROM documents WHERE CompanyID = ? ORDER BY DocumentID"
        return [row[0] for row in self.database.connection.execute(statement, (company_id,))]

    def transaction(self, company_id: int, transaction_id: int) -> bytes | None:
        """A transaction of the company's bank account as the list shows it, or ``None``."""
        statement = "SELECT Document FROM bank_transactions WHERE BankAccountTransactionID = ? AND CompanyID = ?"
        row = self.database.connection.execute(statement, (transaction_id, company_id)).fetchone()
        return None if row is None else row[0]

    def remove(self, collection: Collection, key: int) -> None:
        """Delete a row of one of these lists."""
        self.database.connection.execute(f'DELETE FROM {collection.table} WHERE "{collection.key}" = ?', (key,))  # noqa: S608 - names are ours

    def add_transactions(self, company_id: int, transactions: Iterable[Document]) -> None:
        """Write transactions of a company's bank account."""
        rows = [[*TRANSACTIONS.row(document), company_id, encode(document)] for document in transactions]
        self.database.connection.executemany(_TRANSACTION_INSERT, rows)

    def transactions_like(self, company_id: int, iban: str, reference: str, value_date: str) -> list[Document]:
        """The transactions of a company's account that have a reference of the bank and a date."""
        statement = (
            "SELECT Document FROM bank_transactions "
            "WHERE CompanyID = ? AND IBAN = ? AND BankReference = ? AND ValueDate = ?"
        )
        values = (company_id, iban, reference, fixed_text(value_date))
        return [decode(row[0]) for row in self.database.connection.execute(statement, values)]

    def add_cashbook_entries(self, company_id: int, cashbook_id: int, entries: Iterable[Document]) -> None:
        """Write movements of a company's cash into one of its cash books."""
        rows = [[*CASHBOOK_ENTRIES.row(document), company_id, cashbook_id, encode(document)] for document in entries]
        self.database.connection.executemany(_ENTRY_INSERT, rows)

    def cash_moved(self, company_id: int, cashbook_id: int) -> tuple[int, str | None]:
        """What the entries of a cash book come to, in cents, and the moment of the latest one."""
        signed = "CASE WHEN Direction = 'Cost' THEN -Amount ELSE Amount END"
        statement = (
            f"SELECT exact_sum({signed}), max(TransactionDate) "  # noqa: S608 - ours
            "FROM cashbook_entries WHERE CompanyID = ? AND CashbookID = ?"
        )
        cents, latest = self.database.connection.execute(statement, (company_id, cashbook_id)).fetchone()
        return int(cents or 0), latest

    def add_to_inbox(self, company_id: int, items: Iterable[Document]) -> None:
        """Let documents come in over Peppol."""
        rows = [
            (
                item["InboxItemID"],
                company_id,
                item["ReceiverCompanyID"],
                fixed_text(item["CreationDate"]),
                None,
                None,
                encode(item),
            )
            for item in items
        ]
        self.database.connection.executemany("INSERT INTO inbox VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def inbox(self, company_id: int, receiver: str | None) -> list[bytes]:
        """The oldest items that nobody decided on, as GET shows them.

        Args:
            company_id: Whose inbox.
            receiver: Only items for this number, without regard to case; ``None`` for all.
        """
        condition = "CompanyID = ? AND Decision IS NULL"
        values: tuple[int | str, ...] = (company_id, INBOX_PAGE)
        if receiver is not None:
            condition, values = f"{condition} AND Receiver = ? COLLATE NOCASE", (company_id, receiver, INBOX_PAGE)
        statement = f"SELECT Document FROM inbox WHERE {condition} ORDER BY Created, InboxItemID LIMIT ?"  # noqa: S608 - ours
        return [row[0] for row in self.database.connection.execute(statement, values)]

    def decide(self, company_id: int, item_id: int, decision: str, reason: str | None = None) -> bool:
        """Confirm or refuse an item, once.

        Returns:
            Whether there was such an item to decide on.
        """
        statement = (
            "UPDATE inbox SET Decision = ?, Reason = ? WHERE InboxItemID = ? AND CompanyID = ? AND Decision IS NULL"
        )
        return self.database.connection.execute(statement, (decision, reason, item_id, company_id)).rowcount == 1

    def is_decided(self, company_id: int, item_id: int) -> bool:
        """Whether an item of a company's inbox was decided on."""
        statement = "SELECT 1 FROM inbox WHERE InboxItemID = ? AND CompanyID = ? AND Decision IS NOT NULL"
        return self.database.connection.execute(statement, (item_id, company_id)).fetchone() is not None

    def refusals(self) -> dict[int, str | None]:
        """Why items were refused, by their ids."""
        statement = "SELECT InboxItemID, Reason FROM inbox WHERE Decision = 'refused' ORDER BY InboxItemID"
        return dict(self.database.connection.execute(statement).fetchall())
