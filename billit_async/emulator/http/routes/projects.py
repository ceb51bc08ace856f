"""Projects: what orders can be grouped by, where a company uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.emulator.http.routing import Route

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call

__all__ = ["ROUTES"]


def get_projects(call: Call) -> bytes:  # noqa: ARG001 - every route is called alike
    """The company's projects, a bare array: none, since the emulator's companies have the feature switched off.

    Source: observed by integrators; the path is not in the Swagger document. How a project is made is not documented.
    """
    return b"[]"


ROUTES = (Route(method="GET", path="/v1/projects", respond=get_projects),)
"""Served project operations."""
