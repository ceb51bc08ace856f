"""An emulator in a process of its own, for the demo, so that serving and exporting each have a core.

It never outlives the command: it ends when the pipe to it closes, however its parent ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Self

from billit_async.cli.output import Failure
from billit_async.emulator import Emulator, Ledger
from billit_async.export import Totals
from billit_async.export.recount import Recount

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["EmulatorProcess"]

_LEDGER_LIMIT: Final = 2**28
"""Bytes of the longest line: the ids of twenty million orders."""


class EmulatorProcess:
    """An emulator in a child process.

    Args:
        seed: The same seed makes the same orders.
        orders: Orders, over all companies.
        companies: Companies under the one API key.
    """

    url: str
    api_key: str
    party_ids: tuple[int, ...]

    def __init__(self, *, seed: int, orders: int, companies: int) -> None:
        self._settings = {"seed": seed, "orders": orders, "companies": companies}
        self._process: asyncio.subprocess.Process

    async def __aenter__(self) -> Self:
        # It finds what we find, and nothing in the working directory (-P). A process group of its own: Ctrl-C is for
        # the parent, which then ends it.
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            __name__,
            json.dumps(self._settings),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LEDGER_LIMIT,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        try:
            told = await self._read()
        except BaseException:
            await self._end()
            raise
        self.url, self.api_key, self.party_ids = told["url"], told["api_key"], tuple(told["party_ids"])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._end()

    async def ledger(self) -> dict[int, Recount]:
        """Ask the emulator what the truth is, by company."""
        assert self._process.stdin is not None  # noqa: S101 - opened as a pipe above
        self._process.stdin.write(b"ledger\n")
        await self._process.stdin.drain()
        return {int(party_id): _recount(told) for party_id, told in (await self._read()).items()}

    async def _read(self) -> Any:
        assert self._process.stdout is not None  # noqa: S101 - opened as a pipe above
        line = await self._process.stdout.readline()
        if not line:
            raise Failure("the emulator ended before its time", hint="what it said stands above")
        return json.loads(line)

    async def _end(self) -> None:
        """Close the pipe, and see the process end."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        # communicate() also closes both pipes; the process holds nothing that is worth an orderly end.
        await self._process.communicate()


def _recount(told: dict[str, Any]) -> Recount:
    return Recount(
        order_ids=tuple(told["order_ids"]),
        vat={Decimal(rate): Totals(*(Decimal(amount) for amount in amounts)) for rate, amounts in told["vat"].items()},
    )


async def _serve(settings: dict[str, Any]) -> None:
    async with Emulator(**settings) as emulator:
        _tell({"url": emulator.url, "api_key": emulator.api_key, "party_ids": list(emulator.party_ids)})
        # readline() in a thread, since the standard input of a process cannot be awaited on every system.
        while await asyncio.to_thread(sys.stdin.readline):
            _tell(_told(emulator.ledger))


def _told(ledger: Ledger) -> dict[int, Any]:
    """The ledger in JSON, amounts as text, so that no digit passes through a float."""
    return {
        company.party_id: {
            "order_ids": company.order_ids,
            "vat": {
                str(rate): (str(totals.excl), str(totals.vat), str(totals.incl))
                for rate, totals in company.vat_totals.items()
            },
        }
        for company in ledger
    }


def _tell(message: Any) -> None:
    print(json.dumps(message), flush=True)  # noqa: T201 - the pipe to the parent


if __name__ == "__main__":
    asyncio.run(_serve(json.loads(sys.argv[1])))
