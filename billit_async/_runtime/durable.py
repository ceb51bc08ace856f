"""Writes that survive a crash: bytes on the disk before a name, and the name on the disk after it."""

from __future__ import annotations

import os
import uuid
from typing import IO, TYPE_CHECKING, Any

from billit_async._runtime.private_files import CLOEXEC, create

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["replace_file", "sync_file", "sync_folder"]

_ENDING = "new"


def sync_file(file: IO[Any]) -> None:
    """Bring what was written to a file to the disk; blocks."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk; blocks. Windows has no such call, and does it by itself."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY | CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_file(path: Path, content: bytes, *, beside: str | None = None) -> None:
    """Put a file for its owner alone in the place of an older one, so that a crash leaves one of the two; blocks.

    What an earlier writer that died has left beside it is removed, so that only one may write at a time.

    Args:
        path: The file.
        content: Its new bytes.
        beside: How the name of the file begins that is written first; the name of the file itself when left out.

    Raises:
        OSError: It cannot be written; the old one is there then.
    """
    begins = beside or path.name
    for left in path.parent.glob(f"{begins}.*.{_ENDING}"):
        left.unlink(missing_ok=True)
    fresh = path.with_name(f"{begins}.{uuid.uuid4().hex}.{_ENDING}")
    try:
        with create(fresh) as file:
            file.write(content)
            sync_file(file)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
