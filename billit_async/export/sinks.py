"""The files that exported orders are written to, whole or not at all.

A sink takes orders in batches, in the order in which it is given them; it fetches nothing and decides no name.
"""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

from billit_async._runtime.threads import off_loop
from billit_async._serialization.codec import to_json
from billit_async.errors import FileError
from billit_async.export.files import StagedFile, publish
from billit_async.export.parquet import order_table, require_pyarrow
from billit_async.export.received import ReceivedOrder

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import BinaryIO

    from billit_async.export.parquet import OrderTable
    from billit_async.models import Order

__all__ = ["FileSink", "JsonlSink", "OrderSink", "ParquetSink", "commit_together"]


class OrderSink(Protocol):
    """What the export job needs of a place to write to."""

    async def open(self) -> None:
        """Get ready to take orders."""
        ...

    async def write(self, orders: Sequence[Order | ReceivedOrder]) -> Mapping[int, Collection[str]]:
        """Take a batch; tell the paths of values that the format cannot hold, by the place of their order in it."""
        ...

    async def commit(self) -> None:
        """Make everything that was written visible and durable."""
        ...

    async def abort(self) -> None:
        """Leave no trace of what was written."""
        ...


class FileSink:
    """The base of sinks that make one file.

    `async with` commits at the end of the block, and aborts when the block raises, is cancelled or interrupted. File
    access happens in a thread; one call at a time, as `await` gives it.

    Args:
        path: The final name of the file. A file that has it is replaced by `commit`, and stays as it is on `abort`.
    """

    suffix: ClassVar[str]

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = StagedFile(path)

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._file.stage is None:  # committed or aborted inside the block
            return
        if error is None:
            await self.commit()
        else:
            await self.abort()

    async def open(self) -> None:
        """Make the hidden file that takes the bytes until `commit`.

        Raises:
            FileError: the folder or the file cannot be made.
        """
        try:
            with _told(self.path):
                await off_loop(self._open)
        except BaseException:
            await self.abort()
            raise

    async def write(self, orders: Sequence[Order | ReceivedOrder]) -> Mapping[int, Collection[str]]:
        """Append orders.

        Args:
            orders: Order details, as models or as they were received, in the order in which they shall stand in the
                file.

        Returns:
            Billit's paths of the values that the format cannot hold where they belong, by the order's place in
            `orders`; mostly empty.

        Raises:
            FileError: the disk refused the bytes.
        """
        # Converting holds the interpreter lock either way. In a thread it would make each of the loop's socket calls
        # wait for that lock: measured, an export took 1.4 to 1.8 times as long. The disk and zstd work without it.
        converted, unfit = self._convert(orders)
        with _told(self.path):
            await off_loop(partial(self._store, converted))
        return unfit

    async def commit(self) -> None:
        """Put the whole file, durable, under its final name.

        Raises:
            FileError: the disk refused; the final name is as it was before, and the hidden file is removed.
        """
        await commit_together([self])

    async def abort(self) -> None:
        """Remove what was written; the final name is as it was before. Repeating it does nothing."""
        await off_loop(self._discard)

    def _open(self) -> None:
        self._begin(self._file.open())

    def _begin(self, stream: BinaryIO) -> None:
        raise NotImplementedError

    def _convert(self, orders: Sequence[Order | ReceivedOrder]) -> tuple[Any, Mapping[int, Collection[str]]]:
        """Make what `_store` writes, and tell what did not fit; on the loop."""
        raise NotImplementedError

    def _store(self, converted: Any) -> None:
        """Append to the hidden file; in a thread."""
        raise NotImplementedError

    def _finish(self) -> None:
        """Write what the format needs at the end of a file."""

    def _discard(self) -> None:
        self._file.discard()

    def seal(self) -> StagedFile:
        """Complete the hidden file and make it durable; blocks, and is for `commit_together`.

        Returns:
            The file, to be published.

        Raises:
            OSError: the disk refused.
        """
        self._finish()
        self._file.seal()
        return self._file


