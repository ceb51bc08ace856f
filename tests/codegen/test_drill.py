"""What Billit may change tomorrow: each change goes through `pull` and `emit` without a hand edit, and is reported."""

from __future__ import annotations

import copy
import datetime as dt
import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import codegen.emit
from codegen import ROOT, CodegenError
from codegen.__main__ import main
from codegen.check import emit, examine
from codegen.decisions import NOT_DESCRIBED, report
from codegen.drift import compare
from codegen.pull import Files, Pulled, pull
from codegen.text import from_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UPSTREAM: dict[str, Any] = json.loads(Files().upstream.read_text("utf-8"))
MONDAY = dt.date(2026, 11, 30)
LOADS = """
import importlib, pathlib, billit_async.models as models, billit_async.fields, billit_async._resources._calls
for file in pathlib.Path("billit_async/_serialization/wire").glob("*.py"):
    importlib.import_module(f"billit_async._serialization.wire.{file.stem}")
for name in models.__all__:
    getattr(models, name)
from billit_async._serialization import codec
from billit_async._resources._operations import OPERATIONS
"""


class Checkout:
    """A copy of what the generator needs, and the package that it writes into."""

    def __init__(self, root: Path) -> None:
        self.files = Files(root)
        skipped = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(ROOT / "openapi", root / "openapi")
        shutil.copytree(ROOT / "billit_async", root / "billit_async", ignore=skipped)
        (root / "tests" / "codegen").mkdir(parents=True)
        shutil.copy(ROOT / "tests" / "codegen" / "names.txt", root / "tests" / "codegen")
        self.pulled: Pulled | None = None

    def take(self, upstream: dict[str, Any]) -> list[str]:
        """Pull and emit a document; return the report."""
        self.pulled = pull(json.dumps(upstream).encode(), origin="drill", files=self.files, today=MONDAY)
        emit(self.files, codegen.emit)
        return report(self.pulled.decisions)

    def refuses(self, upstream: dict[str, Any]) -> None:
        """Check that a strict pull of the document writes nothing."""
        with pytest.raises(CodegenError):
            pull(json.dumps(upstream).encode(), origin="drill", files=self.files, today=MONDAY, strict=True)

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = from_yaml(self.files.document.read_text("utf-8"))
        return document

    def schema(self, name: str) -> dict[str, Any]:
        schema: dict[str, Any] = self.document["components"]["schemas"][name]
        return schema

    def text(self, path: str) -> str:
        return (self.files.root / path).read_text("utf-8")

    def run(self, program: str) -> str:
        """Run a program on the generated package."""
        done = subprocess.run(
            [sys.executable, "-c", LOADS + program], cwd=self.files.root, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the schema of OpenAPI itself, which takes seconds; the drills that add things keep it."""
    monkeypatch.setattr("codegen.pull.OpenAPIV31SpecValidator.iter_errors", lambda _: iter(()))


@pytest.fixture
def upstream() -> dict[str, Any]:
    return copy.deepcopy(UPSTREAM)


def line_of(lines: list[str], *words: str) -> int:
    """The number of the first line of a report that has these words."""
    return next(number for number, line in enumerate(lines) if all(word in line for word in words))


def test_a_new_property_of_each_kind(checkout: Checkout, upstream: dict[str, Any]) -> None:
    upstream["definitions"]["Party"]["properties"] |= {
        "NewText": {"type": "string"},
        "NewFlag": {"type": "boolean"},
        "NewMoment": {"type": "string", "format": "date-time"},
        "NewDay": {"type": "string", "format": "date"},
        "NewLong": {"type": "integer", "format": "int64"},
        "NewDouble": {"type": "number", "format": "double"},
        "NewList": {"type": "array", "items": {"type": "string"}},
        "NewObjects": {"type": "array", "items": {"$ref": "#/definitions/File"}},
        "NewObject": {"$ref": "#/definitions/File"},
        "NewRing": {"$ref": "#/definitions/Order"},
        "NewFree": {"type": "object"},
        "NewKind": {"type": "string", "enum": ["One", "Two"]},
        "NewSpan": {"type": "string", "format": "time-span"},
        "name": {"type": "string"},
    }
    checkout.refuses(upstream)
    lines = checkout.take(upstream)
    party = checkout.schema("Party")["properties"]
    assert all(party[name]["x-provisional"] is True for name in party if name.startswith("New"))
    assert all(party[name]["description"] == NOT_DESCRIBED for name in party if name.startswith("New"))
    assert line_of(lines, "Party.properties.NewDouble", "x-kind") < line_of(lines, "NewText", "description")
    assert line_of(lines, "NewRing", "its area would need itself") < line_of(lines, "NewText")
    assert line_of(lines, "$.components.schemas.NewKind", "words for the value One") >= 0
    found = checkout.run(
        'p = codec.from_json(models.Party, \'{"NewDouble": 0.10, "NewDay": "2026-11-30", "NewMoment": '
        '"2026-11-30T10:00:00", "NewLong": 9007199254740993, "NewObject": {"FileName": "A"}, "NewKind": "Three", '
        '"NewRing": {"OrderID": 5}, "NewObjects": [{"FileID": "57eade47-f402-4605-849b-58c223c6b970"}]}\')\n'
        "print(repr(p.new_double), p.new_day, p.new_moment, p.new_long, p.new_object.file_name)\n"
        "print(p.new_kind, p.new_ring)\n"
        "print(codec.to_json(p).decode())"
    )
    assert found.splitlines()[:2] == [
        "Decimal('0.10') 2026-11-30 00:00:00 2026-11-30 10:00:00 9007199254740993 A",
        "Three {'OrderID': 5}",
    ]
    assert '"NewDouble":0.10' in found
    assert "new_double: Final = QuantityField" in checkout.text("billit_async/fields.py")
    assert '("NewDouble", "number", False)' in checkout.text("billit_async/emulator/protocol/_shapes.py")
    assert "Party.NewDouble -> new_double" in checkout.text("tests/codegen/names.txt")


@pytest.mark.usefixtures("quick")
def test_nothing_is_decided_twice_and_everything_until_then_is_said_again(
    checkout: Checkout, upstream: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    upstream["definitions"]["Party"]["properties"]["NewDouble"] = {"type": "number", "format": "double"}
    checkout.take(upstream)
    root = ["--root", str(checkout.files.root)]
    assert main([*root, "emit"]) == 0
    assert "everything is as it should be" in capsys.readouterr().out
    assert main([*root, "emit", "--strict"]) == 1
    assert main([*root, "check", "--strict"]) == 1
    assert "1. openapi/overlay.yaml: $.components.schemas.Party.properties.NewDouble: x-kind" in capsys.readouterr().out
    text = checkout.files.overlay.read_text("utf-8")
    action = (
        "  - target: $.components.schemas.Party.properties.NewDouble\n    update: {description: Words., x-kind: money, "
        "x-scale: 2}\n    description: The overlay says it now.\n    x-source: Swagger definition Party\n"
    )
    checkout.files.overlay.write_text(text.rstrip("\n") + "\n" + action, "utf-8")
    assert main([*root, "pull", "--committed", "--strict"]) == 0
    assert main([*root, "emit", "--strict"]) == 0
    assert examine(checkout.files, codegen.emit).decisions == []


def new_operations(upstream: dict[str, Any]) -> None:
    upstream["definitions"] |= {
        "Subscription": {"type": "object", "properties": {"SubscriptionID": {"type": "integer", "format": "int32"}}},
        "SubscriptionPart": {"type": "object", "properties": {"Price": {"type": "number", "format": "double"}}},
        "PageResult_Subscription": {
            "type": "object",
            "properties": {
                "Items": {"type": "array", "items": {"$ref": "#/definitions/Subscription"}},
                "NextPageLink": {"type": "string"},
                "Count": {"type": "integer", "format": "int64"},
            },
        },
        "Forgotten": {"type": "object", "properties": {"A": {"type": "string"}}},
    }
    upstream["definitions"]["Subscription"]["properties"]["Parts"] = {
        "type": "array",
        "items": {"$ref": "#/definitions/SubscriptionPart"},
    }
    of = {"200": {"schema": {"$ref": "#/definitions/PageResult_Subscription"}}}
    upstream["paths"]["/v1/subscriptions"] = {
        "get": {
            "tags": ["Subscription"],
            "operationId": "Subscription_GetAll",
            "parameters": [{"name": "state", "in": "query", "type": "string", "enum": ["On", "Off"]}],
            "responses": of,
        },
        "post": {
            "tags": ["Subscription"],
            "operationId": "Subscription_Post",
            "parameters": [{"name": "s", "in": "body", "schema": {"$ref": "#/definitions/Subscription"}}],
            "responses": {"200": {"schema": {"type": "integer", "format": "int32"}}},
        },
    }
    upstream["paths"]["/v1/orders/{orderID}/copy"] = {
        "post": {
            "tags": ["Order"],
            "operationId": "Order_Copy",
            "parameters": [
                {"name": "orderID", "in": "path", "required": True, "type": "integer", "format": "int32"},
                {"name": "withLines", "in": "query", "type": "boolean"},
            ],
            "responses": {"200": {"schema": {"$ref": "#/definitions/Order"}}},
        }
    }
    upstream["paths"]["/v1/orders/{orderID}"]["get"]["parameters"].append(
        {"name": "verbose", "in": "query", "type": "boolean"}
    )
    upstream["definitions"]["Journal"]["properties"]["JournalType"]["enum"].append("Sideways")


def test_new_operations_definitions_parameters_and_values(checkout: Checkout, upstream: dict[str, Any]) -> None:
    new_operations(upstream)
    checkout.refuses(upstream)
    lines = checkout.take(upstream)
    assert line_of(lines, "Subscription: x-area") < line_of(lines, "'/v1/subscriptions'].get", "x-resource")
    assert line_of(lines, "'/v1/subscriptions'].get", "x-list") < line_of(lines, "'/v1/subscriptions'].get: summary")
    assert line_of(lines, "'/v1/orders/{orderID}/copy'].post: summary") >= 0
    assert not [line for line in lines if "copy" in line and "x-resource" in line]
    assert line_of(lines, "JournalType: words for the value Sideways") >= 0
    assert line_of(lines, "no operation reaches Forgotten") >= 0
    assert checkout.schema("SubscriptionPart")["x-area"] == "subscription_part"
    types = checkout.text("billit_async/_resources/_calls.py")
    assert "with_lines: bool | None = None" in types
    assert "Page[Subscription]" in types
    assert "verbose: bool | None = None" in types
    assert "SIDEWAYS = " in checkout.text("billit_async/models/enumerations.py")
    assert checkout.run('print(OPERATIONS["Order_Copy"].result, OPERATIONS["Subscription_GetAll"].result)') == (
        "Order page[Subscription]"
    )


def without_property(upstream: dict[str, Any]) -> None:
    del upstream["definitions"]["Party"]["properties"]["VATNumber"]
    del upstream["definitions"]["Order"]["properties"]["OrderDate"]


def renamed_property(upstream: dict[str, Any]) -> None:
    properties = upstream["definitions"]["Party"]["properties"]
    properties["ExternalReference"] = properties.pop("PartyID")


def without_operation(upstream: dict[str, Any]) -> None:
    del upstream["paths"]["/v1/reports"]
    del upstream["paths"]["/v1/reports/{reportID}"]


def renamed_operation(upstream: dict[str, Any]) -> None:
    upstream["paths"]["/v1/bookjournals/commands/import"] = upstream["paths"].pop("/v1/journals/commands/import")
    upstream["paths"]["/v1/glaccounts"]["post"]["operationId"] = "GLAccount_Create"


def renamed_reading(upstream: dict[str, Any]) -> None:
    upstream["paths"]["/v1/parties/{partyID}"]["get"]["operationId"] = "Party_ReadParty"


def renamed_id(upstream: dict[str, Any]) -> None:
    path = upstream["paths"].pop("/v1/toProcess/{uploadID}")
    path["delete"]["parameters"][0]["name"] = "fastInputID"
    upstream["paths"]["/v1/toProcess/{fastInputID}"] = path


def renamed_definition(upstream: dict[str, Any]) -> None:
    text = json.dumps(upstream).replace('#/definitions/GLAccount"', '#/definitions/LedgerAccount"')
    upstream.clear()
    upstream.update(json.loads(text))
    upstream["definitions"]["LedgerAccount"] = upstream["definitions"].pop("GLAccount")


def without_value(upstream: dict[str, Any]) -> None:
    upstream["definitions"]["Journal"]["properties"]["JournalType"]["enum"].remove("Cost")


def without_enumeration(upstream: dict[str, Any]) -> None:
    upstream["definitions"]["Journal"]["properties"]["JournalType"] = {"type": "string"}


def with_guid(upstream: dict[str, Any]) -> None:
    guid = {"type": "string", "format": "uuid"}
    upstream["definitions"]["Order"]["properties"]["OrderID"] = guid
    for parameter in upstream["paths"]["/v1/orders/{orderID}"]["get"]["parameters"]:
        if parameter["name"] == "orderID":
            del parameter["type"], parameter["format"]
            parameter.update(guid)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("change", "stale", "uses"),
    [
        (without_property, "VATNumber", "Party.vat_number"),
        (renamed_property, "PartyID", "billit_async/_resources/parties.py"),
        (without_operation, "Report", "billit_async/_resources/reports.py"),
        (renamed_operation, "/v1/journals/commands/import", "billit_async/_resources/gl_accounts.py"),
        (renamed_reading, None, "billit_async/_resources/parties.py:7: PARTY_GET_PARTY"),
        (renamed_id, None, "TO_PROCESS_DELETE_TO_PROCESS: {uploadID}"),
        (renamed_definition, "GLAccount", "billit_async/_resources/gl_accounts.py"),
        (without_value, "the value Cost", None),
        (without_enumeration, "JournalType", None),
        (with_guid, None, None),
    ],
)
def test_what_goes_or_gets_another_name(
    change: Callable[[dict[str, Any]], None],
    stale: str | None,
    uses: str | None,
    checkout: Checkout,
    upstream: dict[str, Any],
) -> None:
    change(upstream)
    lines = checkout.take(upstream)
    if stale is not None:
        assert line_of(lines, stale) >= 0
        checkout.refuses(upstream)
    found = examine(checkout.files, codegen.emit)
    assert found.differences == []
    assert report(found.decisions) == lines
    if uses is not None:
        assert any(uses in str(one) for one in found.gone), found.gone
    else:
        assert found.gone == []
    if change is without_value:
        assert list(checkout.schema("JournalType")["x-known-values"]) == ["Income"]
        assert [one.detail for one in compare(UPSTREAM, upstream) if one.breaking and "Cost" in one.detail]


@pytest.mark.usefixtures("quick")
def test_a_number_that_became_a_guid_is_read_and_sent_as_one(checkout: Checkout, upstream: dict[str, Any]) -> None:
    with_guid(upstream)
    checkout.take(upstream)
    assert "order_id: UUID," in checkout.text("billit_async/_resources/_calls.py")
    guid = "57eade47-f402-4605-849b-58c223c6b970"
    assert checkout.run(f'print(repr(codec.from_json(models.Order, \'{{"OrderID": "{guid}"}}\').order_id))') == (
        f"UUID('{guid}')"
    )
    assert 'order_id: Final = GuidField("OrderID")' in checkout.text("billit_async/fields.py")


def test_generated_modules_that_are_broken_do_not_stop_the_generator(checkout: Checkout) -> None:
    """One `emit`, from any directory, without the code that it makes."""
    root = checkout.files.root
    shutil.copytree(ROOT / "codegen", root / "codegen", ignore=shutil.ignore_patterns("__pycache__"))
    before = {path: (root / path).read_bytes() for path in codegen.emit.render_all(checkout.document)}
    for path in before:
        if path.endswith(".py"):
            (root / path).write_text("def half(:\n", "utf-8")
    for arguments in (["emit"], ["emit"]):
        done = subprocess.run(
            [sys.executable, "-m", "codegen", *arguments],
            cwd="/",
            env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert done.stdout == "everything is as it should be\n"
    assert {path: (root / path).read_bytes() for path in before} == before
