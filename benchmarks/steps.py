"""The steps of a run in their order, each with its area; a step starts the server or generates the peers if needed."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from benchmarks import (
    ahead,
    decoding,
    emulating,
    exporting,
    importing,
    memory,
    peers,
    plots,
    queries,
    reading,
    selecting,
    server,
    throughput,
)
from benchmarks.report import Found, targets

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.peers import Peers


class Run:
    """What the steps of one run share.

    Args:
        document: The OpenAPI document of the peers.
        few: Whether few pages and rounds are enough.
    """

    def __init__(self, document: Path, *, few: bool) -> None:
        self.few = few
        self.pages = 10 if few else 50
        self._document = document
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @cached_property
    def origin(self) -> str:
        """The address of the server, which starts when it is first asked for."""
        return self._stack.enter_context(server.running(self.pages))

    @cached_property
    def peers(self) -> Peers:
        """The peers, generated when they are first asked for."""
        return peers.generate(Path(self._stack.enter_context(tempfile.TemporaryDirectory())), self._document)

    def rounds(self, many: int, few: int = 3) -> int:
        """Return how many rounds this run makes of a step that is measured in `many`."""
        return few if self.few else many


class Step(NamedTuple):
    """One step of a run.

    Attributes:
        area: Where the report shows it; what `--only` names.
        title: What the progress line says.
        measure: Measures.
    """

    area: str
    title: str
    measure: Callable[[Run], Found]


def _decoding(run: Run) -> Found:
    timings, results = decoding.measure(run.peers, rounds=run.rounds(60, 10))
    return Found({"Decode one page of 120 full orders": timings}, results)


def _reading(run: Run) -> Found:
    timings, results = asyncio.run(reading.measure(run.peers, run.origin, rounds=run.rounds(9)))
    asked = {
        (title, reading.OURS): f"read every page, {touch.name}, speed against {reading.DICTS}"
        for title, touch in zip(timings, reading.TOUCHES, strict=True)
    }
    return Found(timings, results, {"reading": plots.bars(timings, targets(results, asked))})


def _reading_fresh(run: Run) -> Found:
    return Found(results=[reading.measure_fresh(run.origin, rounds=run.rounds(5, 1))])


def _selecting(run: Run) -> Found:
    timings, results = asyncio.run(selecting.measure(run.origin, rounds=run.rounds(15)))
    return Found(
        {f"Read {run.pages * 120:,} orders, page after page: whole, and six columns of them": timings}, results
    )


def _calls(run: Run) -> Found:
    timings, results = asyncio.run(throughput.measure(run.origin, rounds=run.rounds(15)))
    in_turn, in_turn_cpu, together, at_once = (result.name for result in results)
    asked = {
        throughput.IN_TURN: in_turn,
        throughput.IN_TURN_CPU: in_turn_cpu,
        throughput.TOGETHER: together,
        throughput.AT_ONCE: at_once,
    }
    bars = {(title, list(timings[title])[1]): name for title, name in asked.items()}
    return Found(timings, results, {"calls": plots.bars(timings, targets(results, bars))})


def _ahead(run: Run) -> Found:
    timings, results = asyncio.run(ahead.measure(rounds=run.rounds(5, 2)))
    return Found({ahead.TITLE: timings}, results)


def _importing(run: Run) -> Found:
    timings, results = importing.measure(rounds=run.rounds(21, 7))
    return Found({"Import, in a fresh process": timings}, results)


def _first_orders(run: Run) -> Found:
    timings, result = importing.measure_first_orders(run.origin, rounds=run.rounds(11))
    return Found({importing.FIRST_PAGE: timings}, [result])


def _queries(run: Run) -> Found:
    timings, results = queries.measure(rounds=run.rounds(15))
    return Found({queries.TITLE: timings}, results)


def _memory(run: Run) -> Found:
    results = memory.measure(run.origin)
    rows = memory.measure_rows(run.origin)
    most = memory.GROWTH * max(used for _, used in rows[:3])
    drawn = plots.line("Memory in use while a list is read", rows, "MiB", most)
    return Found(results=results, plots={"memory": drawn})


def _exporting(run: Run) -> Found:
    timings, results = asyncio.run(exporting.measure(run.rounds(7, 1)))
    jsonl, parquet, delayed = (result.name for result in results)
    asked = {
        (exporting.AT_ONCE, exporting.JSONL): jsonl,
        (exporting.AT_ONCE, exporting.PARQUET): parquet,
        (exporting.DELAYED, exporting.JSONL): delayed,
    }
    return Found(timings, results, {"export": plots.bars(timings, targets(results, asked))})


def _emulating(run: Run) -> Found:
    timings, results = emulating.measure(run.rounds(9), orders=5_000 if run.few else emulating.ORDERS)
    return Found({emulating.TITLE: timings}, results)


STEPS = (
    Step("reading", "decode a page", _decoding),
    Step("reading", "three rows of reading", _reading),
    Step("reading", "a fresh process", _reading_fresh),
    Step("reading", "selected columns", _selecting),
    Step("calls", "one call, 64 at once, 1,000 of 50 ms", _calls),
    Step("calls", "pages read ahead", _ahead),
    Step("start", "imports", _importing),
    Step("start", "the first orders in a fresh process", _first_orders),
    Step("queries", "a query of nine clauses", _queries),
    Step("memory", "an order, a list, many calls", _memory),
    Step("export", "exports in full", _exporting),
    Step("emulator", "a page, and 100,000 orders seeded", _emulating),
)
AREAS = tuple(dict.fromkeys(step.area for step in STEPS))
