"""A bounded cache whose entries know their age."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

__all__ = ["TTLCache"]

K = TypeVar("K", bound="Hashable")
V = TypeVar("V")


class TTLCache(Generic[K, V]):
    """A bounded number of values, each with the moment it came; the oldest make room.

    How old a value may be is decided by the reader, who is told its age.

    Args:
        size: How many are kept at most.
    """

    __slots__ = ("_entries", "_size")

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: dict[K, tuple[float, V]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: K, now: float) -> tuple[float, V] | None:
        """Return the age of a value in seconds and the value, or None.

        Args:
            key: What it is kept under.
            now: Seconds of the clock that ``put`` was given.
        """
        found = self._entries.get(key)
        return None if found is None else (now - found[0], found[1])

    def put(self, key: K, now: float, value: V) -> None:
        """Keep a value, in the place of an earlier one.

        Args:
            key: What it is kept under.
            now: Seconds of a clock that only goes forward.
            value: The value.
        """
        self._entries.pop(key, None)
        self._entries[key] = (now, value)
        while len(self._entries) > self._size:
            del self._entries[next(iter(self._entries))]
