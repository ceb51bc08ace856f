"""The sessions of a web application: one for each grant in use, at most so many, and none for a grant that is gone."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from billit_async._runtime.background import BackgroundTasks
from billit_async.errors import ConfigurationError, ReauthorisationRequired, RevocationReason, SessionClosed
from billit_async.session import BillitSession

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async.auth import Grant, OAuth2

__all__ = ["Sessions", "Uses", "not_logged_in"]

_LOG = logging.getLogger("billit_async.integrations")


class Uses:
    """The sessions that one request uses."""

    __slots__ = ("is_over", "sessions")

    def __init__(self) -> None:
        self.sessions: list[_OpenSession] = []
        # A task that outlives its request may still ask for a session: nobody would give that one back.
        self.is_over = False


class _OpenSession:
    """A session that is kept, and how many requests use it."""

    __slots__ = ("grant", "is_retired", "session", "uses")

    def __init__(self, grant: Grant, session: BillitSession) -> None:
        self.grant = grant
        self.session = session
        self.uses = 0
        self.is_retired = False


class Sessions:
    """Open sessions by the name of their grant, the least recently used closed first.

    A session that a request uses is not closed under it, so that there are at most as many as the limit or as the
    requests under way, whichever is more.

    Args:
        oauth: The application.
        options: What each :class:`BillitSession` is made with.
        limit: How many stay open.

    Raises:
        ConfigurationError: The limit is not a whole number above zero.
    """

    def __init__(self, oauth: OAuth2, options: Mapping[str, Any], *, limit: int = 256) -> None:
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise ConfigurationError(f"max_sessions takes a whole number above zero, not {limit!r}")
        self._oauth = oauth
        self._options = dict(options)
        self._limit = limit
        self._open: OrderedDict[str, _OpenSession] = OrderedDict()
        self._closing = BackgroundTasks(_LOG)
        self._lock: asyncio.Lock | None = None

    def __len__(self) -> int:
        return len(self._open)

    def start(self) -> None:
        """Begin: in the event loop of the application."""
        self._lock = asyncio.Lock()

    async def get(self, name: str, uses: Uses | None = None) -> BillitSession:
        """Return the open session of a grant.

        The store is asked each time, so that a grant which another worker forgot opens nothing here.

        Args:
            name: The name of the grant.
            uses: Where the use is written down, for :meth:`release`; without it the session may be closed when many
                others are asked for.

        Raises:
            ReauthorisationRequired: There is no such grant.
            TokenStoreError: The store cannot be read.
            SessionClosed: The application is not running.
        """
        if self._lock is None:
            raise SessionClosed("the application is not running: give it the lifespan, or call install(app)")
        if await self._oauth.store.load(name) is None:
            self._retire(name)
            raise not_logged_in(name)
        async with self._lock:
            found, grant = self._open.get(name), self._oauth.grant(name)
            if found is not None and found.grant is not grant:
                self._retire(name)
                found = None
            if found is None:
                session = BillitSession(grant, **self._options)
                await session.open()
                found = self._open[name] = _OpenSession(grant, session)
            self._open.move_to_end(name)
            if uses is not None and not uses.is_over:
                found.uses += 1
                uses.sessions.append(found)
            self._trim()
        return found.session

    def release(self, uses: Uses) -> None:
        """End the uses of a request."""
        uses.is_over = True
        while uses.sessions:
            one = uses.sessions.pop()
            one.uses -= 1
            if one.is_retired and one.uses == 0:
                self._close(one)
        self._trim()

    async def forget(self, name: str) -> None:
        """Forget a grant, here and in the store.

        Raises:
            TokenStoreError: The store cannot forget it.
        """
        self._retire(name)
        await self._oauth.grant(name).forget()

    async def close(self) -> None:
        """Close every session, and the store."""
        self._lock = None
        while self._open:
            self._close(self._open.popitem()[1])
        await self._closing.wait()
        await self._oauth.aclose()

    def _trim(self) -> None:
        for name in [name for name, one in self._open.items() if one.uses == 0]:
            if len(self._open) <= self._limit:
                return
            # The newest is what somebody waits for.
            if name != next(reversed(self._open)):
                self._retire(name)

    def _retire(self, name: str) -> None:
        one = self._open.pop(name, None)
        if one is not None:
            one.is_retired = True
            if one.uses == 0:
                self._close(one)

    def _close(self, one: _OpenSession) -> None:
        self._closing.start(one.session.close(), name="billit: close a session")


def not_logged_in(name: str = "") -> ReauthorisationRequired:
    """Say that there is no grant for a request."""
    return ReauthorisationRequired(
        "nobody is logged in here: send the user to the login", reason=RevocationReason.NO_GRANT, grant=name
    )
