"""The types of decoded JSON, with checks that type checkers follow."""

from __future__ import annotations

from typing import Any, TypeGuard

__all__ = ["is_array", "is_object", "json_type"]


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether a decoded value was a JSON object."""
    return isinstance(value, dict)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Whether a decoded value was a JSON array, or is a tuple that becomes one."""
    return isinstance(value, (list, tuple))


def json_type(value: Any) -> str:
    """The name of a decoded value's JSON type, for messages."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case str():
            return "text"
        case list():
            return "array"
        case dict():
            return "object"
        case _:
            return "number"
