"""Which columns a list is asked for (``select=``), and what shows that a server does not apply it."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

import attrs
import msgspec

from billit_async.errors import QueryError, QueryWarning
from billit_async.odata.ast import Path
from billit_async.odata.fields import CollectionField, Field, NavigationField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async._serialization.codec import Rows
    from billit_async.errors import BadRequest, ServerError
    from billit_async.odata._list_spec import ListSpec
    from billit_async.odata.query import Query

__all__ = ["Selection"]


_ABSENT: Final = (None, msgspec.Raw(b"null"))


class Selection:
    """The columns of one list that are asked for, and whether the server keeps to them.

    Args:
        spec: The facts about the list.
        query: What is asked.
        template: The path of the list, for messages.
        ignoring: Lists of the session that are known to send whole rows; one that is noticed is added.
        in_full: Whether each row is read in full.

    Attributes:
        query: The same, with the columns that are added to a select: the key, and those of the filter, so that rows can
            be held against it; a feed of changes filters by ``LastModified``.
        names: The fields that are asked for, by their Python names; None for whole rows.

    Raises:
        QueryError: The rows have no such column or no key, or are read in full.

    Source: docs page "odata"; the manual, chapter 3 ("use the filter & select options").
    """

    __slots__ = ("_ignoring", "_others", "_template", "names", "query")

    def __init__(
        self,
        spec: ListSpec[Any],
        query: Query,
        template: str,
        ignoring: set[str],
        *,
        in_full: bool = False,
    ) -> None:
        self._template = template
        self._ignoring = ignoring
        self._others: tuple[str, ...] = ()
        self.query = query
        self.names: tuple[str, ...] | None = None
        if not query.select:
            return
        if in_full:
            raise QueryError("details reads each row in full, and select some columns of it: leave one of them out")
        if spec.key is None:
            raise QueryError(
                f"rows of {spec.path} have no key: the last row of each page is compared with the first of the next, "
                "in every column. Leave select out"
            )
        attributes = {str(field.metadata["wire"]): field.name for field in attrs.fields(spec.model)}
        for column in query.select:
            if str(column) not in attributes:
                raise QueryError(f"rows of {spec.path} have no {column}: select takes columns of {spec.fields_name}")
        columns = _columns(spec)
        added = [name for name in (spec.key, *_filtered(query)) if name in columns and name in attributes]
        self.query = attrs.evolve(query, select=(*query.select, *(Path((name,)) for name in added)))
        self.names = tuple(attributes[str(column)] for column in self.query.select)
        self._others = tuple(name for name in attributes.values() if name not in self.names)

    def see(self, query: Query, rows: Rows[Any]) -> None:
        """Look at the first row of a page, and say once if it has more than was asked for.

        Args:
            query: What was asked: counting asks for no columns.
            rows: The rows, as they were decoded.
        """
        if not query.select or self._template in self._ignoring:
            return
        for first in rows.peek()[:1]:
            # A nested object stands there as its bytes, also where it is null.
            if any(getattr(first, name, None) not in _ABSENT for name in self._others):
                self._ignoring.add(self._template)
                warnings.warn(
                    f"rows of {self._template} have columns that were not selected: the server does not apply select. "
                    "The rows are whole and right, and are not read faster than without it (said once a session)",
                    QueryWarning,
                    stacklevel=4,
                )

    def explain(self, query: Query, error: BadRequest | ServerError) -> None:
        """Say in a refusal that the select may be why.

        Args:
            query: What was asked.
            error: What the server responded.
        """
        if query.select:
            # Unlike a note, it also shows where only the message is logged.
            error.args = (
                f"{error} (columns were selected, which Billit may not take on {self._template}: leave select out)",
                *error.args[1:],
            )


def _columns(spec: ListSpec[Any]) -> set[str]:
    """The wire names of the columns that hold one value."""
    fields: object = getattr(import_module("billit_async.fields"), spec.fields_name)
    members = cast("Mapping[str, object]", vars(fields)).values()
    return {
        member.path
        for member in members
        if isinstance(member, Field) and not isinstance(member, NavigationField | CollectionField)
    }


def _filtered(query: Query) -> list[str]:
    # Within `any` and `all`, columns are those of the entries.
    nodes = () if query.where is None else query.where.walk(into_collections=False)
    return [str(node) for node in nodes if isinstance(node, Path)]
