"""Any operation of the document by its id: what goes out, what comes back, and what is refused before it is sent."""

from __future__ import annotations

import ast
import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

import billit_async
from billit_async._resources._operations import OPERATIONS
from billit_async.auth import ApiKey
from billit_async.errors import InvalidArgument, NotFound, OutcomeUnknown, UnexpectedResponse
from billit_async.models import GLAccount, Order, Party
from billit_async.session import BillitSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

PACKAGE = Path(billit_async.__file__).parent


class Server:
    """Notes what it is asked, and responds with one body."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.status = 200
        self.body: str = "{}"
        self.breaks = False

    async def respond(self, request: web.Request) -> web.Response:
        content = await request.read()
        self.asked.append((request.method, request.raw_path, dict(request.headers), content))
        if self.breaks:
            assert request.transport is not None
            request.transport.abort()
        return web.Response(status=self.status, text=self.body, content_type="application/json")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def billit(server: Server) -> AsyncIterator[BillitSession]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.respond)
    async with TestServer(app) as running:
        url = str(running.make_url("/")).rstrip("/")
        async with BillitSession(ApiKey("k" * 36), base_url=url, party_id=7) as session:
            yield session


async def test_a_read_gives_the_model_that_the_document_says(server: Server, billit: BillitSession) -> None:
    server.body = '{"OrderID": 5, "TotalIncl": 12.50}'
    order = await billit.for_company(9).call("Order_GetOrder", order_id=5, document_type="a b")
    method, path, headers, body = server.asked[-1]
    assert (method, path, headers["PartyID"], body) == ("GET", "/v1/orders/5?documentType=a+b", "9", b"")
    assert isinstance(order, Order)
    assert (order.order_id, order.total_incl) == (5, Decimal("12.50"))


async def test_a_list_gives_a_page_and_takes_odata_options(server: Server, billit: BillitSession) -> None:
    server.body = '{"Items": [{"OrderID": 1}], "NextPageLink": null, "Count": null}'
    page = await billit.call("Order_GetOrders", filter_="OrderID gt 3", top=2)
    assert server.asked[-1][1] == "/v1/orders?$filter=OrderID+gt+3&$top=2"
    assert [order.order_id for order in page.items] == [1]


async def test_a_write_takes_a_model_or_a_dictionary_and_carries_one_key(server: Server, billit: BillitSession) -> None:
    server.body = "31"
    assert await billit.call("Party_PostParty", body=Party(name="A"), idempotency_key="mine") == 31
    assert await billit.call("Party_PostParty", body={"Name": "A"}) == 31
    assert [json.loads(one[3]) for one in server.asked] == [{"Name": "A"}] * 2
    first, second = (one[2]["Idempotency-Key"] for one in server.asked)
    assert first == "mine"
    assert len(second) >= 32


async def test_lists_flags_and_nothing_are_read_and_written(server: Server, billit: BillitSession) -> None:
    server.body = ""
    assert await billit.call("GLAccount_PostGLAccountBulk", body=[GLAccount(code="1")]) is None  # type: ignore[func-returns-value]
    assert json.loads(server.asked[-1][3]) == [{"Code": 1}]  # a whole number in the document
    server.body = "true"
    assert await billit.call("Webhook_DeleteWebhooks", webhook_id=3) is True
    server.body = '[{"WebhookID": 4}]'
    assert [one.webhook_id for one in await billit.call("Webhook_GetWebhooks")] == [4]
    server.body = "{}"
    await billit.call("Order_PostSend", body={"OrderIDs": [1]}, strict_transport_type=True)
    assert server.asked[-1][2]["StrictTransportType"] == "true"


async def test_an_id_of_another_kind_is_one_segment(server: Server, billit: BillitSession) -> None:
    file_id = UUID("57eade47-f402-4605-849b-58c223c6b970")
    await billit.call("File_GetOrders", file_id=file_id)
    assert server.asked[-1][1] == f"/v1/files/{file_id}"
    await billit.call("Accountant_GetFile", feed_name="a/b", feed_item_id=1)
    assert server.asked[-1][1] == "/v1/accountant/feeds/a%2Fb/1"


async def test_the_errors_are_those_of_every_call(server: Server, billit: BillitSession) -> None:
    server.status = 404
    with pytest.raises(NotFound):
        await billit.call("Order_GetOrder", order_id=5)
    server.status, server.body = 200, '"text"'
    with pytest.raises(UnexpectedResponse):
        await billit.call("Order_GetOrder", order_id=5)


async def test_a_write_whose_response_is_lost_is_not_repeated_blindly(server: Server, billit: BillitSession) -> None:
    server.breaks = True
    with pytest.raises(OutcomeUnknown):
        await billit.call("GLAccount_PostGLAccount", body={"Code": "1"})
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("name", "body", "found_by"),
    [
        ("Order_PostOrders", {"OrderNumber": "2024-1", "OrderType": "Invoice"}, ("order_number", "2024-1")),
        ("Party_PostParty", Party(vat_number="BE0563846944"), ("vat_number", "BE0563846944")),
        ("Product_PostProduct", {"Reference": "P-1"}, ("reference", "P-1")),
        ("Party_PostParty", Party(party_id=4, vat_number="BE0563846944"), None),
        ("Party_PostParty", {"PartyID": 4, "VATNumber": "BE0563846944"}, None),
        # What the documented type is not goes out as it is, without a word.
        ("Order_PostOrders", {"OrderNumber": 7, "OrderDate": {}, "OrderLines": "x"}, ("order_number", "7")),
    ],
)
async def test_an_unknown_create_says_how_its_document_is_found(
    server: Server, billit: BillitSession, name: Any, body: Any, found_by: tuple[str, str] | None
) -> None:
    server.breaks = True
    with pytest.raises(OutcomeUnknown) as caught:
        await billit.call(name, body=body)
    lookup = caught.value.lookup
    assert (lookup and lookup.keys[0]) == found_by


@pytest.mark.parametrize(
    ("name", "ids", "body"),
    [
        ("Order_GetOrder", {"order_id": 5}, '{"OrderID": 6}'),
        ("Party_GetParty", {"party_id": 5}, '{"PartyID": 6}'),
        ("Product_GetProduct", {"product_id": 5}, '{"ProductID": 6}'),
        ("Document_GetDocument", {"document_id": 5}, '{"DocumentID": 6}'),
    ],
)
async def test_another_document_than_the_one_asked_for_is_refused(
    server: Server, billit: BillitSession, name: Any, ids: dict[str, Any], body: str
) -> None:
    server.body = body
    with pytest.raises(UnexpectedResponse, match="another document"):
        await billit.call(name, **ids)


@pytest.mark.parametrize(
    ("name", "arguments", "error", "words"),
    [
        ("Order_GetOrdr", {}, InvalidArgument, "Order_GetOrder"),
        ("Order_GetOrder", {}, TypeError, "needs order_id"),
        ("Order_GetOrder", {"order_id": 1, "colour": 2}, TypeError, "takes no colour"),
        ("Order_GetOrder", {"order_id": 1, "idempotency_key": "k"}, TypeError, "takes no idempotency_key"),
        ("Order_GetOrder", {"order_id": 1, "body": {}}, TypeError, "takes no body"),
        ("Order_GetOrder", {"order_id": 1.5}, TypeError, "not float"),
        ("Order_GetOrder", {"order_id": 2**70}, InvalidArgument, "64 bits"),
        ("Order_GetOrder", {"order_id": ".."}, InvalidArgument, "orderID"),
        ("Order_PostOrders", {}, TypeError, "needs a body"),
        ("Order_PostOrders", {"body": Party()}, TypeError, "takes Order"),
        ("GLAccount_PostGLAccountBulk", {"body": {}}, TypeError, "takes a list"),
        (5, {}, TypeError, "id of an operation"),
    ],
)
async def test_what_cannot_be_sent_is_refused(
    server: Server, billit: BillitSession, name: Any, arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        await billit.call(name, **arguments)
    assert server.asked == []


def hand_written() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text("utf-8")
        if not text.startswith("# Generated") and "emulator" not in path.parts:
            yield path, ast.parse(text)


VERBS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_resources_take_verbs_and_paths_from_the_generated_table() -> None:
    wrong = [
        f"{file.name}:{line}: {text}"
        for file, tree in hand_written()
        if "_resources" in file.parts
        for line, text in texts(tree)
        # Messages and docstrings name operations in sentences.
        if text in VERBS or text.startswith(("/v1", "/OAuth2"))
    ]
    assert wrong == []


def test_every_path_that_other_code_still_names_stands_in_the_generated_table() -> None:
    paths = {operation.route.path for operation in OPERATIONS.values()}
    wrong = [
        f"{file.name}:{line}: {text}"
        for file, tree in hand_written()
        for line, text in texts(tree)
        # Sentences, and the misprints of the manual, which are patterns, are not paths.
        if text.startswith("/v1/") and not set(text) & set(" ?*([\\")
        if not any(path.startswith(text) for path in paths)
    ]
    assert wrong == []


def test_every_operation_names_types_that_can_be_read() -> None:
    from billit_async import models

    scalars = {"Any", "Decimal", "UUID", "bool", "bytes", "datetime", "int", "list", "object", "page", "str"}
    for name, operation in OPERATIONS.items():
        for kind in (operation.body, operation.result):
            for part in (kind or "Any").replace("]", "").split("["):
                assert part in scalars or hasattr(models, part), name
