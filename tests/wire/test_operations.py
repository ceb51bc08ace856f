"""Every operation of the committed document is reached by one public method, with exactly that request on the wire."""

from __future__ import annotations

import base64
import copy
import inspect
import re
from datetime import datetime
from typing import Any

import pytest

from billit_async import ApiKey, BillitSession, MemoryTokenStore, OAuth2
from billit_async._paging import Pager
from billit_async._resources import operations
from billit_async._resources.files import DownloadedFile
from billit_async._resources.resource import Resource
from billit_async._serialization import codec
from billit_async._serialization.model import Model
from tests.wire.described import ABSENT, PATH, document, parsed, text
from tests.wire.described import operations as described_operations
from tests.wire.operation_table import (
    CASES,
    COLUMNS,
    NOT_YET,
    OF_AUTH,
    REGISTERED,
    SAMPLE,
    SHORTCUTS,
    WITHOUT_A_CALL,
    Case,
)
from tests.wire.recording import PARTY, Recorder

DESCRIBED = described_operations()
LISTS = [name for name, operation in DESCRIBED.items() if operation.is_list]


def missing(described: dict[str, Any]) -> set[str]:
    """The operations of a document that no method reaches."""
    return set(described_operations(described)) - set(CASES) - set(OF_AUTH) - NOT_YET


def public_methods() -> dict[str, Any]:
    """Every public method of every resource, by where it stands on a session."""
    return {
        f"{where}.{name}": method
        for where, resource in resources().items()
        for name, method in inspect.getmembers(type(resource), inspect.isfunction)
        if not name.startswith("_") and not hasattr(Resource, name)
    }


def resources() -> dict[str, Resource]:
    """Every resource, by where it stands on a session."""
    billit = BillitSession(ApiKey("..."))
    areas = [name for name in operations.Operations.__annotations__ if not name.startswith("_")]
    found = {area: getattr(billit, area) for area in areas}
    registration = billit.einvoices.for_registration(7)
    for area in ("orders", "files", "webhooks"):
        found[f"{REGISTERED}.{area}"] = getattr(registration, area)
    return found


async def outcome(called: Any) -> Any:
    """What a call gives, as JSON."""
    result = await (called.collect() if isinstance(called, Pager) else called)
    return as_json(result)


def as_json(value: Any) -> Any:
    if isinstance(value, Model):
        return parsed(codec.to_json(value))
    if isinstance(value, list):
        return [as_json(one) for one in value]
    if isinstance(value, DownloadedFile):
        return {
            "FileID": str(value.file_id),
            "FileName": value.name,
            "MimeType": value.mime_type,
            "FileContent": base64.b64encode(value.content).decode(),
        }
    if hasattr(value, "sha256"):
        return {
            "FileName": value.name,
            "FileContent": base64.b64encode(value.content).decode(),
            "FileContentSHA256Hash": value.sha256,
        }
    return value if value is None else parsed(codec.dumps(value))


def expected_body(name: str, case: Case) -> Any:
    sample = DESCRIBED[name].sent
    body = sample if case.body is SAMPLE else case.body(sample) if callable(case.body) else case.body
    return body if body is ABSENT else parsed(text(body))


