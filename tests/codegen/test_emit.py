"""From the document to the generated files: names, determinism, what is committed, and what is refused."""

from __future__ import annotations

import ast
import copy
import os
import random
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
import yaml

import codegen.emit
from billit_async import models
from codegen import CodegenError
from codegen.check import emit
from codegen.emit import HEADER, code_lists, render_all
from codegen.emit.names import member_name, python_name
from codegen.emit.schema import Kind, read
from codegen.emit.shown import shown_fields
from codegen.pull import Files

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def document():
    return yaml.load((ROOT / "openapi" / "billit-v1.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)


@pytest.fixture(scope="module")
def rendered(document):
    return render_all(document)


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("OrderID", "order_id"),
        ("VATNumber", "vat_number"),
        ("IBAN", "iban"),
        ("OrderPDF", "order_pdf"),
        ("CSVs", "csvs"),
        ("GLAccountCode", "gl_account_code"),
        ("FileContentSHA256Hash", "file_content_sha256_hash"),
        ("FXRateToForeign", "fx_rate_to_foreign"),
        ("TranssportStatus", "transsport_status"),
        ("Orderid", "orderid"),
        ("OrderIds", "order_ids"),
        ("VAT1", "vat1"),
        ("client_id", "client_id"),
        ("ID", "id_"),
        ("Hash", "hash_"),
        ("License", "license_"),
        ("From", "from_"),
        ("X", "x"),
    ],
)
def test_a_wire_name_becomes_the_name_a_person_would_write(wire, name):
    assert python_name(wire) == name


@pytest.mark.parametrize(
    ("value", "name"), [("ToPay", "TO_PAY"), ("SMTP", "SMTP"), ("KSeF", "KSEF"), ("", "EMPTY"), ("0208", "_0208")]
)
def test_an_enumeration_value_becomes_a_member_name(value, name):
    assert member_name(value) == name


def test_every_name_is_listed_so_that_a_change_is_a_decision():
    expected = (Path(__file__).parent / "names.txt").read_text(encoding="utf-8").splitlines()[1:]
    found = sorted(
        f"{name}.{field.metadata['wire']} -> {field.name}"
        for name in models.__all__
        if attrs.has(model := getattr(models, name)) and name != "Page"
        for field in attrs.fields(model)
    )
    assert found == expected


def test_a_name_that_would_change_is_refused_until_it_is_meant(tmp_path, document, monkeypatch):
    files = Files(tmp_path)
    files.document.parent.mkdir(parents=True)
    files.document.write_text(yaml.safe_dump(document), encoding="utf-8")
    emit(files, codegen.emit)
    # The rules for names change here, not the document.
    monkeypatch.setattr(codegen.emit, "render_all", render_all)
    monkeypatch.setattr(codegen.emit.schema, "python_name", lambda wire: python_name(wire.replace("VAT", "Tax")))
    with pytest.raises(CodegenError, match=r"public names would change: .*vat_number -> tax_number"):
        emit(files, codegen.emit)
    assert "vat_number" in (tmp_path / "billit_async" / "models" / "parties.py").read_text(encoding="utf-8")
    emit(files, codegen.emit, renames=True)
    assert "tax_number" in (tmp_path / "billit_async" / "models" / "parties.py").read_text(encoding="utf-8")


def test_no_two_properties_of_a_model_share_a_name(document):
    for model in read(document).models:
        names = [prop.name for prop in model.properties]
        assert len(set(names)) == len(names), model.name


def test_what_is_committed_is_what_the_document_gives(rendered):
    for path, text in rendered.items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"{path}: run `python -m codegen emit`"


def test_every_generated_file_says_so_in_its_first_line(rendered):
    headers = {path: code_lists.HEADER if path == code_lists.CODE_LISTS else HEADER for path in rendered}
    assert all(text.startswith(headers[path]) for path, text in rendered.items())
    assert "python -m codegen emit" in HEADER


def test_the_order_of_the_document_does_not_matter(document, rendered):
    shuffled = copy.deepcopy(document)
    for section in (shuffled["components"]["schemas"], shuffled["paths"]):
        items = list(section.items())
        random.Random(7).shuffle(items)
        section.clear()
        section.update(items)
    assert render_all(shuffled) == rendered


