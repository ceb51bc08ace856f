"""Files and folders for their owner alone; it decides no name and overwrites nothing.

What comes from Billit are people's invoices. A program's usual mode would let every account of the machine read them.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["create", "is_replaceable", "make_folder"]

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def create(path: Path) -> BinaryIO:
    """Create a file that only its owner reads and writes, and open it for writing; blocks.

    Args:
        path: Its name. No link of that name is followed.

    Raises:
        FileExistsError: There is something of that name.
        OSError: It cannot be created.
    """
    return os.fdopen(os.open(path, _CREATE, 0o600), "wb")


def make_folder(path: Path) -> None:
    """Create a folder that only its owner enters, and those above it that are missing; blocks.

    Args:
        path: The folder. One that is there already stays as it is, whoever may enter it.

    Raises:
        OSError: It cannot be created, or is something else.
    """
    missing = [path]
    while not missing[-1].parent.exists() and missing[-1].parent != missing[-1]:
        missing.append(missing[-1].parent)
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)


def is_replaceable(path: Path) -> bool:
    """Tell whether a name is free or a plain file: not a link, a pipe, a device or a folder; blocks."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return True
