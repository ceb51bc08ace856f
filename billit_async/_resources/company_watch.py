"""Notices lists that are read without a company where the credentials open several."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, TypeVar

from billit_async.errors import QueryWarning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async._paging import Plan, State
    from billit_async._paging.sources import Fetch
    from billit_async._serialization.codec import Rows
    from billit_async._transport.shell import Caller

__all__ = ["CompanyWatch"]

T = TypeVar("T")


class CompanyWatch:
    """The companies that a session came across: one for all its views, and it asks for nothing itself."""

    __slots__ = ("_has_warned", "_known")

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._has_warned = False

    def learn(self, companies: Iterable[object]) -> None:
        """Take in companies that the credentials open, or their ids; what is neither is left out."""
        ids = (getattr(each, "party_id", each) for each in companies)
        self._known.update(str(each) for each in ids if isinstance(each, int | str) and each)

    def around(self, fetch: Fetch[T], caller: Caller) -> Fetch[T]:
        """Return the same reading of pages, whose rows are looked at.

        Args:
            fetch: Asks for one page.
            caller: Makes the calls; its company is None where the session has none.
        """

        async def watched(plan: Plan, state: State) -> Rows[T]:
            rows = await fetch(plan, state)
            found = next((getattr(row, "company_id", None) for row in rows.peek()[:1]), None)
            self.learn((found, caller.party_id))
            if caller.party_id is None and len(self._known) > 1 and not self._has_warned:
                self._has_warned = True
                whose = "the user's default company" if found is None else f"company {found}"
                warnings.warn(
                    f"{plan.path} is listed without party_id, and the credentials open several companies: the rows are "
                    f"those of {whose}; give party_id, or use for_company()",
                    QueryWarning,
                    stacklevel=3,
                )
            return rows

        return watched
