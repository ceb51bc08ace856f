"""Extra fields in either of the two shapes that Billit documents: an object, or a list of keys and values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from billit_async._serialization.jsontypes import is_array
from billit_async._serialization.model import Model
from billit_async.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "AsObject",
    "AsPairs",
    "is_pair",
    "map_value",
    "object_of",
    "pairs_value",
    "text_map_value",
]

M = TypeVar("M", bound=Model)
V = TypeVar("V")

_FIELDS: Final = {"key", "value"}


class AsObject(list[M]):
    """A list of keys and values that was read from an object, and is written to JSON as one.

    Source: chapter 20 of the manual, which prints ``"CustomFields": {}`` for a party; Swagger definition Party, where
    it is a list.
    """

    __slots__ = ()


class AsPairs(dict[str, V]):
    """An object that was read from a list of keys and values, and is written to JSON as one.

    Source: Swagger definition MutableKeyValuePair_StringString.
    """

    __slots__ = ()


def is_pair(kind: Any) -> bool:
    """Whether a type is a model of a key and a value, and nothing else."""
    return (
        isinstance(kind, type)
        and issubclass(kind, Model)
        and {field.name for field in getattr(kind, "__attrs_attrs__", ())} == _FIELDS
    )


def object_of(pairs: Sequence[object]) -> dict[str, Any] | None:
    """Turn a list of keys and values into an object.

    Args:
        pairs: Models of a key and a value, or dictionaries with both.

    Returns:
        The values by key, or `None` when the items are not keys with values.

    Raises:
        PayloadError: Two pairs have the same key, so that an object would lose one.
    """
    made: dict[str, Any] = {}
    for pair in pairs:
        parts = _parts(pair)
        if parts is None:
            return None
        key, value = parts
        if key in made:
            raise PayloadError("two pairs have the same key, which an object cannot hold")
        made[key] = value
    return made


def _parts(pair: object) -> tuple[str, Any] | None:
    if is_pair(type(pair)):
        key, value = cast("Any", pair).key, cast("Any", pair).value
    elif isinstance(pair, Mapping):
        given: dict[str, Any] = {str(name).lower(): part for name, part in cast("Any", pair).items()}
        if not given.keys() <= _FIELDS:
            return None
        key, value = given.get("key"), given.get("value")
    else:
        return None
    return (key, value) if isinstance(key, str) else None


def map_value(value: Mapping[str, Any] | Sequence[object] | None) -> dict[str, Any] | None:
    """Accept an object, or a list of keys and values.

    Args:
        value: A mapping, a list of models of a key and a value or of dictionaries with both, or `None`.

    Returns:
        The values by key. A value that is neither is kept, and refused when it is sent.
    """
    if isinstance(value, Mapping):
        return value if isinstance(value, dict) else dict(value)
    if is_array(value):
        try:
            made = object_of(value)
        except PayloadError:
            made = None
        if made is not None:
            return made
    return cast("dict[str, Any] | None", value)


def text_map_value(value: Mapping[str, str] | Sequence[object] | None) -> dict[str, str] | None:
    """Accept an object of texts, or a list of keys and values; see `map_value`."""
    return map_value(value)


def pairs_value(value: Mapping[str, Any] | Sequence[object] | None, model: type[M]) -> list[M] | None:
    """Accept a list of keys and values, or an object.

    Args:
        value: A list of models or of dictionaries with a key and a value, a mapping, or `None`.
        model: The model of a key and a value.

    Returns:
        The list. A value that is neither is kept, and refused when it is sent.
    """
    made: Any = value
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            made = [_pair(model, key, item) for key, item in value.items()]
    elif is_array(value) and any(isinstance(item, Mapping) for item in value):
        parts = [None if isinstance(item, model) else _parts(item) for item in value]
        made = [item if part is None else _pair(model, *part) for item, part in zip(value, parts, strict=True)]
    return cast("list[M] | None", made)


def _pair(model: type[M], key: str, value: Any) -> M:
    return cast("M", cast("Any", model)(key=key, value=value))
