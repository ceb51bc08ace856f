from __future__ import annotations

import copy
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from codegen import ROOT
from codegen.drift import Change, compare, report, summary
from codegen.pull import Files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UPSTREAM: dict[str, Any] = json.loads(Files().upstream.read_text("utf-8"))

BREAKS, FITS = True, False


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The committed document after a change by hand."""
    document = copy.deepcopy(UPSTREAM)
    change(document)
    return document


def path(document: dict[str, Any], name: str, method: str = "get") -> dict[str, Any]:
    operation: dict[str, Any] = document["paths"][name][method]
    return operation


def properties(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = document["definitions"][name]["properties"]
    return found


def parameter(document: dict[str, Any], name: str, method: str, place: str) -> dict[str, Any]:
    return next(one for one in path(document, name, method)["parameters"] if one["in"] == place)


NEW_OPERATION = {"tags": ["New"], "operationId": "New_Get", "responses": {"200": {"description": ""}}}
REQUIRED_HEADER = {"name": "X-New", "in": "header", "type": "string", "required": True}
OPTIONAL_QUERY = {"name": "New", "in": "query", "type": "string", "required": False}
PARTICIPANTS = "/v1/peppol/participantInformation/{VATorCBE}"

TABLE: list[tuple[str, Callable[[dict[str, Any]], object], list[Change]]] = [
    (
        "an operation goes",
        lambda d: d["paths"]["/v1/orders/{orderID}"].pop("delete"),
        [Change("removed", "operation", "DELETE /v1/orders/{orderID}", "", BREAKS)],
    ),
    (
        "an operation comes",
        lambda d: d["paths"].update({"/v1/new": {"get": NEW_OPERATION}}),
        [Change("added", "operation", "GET /v1/new", "", FITS)],
    ),
    (
        "a path parameter gets another name",
        lambda d: d["paths"].update({"/v1/products/{id}": d["paths"].pop("/v1/products/{productID}")}),
        [Change("changed", "operation", "GET /v1/products/{productID}", "is now written /v1/products/{id}", FITS)],
    ),
    (
        "an operation gets another id",
        lambda d: path(d, "/v1/orders").update(operationId="Order_List"),
        [Change("changed", "operation", "GET /v1/orders", "operationId Order_GetOrders -> Order_List", FITS)],
    ),
    (
        "an operation no longer takes JSON",
        lambda d: path(d, "/v1/orders", "post").update(consumes=["application/xml"]),
        [Change("changed", "operation", "POST /v1/orders", "consumes no longer names application/json", BREAKS)],
    ),
    (
        "a required parameter comes",
        lambda d: path(d, "/v1/orders")["parameters"].append(REQUIRED_HEADER),
        [Change("added", "parameter", "GET /v1/orders header X-New", "required", BREAKS)],
    ),
    (
        "an optional parameter comes",
        lambda d: path(d, "/v1/orders")["parameters"].append(OPTIONAL_QUERY),
        [Change("added", "parameter", "GET /v1/orders query New", "optional", FITS)],
    ),
    (
        "a parameter goes",
        lambda d: path(d, "/v1/orders")["parameters"].clear(),
        [Change("removed", "parameter", "GET /v1/orders query fullTextSearch", "", BREAKS)],
    ),
    (
        "a parameter becomes required",
        lambda d: parameter(d, "/v1/orders", "get", "query").update(required=True),
        [Change("changed", "parameter", "GET /v1/orders query fullTextSearch", "optional -> required", BREAKS)],
    ),
    (
        "a path parameter changes its type",
        lambda d: parameter(d, "/v1/orders/{orderID}", "get", "path").update(type="string", format="uuid"),
        [
            Change(
                "changed",
                "parameter",
                "GET /v1/orders/{orderID} path orderID",
                "integer/int32 -> string/uuid",
                BREAKS,
            )
        ],
    ),
    (
        "a body changes its model",
        lambda d: parameter(d, "/v1/parties", "post", "body").update(schema={"$ref": "#/definitions/Order"}),
        [Change("changed", "body", "POST /v1/parties", "Party -> Order", BREAKS)],
    ),
    (
        "a body becomes optional",
        lambda d: parameter(d, "/v1/parties", "post", "body").update(required=False),
        [Change("changed", "body", "POST /v1/parties", "required -> optional", FITS)],
    ),
    (
        "a reply changes its type",
        lambda d: path(d, "/v1/orders", "post")["responses"]["200"].update(schema={"type": "string"}),
        [Change("changed", "response", "POST /v1/orders 200", "integer/int32 -> string", BREAKS)],
    ),
    (
        "a reply is declared at last",
        lambda d: path(d, "/v1/financialTransactions")["responses"]["200"].update(
            schema={"$ref": "#/definitions/PageResult_Transaction"}
        ),
        [
            Change(
                "changed",
                "response",
                "GET /v1/financialTransactions 200",
                "now declares PageResult_Transaction",
                FITS,
            )
        ],
    ),
    (
        "a reply is no longer declared",
        lambda d: path(d, "/v1/orders")["responses"]["200"].pop("schema"),
        [Change("changed", "response", "GET /v1/orders 200", "no longer declares PageResult_Order", BREAKS)],
    ),
    (
        "an error status comes",
        lambda d: path(d, "/v1/orders")["responses"].update({"429": {"description": ""}}),
        [Change("added", "response", "GET /v1/orders 429", "", FITS)],
    ),
    (
        "the success status goes",
        lambda d: path(d, "/v1/orders")["responses"].update({"204": path(d, "/v1/orders")["responses"].pop("200")}),
        [
            Change("removed", "response", "GET /v1/orders 200", "", BREAKS),
            Change("added", "response", "GET /v1/orders 204", "", FITS),
        ],
    ),
    (
        "a model comes",
        lambda d: d["definitions"].update(New={"type": "object", "properties": {}}),
        [Change("added", "model", "New", "", FITS)],
    ),
    (
        "a model goes",
        lambda d: d["definitions"].pop("Journal"),
        [Change("removed", "model", "Journal", "", BREAKS)],
    ),
    (
        "a property goes",
        lambda d: properties(d, "Order").pop("OrderNumber"),
        [Change("removed", "property", "Order.OrderNumber", "string", BREAKS)],
    ),
    (
        "a property comes",
        lambda d: properties(d, "Order").update(New={"type": "array", "items": {"$ref": "#/definitions/File"}}),
        [Change("added", "property", "Order.New", "list of File", FITS)],
    ),
    (
        "a property changes its type",
        lambda d: properties(d, "Order").update(OrderNumber={"type": "integer", "format": "int32"}),
        [Change("changed", "property", "Order.OrderNumber", "string -> integer/int32", BREAKS)],
    ),
    (
        "a property changes its format",
        lambda d: properties(d, "Order")["OrderDate"].pop("format"),
        [Change("changed", "property", "Order.OrderDate", "string/date-time -> string", BREAKS)],
    ),
    (
        "an integer grows",
        lambda d: properties(d, "Order")["OrderID"].update(format="int64"),
        [Change("changed", "property", "Order.OrderID", "integer/int32 -> integer/int64", FITS)],
    ),
    (
        "an integer shrinks",
        lambda d: properties(d, "Party")["GLAccountCode"].update(format="int32"),
        [Change("changed", "property", "Party.GLAccountCode", "integer/int64 -> integer/int32", BREAKS)],
    ),
    (
        "a property points at another model",
        lambda d: properties(d, "Order").update(Customer={"$ref": "#/definitions/File"}),
        [Change("changed", "property", "Order.Customer", "Party -> File", BREAKS)],
    ),
    (
        "a map changes its values",
        lambda d: properties(d, "Order")["CustomFields"].update(additionalProperties={"type": "integer"}),
        [Change("changed", "property", "Order.CustomFields", "map of string -> map of integer", BREAKS)],
    ),
    (
        "a property becomes required",
        lambda d: d["definitions"]["Order"].update(required=["OrderType"]),
        [Change("changed", "property", "Order.OrderType", "optional -> required", BREAKS)],
    ),
    (
        "a property becomes read-only",
        lambda d: properties(d, "Order")["Paid"].update(readOnly=True),
        [Change("changed", "property", "Order.Paid", "is now read-only", BREAKS)],
    ),
    (
        "an enumeration grows and shrinks",
        lambda d: properties(d, "Party")["PartyType"].update(enum=["Customer", "Lead"]),
        [
            Change("changed", "property", "Party.PartyType", "values added: Lead", FITS),
            Change("changed", "property", "Party.PartyType", "values removed: Supplier", BREAKS),
        ],
    ),
    (
        "values inside a list grow",
        lambda d: properties(d, "ParticipantInformationResponse")["DocumentTypes"]["items"]["enum"].append("New"),
        [Change("changed", "property", "ParticipantInformationResponse.DocumentTypes", "values added: New", FITS)],
    ),
    (
        "text is held to a list of values",
        lambda d: properties(d, "Order")["OrderType"].update(enum=["Invoice"]),
        [Change("changed", "property", "Order.OrderType", "only these values now: Invoice", BREAKS)],
    ),
    (
        "a list of values is given up",
        lambda d: properties(d, "Journal")["JournalType"].pop("enum"),
        [Change("changed", "property", "Journal.JournalType", "any value is allowed now", FITS)],
    ),
    (
        "the server's own query classes change",
        lambda d: (properties(d, "IEdmType").clear(), d["definitions"].pop("SelectItem")),
        [],
    ),
    (
        "only words change",
        lambda d: path(d, PARTICIPANTS).update(summary="new words", description="more"),
        [],
    ),
]


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_each_change_is_found_and_judged(change: Callable[[dict[str, Any]], object], expected: list[Change]):
    assert compare(UPSTREAM, changed(change)) == expected


def test_a_document_has_not_drifted_from_itself_whatever_its_order():
    keys = sorted(UPSTREAM["definitions"], key=lambda name: name[::-1])
    other = copy.deepcopy(UPSTREAM) | {"definitions": {key: UPSTREAM["definitions"][key] for key in keys}}
    properties(other, "Order")["OrderID"] = properties(other, "Order").pop("OrderID")
    assert compare(UPSTREAM, other) == []
    assert report([]) == "No drift: both documents say the same."


def test_a_change_seen_from_the_other_side_is_its_opposite():
    other = changed(lambda d: (properties(d, "Order").pop("Paid"), d["definitions"].pop("Journal")))
    there, back = compare(UPSTREAM, other), compare(other, UPSTREAM)
    assert [(one.action, one.where) for one in there] == [("removed", "Journal"), ("removed", "Order.Paid")]
    assert [(one.action, one.where) for one in back] == [("added", "Journal"), ("added", "Order.Paid")]


def test_the_report_puts_first_what_breaks():
    lines = report(
        compare(UPSTREAM, changed(lambda d: properties(d, "Order").update(New=properties(d, "Order").pop("Paid"))))
    ).splitlines()
    assert lines == [
        "Breaking: 1",
        "  removed  property   Order.Paid: boolean",
        "Compatible: 1",
        "  added    property   Order.New: boolean",
    ]


def test_the_summary_counts_and_lists():
    found = summary(compare(UPSTREAM, changed(lambda d: d["definitions"].pop("Journal"))))
    assert (found["breaking"], found["compatible"]) == (1, 0)
    assert found["changes"] == [
        {"action": "removed", "subject": "model", "where": "Journal", "detail": "", "breaking": True}
    ]


def diff(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "codegen", "diff", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def saved(document: dict[str, Any], folder: Path) -> str:
    file = folder / "swagger.json"
    file.write_text(json.dumps(document), "utf-8")
    return str(file)


def test_the_command_reports_a_hand_changed_document_and_fails_on_what_breaks(tmp_path: Path):
    def by_hand(document: dict[str, Any]) -> None:
        properties(document, "Order").pop("OrderNumber")
        properties(document, "Order")["CustomerScore"] = {"type": "integer", "format": "int32"}
        path(document, "/v1/orders")["parameters"].append(REQUIRED_HEADER)

    done = diff("--from", saved(changed(by_hand), tmp_path))
    assert done.returncode == 1, done.stderr
    assert done.stdout == (
        "Breaking: 2\n"
        "  added    parameter  GET /v1/orders header X-New: required\n"
        "  removed  property   Order.OrderNumber: string\n"
        "Compatible: 1\n"
        "  added    property   Order.CustomerScore: integer/int32\n"
    )


def test_the_command_is_content_with_additions_and_prints_json(tmp_path: Path):
    file = saved(changed(lambda d: properties(d, "Order").update(New={"type": "string"})), tmp_path)
    done = diff("--from", file, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["breaking"], found["compatible"]) == (0, 1)
    assert found["changes"][0]["where"] == "Order.New"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("<html>", "not JSON"), ("[]", "expected a JSON object"), ('{"openapi": "3.1.0"}', "expected a Swagger 2.0")],
)
def test_the_command_calls_bad_input_bad_input(content: str, complaint: str, tmp_path: Path):
    file = tmp_path / "bad.json"
    file.write_text(content, "utf-8")
    done = diff("--from", str(file))
    assert done.returncode == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_names_a_file_that_is_not_there(tmp_path: Path):
    done = diff("--from", str(tmp_path / "none.json"))
    assert done.returncode == 2
    assert "none.json: No such file" in done.stderr
