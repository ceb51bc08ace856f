"""What Billit's manual prints wrongly, and what works in its place: the facts behind the hints of errors and a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MISPRINTS", "Misprint", "hint_of", "hint_of_lost_body", "hint_of_path", "misprints_of", "said"]


class Misprint(NamedTuple):
    """One place of the manual that does not work as it is printed.

    Attributes:
        chapter: The chapter of the manual.
        printed: What is wrong there, in our words.
        works: What works in its place, as a request or in Python.
        methods: The HTTP methods that the misprint is about, separated by blanks; empty for any.
        path: A pattern of the whole path, read without case; empty where a path does not show the misprint.
        query: A pattern that is looked for in the encoded query; empty where a query does not show it.
        body: A pattern that the body begins with; empty where a body does not show it.
        is_lost: Whether Billit ignores the body without an error, so that such a request is refused before it is sent.
    """

    chapter: int
    printed: str
    works: str
    methods: str = ""
    path: str = ""
    query: str = ""
    body: str = ""
    is_lost: bool = False

    def fits(self, method: str, path: str, query: str = "", body: bytes | None = None) -> bool:
        """Tell whether a request shows this misprint; a method that is empty fits any."""
        if not (self.path or self.query or self.body):
            return False
        return (
            (not self.methods or not method or method in self.methods.split())
            and (not self.path or re.fullmatch(self.path, path, re.IGNORECASE) is not None)
            and (not self.query or re.search(self.query, query) is not None)
            and (not self.body or re.match(self.body.encode(), body or b"") is not None)
            and (not self.is_lost or body is not None)
        )


_BLANK: Final = r"(?:%20|\+| )"
_CURLED: Final = r"%E2%80%9[89]"

# In the order of the manual; the first that a request shows is the one that its error names.
# Source: the manual itself, against the paths and definitions of the Swagger document and docs page "odata".
MISPRINTS: Final = (
    Misprint(
        4,
        "the token endpoint without its verb",
        "`POST /OAuth2/token`, which `OAuth2` does",
        "GET",
        r"/oauth2/token/?",
    ),
    Misprint(
        4,
        "the Peppol index as `peppol/GetParticipantInformation`, without version and number",
        "`GET /v1/peppol/participantInformation/{VATorCBE}`, or `billit.peppol.lookup(...)`",
        "GET",
        r"(?:/v1)?/peppol/GetParticipantInformation(?:/.*)?|/v1/peppol/participantInformation/?",
    ),
    Misprint(
        4,
        "the import of CODA files as `v1/financialTransaction/importFile`, in the singular",
        "`POST /v1/financialTransactions/importFile`, or `billit.financial_transactions.import_coda(...)`",
        "",
        r"/v1/financialTransaction/importFile/?",
    ),
    Misprint(
        7,
        "`account/accountInformation` without a version",
        "`GET /v1/account/accountInformation`, or `billit.account.information()`",
        "GET",
        r"/account/accountInformation/?",
    ),
    Misprint(
        7,
        "a blank within the address, before `v1`",
        "the path without the blank: `GET /v1/account/accountInformation`",
        "",
        rf"/?{_BLANK}+/?v1/.*",
    ),
    Misprint(
        8,
        "the *status* parameter, for the value that is sent and compared",
        "`state`, which `authorization_url()` makes and `exchange(...)` compares",
    ),
    Misprint(
        8,
        "`? error= access_denied` with blanks",
        "`?error=access_denied`, which `exchange(...)` raises as `LoginRefused`",
    ),
    Misprint(
        9,
        "`Authorization: {ACCESS_TOKEN}` without the scheme, here and in chapters 11 to 13",
        "`Authorization: Bearer {ACCESS_TOKEN}`, which `OAuth2` sends",
    ),
    Misprint(9, "`application / json` with blanks", "`application/json`"),
    Misprint(
        11,
        "headers of a GET called *POST parameters*, here and in chapters 12 and 13",
        "the headers `Authorization` and `Accept`, which the session sends",
    ),
    Misprint(
        11,
        "dates of filters broken by the end of a line, here and in chapters 12 and 17",
        "`DateTime'2019-01-01'` without a blank, or `O.last_modified >= datetime(2019, 1, 1)`",
        "",
        "",
        rf"(?i:datetime)(?:'|%27)\d{{4}}-(?:\d\d-)?{_BLANK}+\d",
    ),
    Misprint(
        12,
        "customers asked for at `v1/orders`, with columns of two lists in one filter",
        "`GET /v1/parties?$filter=PartyType+eq+'Customer'`, or `billit.parties.list(P.party_type == \"Customer\")`",
        "GET",
        r"/v1/orders/?",
        r"PartyType",
    ),
    Misprint(
        12,
        "curly quotes around `Customer`",
        "straight single quotes: `PartyType+eq+'Customer'`",
        "",
        "",
        _CURLED,
    ),
    Misprint(
        12,
        "`v1/products $filter=` without a question mark",
        "`GET /v1/products?$filter=...`, or `billit.products.list(...)`",
        "",
        rf"/v1/[\w/]+{_BLANK}*\$(?:filter|orderby)=.*",
    ),
    Misprint(
        13,
        "creating an order by GET",
        "`POST /v1/orders`, or `billit.orders.create(...)`",
        "GET",
        r"/v1/orders/?",
        is_lost=True,
    ),
    Misprint(13, "`Orderdate` and `Orderlines`", "`OrderDate` and `OrderLines`, as the printed body has them"),
    Misprint(
        14,
        "the id of a file behind a question mark",
        "`GET /v1/files/{fileID}`, or `billit.files.download(...)`",
        "GET",
        r"/v1/files/?",
    ),
    Misprint(
        15,
        "sending by GET",
        "`POST /v1/orders/commands/send`, or `billit.orders.send(...)`",
        "GET",
        r"/v1/orders/commands/send/?",
    ),
    Misprint(
        15,
        "a body that is not JSON, here and in chapter 16: names without quotes, and a remark within it",
        'the body as a dictionary: `json={"OrderIds": [1], "TransportType": "SMTP"}`, `json={"Paid": True}`',
        "POST PUT PATCH",
        r"/v1/.*",
        body=r'"\s*\{',
    ),
    Misprint(
        17,
        "`asc$skip=120` without an ampersand",
        "`$orderby=LastModified+asc&$skip=120`, or `billit.orders.list(skip=120)`",
        "",
        "",
        r"[^&?](?:\$|%24)(?:skip|top)=",
    ),
    Misprint(17, "`result.d.NextPageLink` in the program", "`NextPageLink` beside `Items`, which a list follows"),
    Misprint(
        19,
        "`participantInformation/{VATorCBE` without its closing brace",
        "`GET /v1/peppol/participantInformation/BE0887010362`, or `billit.peppol.lookup(...)`",
        "",
        r"/v1/peppol/participantInformation/(?:\{|%7B).*",
    ),
    Misprint(
        20,
        "an address with another quote at its end than at its beginning",
        "`POST /v1/peppol/sendOrder`, or `billit.peppol.send_order(...)`",
        "",
        rf"/v1/.*{_CURLED}",
    ),
    Misprint(
        20,
        "operations by names of their own: `PEPPOL/SendOrder`, `Order/GetOrder`",
        "`POST /v1/peppol/sendOrder` and `GET /v1/orders/{orderID}`",
        "",
        r"(?:/v1)?/Order/GetOrder(?:/.*)?|/peppol/(?:sendOrder|sendXML|participantInformation(?:/.*)?)",
    ),
    Misprint(20, '`"CustomFields": {}`', "a list of keys and values; the object is taken as well"),
    Misprint(21, "the field `No.`", "`Nr`, in Python `nr`"),
    Misprint(21, "the field `GLAccountantCode`", "`GLAccountCode`, in Python `gl_account_code`"),
)

_TELLING: Final = frozenset({400, 404, 405})
_WRONG_PLACE: Final = frozenset({404, 405})


def misprints_of(method: str, path: str, query: str = "", body: bytes | None = None) -> list[Misprint]:
    """Find the misprints that a request shows, in the order of the manual."""
    return [one for one in MISPRINTS if one.fits(method, path, query, body)]


def hint_of(status: int, method: str, path: str, query: str = "", body: bytes | None = None) -> str:
    """Say which misprints of the manual a refused request shows, for the message of its error; empty for none.

    A path alone explains a 404 or 405 only: a 400 came from the right place.
    """
    if status not in _TELLING:
        return ""
    found = misprints_of(method, path, query, body)
    return said([one for one in found if status in _WRONG_PLACE or one.query or one.body])


def hint_of_path(path: str) -> str:
    """Say which misprints of the manual a path without its slash shows; empty for none."""
    return said(misprints_of("", f"/{path}"))


def hint_of_lost_body(method: str, path: str, body: bytes | None) -> str:
    """Say why the body of a request would be lost without an error; empty where it is not."""
    return said([one for one in misprints_of(method, path, "", body) if one.is_lost])


def said(misprints: Sequence[Misprint]) -> str:
    """Put misprints into words; empty for none."""
    return "; ".join(
        f"Billit's manual prints {one.printed} in chapter {one.chapter}; what works is {one.works}" for one in misprints
    )
