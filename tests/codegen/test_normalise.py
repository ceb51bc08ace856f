from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from codegen import CodegenError, overlay, swagger
from codegen.normalise import kept_definitions, normalise, server_noise
from codegen.pull import Files, derive

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = Files()
UPSTREAM: dict[str, Any] = json.loads(FILES.upstream.read_text("utf-8"))
RENAMES = overlay.load(FILES.overlay.read_text("utf-8")).renames
OPENAPI = normalise(UPSTREAM, RENAMES)
SCHEMAS = OPENAPI["components"]["schemas"]


def small(**definitions: Any) -> dict[str, Any]:
    """A document with one operation that returns Thing."""
    answer = {"200": {"description": "", "schema": {"$ref": "#/definitions/Thing"}}}
    operation = {"tags": ["Thing"], "operationId": "Thing_Get", "responses": answer}
    return {
        "swagger": "2.0",
        "host": "api.example.test",
        "paths": {"/v1/thing": {"get": operation}},
        "definitions": {"Thing": {"type": "object", "properties": {}}} | definitions,
    }


def thing(**properties: Any) -> dict[str, Any]:
    """What the properties of Thing become."""
    document = small(Thing={"type": "object", "properties": properties})
    result: dict[str, Any] = normalise(document, {})["components"]["schemas"]["Thing"]["properties"]
    return result


def shuffled(value: Any, rank: Callable[[str], Any], keyword: str = "") -> Any:
    """The same document with the keys of every mapping in another order, properties excepted."""
    if isinstance(value, list):
        return [shuffled(item, rank) for item in value]
    if not isinstance(value, dict):
        return value
    names = keyword == "properties"
    keys = list(value) if names else sorted(value, key=rank)
    return {key: shuffled(value[key], rank, "" if names else key) for key in keys}


def test_the_server_s_query_classes_go_and_every_model_stays():
    assert len(UPSTREAM["definitions"]) == 131
    assert len(kept_definitions(UPSTREAM)) == 95
    assert len(server_noise(UPSTREAM)) == 36
    assert not [name for name in SCHEMAS if name.startswith(("ODataQuery", "IEdm"))]
    assert "SelectItem" not in SCHEMAS


def test_a_page_that_no_operation_declares_is_kept():
    assert "PageResult_Transaction" not in swagger.references(UPSTREAM["paths"])
    assert SCHEMAS["TransactionPage"]["x-page-of"] == "Transaction"
    assert SCHEMAS["TransactionPage"]["x-upstream-name"] == "PageResult_Transaction"


def test_a_definition_that_nothing_reaches_is_an_error():
    with pytest.raises(CodegenError, match="no operation reaches Forgotten"):
        normalise(small(Forgotten={"type": "object", "properties": {}}), {})


def test_a_query_class_in_the_open_is_an_error():
    document = small(
        Thing={"type": "object", "properties": {"Q": {"$ref": "#/definitions/ODataQueryOptions_Thing"}}},
        ODataQueryOptions_Thing={"type": "object", "properties": {}},
    )
    with pytest.raises(CodegenError, match="query class of the server: ODataQueryOptions_Thing"):
        normalise(document, {})


def test_a_reference_to_nothing_is_an_error():
    document = small(Thing={"type": "object", "properties": {"Other": {"$ref": "#/definitions/Other"}}})
    with pytest.raises(CodegenError, match="does not hold: Other"):
        normalise(document, {})


def test_of_two_operations_with_one_id_the_longer_path_is_renamed():
    paths = OPENAPI["paths"]
    plain = paths["/v1/DailyReceiptBooks"]["get"]
    other = paths["/v1/DailyReceiptBooks/{DailyReceiptBookID}"]["get"]
    assert plain["operationId"] == "DailyReceipt_GetDailyReceiptBooks"
    assert other["operationId"] == "DailyReceipt_GetDailyReceiptBooks_ByDailyReceiptBookID"
    assert other["x-upstream-name"] == "DailyReceipt_GetDailyReceiptBooks"


def test_ids_that_no_rule_can_tell_apart_are_an_error():
    document = small()
    document["paths"]["/v1/thing"]["post"] = document["paths"]["/v1/thing"]["get"]
    with pytest.raises(CodegenError, match="Thing_Get"):
        normalise(document, {})


@pytest.mark.parametrize(
    ("upstream", "ours"),
    [
        ({"type": "number", "format": "double"}, {"type": "number", "format": "decimal"}),
        ({"type": "number"}, {"type": "number", "format": "decimal"}),
        ({"type": "integer", "format": "int64"}, {"type": "integer", "format": "int64"}),
        ({"type": "string", "format": "uuid", "example": "0"}, {"type": "string", "format": "uuid"}),
        ({"type": "string", "format": "byte"}, {"type": "string", "format": "byte"}),
        ({"type": "string", "format": "date-time"}, {"type": "string", "format": "date-time"}),
        ({"type": "string", "description": "theirs"}, {"type": "string"}),
        ({"type": "string", "maxLength": 5}, {"type": "string", "maxLength": 5}),
        ({"type": "string", "readOnly": True}, {"type": "string", "readOnly": True}),
        ({"type": "object"}, {"type": "object", "additionalProperties": True}),
        (
            {"type": "object", "additionalProperties": {"type": "string"}},
            {"type": "object", "additionalProperties": {"type": "string"}},
        ),
        (
            {"type": "array", "items": {"type": "object"}},
            {"type": "array", "items": {"type": "object", "additionalProperties": True}},
        ),
        ({"$ref": "#/definitions/Thing"}, {"$ref": "#/components/schemas/Thing"}),
    ],
)
def test_each_kind_of_property_has_one_reading(upstream: dict[str, Any], ours: dict[str, Any]):
    assert thing(P=upstream)["P"] == ours