def test_another_hash_seed_gives_the_same_files(rendered):
    code = (
        "import hashlib, sys, yaml; sys.path.append('.'); from codegen.emit import render_all;"
        "doc = yaml.load(open('openapi/billit-v1.yaml', encoding='utf-8'), yaml.CSafeLoader);"
        "print(hashlib.sha256(repr(sorted(render_all(doc).items())).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_every_operation_stands_in_the_table(document, rendered):
    rows = yaml.safe_load(rendered["openapi/operations.yaml"])["operations"]
    assert len(rows) == sum(len(item) for item in document["paths"].values())
    assert len({row["operation"] for row in rows}) == len(rows)
    row = next(row for row in rows if row["operation"] == "Order_GetOrders")
    assert (row["method"], row["path"], row["resource"], row["result"]) == ("GET", "/v1/orders", "orders", "OrderPage")
    assert row["list"]["key"] == "OrderID"
    assert "$filter" in row["query_parameters"]


def test_amounts_are_decimals_everywhere(document):
    numbers = [
        prop
        for schema in document["components"]["schemas"].values()
        for prop in schema.get("properties", {}).values()
        if prop.get("type") == "number"
    ]
    assert len(numbers) > 40
    assert all(prop["format"] == "decimal" and prop["x-kind"] for prop in numbers)


def order_model(document):
    return document["components"]["schemas"]["Order"]


def test_a_schema_without_an_area_is_refused_by_name(document):
    broken = copy.deepcopy(document)
    del order_model(broken)["x-area"]
    with pytest.raises(ValueError, match="schema Order has no x-area"):
        read(broken)


def test_a_type_that_is_not_understood_is_refused_by_its_place(document):
    broken = copy.deepcopy(document)
    order_model(broken)["properties"]["OrderNumber"] = {"type": "array", "items": {"type": "decimal128"}}
    with pytest.raises(ValueError, match=r"Order\.OrderNumber\[\]: the type .*decimal128"):
        read(broken)


def test_areas_that_import_each_other_are_refused(document):
    broken = copy.deepcopy(document)
    broken["components"]["schemas"]["File"]["properties"]["Order"] = {"$ref": "#/components/schemas/Order"}
    with pytest.raises(ValueError, match="in a circle"):
        read(broken)


def test_a_class_of_fields_has_one_kind_of_rows(document):
    broken = copy.deepcopy(document)
    broken["paths"]["/v1/parties"]["get"]["x-list"]["fields"] = "OrderFields"
    with pytest.raises(ValueError, match="OrderFields would hold fields of"):
        render_all(broken)


def test_a_new_property_reaches_model_wire_and_fields(document):
    grown = copy.deepcopy(document)
    order_model(grown)["properties"]["CarbonFootprint"] = {"type": "number", "format": "decimal", "x-kind": "quantity"}
    order_model(grown)["properties"]["Extras"] = {
        "type": "object",
        "additionalProperties": {"$ref": "#/components/schemas/File"},
    }
    order_model(grown)["properties"]["Dates"] = {"type": "array", "items": {"type": "string", "format": "date-time"}}
    files = render_all(grown)
    assert "carbon_footprint: Decimal | None" in files["billit_async/models/orders.py"]
    assert "extras: dict[str, File] | None" in files["billit_async/models/orders.py"]
    assert (
        "(amount := s.carbon_footprint) is None or (amount.is_finite()"
        in files["billit_async/_serialization/wire/orders.py"]
    )
    assert "map_to_struct(o.extras, File, file_to_struct)" in files["billit_async/_serialization/wire/orders.py"]
    assert "dates: list[datetime] | None" in files["billit_async/models/orders.py"]
    assert 'carbon_footprint: Final = QuantityField("CarbonFootprint")' in files["billit_async/fields.py"]


def test_the_kinds_of_the_document_are_all_used(document):
    kinds = {prop.shape.kind for model in read(document).models for prop in model.properties}
    assert kinds >= {*Kind} - {Kind.ANY}


@pytest.mark.parametrize(
    "text",
    [
        "lists: 5",
        "lists: {codes}",
        "lists: {'x; import os': {words: a, codes: [A]}}",
        "lists: {Upper: {words: a, codes: [A]}}",
        "lists: {x: {words: a, codes: 5}}",
        "lists: {x: {words: a, codes: [5]}}",
        'lists: {x: {words: a, codes: [\'A"""); import os\']}}',
        "lists: {x: {words: a, codes: {A: 'b c'}}}",
    ],
)
def test_code_lists_hold_plain_names_and_codes_only(tmp_path, text):
    (tmp_path / "lists.yaml").write_text(text)
    with pytest.raises(CodegenError):
        code_lists.emit_code_lists(tmp_path / "lists.yaml")


def test_words_of_a_code_list_cannot_leave_their_docstring(tmp_path):
    words = 'a \\""" + open("/canary", "w") + """ b'
    lists = {"source": words, "lists": {"x": {"words": words, "codes": ["A"]}}}
    (tmp_path / "lists.yaml").write_text(yaml.safe_dump(lists))
    (text,) = code_lists.emit_code_lists(tmp_path / "lists.yaml").values()
    calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)}
    assert calls == {"_codes", "frozenset", "text.split"}


def test_what_a_repr_shows_is_a_rule_that_new_properties_follow(document):
    grown = copy.deepcopy(document)
    order_model(grown)["properties"] |= {
        "SecretWords": {"type": "string"},
        "CarbonType": {"type": "string"},
        "CarbonGrams": {"type": "integer", "format": "int64"},
        "Hidden": {"type": "string", "x-private": "secret"},
    }
    shown = shown_fields(read(grown).model("Order"))
    assert shown[:8] == (
        *("order_id", "order_number", "order_type", "order_direction", "order_date", "total_incl", "currency"),
        "customer_id",
    )
    assert {"carbon_type", "carbon_grams"} < set(shown)
    assert shown[-1] == "hidden"
    assert "secret_words" not in shown


def test_no_repr_shows_a_name_an_address_an_account_or_an_identifier(document):
    telling = (
        "name",
        "street",
        "city",
        "iban",
        "bic",
        "mail",
        "phone",
        "mobile",
        "contact",
        "vat_number",
        "identifier",
    )
    for model in read(document).models:
        texts = {prop.name for prop in model.properties if prop.shape.kind is Kind.STRING}
        shown = {name for name in shown_fields(model) if not name.endswith("_scheme")} & texts
        assert not [name for name in shown if any(word in name for word in telling)]
