"""Emits `tests/codegen/names.txt`: the Python name of every property, so that no public name changes unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from codegen.emit.schema import Schema

__all__ = ["NAMES", "emit_names", "renamed"]

NAMES: Final = "tests/codegen/names.txt"


def emit_names(schema: Schema) -> dict[str, str]:
    """Make the list.

    Args:
        schema: What the document says.

    Returns:
        Relative path to text.
    """
    lines = sorted(f"{model.name}.{prop.wire} -> {prop.name}" for model in schema.models for prop in model.properties)
    return {NAMES: "\n".join(lines) + "\n"}


def renamed(old: str, new: str) -> list[str]:
    """Return the properties that are called otherwise in a new list than in an old one; new ones do not count."""
    before, after = (dict(line.split(" -> ") for line in text.splitlines() if " -> " in line) for text in (old, new))
    return [f"{key}: {name} -> {after[key]}" for key, name in before.items() if after.get(key, name) != name]
