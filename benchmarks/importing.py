"""What importing costs in a fresh process, against `import aiohttp`: the package alone, and with its session."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measure import Result, Timings

AIOHTTP = "import aiohttp"
# The package loads nothing before it is touched, so that the second line is what a program pays that uses it.
OURS = ("import billit_async", "from billit_async import BillitSession")
_CODE = "import time; started = time.perf_counter(); {}; print(time.perf_counter() - started)"


def measure(*, rounds: int) -> tuple[dict[str, Timings], list[Result]]:
    """Import in fresh processes, turn about."""
    timings = {statement: Timings() for statement in (AIOHTTP, *OURS)}
    for statement in timings:
        _seconds(statement)  # writes the byte code, reads the files once
    for turn in range(rounds):
        for statement in timings if turn % 2 else reversed(timings):
            timings[statement].seconds.append(_seconds(statement))
    results = [
        Result(
            f"`{statement}`, time against `{AIOHTTP}`",
            timings[statement].against(timings[AIOHTTP]),
            1.25,
            at_most=True,
        )
        for statement in OURS
    ]
    return timings, results


def _seconds(statement: str) -> float:
    done = subprocess.run([sys.executable, "-c", _CODE.format(statement)], capture_output=True, text=True, check=True)
    return float(done.stdout)
