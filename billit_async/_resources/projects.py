"""Projects: seen in use, but in no document of Billit's, so that they are read as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from billit_async._resources._operations import PROJECT_GET_PROJECTS
from billit_async._resources.reading import read_objects
from billit_async._resources.resource import Resource

if TYPE_CHECKING:
    from billit_async._transport.policies import CallOptions

__all__ = ["Projects"]


class Projects(Resource):
    """The projects of one company: ``billit.projects``."""

    __slots__ = ()

    async def list(self, *, options: CallOptions | None = None) -> list[dict[str, Any]]:
        """List the projects.

        Returns:
            Billit's objects, numbers with a point as ``Decimal``; what they hold is not documented. A page with
            ``Items`` is read as well.

        Raises:
            UnexpectedResponse: The response is not a list of objects.

        Source: GET /v1/projects, which integrations use; it is not in the Swagger document.
        """
        return await self._read(PROJECT_GET_PROJECTS, read_objects, options=options)
