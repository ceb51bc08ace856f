"""The emulator's database with one repository for each kind of thing that is kept in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from billit_async.emulator.storage import schema
from billit_async.emulator.storage.companies import CompanyRepository
from billit_async.emulator.storage.counters import Counters
from billit_async.emulator.storage.credentials import CredentialRepository
from billit_async.emulator.storage.database import Database
from billit_async.emulator.storage.documents import DocumentRepository
from billit_async.emulator.storage.files import FileRepository
from billit_async.emulator.storage.grants import GrantRepository
from billit_async.emulator.storage.idempotency import IdempotencyKeys
from billit_async.emulator.storage.listing import ListRepository
from billit_async.emulator.storage.orders import OrderRepository
from billit_async.emulator.storage.outbox import Outbox
from billit_async.emulator.storage.parties import PartyRepository
from billit_async.emulator.storage.products import ProductRepository
from billit_async.emulator.storage.records import RecordRepository
from billit_async.emulator.storage.reports import ReportRepository

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Store"]


@attrs.frozen(kw_only=True)
class Store:
    """Everything that the emulator keeps.

    Args:
        database: The connection and its transactions, which all repositories share.
        counters: What ids and GUIDs are handed out from.
        credentials: The API key and the application's secrets.
        companies: The companies.
        orders: Their orders.
        parties: Their customers and suppliers.
        products: Their products.
        files: Their files.
        lists: Pages of the lists of all these.
        records: Stored documents, bank transactions, movements of cash and the Peppol inbox.
        reports: Tables about their orders.
        documents: What companies have besides, one document of one kind at a time.
        grants: Applications, codes and tokens of OAuth2.
        outbox: What webhooks are sent.
        idempotency: The idempotency keys that were used.
    """

    database: Database
    counters: Counters
    credentials: CredentialRepository
    companies: CompanyRepository
    orders: OrderRepository
    parties: PartyRepository
    products: ProductRepository
    files: FileRepository
    lists: ListRepository
    records: RecordRepository
    reports: ReportRepository
    documents: DocumentRepository
    grants: GrantRepository
    outbox: Outbox
    idempotency: IdempotencyKeys

    @classmethod
    def open(cls, path: str, *, seed: int) -> Self:
        """Open a database, and make its tables when it is new.

        Args:
            path: ``:memory:`` or the path of a file.
            seed: Makes the GUIDs handed out for new files.

        Raises:
            ValueError: The file has tables of another version.
        """
        database = Database(path, tables=schema.TABLES, version=schema.VERSION)
        counters = Counters(database, seed)
        documents = DocumentRepository(database)
        return cls(
            database=database,
            counters=counters,
            credentials=CredentialRepository(database),
            companies=CompanyRepository(database),
            orders=OrderRepository(database),
            parties=PartyRepository(database),
            products=ProductRepository(database),
            files=FileRepository(database),
            lists=ListRepository(database),
            records=RecordRepository(database),
            reports=ReportRepository(database),
            documents=documents,
            grants=GrantRepository(database, counters),
            outbox=Outbox(database, documents),
            idempotency=IdempotencyKeys(database),
        )
