"""Creates a document at most once, also when a response is lost and the retry policy repeats the request."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import attrs

from billit_async._resources.listing import Lister
from billit_async._resources.orders.lookup import find_out, refuse_duplicates
from billit_async._resources.resource import caller_of
from billit_async._resources.settling import Settling, noting
from billit_async._transport.policies import UnknownWrites
from billit_async.errors import BillitError, CallError, DuplicateDocument, IdempotencyConflict, OutcomeUnknown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from billit_async._resources.resource import Resource
    from billit_async._transport.messages import Response
    from billit_async._transport.shell import Caller
    from billit_async.errors import CallInfo, Lookup

__all__ = ["Creation"]


@attrs.frozen(kw_only=True)
class Creation:
    """The creation of one document.

    Args:
        resource: Looks the document up.
        caller: Whose retry policy and clock count.
        post: Makes the call, each time under the same idempotency key.
        read: Reads the id.
        lookup: How the document is found again.
    """

    resource: Resource
    caller: Caller
    post: Callable[[], Awaitable[Response]]
    read: Callable[[bytes], int]
    lookup: Lookup

    async def run(self) -> int:
        """Create the document, and find it again where the retry policy says so.

        Returns:
            The id of the one document.

        Raises:
            CallError: It was not created, or the outcome is not known.
            DuplicateDocument: A repeat has made a second one.
        """
        policy = self.caller.retry
        looks_first = policy.unknown_writes is UnknownWrites.LOOK_FIRST and bool(self.lookup.keys)
        repeats = policy.attempts - 1 if looks_first else 0
        doubt: CallError | None = None
        while True:
            try:
                response = await self.post() if doubt is None else await self._again(doubt)
                made = response.read(self.read)
            except CallError as error:
                error.lookup = self.lookup
                found = await self._after(error, doubt, looks_first=looks_first)
                if found is not None:
                    return found
                if repeats <= 0:
                    raise
                doubt, repeats = error, repeats - 1
            except BillitError as error:
                if doubt is None:
                    raise
                # What keeps the repeat from going, a session that was closed or a grant that ended, says nothing about
                # the attempt before it.
                raise doubt from error
            else:
                if doubt is not None:
                    await self._refuse_duplicates(response.call, made, 0.0)
                elif response.after_unknown:
                    await self._refuse_duplicates(response.call, made, self.caller.settle)
                return made

    async def _again(self, doubt: CallError) -> Response:
        with noting(doubt):
            return await self.post()

    async def _after(self, error: CallError, doubt: CallError | None, *, looks_first: bool) -> int | None:
        """The id of the document after an attempt failed; None when it is absent, and may be created."""
        if isinstance(error, IdempotencyConflict) and (error.may_have_arrived or doubt is not None):
            # The key was stored meanwhile: an attempt before this one has arrived.
            made = await self._found(error if doubt is None else doubt)
            if made is None:
                raise error if doubt is None else doubt
            await self._refuse_duplicates(error.call, made, 0.0 if doubt is not None else self.caller.settle)
            return made
        if not error.may_have_arrived and doubt is not None:
            # What was said to the repeat says nothing about the attempt before it.
            raise doubt from error
        if not error.may_have_arrived or not looks_first:
            raise error
        return await self._found(error)

    async def _refuse_duplicates(self, call: CallInfo, made: int, settle: float) -> None:
        clock = self.caller.transport.clock
        try:
            await refuse_duplicates(
                Lister(caller_of(self.resource)), self.lookup, made, Settling(clock, clock.monotonic(), settle)
            )
        except DuplicateDocument:
            raise
        except BillitError as failure:
            kind = self.lookup.kind
            error = OutcomeUnknown(
                f"{failure}; this was asked to see whether the repeat that created {kind} {made} made a second one",
                call=call,
            )
            error.lookup = self.lookup
            error.ended_at, error.settle = clock.time(), self.caller.settle
            self.caller.transport.report_unknown(error)
            raise error from failure
        except asyncio.CancelledError as cancelled:
            cancelled.add_note(f"{self.lookup.kind} {made} was created, by a repeat that may have made a second one")
            raise

    async def _found(self, error: CallError) -> int | None:
        """The id of a document whose creation has no known outcome; None when it is absent."""
        try:
            with noting(error):
                resolution = await find_out(self.resource, error)
        except BillitError as failure:
            # Whatever keeps us from looking says nothing about the write, a session that was closed meanwhile neither.
            raise error from failure
        if len(resolution.candidates) > 1:
            raise DuplicateDocument(
                f"{error.method} {error.path}: several documents carry the key of this one: "
                f"{', '.join(map(str, resolution.candidates))}; keep one and delete the others before they are sent",
                ids=resolution.candidates,
            ) from error
        if resolution.ambiguous:
            raise error
        return resolution.id
