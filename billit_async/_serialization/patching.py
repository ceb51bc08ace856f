"""What Billit patches of one property, and updates of one document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PatchField", "UpdateFacts"]


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


class UpdateFacts(NamedTuple):
    """How a document of a kind is changed.

    Attributes:
        model: The name of its class in `billit_async.models`.
        key: The Python name of its id.
        patched: What a PATCH changes, by Python name.
        posted: The Python names of the properties that only a POST changes.
        fixed: Billit's names of the properties that it alone sets, or another operation does.
    """

    model: str
    key: str
    patched: Mapping[str, PatchField]
    posted: frozenset[str]
    fixed: frozenset[str]
