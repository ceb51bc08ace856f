"""What errors say in parts: the call, Billit's own details, the findings in a document. It raises nothing."""

from __future__ import annotations

from types import CellType
from typing import Literal, NamedTuple, NoReturn, cast, final

import attrs

__all__ = ["CallInfo", "ErrorDetail", "Finding", "FullText"]

_LONGEST = 2_000


class CallInfo(NamedTuple):
    """One logical call, as the errors describe it.

    Attributes:
        method: The HTTP method.
        path: The path template, ``/v1/orders/{orderID}``: no ids and no query in it.
        party_id: The company the call was made for, when one was chosen.
        environment: ``sandbox``, ``production``, or the host of a base URL that is neither.
        attempts: How often the request was put on the wire, or was tried to.
        elapsed: Seconds from the first attempt to the error.
        idempotency_key: The key that the call carried; give it again to repeat the same write.
    """

    method: str = ""
    path: str = ""
    party_id: int | None = None
    environment: str = ""
    attempts: int = 0
    elapsed: float = 0.0
    idempotency_key: str | None = None


@final
class FullText:
    """What the service said, as it said it: for the eyes of a developer, and for no log.

    It may name a customer. So it prints, formats and logs as ``FullText('…')``, refuses to be pickled, and what
    collects the variables of a failed call finds no text in it.

    Args:
        text: The text; its first 2,000 characters are kept.
    """

    __slots__ = ("_cell",)

    def __init__(self, text: str) -> None:
        # A cell, which shows nothing of its content.
        self._cell = CellType(text[:_LONGEST])

    def reveal(self) -> str:
        """Return the text: its first 2,000 characters."""
        return cast("str", self._cell.cell_contents)

    def __repr__(self) -> str:
        return "FullText('…')"

    def __reduce__(self) -> NoReturn:
        raise TypeError("the full text of a message is not pickled, since it may name a customer")

    def __copy__(self) -> FullText:
        return self

    def __deepcopy__(self, memo: object) -> FullText:
        return self


@attrs.frozen
class ErrorDetail:
    """One entry of Billit's ``errors`` list.

    Attributes:
        code: A message key such as ``TheCustomerIsNotActiveOnPeppol``; placeholders stay literal (``_0_``).
        description: The text in the user's language, which is for people and never to be matched. Words that may be a
            customer's are masked.
        full: The same text as Billit sent it: ``detail.full.reveal()``. It is in no message, ``repr`` and pickle, and
            does not count when details are compared; None for a detail that was unpickled.

    Source: docs pages "400" and "possible errors".
    """

    code: str
    description: str | None = None
    full: FullText | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.code, self.description)

    def __copy__(self) -> ErrorDetail:
        return self

    def __deepcopy__(self, memo: object) -> ErrorDetail:
        return self

    def matches(self, code: str) -> bool:
        """Compare codes the way Billit varies them: without case and without spaces."""
        return _code_key(self.code) == _code_key(code)


class Finding(NamedTuple):
    """One thing that is wrong, or may be, with an order or a UBL document.

    Attributes:
        rule: The id of the rule, stable between versions: ``BR-CO-15``, or a name of our own checks.
        message: What is wrong, without the document's content.
        location: Where: ``order_lines[2].vat_percentage`` as it is written in Python, or a path of element names of a
            UBL document; empty when it is the document as a whole.
        severity: ``error`` where Billit or the receiver would refuse it, ``warning`` where it may be meant.
        source: The page of the documentation, the code of the refusal or the rule of EN 16931 behind it; empty where
            the id of the rule says it.
        cure: What to do; empty where the message says it.
    """

    rule: str
    message: str
    location: str = ""
    severity: Literal["error", "warning"] = "error"
    source: str = ""
    cure: str = ""

    @property
    def is_error(self) -> bool:
        """Whether Billit or the receiver refuses the document; otherwise it is a warning."""
        return self.severity == "error"


def _code_key(code: str) -> str:
    # The documentation itself writes both "GenericError" and "Generic Error".
    return "".join(code.split()).casefold()
