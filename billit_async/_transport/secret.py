"""A text that never shows itself: what keys and tokens are kept in until they are put on the wire."""

from __future__ import annotations

import hmac
from types import CellType
from typing import TYPE_CHECKING, NoReturn, cast, final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Secret", "revealed"]


@final
class Secret:
    """A secret text that prints, formats and logs as ``Secret('…')``, and refuses to be pickled.

    Args:
        text: The secret itself; read it back with :meth:`reveal`, at the last moment only.
    """

    __slots__ = ("_cell",)

    def __init__(self, text: str) -> None:
        # A cell, which shows nothing of its content: who collects the attributes of an object finds no text.
        self._cell = CellType(text)

    def reveal(self) -> str:
        """Return the secret itself."""
        return cast("str", self._cell.cell_contents)

    def __repr__(self) -> str:
        return "Secret('…')"

    def __str__(self) -> str:
        return "Secret('…')"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled: reveal() it where you mean to, or read it again on the other side")

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self

    def __bool__(self) -> bool:
        return bool(self.reveal())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(
            self.reveal().encode("utf-8", "surrogatepass"), other.reveal().encode("utf-8", "surrogatepass")
        )

    def __hash__(self) -> int:
        return hash((Secret, self.reveal()))


def revealed(*headers: Mapping[str, str | Secret]) -> dict[str, str]:
    """Write headers as they go on the wire: for the call that sends them, and never into a variable.

    Args:
        headers: Headers whose values may be wrapped; later ones win.
    """
    return {
        name: value.reveal() if isinstance(value, Secret) else value for each in headers for name, value in each.items()
    }
