"""Notices a server that did not apply the filter: rows that visibly contradict it. It reads only what came back."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Final

from billit_async.errors import FilterIgnored, QueryWarning
from billit_async.odata.contradiction import contradiction

if TYPE_CHECKING:
    from billit_async._serialization.codec import Rows
    from billit_async.odata.ast import Expr

__all__ = ["FilterWatch"]

_SAMPLED: Final = 10
"""Of pages behind the first, every so many rows are looked at: it must cost next to nothing."""


class FilterWatch:
    """Compares the rows of one list with the filter that was asked for.

    Args:
        condition: The filter, None for none.
        template: The list's path, for messages.
        strict: Whether contradicting rows are an error, or else a warning, once.
    """

    __slots__ = ("_contradicts", "_strict", "_template")

    def __init__(self, condition: Expr | None, template: str, *, strict: bool) -> None:
        self._contradicts = contradiction(condition)
        self._template = template
        self._strict = strict

    def see(self, rows: Rows[Any], *, is_first: bool) -> None:
        """Look at a page.

        Args:
            rows: Its rows.
            is_first: Whether it is the first page, of which every row is looked at.

        Raises:
            FilterIgnored: A row contradicts the filter, where that is an error.
        """
        contradicts = self._contradicts
        if contradicts is None:
            return
        seen = rows.peek()
        if any(map(contradicts, seen if is_first else seen[::_SAMPLED])):
            self._ignored()

    def _ignored(self) -> None:
        what = (
            f"rows of {self._template} contradict the filter that was asked for: the server has not applied it, and "
            "what is read may be the whole list"
        )
        if self._strict:
            raise FilterIgnored(what)
        self._contradicts = None  # once is enough
        warnings.warn(f"{what} (strict=True makes this an error)", QueryWarning, stacklevel=4)
