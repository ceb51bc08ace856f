"""Grants in a folder, one file each: for the processes of one machine.

Every write goes to a file of its own, is flushed to the disk, and then takes the place of the old one, so that a crash
at any moment leaves the old record or the new one. Files and folder are their owner's alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import functools
import hashlib
import json
import os
import stat
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast

import msgspec

from billit_async.auth.stores.protocol import Lease, Stored
from billit_async.auth.stores.record import GrantRecord
from billit_async.errors import TokenStoreError
from billit_async.frames import without_frames_below

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

__all__ = ["FileTokenStore", "Leases", "lock_base", "locked", "told"]

_P = ParamSpec("_P")
_T = TypeVar("_T")

_PATIENCE: Final = 10.0
_POLL: Final = 0.005
_GROUP_AND_OTHERS: Final = 0o077
_OTHERS_WRITE: Final = 0o022
_NOFOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)
_CLOEXEC: Final = getattr(os, "O_CLOEXEC", 0)
# Opening a pipe would wait for somebody at its other end, for ever.
_NOWAIT: Final = getattr(os, "O_NONBLOCK", 0)

if sys.platform == "win32":  # pragma: no cover - tested on POSIX systems only
    import msvcrt

    def _try_lock(file: int) -> bool:
        try:
            os.lseek(file, 0, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
                return False
            raise
        return True


class _Kept(msgspec.Struct):
    """A file's content."""

    name: str
    version: str
    record: msgspec.Raw


class FileTokenStore:
    """A token store in a folder, one file a grant; for all processes and threads of one machine.

    Several machines need a store that they share: a folder on a network drive promises too little.

    Args:
        folder: The folder. It is made when it is missing, for its owner only.

    Raises:
        TokenStoreError: From its methods, when a file can be read by others, or cannot be read or written.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = Path(folder)
        self._leases = Leases(self._folder)

    @without_frames_below
    async def load(self, name: str) -> Stored | None:
        """Return the record of a grant and its version; None when there is none."""
        return await _in_thread(self._load, name)

    @without_frames_below
    async def compare_and_swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        """Write a record if the stored version is the expected one; return the new version, or None."""
        return await _in_thread(self._swap, name, expected, record)

    async def delete(self, name: str) -> None:
        """Forget a grant."""
        await _in_thread(self._delete, name)

    async def acquire(self, name: str, seconds: float) -> Lease | None:
        """Take the lease of a grant, for so many seconds; None while another has it.

        A process that dies loses its leases at once.
        """
        return await self._leases.acquire(name, seconds)

    async def release(self, lease: Lease) -> None:
        """Give a lease back, unless it is another's by now."""
        await self._leases.release(lease)

    async def aclose(self) -> None:
        """Do nothing: nothing is open between two calls but the leases, which run out."""

    def _load(self, name: str) -> Stored | None:
        with told(self._folder):
            return self._read(lock_base(self._folder, name), name)

    def _swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        with told(self._folder):
            base = lock_base(self._folder, name)
            with locked(base):
                stored = self._read(base, name)
                if (stored.version if stored else None) != expected:
                    return None
                version = uuid.uuid4().hex
                kept = _Kept(name, version, msgspec.Raw(record.to_bytes()))
                _replace(base, msgspec.json.encode(kept))
                return version

    def _delete(self, name: str) -> None:
        with told(self._folder):
            if not self._folder.exists():
                return
            base = lock_base(self._folder, name)
            with locked(base):
                _record_file(base).unlink(missing_ok=True)
                _sync(self._folder)

    def _read(self, base: Path, name: str) -> Stored | None:
        content = _content(_record_file(base))
        if content is None:
            return None
        try:
            kept = msgspec.json.decode(content, type=_Kept)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            kept = None
        if kept is None or kept.name != name:
            # Outside the handler: the decoder's error may quote a token.
            raise TokenStoreError(f"{_record_file(base)} is no record of this grant: restore it, or delete it")
        return Stored(GrantRecord.from_bytes(bytes(kept.record)), kept.version)

    def __repr__(self) -> str:
        return f"FileTokenStore({str(self._folder)!r})"


class Leases:
    """Leases in a folder: a file each, and a lock of the operating system on it, which ends with its process.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, int] = {}
        self._guard = threading.Lock()

    async def acquire(self, name: str, seconds: float) -> Lease | None:
        """Take the lease of a grant; None while another has it."""
        work = asyncio.ensure_future(asyncio.to_thread(self._acquire, name, seconds))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            # The thread goes on: what it takes must not stay with nobody.
            work.add_done_callback(self._unwanted)
            raise

    async def release(self, lease: Lease) -> None:
        """Give a lease back, unless it is another's by now."""
        await _in_thread(self._release, lease)

    def _unwanted(self, work: asyncio.Future[Lease | None]) -> None:
        if not work.cancelled() and work.exception() is None and (lease := work.result()) is not None:
            threading.Thread(target=self._release, args=(lease,), name="billit-lease").start()

    def _acquire(self, name: str, seconds: float) -> Lease | None:
        with told(self._folder):
            base = lock_base(self._folder, name)
            with locked(base):
                file = os.open(_lease_file(base), os.O_RDWR | os.O_CREAT | _NOFOLLOW | _CLOEXEC | _NOWAIT, 0o600)
                try:
                    _refuse_pipes(os.fstat(file), _lease_file(base))
                    alone = _try_lock(file)
                    held = _read_lease(file)
                    # Whoever locked its file and does not any more is dead. One that took over from a holder that had
                    # stalled could not lock it, and is believed until its time is over.
                    if held and not _is_over(held) and not (alone and held.get("locked")):
                        os.close(file)
                        return None
                    holder = uuid.uuid4().hex
                    _write_lease(file, holder, seconds, is_locked=alone)
                except BaseException:
                    with contextlib.suppress(OSError):
                        os.close(file)
                    raise
                with self._guard:
                    self._files[holder] = file
                return Lease(name, holder, seconds)

    def _release(self, lease: Lease) -> None:
        with self._guard:
            file = self._files.pop(lease.holder, None)
        if file is None:
            return
        try:
            with told(self._folder), locked(lock_base(self._folder, lease.name)):
                held = _read_lease(file)
                if held and held.get("holder") == lease.holder:
                    os.ftruncate(file, 0)
        finally:
            os.close(file)


