"""Writes a file under a private name, and renames it when it is complete; every method blocks."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from typing import TYPE_CHECKING, BinaryIO, Final

from billit_async._runtime.durable import sync_file
from billit_async._runtime.private_files import create, is_replaceable
from billit_async.errors import InvalidArgument

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Target"]

_MOST_NUMBERS: Final = 10_000


class Target:
    """Where a file is saved: under the name that the caller gave, or in a folder under its own.

    Args:
        path: The file to write, or an existing directory, in which nothing is ever replaced.
        overwrite: False refuses a name that is taken. When left out, a named file is replaced, and in a directory a
            number is added. Links, pipes and devices never are replaced.
    """

    def __init__(self, path: Path, *, overwrite: bool | None) -> None:
        self._path = path
        self._overwrite = overwrite
        self._part: Path | None = None
        self._file: BinaryIO | None = None
        self._in_folder = False

    def open(self) -> None:
        """Make the part.

        Raises:
            FileExistsError: The name is taken, by what may not be replaced.
            InvalidArgument: ``overwrite`` is True for a directory.
            OSError: The directory does not exist or cannot be written.
        """
        path = self._path
        self._in_folder = path.is_dir()
        if self._in_folder and self._overwrite:
            raise InvalidArgument(f"overwrite=True needs the name of the file, and {path} is a directory")
        if not self._in_folder and (os.path.lexists(path) if self._overwrite is False else not is_replaceable(path)):
            raise _taken(path)
        part = (path if self._in_folder else path.parent) / f".billit-{secrets.token_hex(8)}.part"
        self._file = create(part)
        self._part = part

    def restart(self) -> None:
        """Drop what was written."""
        file = self._opened()
        file.seek(0)
        file.truncate()

    def write(self, content: bytes) -> None:
        """Write the next bytes."""
        self._opened().write(content)

    def seal(self) -> None:
        """Bring all of it to the disk."""
        with self._opened() as file:
            sync_file(file)

    def take_name(self, name: str) -> Path:
        """Give the sealed file its name.

        Args:
            name: Its own name, safe on every system, for a directory.

        Returns:
            The path of the file.

        Raises:
            FileExistsError: The name is taken, by what may not be replaced.
        """
        part, path = self._part, self._path
        assert part is not None  # noqa: S101  (open comes first)
        if self._in_folder:
            return self._numbered(part, name)
        if self._overwrite is False:
            _take(part, path)
        elif is_replaceable(path):
            part.replace(path)
        else:
            raise _taken(path)
        return path

    def discard(self) -> None:
        """Leave nothing behind but the file that got its name."""
        if self._file is not None:
            try:
                self._file.close()
            finally:
                if self._part is not None:
                    self._part.unlink(missing_ok=True)

    def _opened(self) -> BinaryIO:
        assert self._file is not None  # noqa: S101  (open comes first)
        return self._file

    def _numbered(self, part: Path, name: str) -> Path:
        stem, dot, extension = name.rpartition(".")
        if not dot:
            stem, extension = name, ""
        for number in range(1, _MOST_NUMBERS):
            target = self._path / (name if number == 1 else f"{stem} ({number}){dot}{extension}")
            try:
                _take(part, target)
            except FileExistsError:
                if self._overwrite is not None:
                    raise
            else:
                return target
        raise FileExistsError(errno.EEXIST, "too many files have this name", str(self._path / name))


def _taken(path: Path) -> FileExistsError:
    what = "a file" if is_replaceable(path) else "something else than a file"
    return FileExistsError(errno.EEXIST, f"{what} has this name", str(path))


def _take(part: Path, target: Path) -> None:
    """Give a complete file its name, if nothing has it.

    Raises:
        FileExistsError: Something has it.
    """
    try:
        # A link fails where a rename would silently replace.
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links. Another program may see the file while it grows, but no file is lost.
        with create(target) as file:
            try:
                with part.open("rb") as content:
                    shutil.copyfileobj(content, file)
                sync_file(file)
            except BaseException:
                target.unlink(missing_ok=True)
                raise
