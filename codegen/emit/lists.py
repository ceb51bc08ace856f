"""Emits `billit_async/odata/_lists.py`: what the document says about every list operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from codegen import CodegenError
from codegen.emit.names import member_name
from codegen.emit.source import identifier, string, strings

if TYPE_CHECKING:
    from codegen.emit.schema import ListOperation, Schema

MODULE: Final = "billit_async/odata/_lists.py"


def emit_lists(schema: Schema) -> dict[str, str]:
    """Make `billit_async/odata/_lists.py`.

    Args:
        schema: What the document says.

    Returns:
        Relative path to unformatted source text.

    Raises:
        CodegenError: Two lists would have the same name.
    """
    named: dict[str, ListOperation] = {}
    for operation in schema.lists:
        name = constant_name(operation.path)
        if name in named:
            raise CodegenError(f"{operation.path} and {named[name].path} would both be called {name}")
        named[name] = operation
    models = sorted({operation.item for operation in schema.lists})
    imports = "".join(f"    from billit_async.models.{schema.model(model).area} import {model}\n" for model in models)
    lines = [
        '"""The list operations of the API: path, model, key and documented columns of each."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import TYPE_CHECKING, Any, Final",
        "",
        "from billit_async.odata._list_spec import Keyset, ListSpec",
        "",
        "if TYPE_CHECKING:",
        "    from collections.abc import Mapping",
        imports,
        f"__all__ = {strings(['LISTS', *named])}",
        "",
    ]
    for name, operation in sorted(named.items()):
        lines += _spec(name, operation, schema)
    specs = ", ".join(sorted(named))
    lines += [
        f"LISTS: Final[Mapping[str, ListSpec[Any]]] = {{spec.path: spec for spec in ({specs},)}}",
        '"""By path."""',
    ]
    return {MODULE: "\n".join(lines) + "\n"}


def constant_name(path: str) -> str:
    """Return the name of the list at a path: ``/v1/orders/deleted`` is ``ORDERS_DELETED``."""
    words = [segment for segment in path.split("/")[2:] if segment and not segment.startswith("{")]
    return identifier("_".join(member_name(word) for word in words), path)


def _spec(name: str, operation: ListOperation, schema: Schema) -> list[str]:
    facts = [f"operation={string(operation.operation_id)}", f"path={string(operation.path)}"]
    if operation.row_path is not None:
        facts.append(f"row_path={string(operation.row_path)}")
    facts += [f"model_name={string(operation.item)}", f"fields_name={string(operation.fields)}"]
    if operation.key is not None:
        names = {prop.wire: prop.name for prop in schema.model(operation.item).properties}
        facts += [f"key={string(operation.key)}", f"key_attribute={string(names[operation.key])}"]
    facts.append(f"keyset=Keyset.{operation.keyset.upper()}")
    if operation.filterable is not None:
        facts.append(f"columns=({''.join(f'{string(column)}, ' for column in operation.filterable)})")
    if operation.searches:
        facts.append("searches=True")
    return [f"{name}: Final[ListSpec[{operation.item}]] = ListSpec({', '.join(facts)},)", ""]
