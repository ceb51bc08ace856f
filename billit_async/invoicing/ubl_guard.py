"""Parses XML from outside, and refuses DTDs, entities and endless nesting.

Entities are declared in a DTD, and nowhere else: a document without one has none to expand, and names no file to fetch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import TreeBuilder
from xml.parsers import expat

from billit_async.errors import Finding

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["parsed"]

_DEEPEST: Final = 100


class _RefusedError(Exception):
    """What a parser met that no UBL document holds."""


def parsed(xml: str) -> Element | Finding:
    """Parse a document.

    Args:
        xml: The document, as text. The encoding that its first line names is passed over: it has been decoded already.

    Returns:
        Its root; or why it is not read: ``XML-DTD``, ``XML-DEPTH`` or ``XML-FORM``.
    """
    builder = TreeBuilder()
    # The text is what goes out, whatever encoding its first line names.
    parser = expat.ParserCreate("UTF-8", "}")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _RefusedError
        builder.start(_qualified(name), {_qualified(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_qualified(name))

    def doctype(*_: object) -> None:
        raise _RefusedError

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    # Entities are declared in a DTD, and nowhere else: without one there are none to expand or to fetch.
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    try:
        parser.Parse(xml.lstrip("\ufeff \t\r\n").encode("utf-8", "surrogatepass"), True)
        return builder.close()
    except _RefusedError:
        place = f"line {parser.CurrentLineNumber}"
        if depth > _DEEPEST:
            return Finding("XML-DEPTH", "the document is nested deeper than any UBL document", place)
        return Finding("XML-DTD", "the document has a DTD, which may name entities and files: leave it out", place)
    except expat.ExpatError as error:
        return Finding(
            "XML-FORM", f"the document is not well-formed XML: {expat.ErrorString(error.code)}", f"line {error.lineno}"
        )


def _qualified(name: str) -> str:
    return f"{{{name}" if "}" in name else name
