"""Daily receipts: the books of what a shop took in without an invoice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._resources._operations import (
    DAILY_RECEIPT_GET_DAILY_RECEIPT_BOOKS,
    DAILY_RECEIPT_GET_DAILY_RECEIPT_BOOKS_BY_DAILY_RECEIPT_BOOK_ID,
    DAILY_RECEIPT_GET_DAILY_RECEIPT_ENTRY,
    DAILY_RECEIPT_POST_DAILY_RECEIPT_BOOK_ENTRY,
)
from billit_async._resources.arguments import checked_id, checked_model
from billit_async._resources.resource import Resource
from billit_async._resources.responses import read_model
from billit_async._serialization import codec
from billit_async._transport.messages import WrongDocumentError
from billit_async.models.daily_receipts import (
    DailyReceiptBookEntryModel,
    DailyReceiptBookModelResponseModel,
    GetDailyReceiptEntryResponseModel,
    PostDailyReceiptBookEntryResponseModel,
)

if TYPE_CHECKING:
    from billit_async._serialization.ids import Id
    from billit_async._transport.policies import CallOptions

__all__ = ["DailyReceipts"]


class DailyReceipts(Resource):
    """The books of daily receipts of one company: ``billit.daily_receipts``."""

    __slots__ = ()

    async def books(self, *, options: CallOptions | None = None) -> DailyReceiptBookModelResponseModel:
        """Read the books with their entries.

        Returns:
            The books in ``cashbooks``, the entries of all of them in ``cashbook_entries``.

        Raises:
            UnexpectedResponse: The response is something else.

        Source: GET /v1/DailyReceiptBooks (Swagger operation DailyReceipt_GetDailyReceiptBooks).
        """
        return await self._read(
            DAILY_RECEIPT_GET_DAILY_RECEIPT_BOOKS,
            lambda raw: codec.from_json(DailyReceiptBookModelResponseModel, raw),
            options=options,
        )

    async def book(self, book_id: Id, *, options: CallOptions | None = None) -> DailyReceiptBookModelResponseModel:
        """Read one book with its entries.

        Args:
            book_id: The book's ``DailyReceiptBookID``; responses call it ``cashbook_id``.

        Returns:
            The book in ``cashbooks``, its entries in ``cashbook_entries``.

        Raises:
            NotFound: There is no such book.
            UnexpectedResponse: The response is something else.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: GET /v1/DailyReceiptBooks/{DailyReceiptBookID} (Swagger operation DailyReceipt_GetDailyReceiptBooks).
        """
        wanted = checked_id(book_id, "book_id")
        return await self._read(
            DAILY_RECEIPT_GET_DAILY_RECEIPT_BOOKS_BY_DAILY_RECEIPT_BOOK_ID,
            lambda raw: _read_book(raw, wanted),
            options=options,
            DailyReceiptBookID=wanted,
        )

    async def entry(self, entry_id: Id, *, options: CallOptions | None = None) -> GetDailyReceiptEntryResponseModel:
        """Read one entry.

        Args:
            entry_id: The entry's ``DailyReceiptEntryID``; responses call it ``cashbook_entry_id``.

        Returns:
            The entry with its amounts.

        Raises:
            NotFound: There is no such entry.
            UnexpectedResponse: The response is something else.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: GET /v1/DailyReceiptBooks/DailyReceiptEntry/{DailyReceiptEntryID} (Swagger operation
            DailyReceipt_GetDailyReceiptEntry).
        """
        return await self._one(
            DAILY_RECEIPT_GET_DAILY_RECEIPT_ENTRY,
            GetDailyReceiptEntryResponseModel,
            "cashbook_entry_id",
            entry_id,
            argument="entry_id",
            options=options,
        )

    async def add_entry(
        self, entry: DailyReceiptBookEntryModel, *, options: CallOptions | None = None
    ) -> PostDailyReceiptBookEntryResponseModel:
        """Add an entry to the open book, or to a new one where none is open.

        Args:
            entry: Day, text, total with VAT and VAT percentage.

        Returns:
            The ids of the book and of the entry.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: look among the entries first.
            UnexpectedResponse: The response is something else, although the entry may exist.
            TypeError: It is not a DailyReceiptBookEntryModel, or holds a float.

        Source: POST /v1/DailyReceiptBooks/commands/CreateEntryInOpenExistingOrNew (Swagger operation
            DailyReceipt_PostDailyReceiptBookEntry).
        """
        body = codec.to_body(checked_model(entry, DailyReceiptBookEntryModel, "entry"), "entry")
        return await self._read(
            DAILY_RECEIPT_POST_DAILY_RECEIPT_BOOK_ENTRY,
            lambda raw: read_model(PostDailyReceiptBookEntryResponseModel, raw, "cashbook_entry_id", "cashbook_id"),
            body=body,
            options=options,
        )


def _read_book(raw: bytes, wanted: int) -> DailyReceiptBookModelResponseModel:
    found = codec.from_json(DailyReceiptBookModelResponseModel, raw)
    if wanted not in {book.cashbook_id for book in found.cashbooks or []}:
        raise WrongDocumentError("the body is not the book that was asked for, by its cashbook_id")
    return found
