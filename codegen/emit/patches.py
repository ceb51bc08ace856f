"""Emits `billit_async/_serialization/patches.py`: what Billit patches, as types and as facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from codegen import CodegenError
from codegen.emit.names import member_name
from codegen.emit.schema import Kind
from codegen.emit.source import docstring, string

if TYPE_CHECKING:
    from codegen.emit.schema import PatchOperation, Property, Schema

MODULE: Final = "billit_async/_serialization/patches.py"

_TYPES: Final = {
    Kind.STRING: ("str", "str"),
    Kind.ENUMERATION: ("str", "str"),
    Kind.INT: ("int", "int"),
    Kind.LONG: ("int", "int"),
    Kind.BOOL: ("bool", "bool"),
    Kind.DATETIME: ("datetime", "datetime | date"),
}
"""By kind: the type that a value must have, and its annotation."""


def emit_patches(schema: Schema) -> dict[str, str]:
    """Make `billit_async/_serialization/patches.py`.

    Args:
        schema: What the document says.

    Returns:
        Relative path to unformatted source text.

    Raises:
        CodegenError: A property that is to be patched has a type that is not patched.
    """
    classes = sorted(patch.changes for patch in schema.patches)
    names = [*map(member_name, classes), *classes]
    lines = [
        '"""What Billit patches: for each PATCH its changes as a type, and the same as facts by Python name."""',
        "",
        "from __future__ import annotations",
        "",
        "from datetime import date, datetime",
        "from typing import TYPE_CHECKING, Final, TypedDict",
        "",
        "from billit_async._serialization.patching import PatchField",
        "",
        "if TYPE_CHECKING:",
        "    from collections.abc import Mapping",
        "",
        f"__all__ = {names!r}",
        "",
    ]
    for patch in schema.patches:
        lines += _patch(patch, schema)
    return {MODULE: "\n".join(lines) + "\n"}


def _patch(patch: PatchOperation, schema: Schema) -> list[str]:
    # Of a name that two models have, the first describes it.
    described = {prop.wire: prop for model in reversed(patch.models) for prop in schema.model(model).properties}
    properties = [described[wire] for wire in patch.properties]
    doc = docstring([f"What `PATCH {patch.path}` changes; ``NULL`` clears a value."])
    lines = ["", f"class {patch.changes}(TypedDict, total=False):", f"    {doc}", ""]
    lines += [f"    {prop.name}: {_types(patch, prop)[1]}" for prop in properties]
    lines += ["", f"{member_name(patch.changes)}: Final[Mapping[str, PatchField]] = {{"]
    for prop in properties:
        facts = [string(prop.wire), _types(patch, prop)[0]]
        if prop.shape.enumeration is not None:
            facts.append(string(prop.shape.enumeration))
        lines.append(f"    {string(prop.name)}: PatchField({', '.join(facts)}),")
    return [*lines, "}", ""]


def _types(patch: PatchOperation, prop: Property) -> tuple[str, str]:
    try:
        return _TYPES[prop.shape.kind]
    except KeyError:
        raise CodegenError(f"PATCH {patch.path}: {prop.wire} is of a type that is not patched") from None
