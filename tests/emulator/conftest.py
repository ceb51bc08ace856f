"""Raw HTTP to a running emulator, byte for byte as written in the test, never through the SDK."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import aiohttp
import attrs
import pytest
from yarl import URL

from billit_async._serialization.codec import from_json, to_json
from billit_async.emulator import Emulator, EmulatorSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping


@attrs.frozen
class Response:
    """A response with its body as it came."""

    status: int
    headers: Any
    text: str

    @property
    def json(self) -> Any:
        """The body, numbers digit for digit."""
        return json.loads(self.text, parse_float=Decimal)

    @property
    def codes(self) -> list[str]:
        """The codes of the error envelope."""
        return [error["Code"] for error in self.json["errors"]]

    @property
    def description(self) -> str:
        """The text of the only error."""
        (error,) = self.json["errors"]
        return error["Description"]


@attrs.frozen
class Wire:
    """Sends what it is given: the path and query are not encoded again."""

    emulator: Emulator
    session: aiohttp.ClientSession

    async def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body, default=float).encode()
        url = URL(self.emulator.url + path, encoded=True)
        if data is not None and len(data) > 1024**2:
            data = io.BytesIO(data)
        send = {"Content-Type": "application/json"} if data is not None else {}
        async with self.session.request(
            method, url, data=data, headers={**send, **named}, allow_redirects=False
        ) as response:
            return Response(response.status, response.headers, await response.text())

    async def get(self, path: str, **headers: str) -> Response:
        return await self("GET", path, **headers)

    async def create(self, **changes: Any) -> int:
        """Create an order and return its id."""
        response = await self("POST", "/v1/orders", order(**changes))
        assert response.status == 200, response.text
        return int(response.text)

    async def detail(self, order_id: int) -> Any:
        return (await self.get(f"/v1/orders/{order_id}")).json


def order(**changes: Any) -> dict[str, Any]:
    """The documented sample invoice, with changes; a change to None takes the property out."""
    document = {
        "OrderType": "Invoice",
        "OrderDirection": "Income",
        "OrderNumber": "QS-001",
        "OrderDate": "2024-01-01",
        "ExpiryDate": "2024-01-31",
        "Customer": {
            "Name": "Billit",
            "VATNumber": "BE0563846944",
            "Email": "customer@example.test",
            "Identifiers": [{"IdentifierType": "GLN", "Identifier": "5430003732007"}],
            "Addresses": [
                {"AddressType": "InvoiceAddress", "Name": "Billit", "Street": "Oktrooiplein", "StreetNumber": "1",
                 "City": "Ghent", "Box": "301", "CountryCode": "BE"},
                {"AddressType": "DeliveryAddress", "Name": "Billit", "Street": "Oktrooiplein", "StreetNumber": "1",
                 "City": "Ghent", "Box": "301", "CountryCode": "BE"},
            ],
        },
        "OrderLines": [
            {"Quantity": 1, "UnitPriceExcl": 10.0, "Description": "Box of cookies", "VATPercentage": 6},
            {"Quantity": 2, "UnitPriceExcl": 3.75, "Description": "Sticks", "VATPercentage": 21},
        ],
    }  # fmt: skip
    return {key: value for key, value in {**document, **changes}.items() if value is not None}


class Hands:
    """A clock whose hands the test turns."""

    def __init__(self) -> None:
        self.moment = datetime(2024, 3, 10, 15, 0, 49, 533_000)

    def __call__(self) -> datetime:
        return self.moment

    def turn(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def boot() -> AsyncIterator[Callable[..., Any]]:
    """Start an emulator with other settings: `wire = await boot(settings={"paging.page_size": 10})`."""
    open_parts: list[Any] = []

    async def start(
        *,
        seed: int = 7,
        orders: int = 40,
        companies: int = 1,
        database: str = ":memory:",
        records: dict[str, int] | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> Wire:
        emulator = Emulator(
            seed=seed,
            orders=orders,
            companies=companies,
            database=database,
            settings=EmulatorSettings.of(settings or {}),
            **(records or {}),
        )
        await emulator.start()
        open_parts.append(emulator)
        session = aiohttp.ClientSession(headers={"ApiKey": emulator.api_key})
        open_parts.append(session)
        return Wire(emulator, session)

    yield start
    for part in reversed(open_parts):
        await part.close()


@pytest.fixture
async def wire(emulator: Emulator) -> AsyncIterator[Wire]:
    """The first company of the shared emulator: 300 orders, two companies, default settings."""
    async with aiohttp.ClientSession(headers={"ApiKey": emulator.api_key}) as session:
        yield Wire(emulator, session)


@pytest.fixture
async def written(boot: Callable[..., Any], hands: Hands) -> Wire:
    """An emulator whose clock the test turns, for tests that write."""
    return await boot(settings={"time.clock": hands})


@pytest.fixture
def reads_as() -> Callable[[type, Response], Any]:
    """Read a response as its model, written back without loss: `order = reads_as(Order, response)`."""

    def read(model: type, response: Response) -> Any:
        assert response.status == 200, response.text
        if isinstance(response.json, list):
            found = from_json(list[model], response.text)
            written = [json.loads(to_json(item), parse_float=Decimal) for item in found]
        else:
            found = from_json(model, response.text)
            written = json.loads(to_json(found), parse_float=Decimal)
        assert written == response.json
        return found

    return read


@pytest.fixture
def an_order() -> Callable[..., dict[str, Any]]:
    return order
