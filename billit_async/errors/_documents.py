"""Errors of orders and UBL documents, and of their delivery."""

# ruff: noqa: N818 - the names say what happened, as in gidgethub and stripe; "Error" would add nothing
from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.errors._base import BillitError

if TYPE_CHECKING:
    from billit_async.errors._details import Finding

__all__ = [
    "DeliveryError",
    "DeliveryTimeout",
    "DuplicateDocument",
    "IdentifierError",
    "InvalidUbl",
    "InvoiceRefused",
    "NotOnPeppol",
    "PartyExists",
    "UpdateIncomplete",
]


class IdentifierError(BillitError, ValueError):
    """A VAT number, account, reference or Peppol id that cannot be right; never quotes the number."""


class DeliveryError(BillitError):
    """An order did not reach its customer.

    Attributes:
        order_id: The order; None when there is none.
        step: What went wrong: ``create``, ``send`` or ``follow``.
        deleted: Whether the order was deleted again.
        may_have_been_sent: Whether a request to send it may have been carried out all the same.
    """

    may_have_been_sent: bool = False

    def __init__(self, message: str, *, order_id: int | None = None, step: str = "", deleted: bool = False) -> None:
        super().__init__(message)
        self.order_id = order_id
        self.step = step
        self.deleted = deleted


class DeliveryTimeout(DeliveryError, TimeoutError):
    """The order was sent, and is still under way: wait again later, with its ``order_id``."""


class NotOnPeppol(DeliveryError):
    """An order cannot go over Peppol, and no fallback that was allowed took it.

    Attributes:
        reason: Why, in words that compare equal to a ``Reason`` of ``billit_async.invoicing.peppol``.
        participant: The receiver's Peppol id, when it is registered.
    """

    def __init__(
        self,
        message: str,
        *,
        order_id: int | None = None,
        step: str = "",
        reason: str = "",
        participant: str | None = None,
    ) -> None:
        super().__init__(message, order_id=order_id, step=step)
        self.reason = reason
        self.participant = participant


class DuplicateDocument(BillitError):
    """A create was carried out twice: several documents stand under one key of theirs. Keep one, delete the others.

    Attributes:
        ids: The ids of all of them.
    """

    def __init__(self, message: str, *, ids: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.ids = ids


class InvoiceRefused(BillitError, ValueError):
    """An order that Billit or its receiver would refuse; nothing was sent.

    Attributes:
        findings: The errors among what the checks found.
    """

    def __init__(self, message: str, *, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class InvalidUbl(BillitError, ValueError):
    """A UBL document that breaks rules of Peppol; nothing was sent.

    Attributes:
        findings: Every rule that it breaks, warnings too.
    """

    def __init__(self, message: str, *, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class PartyExists(BillitError):
    """A party was not created, since Billit would take it for one that it knows, and change that one.

    Attributes:
        party_id: The known party.
        ids: All parties that it could be taken for.
    """

    def __init__(self, message: str, *, ids: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.ids = ids

    @property
    def party_id(self) -> int | None:
        """The known party, the first of several."""
        return self.ids[0] if self.ids else None


class UpdateIncomplete(BillitError):
    """An update that takes two writes was carried out in part: the second one failed, and ``__cause__`` says how.

    The second write is a PATCH of the names in ``unchanged`` or ``unknown``: ``patch`` with their values may be called
    again once the cause is removed; what is in ``changed`` needs no second call.

    Attributes:
        id: The party, order or product.
        changed: The Python names of the fields that have their new values.
        unchanged: The names of those that have not.
        unknown: The names of those of which it is not known, since the request may have arrived.
    """

    def __init__(
        self,
        message: str,
        *,
        id: int | None = None,  # noqa: A002  (the name of the attribute)
        changed: tuple[str, ...] = (),
        unchanged: tuple[str, ...] = (),
        unknown: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.id = id
        self.changed = changed
        self.unchanged = unchanged
        self.unknown = unknown
