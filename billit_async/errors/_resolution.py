"""What became of a document whose creation has no known outcome: the lookup, and its result. Plain values."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

__all__ = ["Lookup", "Resolution", "ResolutionState"]


class ResolutionState(Enum):
    """What a look at Billit showed."""

    FOUND = "found"
    """Exactly one document carries the key."""
    ABSENT = "absent"
    """No document carries the key."""
    AMBIGUOUS = "ambiguous"
    """Several documents carry the key, or nothing on the document identifies it."""


class Lookup(NamedTuple):
    """How to find a document again; kept on the errors of a create, and pickled with them.

    Attributes:
        kind: ``order``, ``party`` or ``product``.
        keys: Pairs of Python field name and value that identify it, strongest first; empty when nothing does.
        within: Pairs that narrow the search without identifying, such as the order type.
    """

    kind: str
    keys: tuple[tuple[str, str], ...] = ()
    within: tuple[tuple[str, str], ...] = ()


class Resolution(NamedTuple):
    """What became of the document.

    Attributes:
        state: Found, absent or ambiguous.
        id: The document's id when it was found.
        candidates: The ids of all documents that carry the key.
        key: The field and value that were looked for; None when the document has none that identifies it.
        waited: Seconds from the end of the last attempt, as the caller saw it, to the look that showed this.
    """

    state: ResolutionState
    id: int | None = None
    candidates: tuple[int, ...] = ()
    key: tuple[str, str] | None = None
    waited: float = 0.0

    @property
    def found(self) -> bool:
        """Whether exactly one document was found."""
        return self.state is ResolutionState.FOUND

    @property
    def absent(self) -> bool:
        """Whether no document was found, up to ``waited`` seconds after the last attempt had ended."""
        return self.state is ResolutionState.ABSENT

    @property
    def ambiguous(self) -> bool:
        """Whether it is neither: several documents carry the key, or the document has none."""
        return self.state is ResolutionState.AMBIGUOUS
