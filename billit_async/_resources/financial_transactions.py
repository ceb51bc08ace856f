"""Financial transactions: what moved on a company's bank accounts. Billit has no operation that reads one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from billit_async._resources.arguments import checked_models
from billit_async._resources.files import checked_file
from billit_async._resources.resource import Resource, asked
from billit_async._runtime.private_files import read_plain_file
from billit_async._serialization import codec
from billit_async.models.files import File
from billit_async.models.financial_transactions import Transaction

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterable
    from os import PathLike

    from billit_async._paging import Consistency, Pager
    from billit_async._transport.policies import CallOptions
    from billit_async.coda import CodaStatement
    from billit_async.odata.ast import Expr
    from billit_async.odata.query import Order as OrderTerm
    from billit_async.odata.query import Query

__all__ = ["FinancialTransactions"]

_LIST = "/v1/financialTransactions"


class FinancialTransactions(Resource):
    """The bank transactions of one company: ``billit.financial_transactions``."""

    __slots__ = ()

    def list(
        self,
        where: Expr | Query | None = None,
        *,
        order_by: OrderTerm | Iterable[OrderTerm] | None = None,
        top: int | None = None,
        skip: int | None = None,
        search: str | None = None,
        count: bool = False,
        cursor: int | str | None = None,
        consistency: Consistency | str | None = None,
        prefetch: int | None = None,
        options: CallOptions | None = None,
    ) -> Pager[Transaction]:
        """List bank transactions, read by id, so that nothing is lost while statements are imported.

        Args:
            where: Which ones, built from ``TransactionFields``, or a whole ``Query``; which columns Billit
                filters is not documented.
            order_by: Another order, built from ``TransactionFields``. The list then follows Billit's own links, which
                can miss a transaction when others change while it is read.
            top: Transactions to give at most, over all pages.
            skip: Transactions to leave out at the beginning.
            search: Billit's full text search; which fields it searches is not documented.
            count: Ask how many match; the first page then has ``page.count``.
            cursor: Go on behind this point: ``pager.cursor``, ``page.cursor`` or ``error.cursor`` of the same list.
            consistency: ``keyset`` to read by key or not at all, ``links`` to follow Billit's own links.
            prefetch: Pages to have under way ahead of the consumer, and to hold in memory at most.
            options: What its calls do otherwise than the session: time limits, retries, priority, headers.

        Returns:
            A pager; nothing is asked before it is used. Its use raises BadRequest for a column that cannot be
            filtered, PagingError for a list that does not move forward, and any CallError.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: ``top`` or ``skip`` is out of range.
            QueryError: The cursor is of another query or list.

        Source: GET /v1/financialTransactions (Swagger operation FinancialTransaction_GetBankTransactions). It has no
            schema for its answer; the definition PageResult_Transaction has the page.
        """
        query = asked(where, order_by=order_by, top=top, skip=skip, search=search, count=count)
        return self.list_of(
            Transaction,
            _LIST,
            query,
            key="BankAccountTransactionID",
            key_attribute="bank_account_transaction_id",
            cursor=cursor,
            consistency=consistency,
            prefetch=prefetch,
            options=options,
        )

    async def import_many(self, transactions: Iterable[Transaction], *, options: CallOptions | None = None) -> None:
        """Hand in bank transactions; whether Billit recognises those it has already is not documented.

        Args:
            transactions: The transactions, at least one.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: look in the list first.
            TypeError: It is no list of Transaction.
            ValueError: It is empty.

        Source: POST /v1/financialTransactions/commands/import (Swagger operation FinancialTransaction_PostImport).
        """
        body = codec.to_body(checked_models(transactions, Transaction, "transactions"), "transactions")
        await self._do("POST", "/v1/financialTransactions/commands/import", body=body, options=options)

    async def import_file(self, file: File, *, options: CallOptions | None = None) -> None:
        """Hand in a statement file of a bank, CODA; it is not looked into here.

        Args:
            file: ``File(file_name="statement.cod", mime_type="text/plain", file_content=...)``, bytes or base64.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: look in the list first.
            TypeError: It is no File.
            ValueError: It has no name or no content.

        Source: POST /v1/financialTransactions/importFile (Swagger operation FinancialTransaction_PostImportFile).
        """
        body = codec.to_json(checked_file(file, "file"))
        await self._do("POST", "/v1/financialTransactions/importFile", body=body, options=options)

    async def import_coda(
        self, path: str | PathLike[str], *, options: CallOptions | None = None
    ) -> builtins.list[CodaStatement]:
        """Check a CODA file, and hand it in; one that is damaged or cut off does not leave this machine.

        Args:
            path: The file that the bank gave, read beside the event loop.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The statements that were handed in: account, balances, number of movements.

        Raises:
            FileError: The file cannot be read, or is no plain file.
            PayloadError: It is not CODA, or does not add up; the message names the line.
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: look in the list first.

        Source: POST /v1/financialTransactions/importFile (Swagger operation FinancialTransaction_PostImportFile).
        """
        file = Path(path)
        content, statements = await asyncio.to_thread(_read_coda, file)
        await self.import_file(File(file_name=file.name, mime_type="text/plain", file_content=content), options=options)
        return statements


def _read_coda(path: Path) -> tuple[bytes, list[CodaStatement]]:
    from billit_async.coda import read_coda  # noqa: PLC0415  (loaded beside the event loop)

    content = read_plain_file(path)
    return content, read_coda(content, name=path.name)
