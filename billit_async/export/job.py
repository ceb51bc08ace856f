"""The bulk export: every order of several companies, with its detail, into files that are whole or absent.

A list returns summaries only, so each order costs one more request. What is in flight is bounded, so memory does not
grow with the number of orders; nothing here knows a file format.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import attrs

from billit_async._resources.listing import Lister, build_query
from billit_async._resources.resource import caller_of
from billit_async._serialization.values import shown
from billit_async.config import checked_party_id
from billit_async.errors import FileError, InvalidArgument, NoAccess, NotFound
from billit_async.export.received import read_order
from billit_async.export.sinks import FileSink, JsonlSink, ParquetSink, commit_together
from billit_async.export.totals import CompanyReport, ExportReport, VatTally
from billit_async.odata._lists import ORDERS

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from billit_async._serialization.ids import Id
    from billit_async.export.received import ReceivedOrder
    from billit_async.session import BillitSession

__all__ = ["FORMATS", "ExportProgress", "export_orders"]

FORMATS: Final[Mapping[str, type[FileSink]]] = MappingProxyType({"jsonl": JsonlSink, "parquet": ParquetSink})
"""The file formats by name."""

_ORDER: Final = str(ORDERS.row_path)

BATCH: Final = 120
"""Orders handed to the sinks at a time; also how often progress is told."""


@attrs.frozen(kw_only=True)
class ExportProgress:
    """How far one company is.

    Attributes:
        party_id: The company.
        orders: Orders written so far.
        expected: Orders that Billit counted when the export of the company began; `None` if it told no count.
        finished: The files of this company are complete under their final names.
    """

    party_id: int
    orders: int
    expected: int | None
    finished: bool = False


async def export_orders(
    billit: BillitSession,
    *,
    directory: str | os.PathLike[str],
    companies: Iterable[Id],
    formats: Sequence[str] = ("jsonl", "parquet"),
    concurrency: int = 16,
    companies_at_once: int = 4,
    compact: bool = False,
    progress: Callable[[ExportProgress], None] | None = None,
) -> ExportReport:
    """Export every order of the companies, each with its full detail.

    The files are ``<directory>/<party id>/orders.jsonl`` and ``orders.parquet``, rows in the order of ``OrderID``. A
    company's files get these names together and only when they are complete and durable; an error, a cancellation or
    Ctrl-C leaves the files of finished companies, and of the others nothing at all. Files of an earlier export are
    replaced.

    A line of the JSONL file is what Billit sent, digit for digit, with its nulls and with properties that this version
    does not know. `ParquetSink` tells the columns of the Parquet file.

    Args:
        billit: An open session; its connections are used for all companies.
        directory: Where to write; made if it is missing.
        companies: ``PartyID`` of each company, all within reach of the session's credentials.
        formats: What to write, out of ``jsonl`` and ``parquet`` (the extra ``parquet``).
        concurrency: Details asked for at the same time, over all companies.
        companies_at_once: Companies exported at the same time; large ones do not hold up small ones.
        compact: Leave nulls and unknown properties out of the JSONL file.
        progress: Called on the loop about every 120 orders and at the end of each company; must return at once.

    Returns:
        Orders and exact totals per VAT rate of each company, as counted from the details, and which orders have values
        that are not of the documented type.

    Raises:
        ValueError: a company twice, an unknown format, or a number below one.
        MissingExtra: ``parquet`` was asked for and is not installed; nothing was requested from Billit.
        BillitError: a request failed for good; a note tells the company and the order. The rest is cancelled.
        FileError: the disk refused, or is full; ``filename`` is the file, and the message names the company.

    Source: docs page "odata"; Swagger operations Order_GetOrders and Order_GetOrder.
    """
    job = _Job(
        billit=billit,
        directory=Path(directory),
        companies=_distinct(companies),
        formats=_known(formats),
        concurrency=_at_least_one("concurrency", concurrency),
        companies_at_once=_at_least_one("companies_at_once", companies_at_once),
        compact=compact,
        progress=progress or _ignore,
    )
    started = time.monotonic()
    reports = await job.run()
    return ExportReport(
        companies=tuple(reports[party_id] for party_id in job.companies),
        elapsed=timedelta(seconds=time.monotonic() - started),
    )


class _PendingDetail(NamedTuple):
    """An order whose detail is being read; `None` means that it is gone."""

    lister: Lister
    party_id: int
    order_id: int
    detail: asyncio.Future[ReceivedOrder | None]


@attrs.define(kw_only=True)
class _Job:
    """One export: a fixed number of workers, shared by the companies that are being exported at the moment."""

    billit: BillitSession
    directory: Path
    companies: tuple[int, ...]
    formats: tuple[str, ...]
    concurrency: int
    companies_at_once: int
    compact: bool
    progress: Callable[[ExportProgress], None]
    _pending: asyncio.Queue[_PendingDetail] = attrs.field(init=False)
    _reports: dict[int, CompanyReport] = attrs.field(init=False, factory=dict[int, CompanyReport])

    def __attrs_post_init__(self) -> None:
        self._pending = asyncio.Queue(self.concurrency)

    async def run(self) -> dict[int, CompanyReport]:
        """Export all companies; the first error ends the whole."""
        try:
            async with asyncio.TaskGroup() as workers:
                readers = [workers.create_task(self._read_details()) for _ in range(self.concurrency)]
                left = iter(self.companies)
                async with asyncio.TaskGroup() as lanes:
                    for _ in range(min(self.companies_at_once, len(self.companies))):
                        lanes.create_task(self._export_each(left))
                for reader in readers:
                    reader.cancel()
        except BaseExceptionGroup as failures:
            failure = _first(failures)
            if isinstance(failure, FileError):
                # Its folder has the company's name.
                failure = failure.while_doing(f"exporting company {Path(str(failure.filename)).parent.name}")
        else:
            return self._reports
        # One request that failed is one error: the caller catches NotFound, not a group of a group of it.
        raise failure

    async def _export_each(self, left: Iterator[int]) -> None:
        for party_id in left:
            self._reports[party_id] = await self._export(party_id)

    async def _export(self, party_id: int) -> CompanyReport:
        folder = self.directory / str(party_id)
        sinks = {name: self._sink(name, folder) for name in self.formats}
        writing = _Writing(party_id=party_id, sinks=tuple(sinks.values()), progress=self.progress)
        async with AsyncExitStack() as open_sinks:
            for sink in writing.sinks:
                await open_sinks.enter_async_context(sink)
            # Twice the workers: while one batch is being written, the readers have work for the next.
            waiting: asyncio.Queue[_PendingDetail | None] = asyncio.Queue(2 * self.concurrency + BATCH)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._list(party_id, waiting, writing))
                both.create_task(writing.take(waiting))
            await commit_together(writing.sinks)
        writing.tell(finished=True)
        return CompanyReport(
            party_id=party_id,
            orders=writing.tally.orders,
            vat=writing.tally.totals(),
            vanished=tuple(writing.vanished),
            files={name: sink.path for name, sink in sinks.items()},
            odd_values={order_id: tuple(sorted(paths)) for order_id, paths in writing.odd_values.items()},
        )

    def _sink(self, name: str, folder: Path) -> FileSink:
        made = FORMATS[name]
        path = folder / f"orders{made.suffix}"
        return JsonlSink(path, compact=self.compact) if made is JsonlSink else made(path)

    async def _list(self, party_id: int, waiting: asyncio.Queue[_PendingDetail | None], writing: _Writing) -> None:
        """Page through the company's orders by key, and queue the detail of each."""
        # Calls that somebody waits for go first, when they share this session.
        lister = Lister(caller_of(self.billit.with_options(priority="bulk").for_company(party_id=party_id).orders))
        loop = asyncio.get_running_loop()
        first_page = True
        async for page in lister.list_of(ORDERS, build_query(None, count=True), keys_only=True).pages():
            if first_page:
                writing.expected = page.count
                writing.tell()
                first_page = False
            for summary in page.items:
                # A row's key is a number, by which the list is read, or a text such as a GUID; never missing.
                pending = _PendingDetail(lister, party_id, cast("int", summary.order_id), loop.create_future())
                await waiting.put(pending)
                await self._pending.put(pending)
        await waiting.put(None)

    async def _read_details(self) -> None:
        while True:
            pending = await self._pending.get()
            try:
                detail = await _detail(pending)
            except Exception as error:
                error.add_note(f"while exporting order {pending.order_id} of company {pending.party_id}")
                raise
            if not pending.detail.cancelled():  # the whole is ending, and its writer went first
                pending.detail.set_result(detail)


