"""Which process is exchanging a token, and whether it still runs: written into the mark of an exchange.

A lease runs out while its holder is suspended, and a holder that was suspended still has the response in its socket.
A process that finds the lease free and can see that the holder is alive waits, and does not send the token again.
"""

from __future__ import annotations

import asyncio
import functools
import os
import uuid
from pathlib import Path
from typing import Final

__all__ = ["Claim", "may_be_alive"]

_under_way: Final[set[str]] = set()


class Claim:
    """An exchange of this process, from its mark in the store to its end.

    Attributes:
        label: What the mark says: machine, process, and which exchange of it.
    """

    def __init__(self, process: str) -> None:
        self._id = uuid.uuid4().hex
        self.label = f"{process}|{self._id}"
        _under_way.add(self._id)

    @classmethod
    async def begin(cls) -> Claim:
        """Begin one."""
        return cls(await asyncio.to_thread(_process))

    def end(self) -> None:
        """The exchange is over, however it went."""
        _under_way.discard(self._id)


async def may_be_alive(label: str) -> bool:
    """Whether the exchange of a mark is known to be under way still.

    Args:
        label: The :attr:`Claim.label` in the mark; empty when there is none.

    Returns:
        True when it is one of this process, or of a living process of this machine. False when it is over, its process
        is gone, or that cannot be seen from here.
    """
    parts = label.split("|")
    if len(parts) != 4 or not parts[0] or not parts[1].isdecimal():  # noqa: PLR2004  (the parts of a label)
        return False
    if parts[3] in _under_way:
        return True
    return await asyncio.to_thread(_lives, parts[0], int(parts[1]), parts[2])


def _lives(machine: str, pid: int, started: str) -> bool:
    # What this process is at, it knows.
    return machine == _machine() and pid != os.getpid() and started != "" and _started(pid) == started


def _process() -> str:
    return f"{_machine()}|{os.getpid()}|{_started(os.getpid())}"


@functools.cache
def _machine() -> str:
    """Name this run of this machine and its space of process ids; empty where that is not known."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot}/{Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def _started(pid: int) -> str:
    """Return when a process began, by the kernel's count; empty when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return ""
    # A zombie is dead, though its parent has not looked yet. Source: proc(5), fields 3 and 22.
    return "" if len(fields) < 20 or fields[0] in "ZX" else fields[19]  # noqa: PLR2004
