"""What Billit patches of one property."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["PatchField"]


class PatchField(NamedTuple):
    """A property that can be changed by a PATCH.

    Attributes:
        wire: Its name at Billit.
        kind: The type of its values.
        enumeration: The enumeration of its known values, in `billit_async.models`.
    """

    wire: str
    kind: type
    enumeration: str | None = None
