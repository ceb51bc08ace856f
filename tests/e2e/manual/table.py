"""What a statement of the manual is, and the table that all chapters write theirs into."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Literal

import attrs

from billit_async.models import Order, OrderLine, Party, Product

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import ClientResponse, ClientSession

    from billit_async import BillitSession
    from billit_async.emulator import Emulator

Verdict = Literal["as printed", "different", "cannot be known"]

AS_PRINTED: Verdict = "as printed"
DIFFERENT: Verdict = "different"
UNKNOWN: Verdict = "cannot be known"


@attrs.frozen
class Manual:
    """What a program has: the emulator, a session with its first company, and plain HTTP beside it."""

    emu: Emulator
    billit: BillitSession
    http: ClientSession

    async def ask(self, method: str, path: str, **options: Any) -> ClientResponse:
        """Make a request by hand, with the key and the company, as the manual prints its requests."""
        headers = {"apiKey": self.emu.api_key, "PartyID": str(self.emu.party_id), **options.pop("headers", {})}
        response = await self.http.request(method, path, headers=headers, **options)
        await response.read()
        return response

    async def customer(self, **fields: Any) -> int:
        """Keep a customer who can be reached by e-mail."""
        known = {"name": "Acme", "vat_number": "BE0563846944", "email": "in@acme.example", "party_type": "Customer"}
        return await self.billit.parties.create(Party(**{**known, **fields}))

    async def product(self, **fields: Any) -> int:
        """Keep a product of 100.00 at 21 %."""
        known = {"description": "Advice", "amount_excl": "100.00", "vat": 21}
        return await self.billit.products.create(Product(**{**known, **fields}))

    async def smallest(self, **fields: Any) -> Order:
        """The order of chapter 13: a product that is there, and a customer that is there."""
        document = {
            "OrderType": "Invoice",
            "OrderDirection": "Income",
            "OrderDate": "2019-08-30",
            "ExpiryDate": "2019-09-13",
            "OrderLines": [{"ProductID": await self.product()}],
            "CustomerID": await self.customer(),
        }
        return attrs.evolve(read(Order, document), **fields)

    async def made(self, **fields: Any) -> Order:
        """Create that order and read it."""
        return await self.billit.orders.get(await self.billit.orders.create(await self.smallest(**fields)))


@attrs.frozen
class Statement:
    """One statement of the manual.

    Attributes:
        chapter: Its chapter.
        text: What it says, in our words.
        verdict: How it holds.
        because: Which fact wins where it is different, and why it cannot be known.
        program: Shows the verdict.
    """

    chapter: int
    text: str
    verdict: Verdict
    because: str
    program: Callable[[Manual], Awaitable[None]]


TABLE: list[Statement] = []


def says(
    chapter: int, text: str, verdict: Verdict = AS_PRINTED, because: str = ""
) -> Callable[[Callable[[Manual], Awaitable[None]]], Callable[[Manual], Awaitable[None]]]:
    """Put a program and the statement that it shows into the table."""

    def keep(program: Callable[[Manual], Awaitable[None]]) -> Callable[[Manual], Awaitable[None]]:
        TABLE.append(Statement(chapter, text, verdict, because, program))
        return program

    return keep


def read(cls: type[Any], document: dict[str, Any]) -> Any:
    """Read a document as the manual prints it, and let nothing of it pass with a warning."""
    from json import dumps

    from billit_async import from_json

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return from_json(cls, dumps(document))


def line(**fields: Any) -> OrderLine:
    """A line that says everything itself."""
    known = {"description": "Bread", "quantity": 2, "unit_price_excl": "3.75", "vat_percentage": 6}
    return OrderLine(**{**known, **fields})
