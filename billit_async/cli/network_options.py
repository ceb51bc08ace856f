"""The options ``--proxy`` and ``--ca-file`` of the command line, for every command that calls Billit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["NetworkOptions"]


class NetworkOptions:
    """The options, for the commands that ask Billit; None leaves it to the variables.

    Attributes:
        proxy: The address of an HTTP proxy.
        ca_file: Certificates to trust besides those of this machine.
    """

    proxy: str | None = None
    ca_file: Path | None = None
