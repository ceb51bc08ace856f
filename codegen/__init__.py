"""Makes the API document, and the code that follows from it. The SDK never imports this package."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias, TypeGuard

__all__ = ["ROOT", "CodegenError", "Json", "is_list", "is_mapping"]

ROOT = Path(__file__).resolve().parent.parent

Json: TypeAlias = dict[str, Any]


class CodegenError(ValueError):
    """An input that cannot be used, with what is wrong, where, and what to do about it."""


def is_mapping(value: Any) -> TypeGuard[Json]:
    """Tell whether a JSON value is an object."""
    return isinstance(value, dict)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Tell whether a JSON value is an array."""
    return isinstance(value, list)