@pytest.mark.parametrize("odd", [{"allOf": []}, {"type": "file"}, {"type": "number", "format": "hex"}, {}])
def test_what_no_rule_covers_is_an_error_that_names_the_place(odd: dict[str, Any]):
    with pytest.raises(CodegenError, match=r"^Thing\.P: no rule"):
        thing(P=odd)


def test_an_inline_enumeration_becomes_an_open_one_under_the_property_s_name():
    assert SCHEMAS["Party"]["properties"]["PartyType"] == {"$ref": "#/components/schemas/PartyType"}
    assert SCHEMAS["AccountInformationParty"]["properties"]["PartyType"] == {"$ref": "#/components/schemas/PartyType"}
    assert SCHEMAS["PartyType"]["x-known-values"] == {"Customer": "", "Supplier": ""}
    assert '"enum":' not in json.dumps(SCHEMAS)


def test_two_enumerations_under_one_name_carry_their_owner_s_name():
    document = small(
        Thing={
            "type": "object",
            "properties": {"Kind": {"type": "string", "enum": ["a"]}, "Other": {"$ref": "#/definitions/Other"}},
        },
        Other={"type": "object", "properties": {"Kind": {"type": "string", "enum": ["b"]}}},
    )
    schemas = normalise(document, {})["components"]["schemas"]
    assert schemas["Thing"]["properties"]["Kind"] == {"$ref": "#/components/schemas/ThingKind"}
    assert schemas["OtherKind"]["x-known-values"] == {"b": ""}


def test_an_enumeration_with_the_name_of_a_schema_carries_its_owner_s_name_too():
    document = small(Thing={"type": "object", "properties": {"Thing": {"type": "string", "enum": ["a"]}}})
    schemas = normalise(document, {})["components"]["schemas"]
    assert schemas["Thing"]["properties"]["Thing"] == {"$ref": "#/components/schemas/ThingThing"}


def test_two_schemas_that_would_have_one_name_ask_for_a_rename():
    document = small(
        Thing={
            "type": "object",
            "properties": {"A": {"$ref": "#/definitions/A_B"}, "B": {"$ref": "#/definitions/AB"}},
        },
        A_B={"type": "object", "properties": {}},
        AB={"type": "object", "properties": {}},
    )
    with pytest.raises(CodegenError, match="both be called 'AB'"):
        normalise(document, {})


def test_a_rename_of_nothing_is_an_error():
    with pytest.raises(CodegenError, match="what is not there \\(any more\\): Gone"):
        normalise(small(), {"Gone": "Better"})


def test_a_generic_name_gets_the_name_of_the_overlay():
    assert SCHEMAS["KeyValuePair"]["x-upstream-name"] == "MutableKeyValuePair_StringString"
    custom = SCHEMAS["Party"]["properties"]["CustomFields"]
    assert custom["items"] == {"$ref": "#/components/schemas/KeyValuePair"}


def test_misspelt_names_stay_because_they_are_the_contract():
    assert "TranssportStatus" in SCHEMAS["CreateAndSendEdocumentResponse"]["properties"]
    assert "Orderid" in SCHEMAS["GetDailyReceiptEntryResponseModel"]["properties"]
    assert "Externalprovider" in SCHEMAS["IntegrationPost"]["properties"]
    assert "GetEinvoiceAccountsReponse" in SCHEMAS


def test_properties_stay_in_upstream_order():
    for name in ("Order", "Party", "Transaction"):
        assert list(SCHEMAS[name]["properties"]) == list(UPSTREAM["definitions"][name]["properties"])


def test_a_body_becomes_a_json_request_body_and_bare_arrays_stay_arrays():
    imported = OPENAPI["paths"]["/v1/journals/commands/import"]["post"]
    schema = {"type": "array", "items": {"$ref": "#/components/schemas/Journal"}}
    assert imported["requestBody"] == {"required": True, "content": {"application/json": {"schema": schema}}}
    assert "parameters" not in imported


def test_a_form_parameter_is_an_error():
    document = small()
    document["paths"]["/v1/thing"]["get"]["parameters"] = [{"name": "f", "in": "formData", "type": "string"}]
    with pytest.raises(CodegenError, match="no rule for a parameter in 'formData'"):
        normalise(document, {})


def test_upstream_prose_is_not_carried_over():
    document = copy.deepcopy(UPSTREAM)
    document["definitions"]["Order"]["description"] = "their words"
    document["definitions"]["Order"]["properties"]["OrderID"]["description"] = "their words"
    document["paths"]["/v1/orders"]["get"]["summary"] = "their words"
    document["paths"]["/v1/orders"]["get"]["responses"]["200"]["description"] = "their words"
    assert "their words" not in json.dumps(normalise(document, RENAMES))


@pytest.mark.parametrize("rank", [lambda key: key[::-1], lambda key: [-ord(letter) for letter in key]])
def test_the_order_of_keys_and_definitions_does_not_show_in_the_result(rank: Callable[[str], Any]):
    mixed = shuffled(UPSTREAM, rank)
    assert json.dumps(mixed) != json.dumps(UPSTREAM)
    assert derive(mixed, overlay.load(FILES.overlay.read_text("utf-8"))) == FILES.document.read_text("utf-8")


def test_the_committed_document_is_block_style_without_aliases():
    text = FILES.document.read_text("utf-8")
    tokens = {type(token).__name__ for token in yaml.scan(text)}
    assert not tokens & {"AliasToken", "AnchorToken"}
    assert max(map(len, text.splitlines())) <= 120
