"""``$select`` of a list, read as Web API 2 does for a type whose classes are all entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from billit_async.emulator.odata.compiler import ODataRefusal
from billit_async.emulator.protocol.shapes import SHAPES

if TYPE_CHECKING:
    from billit_async.emulator.odata.columns import Collection

__all__ = ["selected_names"]


def selected_names(
    collection: Collection, mode: Literal["apply", "ignore", "refuse"], text: str | None
) -> frozenset[str] | None:
    """The properties that rows are cut down to.

    Args:
        collection: The list.
        mode: The setting ``odata.select``.
        text: The value of ``$select``; None where it was not given.

    Returns:
        Their names; None for whole rows.

    Raises:
        ODataRefusal: A property that rows do not have, a path, or an option that is not allowed.

    Source: OData v3 URL conventions, section 4.8; the texts are those of Microsoft's library.
    """
    if text is None or mode == "ignore":
        return None
    if mode == "refuse":
        raise ODataRefusal(
            "Query option 'Select' is not allowed. To allow it, set the 'AllowedQueryOptions' property on "
            "EnableQueryAttribute or QueryValidationSettings."
        )
    if not text.strip():
        # Thrown while the options are bound, before any filter of exceptions.
        raise ODataRefusal("'select' and 'expand' cannot be both null or empty.", is_bare=True)
    shape = SHAPES[collection.shape]
    # Objects and lists are other entities, of which a select alone gives no more than a link, and JSON has no links.
    values = {item.name: not item.many and not item.is_nested for item in shape.properties}
    names: set[str] = set()
    for item in text.split(","):
        name = item.strip()
        if name == "*":
            names |= {known for known, is_value in values.items() if is_value}
        elif "/" in name:
            raise ODataRefusal(
                "Found a path with multiple navigation properties or a bad complex property path in a select clause. "
                "Please reword your query such that each level of select or expand only contains either TypeSegments "
                "or Properties."
            )
        elif name not in values:
            raise ODataRefusal(f"Could not find a property named '{name}' on type '{collection.type_name}'.")
        elif values[name]:
            names.add(name)
    return frozenset(names)
