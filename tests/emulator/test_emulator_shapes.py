"""The shapes of documents: what the Swagger document says, and the differences that are stated."""

from __future__ import annotations

import pytest

from billit_async.emulator.protocol._shapes import PROPERTIES
from billit_async.emulator.protocol.shapes import DIFFERENCES, SHAPES, Property


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.shapes[0])
def test_a_difference_from_the_document_is_one_and_has_its_source(difference):
    assert "Source: " in difference.reason or "Inferred: " in difference.reason
    for shape in difference.shapes:
        described = [Property(*entry) for entry in PROPERTIES.get(shape, ())]
        assert not set(difference.properties) & set(described)


def test_every_kind_is_a_shape_or_known():
    kinds = {item.kind for shape in SHAPES.values() for item in shape.properties if item.kind not in SHAPES}
    assert kinds == {
        "bool",
        "datetime",
        "enum",
        "guid",
        "int",
        "long",
        "money",
        "number",
        "object",
        "price",
        "stock",
        "str",
    }
