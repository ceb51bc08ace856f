"""Emits `billit_async/emulator/protocol/_shapes.py`: every property of each model, in the order of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from codegen import CodegenError
from codegen.emit.schema import Kind
from codegen.emit.source import string

if TYPE_CHECKING:
    from codegen.emit.schema import Property, Schema, Shape

__all__ = ["MODULE", "emit_shapes"]

MODULE: Final = "billit_async/emulator/protocol/_shapes.py"

_KINDS: Final = {
    Kind.STRING: "str",
    Kind.ENUMERATION: "str",
    Kind.BASE64: "str",
    Kind.INT: "int",
    Kind.LONG: "long",
    Kind.BOOL: "bool",
    Kind.DATETIME: "datetime",
    Kind.UUID: "guid",
    Kind.MAP: "object",
    Kind.ANY: "object",
}
_BY_SCALE: Final = {2: "money", 4: "stock", 5: "price", None: "number"}
"""Kinds of decimals by their digits after the point, which the overlay gives as `x-scale` with the source."""


def emit_shapes(schema: Schema) -> dict[str, str]:
    """Make `billit_async/emulator/protocol/_shapes.py`.

    Args:
        schema: What the document says.

    Returns:
        Relative path to unformatted source text.

    Raises:
        CodegenError: A property has a scale that the emulator does not know, or is a list of lists.
    """
    lines = [
        '"""The properties of each model, in order: name, kind (or model) and whether it is a list."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final",
        "",
        '__all__ = ["PROPERTIES"]',
        "",
        "PROPERTIES: Final[dict[str, tuple[tuple[str, str, bool], ...]]] = {",
    ]
    for model in schema.models:
        entries = (_entry(prop, model.name) for prop in model.properties)
        lines.append(f"{string(model.name)}: ({' '.join(entries)}),")
    return {MODULE: "\n".join([*lines, "}", ""])}


def _entry(prop: Property, model: str) -> str:
    is_list = prop.shape.kind is Kind.LIST and prop.shape.items is not None
    shape = prop.shape.items if is_list and prop.shape.items is not None else prop.shape
    return f"({string(prop.wire)}, {string(_kind(shape, prop.scale, f'{model}.{prop.wire}'))}, {is_list}),"


def _kind(shape: Shape, scale: int | None, where: str) -> str:
    if shape.model is not None and shape.kind is Kind.MODEL:
        return shape.model
    kind = _BY_SCALE.get(scale) if shape.kind is Kind.DECIMAL else _KINDS.get(shape.kind)
    if kind is None:
        raise CodegenError(f"{where}: the emulator has no kind for {shape.kind} with the scale {scale}")
    return kind
