"""Run the benchmarks and write the figures into `benchmarks/README.md`; `--help` tells the rest."""

from __future__ import annotations

import argparse
import asyncio
import importlib.metadata
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import ahead, decoding, importing, memory, peers, queries, reading, selecting, server, throughput

if TYPE_CHECKING:
    from benchmarks.measure import Result, Timings

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
LIBRARIES = ("billit-async", "aiohttp", "attrs", "msgspec", "orjson", "pydantic", "openapi-python-client", "httpx")


def main() -> int:
    """Measure, print, and write the report."""
    arguments = _arguments()
    few = arguments.quick
    timings: dict[str, dict[str, Timings]] = {}
    results: list[Result] = []
    pages = 10 if few else 50
    with tempfile.TemporaryDirectory() as folder, server.running(pages) as origin:
        generated = peers.generate(Path(folder), arguments.document)
        timings["Decode one page of 120 full orders"], found = decoding.measure(generated, rounds=10 if few else 60)
        results += found
        read, found = asyncio.run(reading.measure(generated, origin, rounds=3 if few else 11))
        timings |= read
        results += [*found, reading.measure_fresh(origin, rounds=1 if few else 5)]
        title = f"Read {pages * 120:,} orders, page after page: whole, and six columns of them"
        timings[title], found = asyncio.run(selecting.measure(origin, rounds=3 if few else 21))
        results += found
        both, found = asyncio.run(throughput.measure(origin, rounds=3 if few else 21))
        timings |= both
        results += found
        timings[ahead.TITLE], found = asyncio.run(ahead.measure(rounds=2 if few else 5))
        results += found
        timings[queries.TITLE], found = queries.measure(rounds=3 if few else 15)
        results += found
        timings["Import, in a fresh process"], found = importing.measure(rounds=7 if few else 31)
        results += found
        results += memory.measure(origin)
    report = _report(timings, results)
    print(report)
    if not few:
        _write(report)
        print(f"\nwritten into {README}")
    return int(arguments.strict and not all(result.met for result in results))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer pages and rounds; prints, writes nothing")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a target is missed")
    parser.add_argument("--document", type=Path, default=peers.DOCUMENT, help="the OpenAPI document of the peers")
    return parser.parse_args()


def _report(timings: dict[str, dict[str, Timings]], results: list[Result]) -> str:
    lines = ["| what | measured | target | |", "|---|---|---|---|"]
    for result in results:
        sign = "at most" if result.at_most else "at least"
        verdict = "met" if result.met else "**missed**"
        measured = f"{result.ratio:.2f}{result.unit}" + (f" ({result.note})" if result.note else "")
        lines.append(f"| {result.name} | {measured} | {sign} {result.target:g}{result.unit} | {verdict} |")
    for title, contenders in timings.items():
        first = next(iter(contenders.values()))
        lines += [
            "",
            f"{title}:",
            "",
            "| contender | best, ms | median, ms | against the first |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| {name} | {one.best * 1000:.2f} | {one.median * 1000:.2f} | {one.against(first):.2f} |"
            for name, one in contenders.items()
        ]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    machine = f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()})"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    lines += ["", f"Made by `nox -s bench` on {machine}, {python}; {versions}."]
    return "\n".join(lines)


def _write(report: str) -> None:
    head, _, rest = README.read_text().partition(BEGIN)
    _, _, tail = rest.partition(END)
    README.write_text(f"{head}{BEGIN}\n{report}\n{END}{tail}")


if __name__ == "__main__":
    sys.exit(main())