@attrs.define(kw_only=True)
class _Writing:
    """The files of one company while they are being filled, in the order of the list."""

    party_id: int
    sinks: tuple[FileSink, ...]
    progress: Callable[[ExportProgress], None]
    expected: int | None = None
    tally: VatTally = attrs.field(factory=VatTally)
    vanished: list[int] = attrs.field(factory=list[int])
    odd_values: defaultdict[int, set[str]] = attrs.field(factory=lambda: defaultdict[int, set[str]](set))

    async def take(self, waiting: asyncio.Queue[_PendingDetail | None]) -> None:
        """Write details as they come, until the list has ended."""
        batch: dict[int, ReceivedOrder] = {}
        while (pending := await waiting.get()) is not None:
            detail = await pending.detail
            if detail is None:
                self.vanished.append(pending.order_id)
                continue
            if detail.odd_values:
                self.odd_values[pending.order_id].update(detail.odd_values)
            batch[pending.order_id] = detail
            if len(batch) == BATCH:
                await self._write(batch)
                batch = {}
        if batch:
            await self._write(batch)

    async def _write(self, batch: dict[int, ReceivedOrder]) -> None:
        # By the id that the list gave: in a detail it may be anything.
        order_ids, orders = tuple(batch), tuple(batch.values())
        for sink in self.sinks:
            for place, paths in (await sink.write(orders)).items():
                self.odd_values[order_ids[place]].update(paths)
        for order_id, order in batch.items():
            if uncounted := self.tally.add(order):
                self.odd_values[order_id].update(uncounted)
        self.tell()

    def tell(self, *, finished: bool = False) -> None:
        """Report how far this company is."""
        self.progress(
            ExportProgress(party_id=self.party_id, orders=self.tally.orders, expected=self.expected, finished=finished)
        )


