"""Touches every property of what was read, so that nothing of it is left as its bytes."""

from __future__ import annotations

from typing import Any, TypeVar

import attrs

T = TypeVar("T")


def touched(value: T) -> T:
    """The same value, after every property of every model in it was asked for."""
    parts: list[Any] = []
    kind: Any = type(value)
    if attrs.has(kind):
        parts = [getattr(value, field.name) for field in attrs.fields(kind)]
    elif isinstance(value, dict):
        parts = list(value.values())
    elif isinstance(value, list):
        parts = list(value)
    for part in parts:
        touched(part)
    return value
