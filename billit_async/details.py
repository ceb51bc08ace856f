"""What errors say in parts: the call, Billit's own details, the findings in a document. It raises nothing."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["Call", "ErrorDetail", "Finding", "UblFinding"]


class Call(NamedTuple):
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


class ErrorDetail(NamedTuple):
    """One entry of Billit's ``errors`` list.

    Attributes:
        code: A message key such as ``TheCustomerIsNotActiveOnPeppol``; placeholders stay literal (``_0_``).
        description: The text in the user's language, which is for people and never to be matched.

    Source: docs pages "400" and "possible errors".
    """

    code: str
    description: str | None = None

    def matches(self, code: str) -> bool:
        """Compare codes the way Billit varies them: without case and without spaces."""
        return _code_key(self.code) == _code_key(code)


class Finding(NamedTuple):
    """One thing that is wrong, or may be, with an order.

    Attributes:
        severity: ``error`` where Billit or the receiver would refuse it, ``warning`` where it may be meant.
        field: Where, as it is written in Python: ``order_lines[2].vat_percentage``.
        rule: The id of the rule, stable between versions.
        message: What is wrong, without the document's content.
        source: The page of the documentation, the code of the refusal or the rule of EN 16931 behind it.
        cure: What to do.
    """

    severity: Literal["error", "warning"]
    field: str
    rule: str
    message: str
    source: str
    cure: str


class UblFinding(NamedTuple):
    """One rule that a UBL document breaks.

    Attributes:
        rule: Its id, such as ``BR-CO-15`` or ``PEPPOL-EN16931-R010``.
        text: What is wrong, in words; without the document's content.
        place: Where, as a path of element names.
        is_error: Whether receivers refuse the document; otherwise it is a warning.
    """

    rule: str
    text: str
    place: str
    is_error: bool = True


def _code_key(code: str) -> str:
    # The documentation itself writes both "GenericError" and "Generic Error".
    return "".join(code.split()).casefold()
