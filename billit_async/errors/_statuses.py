"""What a status that is not 2xx says of a write: surely not carried out, or unknown, each with the reason. Pure.

One table decides ``may_have_arrived`` of every error, and what may be sent again. A status that is not in it says
nothing: whatever stands before the service can have made it up while the service worked on.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["WRITE_STATUSES", "WriteStatus", "after_write"]


class WriteStatus(NamedTuple):
    """What a status says of a write.

    Attributes:
        may_have_arrived: Whether the write may have been carried out all the same.
        reason: Why.
    """

    may_have_arrived: bool
    reason: str


def _not_done(reason: str) -> WriteStatus:
    return WriteStatus(may_have_arrived=False, reason=reason)


def _unknown(reason: str) -> WriteStatus:
    return WriteStatus(may_have_arrived=True, reason=reason)


WRITE_STATUSES: Final[dict[int, WriteStatus]] = {
    307: _not_done("the same request is to be sent elsewhere, so that it was not carried out here"),
    308: _not_done("the same request is to be sent elsewhere, so that it was not carried out here"),
    400: _not_done("the service checked the request and refused it"),
    401: _not_done("credentials and rights are checked before anything is done"),
    403: _not_done("credentials and rights are checked before anything is done"),
    404: _not_done("there is no such path or document to do it to"),
    405: _not_done("the path does not take this method"),
    406: _unknown("a service finds out that it cannot write the response after it did the work"),
    408: _unknown("a gateway that waited too long sends it too, and the service may be at work behind it"),
    409: _not_done("the key belongs to an earlier call that succeeded, so that this one was not carried out"),
    411: _not_done("the request was refused by its headers"),
    413: _unknown("a gateway sends it as well, and the whole request has left before a response is read"),
    414: _not_done("the address was refused before the body was looked at"),
    415: _not_done("the body was refused by its type"),
    421: _not_done("this server does not serve this host"),
    422: _not_done("the service checked the request and refused it"),
    425: _unknown("no early data is ever sent, so that a gateway made it up"),
    426: _not_done("the protocol was refused before the body was looked at"),
    428: _not_done("the request was refused by its headers"),
    429: _unknown("no limit is documented: a gateway counts, perhaps only when the service has done its work"),
    431: _not_done("the request was refused by its headers"),
    499: _unknown("a gateway noticed that its client went away; the service may be at work behind it"),
    500: _unknown("the service failed somewhere on its way, perhaps after it stored the document"),
    502: _unknown("a gateway lost the service's response, or never reached it"),
    503: _unknown("a gateway gave up, perhaps on a service that is still at work"),
    504: _unknown("a gateway waited too long; the service may be at work behind it"),
}
"""Source: docs pages "400", "401", "500" and "idempotent tokens"; RFC 9110 for the rest. Billit documents 200, 400,
401, 404, 409 and 500 alone, so that every other status may come from what stands before it."""

_REDIRECT: Final = _unknown("a response that leads elsewhere can follow work that was done")
_GATEWAY: Final = _unknown("a gateway failed; the service may be at work behind it")
_UNDOCUMENTED: Final = _unknown("not a status of the service: it says nothing about what happened behind it")


def after_write(status: int) -> WriteStatus:
    """Tell what a status that is not 2xx says of a write.

    Args:
        status: The HTTP status.

    Returns:
        Whether it may have been carried out, and why.
    """
    found = WRITE_STATUSES.get(status)
    if found is not None:
        return found
    if 300 <= status < 400:  # noqa: PLR2004  (the class of statuses)
        return _REDIRECT
    return _GATEWAY if status >= 500 else _UNDOCUMENTED  # noqa: PLR2004  (the class of statuses)
