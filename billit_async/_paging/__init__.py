"""Lists that span pages: pure decisions, the sources that carry them out, and the `Pager` that a caller holds.

By default a list is read by key (``OrderID gt n``, ordered by the id). Reading by position (``$skip``, and with it
Billit's own links) loses rows whenever a row that was already read is changed or deleted meanwhile.
"""

from __future__ import annotations

from billit_async._paging.pager import Pager, Reading
from billit_async._paging.plan import Consistency, Plan, State, Step, first_state, next_step, query_pairs
from billit_async._paging.windows import Changes

__all__ = [
    "Changes",
    "Consistency",
    "Pager",
    "Plan",
    "Reading",
    "State",
    "Step",
    "first_state",
    "next_step",
    "query_pairs",
]
