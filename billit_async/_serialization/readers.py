"""Finds the generated code and the decoders of a model class, for whole objects and for rows with unread parts."""

from __future__ import annotations

import inspect
from contextlib import suppress
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar, cast

import msgspec

from billit_async._serialization.model import Model
from billit_async._serialization.touch import REFUSALS

if TYPE_CHECKING:
    from collections.abc import Callable

    from billit_async._serialization.structs import Codec

__all__ = ["PageStruct", "Readers", "nested_reader", "peek_nested", "readers_of", "row_readers_of"]

T = TypeVar("T")


class PageStruct(msgspec.Struct, Generic[T], gc=False):
    """Billit's envelope of one page."""

    Items: list[T] | None = None
    NextPageLink: str | None = None
    Count: int | None = None


class Readers(NamedTuple):
    """The generated code of one model and its decoders."""

    from_struct: Callable[[Any], Any]
    to_struct: Callable[[Any], Any]
    one: msgspec.json.Decoder[Any]
    many: msgspec.json.Decoder[Any]
    page: msgspec.json.Decoder[Any]


_READERS: Final[dict[Any, Readers]] = {}
_ROW_READERS: Final[dict[Any, Readers]] = {}
_ROW_MODELS: Final[dict[Any, type[Any]]] = {}


def readers_of(cls: type[Any]) -> Readers:
    """The code of one model class for whole objects; loads the wire module of its area on first use."""
    known = _READERS.get(cls)
    if known is None:
        codec = _codec(cls)
        known = _READERS.setdefault(cls, _load(codec, codec.struct, codec.from_struct))
    return known


def row_readers_of(cls: type[Any]) -> Readers:
    """The code of one model class for rows, whose nested objects stay bytes until they are touched."""
    known = _ROW_READERS.get(cls)
    if known is None:
        codec = _codec(cls)
        if codec.row is None or codec.from_row is None:
            made = readers_of(cls)
        else:
            made = _load(codec, codec.row, codec.from_row)
            _ROW_MODELS[codec.row] = cls
        known = _ROW_READERS.setdefault(cls, made)
    return known


def nested_reader(cls: type[Any], name: str) -> tuple[Callable[[Any], Any], Callable[[bytes], Any]]:
    """What reads a nested property that was left as its bytes.

    Args:
        cls: The generated model that has it.
        name: Its Python name.

    Returns:
        What makes a model, or a list or mapping of models, of what was decoded; and what decodes it.
    """
    nested = _codec(cls).nested[name]
    return nested.from_struct, msgspec.json.Decoder(nested.struct, float_hook=Decimal).decode


def peek_nested(row: Any, name: str) -> Any:
    """Look at a nested property of a row that was not taken yet.

    Args:
        row: The row, as it was decoded.
        name: The Python name of the property.

    Returns:
        It, as it would have been decoded with the row; None where it has not the documented type.
    """
    nested = _codec(_ROW_MODELS[type(row)]).nested[name]
    with suppress(*REFUSALS):
        return msgspec.json.Decoder(nested.struct | None, float_hook=Decimal).decode(getattr(row, name))
    return None


def _codec(cls: type[Any]) -> Codec[Any, Any]:
    # What was given may be anything, whatever the annotation says.
    if not (inspect.isclass(cls) and issubclass(cls, Model)) or cls is Model:
        raise TypeError(f"{cls!r} is not a model of billit_async.models")
    area = cls.__module__.removeprefix("billit_async.models.")
    try:
        codec: Codec[Any, Any] = import_module(f"billit_async._serialization.wire.{area}").CODECS[cls]
    except (ModuleNotFoundError, KeyError):
        raise TypeError(f"{cls.__name__} is not a generated model: pass the model it derives from") from None
    return codec


def _load(codec: Codec[Any, Any], struct: Any, from_struct: Callable[[Any], Any]) -> Readers:
    # By way of `Any`: type checkers take what stands in brackets there for an annotation.
    many, page = cast("Any", list)[struct], cast("Any", PageStruct)[struct]
    return Readers(
        from_struct,
        codec.to_struct,
        msgspec.json.Decoder(struct, float_hook=Decimal),
        msgspec.json.Decoder(many, float_hook=Decimal),
        msgspec.json.Decoder(page, float_hook=Decimal),
    )
