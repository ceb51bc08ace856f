"""A token store in a folder, one file for each grant: for the processes of one machine.

Every write goes to a file of its own, is flushed to the disk, and then takes the place of the old one, so that a crash
at any moment leaves the old record or the new one. Files and folder are their owner's alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import errno
import functools
import hashlib
import json
import os
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast

import msgspec

from billit_async._runtime.durable import replace_file, sync_folder
from billit_async._runtime.frames import without_frames_below
from billit_async._runtime.private_files import (
    CLOEXEC,
    NOFOLLOW,
    NONBLOCK,
    OTHERS_WRITE,
    make_private_folder,
    read_private,
    refuse_other_than_file,
    refuse_shared,
)
from billit_async._runtime.uncancelled import finished
from billit_async.auth.stores.protocol import Lease, Stored
from billit_async.auth.stores.record import GrantRecord
from billit_async.errors import TokenStoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

__all__ = ["FileTokenStore", "Leases", "lock_base", "locked", "told"]

_P = ParamSpec("_P")
_T = TypeVar("_T")

_PATIENCE: Final = 10.0
_POLL: Final = 0.005

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
        folder: The folder. It is made when it is missing, for its owner only (mode 700, its files 600).

    Raises:
        TokenStoreError: From its methods, when folder or files can be read by others, or cannot be read or written.
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

    async def prolong(self, lease: Lease) -> bool:
        """Let a lease hold for its seconds again; return False when it ran out."""
        return await self._leases.prolong(lease)

    async def release(self, lease: Lease) -> None:
        """Give a lease back, unless it is another's by now."""
        await self._leases.release(lease)

    async def aclose(self) -> None:
        """Do nothing: nothing is open between two calls but the leases, which run out."""

    def _load(self, name: str) -> Stored | None:
        with told(self._folder):
            if self._folder.is_dir():
                make_private_folder(self._folder)
            return self._read(lock_base(self._folder, name), name)

    def _swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        with told(self._folder):
            make_private_folder(self._folder)
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
                sync_folder(self._folder)

    def _read(self, base: Path, name: str) -> Stored | None:
        content = read_private(_record_file(base))
        if content is None:
            return None
        try:
            kept = msgspec.json.decode(content, type=_Kept)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            kept = None
        if kept is None or kept.name != name:
            # Outside the handler: the decoder's error may quote a token.
            raise TokenStoreError(f"{_record_file(base)} is not a record of this grant: restore it, or delete it")
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

    async def prolong(self, lease: Lease) -> bool:
        """Let a lease hold for its seconds again; return False when it ran out."""
        return await _in_thread(self._prolong, lease)

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
                file = _open_beside(_lease_file(base))
                try:
                    alone = _try_lock(file)
                    held = _read_lease(file)
                    # A holder that locked its file and does not any more has died. One that took over from one that had
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

    def _prolong(self, lease: Lease) -> bool:
        with self._guard:
            file = self._files.get(lease.holder)
        if file is None:
            return False
        with told(self._folder), locked(lock_base(self._folder, lease.name)):
            held = _read_lease(file)
            if not held or held.get("holder") != lease.holder or _is_over(held):
                return False
            _write_lease(file, lease.holder, lease.seconds, is_locked=bool(held.get("locked")))
            return True

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
    make_private_folder(base.parent, mask=OTHERS_WRITE)
    file = _open_beside(base.with_name(f"{base.name}.lock"))
    try:
        until = time.monotonic() + _PATIENCE
        while not _try_lock(file):
            if time.monotonic() > until:
                raise TokenStoreError(f"another process holds {base.name}.lock for {_PATIENCE:g} s: is it stopped?")
            time.sleep(_POLL)
        yield
    finally:
        os.close(file)


async def _in_thread(work: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    # A thread cannot be stopped: who is told that it was would find the file half way.
    run = functools.partial(contextvars.copy_context().run, work, *args, **kwargs)
    return await finished(asyncio.get_running_loop().run_in_executor(None, run))


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


def _open_beside(path: Path) -> int:
    """Open a file of locks or leases, made for its owner alone; one that others may write to would lend to anybody."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | NOFOLLOW | CLOEXEC | NONBLOCK, 0o600)
    try:
        refuse_other_than_file(os.fstat(file), path)
        refuse_shared(os.fstat(file), path)
    except BaseException:
        os.close(file)
        raise
    return file


def _record_file(base: Path) -> Path:
    return base.with_name(f"{base.name}.json")


def _lease_file(base: Path) -> Path:
    return base.with_name(f"{base.name}.lease")


def _replace(base: Path, content: bytes) -> None:
    """Put a file in the place of the old one. Under the grant's lock only."""
    replace_file(_record_file(base), content, beside=base.name)


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
