"""Checks of the arguments of resources' methods, before anything is sent."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID, uuid4

import attrs

from billit_async._resources.enumerations import refuse_unknown
from billit_async._serialization.ids import LARGEST_ID, as_typed, is_text_id
from billit_async._serialization.obsolete import reading
from billit_async._serialization.values import shown
from billit_async.errors import InvalidArgument

if TYPE_CHECKING:
    from billit_async._serialization.model import Model

M = TypeVar("M", bound="Model")

__all__ = [
    "checked_bool",
    "checked_guid",
    "checked_id",
    "checked_idempotency_key",
    "checked_model",
    "checked_models",
    "checked_number",
    "checked_seconds",
    "checked_text",
    "with_external_id",
]

_KEY_LENGTH = 255


def checked_id(value: object, name: str) -> int:
    """Return an id as it is sent: a whole number above zero, or the text of a GUID or of another id.

    A text is typed as the number that Billit's document has today, as the models have it.

    Raises:
        TypeError: It is neither, or a text of digits alone.
        ValueError: The id is a number below one, or a text that cannot be an id.
    """
    if isinstance(value, UUID):
        return as_typed(str(value))
    if isinstance(value, str) and not value.isdigit():
        if not is_text_id(value):
            raise InvalidArgument(
                f"{name} takes an id of the service, of printable ASCII characters without spaces and /\\?#%, "
                f"not {shown(value)}"
            )
        return as_typed(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} takes a whole number or a GUID, not {type(value).__name__}")
    return checked_number(value, name)


def checked_number(value: object, name: str) -> int:
    """Return a whole number above zero.

    Raises:
        TypeError: It is not a whole number.
        ValueError: It is not above zero.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} takes a whole number, not {type(value).__name__}")
    if value > LARGEST_ID:
        raise InvalidArgument(f"{name} takes an id of the service, of 64 bits at most, not {shown(value)}")
    if value <= 0:
        raise InvalidArgument(f"{name} must be above zero, not {shown(value)}")
    return value


def checked_text(value: object, name: str) -> str:
    """Return a text that says something.

    Raises:
        TypeError: It is not a text.
        ValueError: It is empty.
    """
    if not isinstance(value, str):
        raise TypeError(f"{name} takes a text, not {type(value).__name__}")
    if not value.strip():
        raise InvalidArgument(f"{name} is empty")
    return value


def checked_bool(value: object, name: str) -> bool:
    """Return a bool; a text such as "false" would mean its opposite.

    Raises:
        TypeError: It is not a bool.
    """
    if not isinstance(value, bool):
        raise TypeError(f"{name} takes True or False, not {type(value).__name__}")
    return value


def checked_seconds(value: object, name: str) -> float:
    """Return a number of seconds, zero or more.

    Raises:
        TypeError: It is not a number.
        ValueError: It is negative, or not a number (NaN).
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} takes seconds, not {type(value).__name__}")
    if math.isnan(value) or value < 0:
        raise InvalidArgument(f"{name} takes seconds, zero or more, not {value}")
    return float(value)


def checked_guid(value: object, name: str) -> UUID:
    """Return a GUID.

    Raises:
        TypeError: It is neither a GUID nor a text.
        ValueError: The text is not a GUID.
    """
    if isinstance(value, str):
        try:
            value = UUID(value.strip())
        except ValueError:
            raise InvalidArgument(f"{name} takes a GUID, not {shown(value)}") from None
    if not isinstance(value, UUID):
        raise TypeError(f"{name} takes a GUID, not {type(value).__name__}")
    return value


def checked_models(values: object, cls: type[M], name: str) -> list[M]:
    """Return the models that are sent as an array, at least one, each of the right class.

    Raises:
        TypeError: It is not a list, or one of them is something else.
        ValueError: It is empty, or an enumeration value is not known.
    """
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise TypeError(f"{name} takes a list of {cls.__name__}(...), not {type(values).__name__}")
    checked = [
        checked_model(value, cls, f"{name}[{index}]") for index, value in enumerate(cast("Iterable[object]", values))
    ]
    if not checked:
        raise InvalidArgument(f"{name} is empty: there is nothing to send")
    return checked


def checked_model(value: object, cls: type[M], name: str) -> M:
    """Return a model of the right class, with enumeration values that Billit knows.

    Raises:
        TypeError: It is something else.
        ValueError: An enumeration value is not known.
    """
    if not isinstance(value, cls):
        raise TypeError(f"{name} takes {cls.__name__}(...), not {type(value).__name__}")
    refuse_unknown(value)
    return value


def with_external_id(document: M, external_id: str | None) -> M:
    """Return the document with the caller's own id in ``ExternalProviderID``; the one given is left as it is.

    Raises:
        TypeError: The id is not a text.
        ValueError: The id is empty, or the document has another one.
    """
    if external_id is None:
        return document
    checked_text(external_id, "external_id")
    own: str | None = getattr(document, "external_provider_id", None)
    if own is not None and own != external_id:
        raise InvalidArgument("external_id differs from the document's own external_provider_id: give one of the two")
    # The argument is the documented way to give this id, also where the field itself counts as obsolete.
    with reading():
        evolved: Any = attrs.evolve(cast("Any", document), external_provider_id=external_id)
    return cast("M", evolved)


def checked_idempotency_key(key: str | None) -> str:
    """Return the caller's key, or a new one for this call.

    Raises:
        TypeError: It is not a text.
        ValueError: It is empty, too long, or holds what a header cannot carry.

    Source: docs page "idempotent tokens": an alphanumeric text that the client makes, a new one for each document.
    """
    if key is None:
        return uuid4().hex
    if not isinstance(key, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"idempotency_key takes a text, not {type(key).__name__}")
    if not key.strip() or len(key) > _KEY_LENGTH or not (key.isascii() and key.isprintable()):
        raise InvalidArgument(f"idempotency_key takes 1 to {_KEY_LENGTH} printable ASCII characters")
    return key
