"""Running the command line as a user does: a process of its own, with settings of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

import attrs

# What the command line is: the module behind the script `billit`, of the installed package and not of the source tree.
BILLIT = (sys.executable, "-P", "-m", "billit_async.cli")
LONG_ENOUGH = 60


@attrs.frozen
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    def told(self) -> tuple[int, str]:
        return self.code, self.err.strip()


def environment(settings: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BILLIT_")}
    return {**kept, "COLUMNS": "200", **settings}


async def billit_command(*arguments: str, stdout: Any = asyncio.subprocess.PIPE, **settings: str) -> Ended:
    process = await asyncio.create_subprocess_exec(
        *BILLIT,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=stdout,
        stderr=asyncio.subprocess.PIPE,
        env=environment(settings),
    )
    async with asyncio.timeout(LONG_ENOUGH):
        out, err = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, (out or b"").decode(), err.decode())
