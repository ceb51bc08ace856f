"""What is known of an operation of the API: its route, its parameters, and the types of its body and its result."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Operation", "Parameter", "Route"]


class Route(NamedTuple):
    """The HTTP method of an operation, and the template of its path."""

    method: str
    path: str


class Parameter(NamedTuple):
    """A parameter of an operation.

    Attributes:
        name: Its Python name.
        wire: Its name in the request.
        place: ``path``, ``query`` or ``header``.
        required: Whether it must be given.
    """

    name: str
    wire: str
    place: str
    required: bool = False


class Operation(NamedTuple):
    """One operation of the document.

    Attributes:
        route: Method and path.
        parameters: Its own ones, without the company and the idempotency key.
        takes_key: Whether it takes an idempotency key.
        body: The type of its body: the name of a model, ``list[...]`` of one, ``object``; None for no body.
        body_required: Whether the body must be given.
        result: The type of its result, likewise; ``page[...]`` for a page of a list, None where none is described.
    """

    route: Route
    parameters: tuple[Parameter, ...] = ()
    takes_key: bool = False
    body: str | None = None
    body_required: bool = False
    result: str | None = None
