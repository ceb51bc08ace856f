"""Emits `openapi/operations.yaml`: every operation with its method, path, parameters, body and result, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from codegen.emit.schema import Schema

__all__ = ["METHODS", "TABLE", "emit_operations", "resolved"]

TABLE: Final = "openapi/operations.yaml"
METHODS: Final = ("get", "post", "put", "patch", "delete")


def emit_operations(schema: Schema) -> dict[str, str]:
    """Make the operation table.

    Args:
        schema: What the document says.

    Returns:
        Relative path to YAML text.
    """
    rows = [
        _row(schema.document, path, method, operation)
        for path, item in schema.document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]
    rows.sort(key=lambda row: (row["path"], METHODS.index(row["method"].lower())))
    text = yaml.safe_dump(  # pyright: ignore[reportUnknownMemberType]  (a name that its stubs lack)
        {"operations": rows}, sort_keys=False, width=120, allow_unicode=True
    )
    return {TABLE: text}


def _row(document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    parameters = [resolved(document, parameter) for parameter in operation.get("parameters", [])]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    result = operation["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema")
    row: dict[str, Any] = {
        "operation": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "resource": operation.get("x-resource"),
        "path_parameters": [parameter["name"] for parameter in parameters if parameter["in"] == "path"],
        "query_parameters": [parameter["name"] for parameter in parameters if parameter["in"] == "query"],
        "header_parameters": [parameter["name"] for parameter in parameters if parameter["in"] == "header"],
        "body": _type_name(body),
        "result": _type_name(result),
    }
    if "x-list" in operation:
        row["list"] = operation["x-list"]
    return row


def resolved(document: dict[str, Any], parameter: dict[str, Any]) -> dict[str, Any]:
    """Follow the reference of a parameter, where it is one."""
    if "$ref" not in parameter:
        return parameter
    node: Any = document
    for part in parameter["$ref"].removeprefix("#/").split("/"):
        node = node[part]
    resolved: dict[str, Any] = node
    return resolved


def _type_name(schema: dict[str, Any] | None) -> str | None:
    if schema is None:
        return None
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if schema.get("type") == "array":
        return f"list[{_type_name(schema['items'])}]"
    return str(schema.get("type"))
