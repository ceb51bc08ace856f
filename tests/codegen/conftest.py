"""Results that depend on a document alone are made once for each document, since most tests use the committed one."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import pytest

import codegen.emit
import codegen.pull

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def once_for_each_document(function: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
    """Remember what a function of a document returned; the order of keys counts as well."""
    results: dict[str, Any] = {}

    @functools.wraps(function)
    def remembered(document: dict[str, Any]) -> Any:
        key = repr(document)
        if key not in results:
            results[key] = function(document)
        return results[key]

    return remembered


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """Validate and render each document once.

    `codegen.emit.render_all`, imported by name, still renders: the tests that it always gives the same use that.
    """
    validator = codegen.pull.OpenAPIV31SpecValidator
    errors = once_for_each_document(lambda document: tuple(validator(document).iter_errors()))
    render = once_for_each_document(codegen.emit.render_all)

    class Remembering:
        def __init__(self, document: dict[str, Any]) -> None:
            self._document = document

        def iter_errors(self) -> Iterator[Any]:
            return iter(errors(self._document))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codegen.pull, "OpenAPIV31SpecValidator", Remembering)
        patch.setattr(codegen.emit, "render_all", lambda document: dict(render(document)))
        yield
