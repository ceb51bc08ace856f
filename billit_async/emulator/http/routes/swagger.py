"""The Swagger document, as the real host serves it, and with it every operation that the emulator does not serve."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, cast

import msgspec

from billit_async.emulator.http.routing import Route
from billit_async.emulator.protocol.errors import APIError

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["ROUTES", "swagger_document", "unserved_routes"]

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


def unserved_routes(document: bytes | None) -> list[Route]:
    """Routes of every operation that exists but is not served: they respond with 501, never with a fake success."""
    known = list(_BESIDE_SWAGGER)
    if document is not None:
        paths = cast("dict[str, Document]", msgspec.json.decode(document)["paths"])
        known += [
            (method.upper(), path) for path, operations in paths.items() for method in operations if method in _METHODS
        ]
    return [
        Route(method=method, path=path, respond=None, needs_key=path.lower() not in _OPEN) for method, path in known
    ]


ROUTES = (Route(method="GET", path="/swagger/docs/v1", respond=get_swagger, needs_key=False),)
"""The Swagger operation."""