class TestTheTable:
    def test_every_operation_of_the_document_has_a_method(self) -> None:
        assert missing(document()) == set()

    def test_an_operation_that_upstream_adds_is_missed(self) -> None:
        newer = copy.deepcopy(document())
        newer["paths"]["/v1/orders/{orderID}/reminders"] = {"post": {"operationId": "Order_PostReminder"}}
        newer["paths"]["/v1/reports"]["put"] = {"operationId": "Report_Put"}
        assert missing(newer) == {"POST /v1/orders/{orderID}/reminders", "PUT /v1/reports"}

    def test_the_document_has_all_of_the_swagger_document_and_two_more(self) -> None:
        more = {name for name, operation in DESCRIBED.items() if "x-origin" in operation.described}
        assert more == {"POST /v1/peppol/sendxml", "GET /v1/projects"}
        assert len(DESCRIBED) == 87 + len(more)

    def test_it_names_no_operation_that_the_document_has_not(self) -> None:
        assert {*CASES, *OF_AUTH, *NOT_YET, *SHORTCUTS.values()} <= set(DESCRIBED)

    def test_nothing_waits_for_a_method(self) -> None:
        assert not NOT_YET

    def test_each_public_method_reaches_one_operation_and_each_operation_has_one_method(self) -> None:
        methods = [case.method for case in CASES.values()]
        assert len(methods) == len(set(methods))
        assert {*methods, *SHORTCUTS, *WITHOUT_A_CALL} == set(public_methods())
        assert not set(methods) & set(SHORTCUTS)

    def test_each_method_stands_in_the_area_that_the_document_gives_its_operation(self) -> None:
        wrong = {
            name: case.method
            for name, case in CASES.items()
            if case.method.partition(".")[0] != DESCRIBED[name].described["x-resource"]
        }
        assert not wrong

    def test_a_session_that_is_opened_has_loaded_every_area(self) -> None:
        areas = {type(resource).__module__ for name, resource in resources().items() if "." not in name}
        assert areas == set(operations.MODULES)

    def test_every_method_takes_options_and_tells_its_source(self) -> None:
        for name, method in public_methods().items():
            assert ("options" in inspect.signature(method).parameters) == (name not in WITHOUT_A_CALL), name
            assert "Source: " in (method.__doc__ or ""), name
            # What `options` is stands in the docstring of the package.
            arguments = set(inspect.signature(method).parameters) - {"self", "options"}
            assert "Args:" in (method.__doc__ or "") or not arguments, name

    def test_the_page_on_operations_names_every_method_in_the_row_of_its_area(self) -> None:
        page = (PATH.parents[1] / "docs" / "operations.md").read_text("utf-8")
        rows = [line.split("|")[1:3] for line in page.splitlines() if line.startswith("| `")]
        named = {
            f"{area}.{method}"
            for areas, methods in rows
            for area in re.findall(r"`(\w+)`", areas)
            for method in re.findall(r"`(\w+)`", methods)
        }
        # A registered company has the methods of three areas.
        known = {name.removeprefix(f"{REGISTERED}.") for name in public_methods()}
        assert known <= named

    def test_the_document_names_every_id_and_query_parameter_that_is_sent(self) -> None:
        for name, case in CASES.items():
            assert set(case.ids) == set(DESCRIBED[name].parameters("path")), name
            assert set(case.query) <= set(DESCRIBED[name].parameters("query")), name

    def test_whatever_is_sent_is_a_property_of_the_document(self) -> None:
        for name, case in CASES.items():
            sample, body = DESCRIBED[name].body, expected_body(name, case)
            if isinstance(body, dict) and DESCRIBED[name].verb != "PATCH":
                # The documentation spells this one otherwise than the Swagger document; Billit reads both.
                known = {key.lower() for key in sample}
                assert {key.lower() for key in body} <= known, name


@pytest.mark.parametrize("name", CASES)
async def test_the_walk(name: str, recorder: Recorder, billit: BillitSession) -> None:
    operation, case = DESCRIBED[name], CASES[name]
    answer = operation.answer if case.answer is SAMPLE else case.answer
    recorder.answer = b"" if answer is ABSENT else text(answer).encode()
    result = await outcome(case.call(billit, case.ids, operation.body))

    request = recorder.only
    assert (request.verb, request.path) == (operation.verb, operation.path(case.ids))
    assert request.query == case.query
    body = expected_body(name, case)
    assert (parsed(request.body) if request.body else ABSENT) == body
    assert request.headers.get("Content-Type", "").startswith("application/json") == (body is not ABSENT)
    described = operation.parameters("header")
    # The directory asks for no company; to name one does no harm, and one rule is simpler.
    assert request.headers["PartyID"] == str(PARTY)
    assert ("Idempotency-Key" in request.headers) == ("Idempotency-Key" in described)
    assert {header: request.headers.get(header) for header in case.headers} == case.headers
    assert set(case.headers) == set(described) - {"PartyID", "ContextPartyID", "Idempotency-Key"}

    assert result == (None if answer is ABSENT else case.result(parsed(text(answer))))


class TestLists:
    @pytest.mark.parametrize("name", LISTS)
    async def test_a_list_takes_everything_that_the_document_lets_it_be_asked(
        self, name: str, recorder: Recorder, billit: BillitSession
    ) -> None:
        case = CASES[name]
        column = COLUMNS[case.method]
        asked = DESCRIBED[name].parameters("query")
        area, _, method = case.method.partition(".")
        values = list(case.ids.values())
        if area == "einvoices":
            method = method.rpartition(".")[2]
            listing: Any = billit.einvoices.for_registration(values.pop()).orders
        else:
            listing = getattr(billit, area)
        arguments: dict[str, Any] = {"order_by": column.desc(), "top": 5, "skip": 2, "count": True}
        if "fullTextSearch" in asked:
            arguments["search"] = "roof & wall"
        recorder.answer = b'{"Items":[],"Count":0}'
        listed = getattr(listing, method)(*values, column > 5, **arguments)
        assert await listed.collect() == []
        request = recorder.requests[0]
        # Pages that overlap are counted here: a shorter one would end the list.
        by_hand = {"$top"} if DESCRIBED[name].described["x-list"]["key"] is None else set()
        assert set(request.query) == set(asked) - by_hand
        assert request.path == DESCRIBED[name].path(case.ids)
        assert request.query.get("fullTextSearch", "roof & wall") == "roof & wall"

    def test_every_list_of_the_document_is_asked(self) -> None:
        assert {CASES[name].method for name in LISTS} == set(COLUMNS)


