"""Checks the value of a setting against its annotation, and reads one from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import tzinfo
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, cast, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import attrs

from billit_async.errors import ConfigurationError

__all__ = ["AtLeast", "Checked", "hints_of", "read"]


@attrs.frozen
class AtLeast:
    """The lowest value that a number may have, in an ``Annotated``."""

    lowest: int


@attrs.frozen(kw_only=True)
class Checked:
    """A class of settings that takes only values of its annotations."""

    def __attrs_post_init__(self) -> None:
        """Check every value.

        Raises:
            ConfigurationError: A value is not possible; the message says which are.
        """
        for name, hint in hints_of(type(self)).items():
            value: object = getattr(self, name)
            if not _accepts(hint, value):
                raise ConfigurationError(
                    f"{type(self).__name__}.{name} cannot be {value!r}; possible: {_possible(hint)}"
                )


_HINTS: Final[dict[type[Checked], Mapping[str, Any]]] = {}


def hints_of(settings: type[Checked]) -> Mapping[str, Any]:
    """Resolve the annotations of a class of settings, once, by name."""
    if settings not in _HINTS:
        _HINTS[settings] = get_type_hints(settings, include_extras=True)
    return _HINTS[settings]


def read(hint: Any, text: str) -> object:
    """Read a value as the command line has it.

    Args:
        hint: The annotation of the setting.
        text: JSON, or a text without its quotes; ``null`` for None.

    Returns:
        The value; the text itself where nothing fits, which the settings then refuse.
    """
    candidates: list[object] = [text]
    with suppress(ValueError):
        candidates.append(json.loads(text))
    if text == "null":
        candidates.reverse()
    for candidate in candidates:
        with suppress(ValueError, ArithmeticError, KeyError):
            value = _shaped(hint, candidate)
            if _accepts(hint, value):
                return value
    return text


def _accepts(hint: Any, value: object) -> bool:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is None:
        return _is_instance(hint, value)
    if origin is Annotated:
        base, least = arguments
        return _accepts(base, value) and cast("float", value) >= least.lowest
    if origin in {Union, UnionType}:
        return any(_accepts(item, value) for item in arguments)
    if origin is Literal:
        return any(type(item) is type(value) and item == value for item in arguments)
    if origin is Callable:
        return callable(value)
    if not isinstance(value, origin):
        return False
    return all(
        _accepts(item_hint, item)
        for part in (cast("Mapping[Any, Any]", value).items() if origin is Mapping else zip(cast("Any", value)))
        for item_hint, item in zip(arguments, part, strict=False)
    )


def _is_instance(hint: type, value: object) -> bool:
    if isinstance(value, bool):
        return hint is bool
    return isinstance(value, (int, float) if hint is float else hint)


def _shaped(hint: Any, value: object) -> object:
    """What JSON has no type for, made of what JSON has."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType} and value is not None:
        (hint,) = (item for item in arguments if item is not NoneType)
        return _shaped(hint, value)
    if hint is tzinfo and isinstance(value, str):
        return ZoneInfo(value)
    if hint is Decimal and isinstance(value, int | float | str):
        return Decimal(str(value))
    if origin is Mapping and isinstance(value, dict):
        entries = cast("dict[str, object]", value)
        return {name: _shaped(arguments[1], item) for name, item in entries.items()}
    if origin in {frozenset, tuple} and isinstance(value, list):
        items = [_shaped(arguments[0], item) for item in cast("list[object]", value)]
        return frozenset(items) if origin is frozenset else tuple(items)
    return value


_WORDS: Final[Mapping[Any, str]] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    Decimal: "decimals",
    NoneType: "None",
    tzinfo: "a time zone",
}


def _possible(hint: Any) -> str:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is None:
        return _WORDS.get(hint, f"{hint.__name__}")
    if origin is Annotated:
        return f"{_possible(arguments[0])} from {arguments[1].lowest}"
    if origin in {Union, UnionType}:
        return ", or ".join(map(_possible, arguments))
    if origin is Literal:
        return ", ".join(map(repr, arguments))
    if origin is Callable:
        return "a function"
    if origin is Mapping:
        return f"a mapping of ({_possible(arguments[0])}) to ({_possible(arguments[1])})"
    return f"a {origin.__name__} of ({_possible(arguments[0])})"
