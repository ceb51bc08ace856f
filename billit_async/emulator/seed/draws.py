"""The random source of seeded data: the numbers of `random.Random`, drawn faster in the cases that seeding has."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Draws"]

T = TypeVar("T")
# Version 4 and the variant of RFC 9562, as `uuid.UUID(int=..., version=4)` sets them.
_GUID_KEPT: Final = ~((0xC000 << 48) | (0xF000 << 64))
_GUID_SET: Final = (0x8000 << 48) | (4 << 76)


class Draws(Random):
    """Random numbers that are the same for the same seed, and those of `random.Random` with this seed.

    Seeding draws some forty of them for an order, so half of its time went into the checks of ``randrange``.
    """

    def below(self, limit: int) -> int:
        """Draw a whole number from 0 up to a limit, which is at least 1, as ``randrange(limit)`` does."""
        bits = limit.bit_length()
        drawn = self.getrandbits(bits)
        while drawn >= limit:
            drawn = self.getrandbits(bits)
        return drawn

    def between(self, least: int, limit: int) -> int:
        """Draw a whole number from the least up to a limit, as ``randrange(least, limit)`` does."""
        return least + self.below(limit - least)

    def one_of(self, items: Sequence[T]) -> T:
        """Draw an item, as ``choice`` does."""
        return items[self.below(len(items))]

    def chance(self, percent: int) -> bool:
        """Whether one of so many cases of a hundred happens."""
        return self.below(100) < percent

    def guid(self) -> str:
        """Draw a GUID of version 4."""
        digits = f"{(self.getrandbits(128) & _GUID_KEPT) | _GUID_SET:032x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
