"""Reads responses, and checks that they are what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from billit_async._serialization import codec
from billit_async._serialization.ids import as_guid, as_typed, is_id, same_id
from billit_async._transport.messages import WrongDocumentError

if TYPE_CHECKING:
    from billit_async._serialization.model import Model

M = TypeVar("M", bound="Model")

__all__ = ["as_id", "read_bool", "read_document", "read_id", "read_model", "read_text"]


def read_document(cls: type[M], raw: bytes, id_name: str, wanted: object) -> M:
    """Read the document of an id.

    Raises:
        ValueError: It is something else, or another document.
    """
    document = codec.from_json(cls, raw)
    found = getattr(document, id_name)
    if not same_id(found, wanted):
        what = f"the body has no {id_name}" if found is None else f"the body is another document, by its {id_name}"
        raise WrongDocumentError(what)
    return document


def read_model(cls: type[M], raw: bytes, *expected: str) -> M:
    """Read the response to a write, which has at least one of these properties.

    Raises:
        ValueError: It is something else, or an object without any of them.
    """
    model = codec.from_json(cls, raw)
    if all(getattr(model, name) is None for name in expected):
        raise WrongDocumentError(f"the body has no {' and no '.join(expected)}")
    return model


def read_id(raw: bytes) -> int:
    """Read the bare id of the response to a create; Billit types it as JSON or as plain text.

    It is a whole number. A GUID, or another text that can be an id, is returned as it came, since the document exists
    by then; it is typed as the number that Billit's document has today.

    Raises:
        ValueError: It is something else.

    Source: docs page "creating sales invoices"; the manual on sending an invoice (a GUID "in the future").
    """
    try:
        return as_id(codec.loads(raw))
    except ValueError:
        # Plain text: not one of its characters can stand in an error page or in other JSON.
        text = raw.decode("utf-8-sig").strip()
        if as_guid(text) is None:
            raise
        return as_id(text)


def as_id(value: object) -> int:
    """Return what came as an id; a number that came as a text becomes a number.

    Raises:
        ValueError: It is something else.
    """
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    if not is_id(value):
        raise ValueError("not an id")
    return as_typed(value)


def read_bool(raw: bytes) -> bool:
    """Read the bare true or false of the response to a delete.

    Raises:
        ValueError: It is something else.
    """
    value: Any = codec.loads(raw)
    if not isinstance(value, bool):
        raise ValueError("not true or false")  # noqa: TRY004  (the response is wrong, not an argument)
    return value


def read_text(raw: bytes) -> str:
    """Read the bare text that a number of a series or a secret is; Billit types it as JSON or as plain text.

    Raises:
        ValueError: It is something else, a page for instance.
    """
    text = raw.decode("utf-8-sig").strip()
    # A number such as 20240017 is JSON too, of another kind; its digits are what was meant.
    if not text.startswith('"'):
        if text in {"", "null", "true", "false"} or text[0] in "<{[" or not text.isprintable():
            raise ValueError("not a text")
        return text
    value: Any = codec.loads(text)
    if not isinstance(value, str) or not value:
        raise ValueError("not a text")
    return value
