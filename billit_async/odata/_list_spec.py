"""What is known about a list of the API, as a value."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Generic, TypeVar, cast

import attrs

if TYPE_CHECKING:
    from billit_async._serialization.model import Model

__all__ = ["Keyset", "ListSpec"]

M = TypeVar("M", bound="Model")


class Keyset(StrEnum):
    """Whether a list can be read by its key.

    ``DOCUMENTED`` lists are filtered and sorted by their key. ``UNVERIFIED`` ones are expected to be, and a server that
    does not is noticed. ``LINKS`` have a key, and are read by Billit's own links. ``NONE`` have no key.
    """

    DOCUMENTED = "documented"
    UNVERIFIED = "unverified"
    LINKS = "links"
    NONE = "none"


@attrs.frozen(kw_only=True)
class ListSpec(Generic[M]):
    """A list operation of the API.

    Attributes:
        operation: Its operation id in the API document.
        path: Its path, with the names of ids in braces.
        row_path: The path of one row in full; None where Billit has no operation for it.
        model_name: The model of its rows, in `billit_async.models`.
        fields_name: The class of its query fields, in `billit_async.fields`.
        key: The wire name of its immutable unique key; None for rows without one.
        key_attribute: The key's name on the model.
        keyset: Whether it can be read by that key.
        columns: The columns that it is documented to be filtered and sorted by, as Billit lists them; None where that
            is not documented.
        searches: Whether it has a full text search.
    """

    operation: str
    path: str
    row_path: str | None = None
    model_name: str
    fields_name: str
    key: str | None = None
    key_attribute: str | None = None
    keyset: Keyset = Keyset.NONE
    columns: tuple[str, ...] | None = None
    searches: bool = False

    @property
    def model(self) -> type[M]:
        """The model of its rows, loaded when it is first needed."""
        return cast("type[M]", getattr(import_module("billit_async.models"), self.model_name))

    @property
    def by_key(self) -> bool:
        """Whether it is read by its key."""
        return self.keyset in {Keyset.DOCUMENTED, Keyset.UNVERIFIED}

    def row_template(self, path: str) -> str | None:
        """Return the path of one row, for a path of the list in which the ids are filled in."""
        return None if self.row_path is None else path + self.row_path.removeprefix(self.path)
