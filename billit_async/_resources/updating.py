"""Updates of a document: what Billit patches is patched, and the rest is posted with all else that the document has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias, cast

from billit_async._resources.arguments import checked_id, checked_idempotency_key
from billit_async._resources.enumerations import refuse_unknown
from billit_async._resources.patching import checked_value, patch_body, patch_values
from billit_async._resources.resource import Resource, id_name
from billit_async._resources.responses import read_document, read_id
from billit_async._serialization import codec
from billit_async._serialization.careful import field_shapes, without_read_only
from billit_async._transport.messages import WrongDocumentError
from billit_async.errors import BillitError, CallError, InvalidArgument, UpdateIncomplete

if TYPE_CHECKING:
    from billit_async._resources.operation import Route
    from billit_async._serialization.ids import Id
    from billit_async._serialization.model import Model
    from billit_async._serialization.patching import UpdateFacts
    from billit_async._transport.policies import CallOptions

__all__ = ["Complete", "UpdateRoutes", "Updater", "posted_values"]

Complete: TypeAlias = Callable[[dict[str, Any], Mapping[str, Any]], None]
"""Makes of a document as it was read one that may be posted with the changes; both by Billit's names."""


class UpdateRoutes(NamedTuple):
    """The operations that an update is made of.

    Attributes:
        read: Reads a document in full.
        post: Takes a whole document with its id.
        patch: Takes some of its properties; None where Billit patches none.
    """

    read: Route
    post: Route
    patch: Route | None = None


class Updater(Resource):
    """A resource whose documents are changed by a PATCH, or by a POST with their id."""

    __slots__ = ()

    _routes: ClassVar[UpdateRoutes]

    async def _update(
        self,
        facts: UpdateFacts,
        wanted: Id,
        changes: Mapping[str, Any],
        *,
        complete: Complete | None = None,
        read: Callable[[bytes], int] = read_id,
        options: CallOptions | None = None,
    ) -> None:
        """Change a document with as few requests as lose nothing: PATCH alone, or GET and POST, and then PATCH.

        What a POST with an id makes of a property that it leaves out is not documented, so the document is read and
        posted whole. The POST goes first: it is the one that may be refused, and then nothing is changed.

        Raises:
            TypeError: A name that is not updated, or a value of the wrong type; nothing was sent.
            ValueError: Nothing to change, or an unknown value of an enumeration; nothing was sent.
            UpdateIncomplete: The POST was carried out and the PATCH was not, or not surely.
            CallError: What came before failed.
        """
        number = checked_id(wanted, facts.key)
        refuse_other_names(facts, changes)
        patched = patch_values(facts.patched, {name: changes[name] for name in changes if name in facts.patched})
        posted = posted_values(facts, {name: changes[name] for name in changes if name in facts.posted})
        if not patched and not posted:
            raise InvalidArgument(f"nothing to change: give at least one of {', '.join(_names(facts))}")
        ids: dict[str, Any] = {id_name(self._routes.read): number}
        patch: Callable[[], Any] | None = None
        if self._routes.patch is not None and patched:
            patch = partial(self._do, self._routes.patch, body=codec.dumps(patched), options=options, **ids)
        if patch is not None and not posted:
            await patch()
            return
        cls = _model(facts)
        response = await self._call(self._routes.read, options=options, **ids)
        response.read(lambda raw: read_document(cls, raw, facts.key, number))
        whole = without_read_only(cls, cast("dict[str, Any]", codec.loads(response.body)))
        if complete is not None:
            complete(whole, posted)
        for wire in facts.fixed:
            whole.pop(wire, None)
        response = await self._call(
            self._routes.post,
            body=codec.dumps({**whole, **posted}),
            idempotency_key=checked_idempotency_key(None),
            options=options,
        )
        response.read(lambda raw: _same(read(raw), number))
        if patch is not None:
            await self._finish(facts, number, changes, patch)

    async def _patch(
        self, route: Route, facts: UpdateFacts, wanted: Id, changes: Mapping[str, Any], options: CallOptions | None
    ) -> None:
        """Change what Billit patches, with one request."""
        body = patch_body(facts.patched, changes)
        ids: dict[str, Any] = {id_name(route): checked_id(wanted, facts.key)}
        await self._do(route, body=body, options=options, **ids)

    async def _finish(
        self, facts: UpdateFacts, number: int, changes: Mapping[str, Any], patch: Callable[[], Any]
    ) -> None:
        done = tuple(name for name in changes if name in facts.posted and changes[name] is not None)
        left = tuple(name for name in changes if name in facts.patched and changes[name] is not None)
        try:
            await patch()
        except BillitError as error:
            in_doubt = isinstance(error, CallError) and error.may_have_arrived
            raise UpdateIncomplete(
                f"{facts.model} {number}: {', '.join(done)} changed, and {', '.join(left)} "
                f"{'may or may not have' if in_doubt else 'did not'}: {error}",
                id=number,
                changed=done,
                unchanged=() if in_doubt else left,
                unknown=left if in_doubt else (),
            ) from error
        except asyncio.CancelledError as cancelled:
            cancelled.add_note(f"{facts.model} {number}: {', '.join(done)} changed, {', '.join(left)} perhaps not")
            raise


def refuse_other_names(facts: UpdateFacts, changes: Mapping[str, Any]) -> None:
    """Refuse a name that is not updated.

    Raises:
        TypeError: There is one; the message names those that are.
    """
    for name in changes:
        if name not in facts.patched and name not in facts.posted:
            raise TypeError(f"Billit does not change {name!r} of a known {facts.model}; it takes {_names_of(facts)}")


def posted_values(facts: UpdateFacts, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Check the values that are posted, and write them by Billit's names; None is left out.

    Raises:
        TypeError: A value of the wrong type.
        ValueError: A value is not a known one of its enumeration, or not a number.
    """
    cls = _model(facts)
    shapes = {shape.name: shape for shape in field_shapes(cls)}
    given: dict[str, Any] = {}
    for name, value in changes.items():
        shape = shapes[name]
        if value is None:
            continue
        if shape.type in {bool, int, str, datetime}:
            given[name] = checked_value(name, shape.wire, value, shape.type)
        else:
            given[name] = value
    model = cls(**given)
    refuse_unknown(model)
    return cast("dict[str, Any]", codec.loads(codec.to_body(model, facts.model.lower())))


def _model(facts: UpdateFacts) -> type[Model]:
    return cast("type[Model]", getattr(import_module("billit_async.models"), facts.model))


def _same(found: int, number: int) -> None:
    if found != number:
        raise WrongDocumentError("the body is the id of another document")


def _names(facts: UpdateFacts) -> list[str]:
    return sorted({*facts.patched, *facts.posted})


def _names_of(facts: UpdateFacts) -> str:
    return ", ".join(_names(facts))