@contextlib.contextmanager
def locked(base: Path) -> Generator[None]:
    """Hold the lock of a grant between the processes and threads of this machine, for one short operation.

    Raises:
        TokenStoreError: Another holds it for too long.
    """
    _make(base.parent)
    path = base.with_name(f"{base.name}.lock")
    file = os.open(path, os.O_RDWR | os.O_CREAT | _NOFOLLOW | _CLOEXEC | _NOWAIT, 0o600)
    try:
        _refuse_pipes(os.fstat(file), path)
        until = time.monotonic() + _PATIENCE
        while not _try_lock(file):
            if time.monotonic() > until:
                raise TokenStoreError(f"another process holds {base.name}.lock for {_PATIENCE:g} s: is it stopped?")
            time.sleep(_POLL)
        yield
    finally:
        os.close(file)


async def _in_thread(work: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    return await asyncio.to_thread(work, *args, **kwargs)


@contextlib.contextmanager
def told(folder: Path) -> Generator[None]:
    """Turn what the system says into an error of the store's."""
    try:
        yield
    except OSError as error:
        raise TokenStoreError(f"the token store in {folder}: {error.strerror or type(error).__name__}") from error


def lock_base(folder: Path, name: str) -> Path:
    """Return the path of a grant's files, without their endings: readable, and another for every name."""
    readable = "".join(char if char.isascii() and char.isalnum() else "-" for char in name.lower())[:32].strip("-")
    return folder / f"{readable or 'grant'}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def _record_file(base: Path) -> Path:
    return base.with_name(f"{base.name}.json")


def _lease_file(base: Path) -> Path:
    return base.with_name(f"{base.name}.lease")


def _make(folder: Path) -> None:
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700, parents=True)
    if not folder.is_dir():
        raise TokenStoreError(f"{folder} is a file: a FileTokenStore takes a folder, and makes it when it is missing")
    _refuse(folder.stat(), folder, _OTHERS_WRITE, "can be written by others", "chmod 700")


def _content(path: Path) -> bytes | None:
    try:
        file = os.open(path, os.O_RDONLY | _NOFOLLOW | _CLOEXEC | _NOWAIT)
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        raise TokenStoreError(f"{path.parent} is a file: a FileTokenStore takes a folder") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise TokenStoreError(f"{path} is a link, and tokens are not read through one") from None
        raise
    with os.fdopen(file, "rb") as opened:
        _refuse_pipes(os.fstat(file), path)
        _refuse(os.fstat(file), path, _GROUP_AND_OTHERS, "can be read by others", "chmod 600")
        return opened.read()


def _refuse_pipes(found: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise TokenStoreError(f"{path} is no plain file, but a pipe, a device or a folder: take it away")


def _refuse(found: os.stat_result, path: Path, mask: int, why: str, cure: str) -> None:
    if os.name != "posix":
        return
    if stat.S_IMODE(found.st_mode) & mask:
        raise TokenStoreError(f"{path} {why}: {cure} {path}")
    if found.st_uid != os.geteuid():
        raise TokenStoreError(f"{path} belongs to another user: tokens are not taken from it")


def _replace(base: Path, content: bytes) -> None:
    """Put a file in the place of the old one, so that a crash leaves one of the two. Under the grant's lock only."""
    for left in base.parent.glob(f"{base.name}.*.new"):
        left.unlink(missing_ok=True)  # of a process that died
    fresh = base.with_name(f"{base.name}.{uuid.uuid4().hex}.new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _CLOEXEC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(_record_file(base))
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    _sync(base.parent)


def _sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    if os.name != "posix":
        return
    file = os.open(folder, os.O_RDONLY | _CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)


@functools.cache
def _boot() -> str:
    """Name this run of the machine, in which every process sees the same monotonic clock; empty when unknown."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def _read_lease(file: int) -> dict[str, Any] | None:
    os.lseek(file, 0, os.SEEK_SET)
    try:
        held = json.loads(os.read(file, 4096) or b"null")
    except ValueError:
        return None  # its writer died in the middle
    return cast("dict[str, Any]", held) if isinstance(held, dict) else None


def _write_lease(file: int, holder: str, seconds: float, *, is_locked: bool) -> None:
    held = {
        "holder": holder,
        "locked": is_locked,
        "boot": _boot(),
        "ends_monotonic": time.monotonic() + seconds,
        "ends": time.time() + seconds,
    }
    os.lseek(file, 0, os.SEEK_SET)
    os.ftruncate(file, 0)
    os.write(file, json.dumps(held).encode())


def _is_over(held: dict[str, Any]) -> bool:
    try:
        if held["boot"] and held["boot"] == _boot():
            # Nobody sets this clock.
            return time.monotonic() >= float(held["ends_monotonic"])
        return time.time() >= float(held["ends"])
    except (KeyError, TypeError, ValueError):
        return True