async def _detail(pending: _PendingDetail) -> ReceivedOrder | None:
    """Read an order that was listed a moment ago; `None` when it was deleted since.

    Billit says "no access" of what does not exist, so the list has to tell the two apart: an order that is still
    in it is one that was refused, and an export must not leave it out silently.

    Source: docs page "401".
    """
    lister, order_id = pending.lister, pending.order_id
    try:
        return await lister.read_one(_ORDER, order_id, lambda body: read_order(body, order_id))
    except (NotFound, NoAccess):
        if await lister.is_listed(ORDERS, ORDERS.path, order_id):
            raise
        return None


def _first(failures: BaseExceptionGroup[Any]) -> BaseException:
    """The error that came first and made the rest stop."""
    first: BaseException = failures
    while inner := cast("tuple[BaseException, ...]", getattr(first, "exceptions", ())):
        first = inner[0]
    return first


def _distinct(companies: Iterable[Id]) -> tuple[int, ...]:
    counted = Counter(checked_party_id(party_id, "companies") for party_id in companies)
    if doubled := [party_id for party_id, times in counted.items() if times > 1]:
        raise InvalidArgument(f"companies given twice: {', '.join(map(str, doubled))}")
    return tuple(counted)


def _known(formats: Sequence[str]) -> tuple[str, ...]:
    wanted = (formats,) if isinstance(formats, str) else tuple(dict.fromkeys(formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise InvalidArgument(f"formats must be some of {', '.join(FORMATS)}, not {', '.join(unknown) or 'none'}")
    return wanted


def _at_least_one(name: str, number: int) -> int:
    if number < 1:
        raise InvalidArgument(f"{name} must be at least 1, not {shown(number)}")
    return number


def _ignore(_: ExportProgress) -> None:
    """Tell nobody."""