async def commit_together(sinks: Sequence[FileSink]) -> None:
    """Commit several files so that a failure of one leaves none of them.

    All are completed and made durable first; only then do the renames follow, which no cancellation comes between.

    Args:
        sinks: Open sinks, each with all its rows.

    Raises:
        FileError: a file could not be completed; none of them has its final name, and all hidden files are removed.
    """

    def seal_and_publish() -> None:
        files: list[StagedFile] = []
        for sink in sinks:
            with _told(sink.path):
                files.append(sink.seal())
        if files:
            with _told(files[0].path):
                publish(files)

    try:
        await off_loop(seal_and_publish)
    except BaseException:
        for sink in sinks:
            await sink.abort()
        raise


@contextlib.contextmanager
def _told(path: Path) -> Generator[None]:
    """Turn what the system says of a file into an error of the tree, which names it."""
    try:
        yield
    except FileError:
        raise
    except OSError as error:
        raise FileError(error.errno, error.strerror or type(error).__name__, str(path)) from error


class JsonlSink(FileSink):
    """One JSON object a line: the order's detail under Billit's own names, every amount digit for digit.

    A line of an order as it was received is what Billit sent, with its nulls and with properties that this version
    does not know. A model has neither.

    Args:
        path: The final name, usually ending in ``.jsonl``.
        compact: Leave nulls and unknown properties out of what was received as well.
    """

    suffix = ".jsonl"
    _stream: BinaryIO

    def __init__(self, path: Path, *, compact: bool = False) -> None:
        super().__init__(path)
        self._compact = compact

    def _begin(self, stream: BinaryIO) -> None:
        self._stream = stream

    def _convert(self, orders: Sequence[Order | ReceivedOrder]) -> tuple[bytes, Mapping[int, Collection[str]]]:
        lines = [
            order.line(compact=self._compact) if isinstance(order, ReceivedOrder) else to_json(order)
            for order in orders
        ]
        return b"".join([b"%b\n" % line for line in lines]), {}

    def _store(self, converted: bytes) -> None:
        self._stream.write(converted)


class ParquetSink(FileSink):
    """One row an order in a Parquet file: exact decimals, typed columns, lines and VAT groups as nested lists.

    The columns are `order_schema()`. Needs the extra ``parquet``.

    Args:
        path: The final name, usually ending in ``.parquet``.
        row_group: Orders in a row group. They are kept in memory as Arrow arrays until the group is full.

    `open` raises `MissingExtra` where the extra is not installed.
    """

    suffix = ".parquet"

    def __init__(self, path: Path, *, row_group: int = 4096) -> None:
        super().__init__(path)
        self._row_group = row_group
        self._table: OrderTable
        self._writer: Any = None
        self._waiting: list[Any] = []

    def _begin(self, stream: BinaryIO) -> None:
        _, parquet = require_pyarrow()
        self._table = order_table()
        self._writer = parquet.ParquetWriter(stream, self._table.schema, compression="zstd")

    def _convert(self, orders: Sequence[Order | ReceivedOrder]) -> tuple[Any, Mapping[int, Collection[str]]]:
        return self._table.batch(orders)

    def _store(self, converted: Any) -> None:
        self._waiting.append(converted)
        if sum(batch.num_rows for batch in self._waiting) >= self._row_group:
            self._write_group()

    def _write_group(self) -> None:
        if self._waiting:
            self._writer.write_table(self._table.join(self._waiting))
            self._waiting = []

    def _finish(self) -> None:
        self._write_group()
        self._writer.close()
        self._writer = None

    def _discard(self) -> None:
        self._waiting = []
        if self._writer is not None:
            # Its destructor would close it later, and write the footer to a stream that is closed by then.
            with contextlib.suppress(OSError, ValueError):
                self._writer.close()
            self._writer = None
        super()._discard()
