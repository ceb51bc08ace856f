"""Financial transactions: what moved on a company's bank accounts. Billit has no operation that reads one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from billit_async._resources._operations import (
    FINANCIAL_TRANSACTION_POST_IMPORT,
    FINANCIAL_TRANSACTION_POST_IMPORT_FILE,
)
from billit_async._resources.arguments import checked_models
from billit_async._resources.files import checked_file
from billit_async._resources.lists import SearchableList
from billit_async._runtime.private_files import read_plain_file
from billit_async._serialization import codec
from billit_async.models.files import File
from billit_async.models.financial_transactions import Transaction
from billit_async.odata._lists import FINANCIAL_TRANSACTIONS

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterable
    from os import PathLike

    from billit_async._transport.policies import CallOptions
    from billit_async.coda import CodaStatement

__all__ = ["FinancialTransactions"]


class FinancialTransactions(SearchableList[Transaction]):
    """The bank transactions of one company: ``billit.financial_transactions``.

    Conditions are built from ``TransactionFields``; which columns Billit filters is not documented. ``options`` of
    every method says what this call does otherwise than the session: time limits, retries, priority, headers.

    Source: GET /v1/financialTransactions (Swagger operation FinancialTransaction_GetBankTransactions). It has no schema
        for its response; the definition PageResult_Transaction has the page.
    """

    __slots__ = ()

    _spec = FINANCIAL_TRANSACTIONS

    async def import_many(self, transactions: Iterable[Transaction], *, options: CallOptions | None = None) -> None:
        """Hand in bank transactions; whether Billit recognises those it has already is not documented.

        Args:
            transactions: The transactions, at least one.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: look in the list first.
            TypeError: It is not a list of Transaction.
            ValueError: It is empty.

        Source: POST /v1/financialTransactions/commands/import (Swagger operation FinancialTransaction_PostImport).
        """
        body = codec.to_body(checked_models(transactions, Transaction, "transactions"), "transactions")
        await self._do(FINANCIAL_TRANSACTION_POST_IMPORT, body=body, options=options)

    async def import_file(self, file: File, *, options: CallOptions | None = None) -> None:
        """Hand in a statement file of a bank, CODA; it is not looked into here.

        Args:
            file: ``File(file_name="statement.cod", mime_type="text/plain", file_content=...)``, bytes or base64.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: look in the list first.
            TypeError: It is not a File.
            ValueError: It has no name or no content.

        Source: POST /v1/financialTransactions/importFile (Swagger operation FinancialTransaction_PostImportFile).
        """
        body = codec.to_body(checked_file(file, "file"), "file")
        await self._do(FINANCIAL_TRANSACTION_POST_IMPORT_FILE, body=body, options=options)

    async def import_coda(
        self, path: str | PathLike[str], *, options: CallOptions | None = None
    ) -> builtins.list[CodaStatement]:
        """Check a CODA file, and hand it in; one that is damaged or cut off does not leave this machine.

        Args:
            path: The file that the bank gave, read beside the event loop.

        Returns:
            The statements that were handed in: account, balances, number of movements.

        Raises:
            FileError: The file cannot be read, or is not a plain file.
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
