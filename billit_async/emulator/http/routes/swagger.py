"""The Swagger document as the real host serves it, a page of its operations, and those that are not served here."""

from __future__ import annotations

from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Final, cast

import msgspec

from billit_async.emulator.http.html_page import html_page
from billit_async.emulator.http.routing import Response, Route
from billit_async.emulator.protocol.errors import APIError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from billit_async.emulator.http.routing import Call
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["ROUTES", "swagger_document", "unserved_routes"]

_DOCUMENT: Final = "/swagger/docs/v1"
_EXPLORER: Final = "/swagger/ui/index"
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
# Real, though the Swagger document does not have them: documented, or read by an integrator.
_BESIDE_SWAGGER = (("POST", "/v1/peppol/sendxml"),)
_OPEN = frozenset({"/v1/peppol/participantinformation/{vatorcbe}"})


def swagger_document() -> bytes | None:
    """The bytes of the document, when the package has it. Reads a file: call it outside the event loop."""
    file = resources.files("billit_async.emulator").joinpath("data", "swagger-v1.json")
    return file.read_bytes() if file.is_file() else None


def get_swagger(call: Call) -> bytes:
    """The Swagger 2.0 document; needs no key."""
    if call.swagger is None:
        raise APIError(404, ("NotFound", "This installation has no copy of the Swagger document"))
    return call.swagger


def get_explorer(call: Call) -> Response:
    """The operations of the Swagger document by area, as a page; needs no key, and calls nothing.

    Source: Billit's manual, chapters 6 and 19, for the address; what the page looks like is the emulator's own.
    """
    if call.swagger is None:
        return html_page(404, "No Swagger document", "<h1>This installation has no copy of the Swagger document</h1>")
    areas: dict[str, list[str]] = {}
    for method, path, operation in _operations(call.swagger):
        tags: list[str] = operation.get("tags") or ["Other"]
        areas.setdefault(str(tags[0]), []).append(_listed(method, path, operation))
    content = "".join(
        f'<h2>{escape(area)}</h2><ul role="list">{"".join(listed)}</ul>' for area, listed in sorted(areas.items())
    )
    count = sum(map(len, areas.values()))
    return html_page(
        200,
        "Operations",
        f"<h1>{count} operations</h1>"
        f'<p>They are those of the <a href="{_DOCUMENT}">Swagger document</a>; calls need the header ApiKey.</p>'
        f"{content}",
    )


def get_documentation(call: Call) -> Response:
    """The way from the short address to the page. Source: Billit's manual, chapter 8."""
    del call
    return Response(status=302, headers={"Location": _EXPLORER})


def _listed(method: str, path: str, operation: Document) -> str:
    parameters: list[Document] = operation.get("parameters") or []
    names = ", ".join(str(each.get("name", "")) for each in parameters)
    return (
        f"<li><code>{escape(method)} {escape(path)}</code><small>{escape(str(operation.get('operationId', '')))}"
        f"{f': {escape(names)}' if names else ''}</small></li>"
    )


def _operations(document: bytes) -> Iterator[tuple[str, str, Document]]:
    """Method, path and description of every operation."""
    paths = cast("dict[str, Document]", msgspec.json.decode(document)["paths"])
    for path, operations in paths.items():
        for method, operation in operations.items():
            if method in _METHODS:
                yield method.upper(), path, operation


def unserved_routes(document: bytes | None) -> list[Route]:
    """Routes of every operation that exists but is not served: they respond with 501, never with a fake success."""
    known = list(_BESIDE_SWAGGER)
    if document is not None:
        known += [(method, path) for method, path, _ in _operations(document)]
    return [
        Route(method=method, path=path, respond=None, needs_key=path.lower() not in _OPEN) for method, path in known
    ]


ROUTES = (
    Route(method="GET", path=_DOCUMENT, respond=get_swagger, needs_key=False),
    Route(method="GET", path=_EXPLORER, respond=get_explorer, needs_key=False),
    Route(method="GET", path="/swagger", respond=get_documentation, needs_key=False),
)
"""The Swagger document and its page."""