NO_NUMBERS = [0, -1, True, "7", 7.0, None]
NO_TEXTS = ["", "  ", 5, None]
NO_GUIDS = ["", "5e0b6c1a", 5, None]
BAD = {"integer": NO_NUMBERS, "string": NO_TEXTS, "uuid": NO_GUIDS}
BAD_IDS = [
    pytest.param(name, parameter, bad, id=f"{name} {parameter}={bad!r}")
    for name, operation in DESCRIBED.items()
    if name in CASES
    for parameter, schema in operation.parameters("path").items()
    for bad in BAD[schema["format"] if schema.get("format") == "uuid" else schema["type"]]
]


@pytest.mark.parametrize(("name", "parameter", "bad"), BAD_IDS)
async def test_a_bad_id_is_refused_by_its_name_and_never_leaves(
    name: str, parameter: str, bad: object, recorder: Recorder, billit: BillitSession
) -> None:
    case = CASES[name]
    with pytest.raises((TypeError, ValueError)) as refused:
        await outcome(case.call(billit, {**case.ids, parameter: bad}, DESCRIBED[name].body))
    assert recorder.requests == []
    named, said = str(refused.value).split(" ", 1)
    taken = {*inspect.signature(public_methods()[case.method]).parameters}
    if case.method.startswith(REGISTERED):
        taken.add("registration_id")
    assert named in taken
    assert said.startswith(("takes ", "must be ", "is empty"))


class TestShortcuts:
    async def test_a_number_is_reserved_by_consuming_it(self, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = b'"2024-0017"'
        assert await billit.account.reserve_number() == "2024-0017"
        assert recorder.only.path == "/v1/account/sequences"
        assert parsed(recorder.only.body) == {"SequenceType": "Income-Invoice", "Consume": True}

    async def test_an_order_is_marked_paid_by_a_patch(self, recorder: Recorder, billit: BillitSession) -> None:
        await billit.orders.mark_paid(11, paid_date=datetime(2024, 2, 1))
        assert (recorder.only.verb, recorder.only.path) == ("PATCH", "/v1/orders/11")
        assert parsed(recorder.only.body) == {"Paid": True, "PaidDate": "2024-02-01T00:00:00"}

    @pytest.mark.parametrize("area", ["orders", "parties", "products"])
    async def test_changes_are_read_from_the_list(self, area: str, recorder: Recorder, billit: BillitSession) -> None:
        recorder.answer = b'{"Items":[]}'
        assert [row async for row in getattr(billit, area).changes()] == []
        assert {(request.verb, request.path) for request in recorder.requests} == {("GET", f"/v1/{area}")}


class TestLogin:
    async def test_a_code_is_exchanged_and_the_grant_given_back_where_the_document_says(
        self, recorder: Recorder
    ) -> None:
        auth = OAuth2(
            client_id="client",
            client_secret="secret",
            redirect_uri="https://app.example/callback",
            base_url=recorder.url,
            store=MemoryTokenStore(),
        )
        recorder.answer = b'{"access_token":"a","refresh_token":"r","token_type":"bearer","expires_in":3600}'
        _url, state = auth.authorization_url()
        await auth.exchange(f"https://app.example/callback?code=c&state={state}", expected_state=state)
        recorder.answer = b"{}"
        await auth.revoke()
        await auth.aclose()
        exchange, revocation = recorder.requests
        assert f"{exchange.verb} {exchange.path}" == "POST /OAuth2/token"
        assert set(parsed(exchange.body)) <= set(DESCRIBED["POST /OAuth2/token"].body) | {"code_verifier"}
        assert parsed(exchange.body)["grant_type"] == "authorization_code"
        assert f"{revocation.verb} {revocation.path}" == "POST /OAuth2/revoke"
        assert (revocation.body, revocation.headers["Authorization"]) == (b"", "Bearer a")
        assert set(OF_AUTH) == {"POST /OAuth2/token", "POST /OAuth2/revoke"}
