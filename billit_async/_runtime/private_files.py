"""Files and folders for their owner alone; it decides no name and overwrites nothing.

What comes from Billit are people's invoices, and what leads there are secrets. A program's usual mode would let every
account of the machine read them; files of secrets that others can read or change are refused.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from typing import TYPE_CHECKING, Final

from billit_async.errors import BillitError, FileError, TokenStoreError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path
    from typing import BinaryIO

__all__ = [
    "CLOEXEC",
    "NOFOLLOW",
    "NONBLOCK",
    "OTHERS_WRITE",
    "create",
    "is_replaceable",
    "make_folder",
    "make_private_file",
    "make_private_folder",
    "read_plain_file",
    "read_private",
    "refuse_other_than_file",
    "refuse_shared",
    "told_of",
]

GROUP_AND_OTHERS: Final = 0o077
OTHERS_WRITE: Final = 0o022
NOFOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)
CLOEXEC: Final = getattr(os, "O_CLOEXEC", 0)
# A FIFO in the place of the file would hold up a caller that opens it.
NONBLOCK: Final = getattr(os, "O_NONBLOCK", 0)


_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@contextlib.contextmanager
def told_of(path: Path) -> Generator[None]:
    """Turn what is said of a file of the caller's into an error of ours, which names the file.

    Args:
        path: The file.

    Raises:
        FileError: The system refuses it, or its name cannot be that of a file.
    """
    try:
        yield
    except BillitError:
        raise
    except OSError as error:
        raise FileError(error.errno, error.strerror or type(error).__name__, str(path)) from error
    except ValueError as error:
        # A zero byte, or half a character.
        raise FileError(errno.EINVAL, "no file can have this name", str(path)) from error


def read_plain_file(path: Path, most: int = -1) -> bytes:
    """Read a file of the caller's; a pipe, a device or a folder is refused, and nobody waited for; blocks.

    Args:
        path: The file.
        most: How many bytes; all when it is left out.

    Raises:
        FileError: It cannot be read, or is something else.
    """
    with told_of(path), contextlib.ExitStack() as opened:
        file = os.open(path, os.O_RDONLY | CLOEXEC | NONBLOCK | getattr(os, "O_BINARY", 0))
        opened.callback(os.close, file)
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise FileError(errno.EINVAL, "is not a file", str(path))
        opened.pop_all()
        with os.fdopen(file, "rb") as content:
            return content.read(most)


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


def make_private_folder(folder: Path, *, mask: int = GROUP_AND_OTHERS) -> None:
    """Make a folder for its owner alone (0700), and refuse one that is there and opens itself to others.

    Args:
        folder: The folder; those above it are made as the system makes folders.
        mask: The permission bits that it must not have.

    Raises:
        TokenStoreError: It is a file, belongs to another user, or has one of the bits; the message says what to do.
        OSError: It cannot be made.
    """
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700, parents=True)
    if not folder.is_dir():
        raise TokenStoreError(f"{folder} is a file: it takes a folder, which is made when it is missing")
    why = "can be read by others" if mask & ~OTHERS_WRITE else "can be written by others"
    refuse_shared(folder.stat(), folder, mask=mask, why=why)


def refuse_shared(
    found: os.stat_result, path: Path, *, mask: int = GROUP_AND_OTHERS, why: str = "can be read by others"
) -> None:
    """Refuse a file or folder that is not its owner's alone; where the system knows no such thing, nothing is refused.

    Args:
        found: What the system says of it.
        path: Where it is.
        mask: The permission bits that it must not have.
        why: What they permit.

    Raises:
        TokenStoreError: It has one of the bits, or belongs to another user; the message says how to change that.
    """
    if os.name != "posix":
        return
    if stat.S_IMODE(found.st_mode) & mask:
        mode = "700" if stat.S_ISDIR(found.st_mode) else "600"
        raise TokenStoreError(f"{path} {why}: chmod {mode} {path}")
    if found.st_uid != os.geteuid():
        raise TokenStoreError(f"{path} belongs to another user: tokens are not taken from it")


def refuse_other_than_file(found: os.stat_result, path: Path) -> None:
    """Refuse a pipe, a device or a folder in the place of a file.

    Raises:
        TokenStoreError: It is one.
    """
    if not stat.S_ISREG(found.st_mode):
        raise TokenStoreError(f"{path} is not a plain file, but a pipe, a link, a device or a folder: remove it")


def read_private(path: Path) -> bytes | None:
    """Read a file that holds secrets, as :func:`refuse_shared` permits; never through a link.

    Returns:
        Its content; None when there is no such file.

    Raises:
        TokenStoreError: It is not a file of its owner's alone.
        OSError: It cannot be read.
    """
    try:
        file = os.open(path, os.O_RDONLY | NOFOLLOW | CLOEXEC | NONBLOCK)
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        raise TokenStoreError(f"{path.parent} is a file: it takes a folder") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise TokenStoreError(f"{path} is a link, and tokens are not read through one") from None
        raise
    with contextlib.ExitStack() as opened:
        opened.callback(os.close, file)
        found = os.fstat(file)
        refuse_other_than_file(found, path)
        refuse_shared(found, path)
        opened.pop_all()
    with os.fdopen(file, "rb") as content:
        return content.read()


def make_private_file(path: Path, *, through_links: bool = True) -> None:
    """Make an empty file for its owner alone (0600) where there is none, so that what opens it later keeps that mode.

    Args:
        path: The file.
        through_links: Whether the name may be a link to the file.

    Raises:
        TokenStoreError: There is something else, or a file that others can read.
        OSError: It cannot be made.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NOFOLLOW | CLOEXEC, 0o600))
    found = path.stat() if through_links else path.lstat()
    refuse_other_than_file(found, path)
    refuse_shared(found, path)
