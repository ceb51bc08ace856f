"""JSON as Billit prints it: decimals digit for digit, no spaces, non-ASCII as it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import msgspec

from billit_async.emulator.protocol.shapes import Document

__all__ = ["decode", "encode"]

_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
_DECODER: Final = msgspec.json.Decoder[Document](Document, float_hook=Decimal)


def encode(value: Any) -> bytes:
    """Write a document, or any value of it, as JSON."""
    return _ENCODER.encode(value)


def decode(raw: bytes) -> Document:
    """Read a stored document back with the digits it was written with."""
    return _DECODER.decode(raw)
