"""Ready cattrs converters between dictionaries and models, for everything that is not the hot path."""

from __future__ import annotations

from billit_async._serialization.converter import (
    converter,
    make_converter,
    python_converter,
    structure,
    unstructure,
)

__all__ = ["converter", "make_converter", "python_converter", "structure", "unstructure"]
