"""Files that appear under their final name whole or not at all.

The bytes are staged in a hidden file of the same folder and renamed at the end; this module knows no order and no
format, and blocks: call it from a thread.
"""

from __future__ import annotations

import contextlib
import secrets
from typing import TYPE_CHECKING, BinaryIO

from billit_async._runtime.durable import sync_file, sync_folder
from billit_async._runtime.private_files import create, make_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["StagedFile", "publish"]


class StagedFile:
    """The bytes of a file that is being made, under a name of its own until they are all there.

    The stage stands in the folder of the final file, since a rename is atomic only inside one file system, and is
    hidden and unique, so that two exports into one folder cannot write into each other's.

    Args:
        path: The final name. An existing file of that name stays whole until `publish` replaces it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stage: Path | None = None
        self._stream: BinaryIO | None = None
        self._complete = False
        self._made_folder = False

    @property
    def stage(self) -> Path | None:
        """Where the bytes are now; `None` before `open` and after the end."""
        return self._stage

    def open(self) -> BinaryIO:
        """Make the folder and the stage, both for their owner alone; a folder that is there stays as it is.

        Returns:
            The stream to write to; `seal` or `discard` closes it.

        Raises:
            OSError: the folder or the file cannot be made.
        """
        if self._stream is not None:
            raise RuntimeError(f"{self.path} is already being written")
        self._made_folder = not self.path.parent.exists()
        make_folder(self.path.parent)
        stage = self.path.with_name(f".{self.path.name}.{secrets.token_hex(6)}.part")
        self._stream = create(stage)
        self._stage = stage
        return self._stream

    def seal(self) -> None:
        """Close the stage, with every byte of it on the disk.

        Raises:
            OSError: the disk is full or refused a byte; nothing is renamed then.
        """
        if self._stream is None:
            raise RuntimeError(f"{self.path} is not being written")
        sync_file(self._stream)
        self._stream.close()
        self._complete = True

    def replace(self) -> None:
        """Give the sealed stage its final name."""
        if self._stage is None or not self._complete:
            raise RuntimeError(f"{self.path} is not complete")
        self._stage.replace(self.path)
        self._stage = None
        self._made_folder = False

    def discard(self) -> None:
        """Remove what was staged; the final name is not touched. Repeating it does nothing."""
        if self._stream is not None:
            # A full disk may refuse the last buffered bytes once more; they are thrown away anyway.
            with contextlib.suppress(OSError):
                self._stream.close()
        if self._stage is not None:
            self._stage.unlink(missing_ok=True)
            self._stage = None
        if self._made_folder:
            self._made_folder = False
            # What another program put into the folder stays.
            with contextlib.suppress(OSError):
                self.path.parent.rmdir()


def publish(files: Iterable[StagedFile]) -> None:
    """Give sealed files their final names, one right after the other, and make the names durable.

    Args:
        files: Sealed files, of any folders.

    Raises:
        OSError: a name could not be given. The files named before it are whole under their final names.
    """
    folders: dict[Path, None] = {}
    for file in files:
        file.replace()
        folders[file.path.parent] = None
    for folder in folders:
        sync_folder(folder)
