"""Enumerations are open in what is received and closed in what is sent: a slip of the pen stays at home."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, cast

import attrs

from billit_async._serialization.jsontypes import is_array
from billit_async._serialization.model import Model
from billit_async.errors import InvalidArgument
from billit_async.models import enumerations

__all__ = ["refuse_unknown", "refuse_unknown_value"]


def refuse_unknown(model: Model, path: str = "") -> None:
    """Refuse a model that holds an enumeration value Billit is not known to take.

    Args:
        model: What is about to be sent, with everything in it.
        path: Where the model stands in the one that is sent, for the message.

    Raises:
        ValueError: A value is not known; the message names the place and the values that are.

    Source: docs page "types".
    """
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(cast("Any", type(model)))
    for field in fields:
        value = getattr(model, field.name)
        where = f"{path}{field.name}"
        if isinstance(value, Model):
            refuse_unknown(value, f"{where}.")
        elif is_array(value):
            for index, item in enumerate(value):
                if isinstance(item, Model):
                    refuse_unknown(item, f"{where}[{index}].")
        elif isinstance(value, str) and "enumeration" in field.metadata:
            refuse_unknown_value(value, field.metadata["enumeration"], where)


def refuse_unknown_value(value: str, enumeration: str, where: str) -> None:
    """Refuse one value that is not a known one of its enumeration.

    Args:
        value: The text about to be sent.
        enumeration: The name of its class in `billit_async.models`.
        where: The argument or the path of the field, for the message.

    Raises:
        ValueError: The value is not known.
    """
    known = [str(member) for member in getattr(enumerations, enumeration)]
    if value in known:
        return
    near = get_close_matches(value, known, n=1, cutoff=0.6)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
    raise InvalidArgument(
        f"{where}={value!r} is not a known {enumeration}: {hint} (`billit.request(...)` sends a value newer than this "
        "SDK)"
    )
