from __future__ import annotations

import copy
import re
from typing import Any

import pytest

from billit_async.odata._lists import LISTS
from codegen import CodegenError, overlay
from codegen.decisions import settle
from codegen.emit.schema import read
from codegen.pull import Files
from codegen.rules import breaches, unmarked
from codegen.text import from_yaml

FILES = Files()
OVERLAY_TEXT = FILES.overlay.read_text("utf-8")
DOCUMENT: dict[str, Any] = from_yaml(FILES.document.read_text("utf-8"))
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]


def applied(document: dict[str, Any], *actions: dict[str, Any]) -> dict[str, Any]:
    """Apply actions that need no reason here."""
    return overlay.apply(document, overlay.Overlay(actions, {}))


def test_an_update_merges_mappings_appends_to_lists_and_replaces_the_rest():
    before = {"a": {"keep": 1, "change": 1, "list": [1], "deep": {"x": 1}}}
    after = applied(before, {"target": "$.a", "update": {"change": 2, "list": [2], "deep": {"y": 2}}})
    assert after == {"a": {"keep": 1, "change": 2, "list": [1, 2], "deep": {"x": 1, "y": 2}}}
    assert before["a"]["change"] == 1


def test_an_update_of_a_list_appends_one_item():
    assert applied({"a": [1]}, {"target": "$.a", "update": {"b": 2}}) == {"a": [1, {"b": 2}]}


def test_a_removal_takes_every_match_also_in_lists():
    assert applied({"a": [1, 2, 3]}, {"target": "$.a[*]", "remove": True}) == {"a": []}
    assert applied({"a": {"x": 1, "y": 2}}, {"target": "$.a['x']", "remove": True}) == {"a": {"y": 2}}


def test_matches_of_one_action_do_not_share_what_they_are_given():
    after = applied(
        {"a": {}, "b": {}},
        {"target": "$.*", "update": {"list": [1], "map": {"x": 1}}},
        {"target": "$.a", "update": {"list": [2], "map": {"x": 2}}},
    )
    assert after == {"a": {"list": [1, 2], "map": {"x": 2}}, "b": {"list": [1], "map": {"x": 1}}}


@pytest.mark.parametrize("target", ["$.b", "$.a.*.c", "$.a[?@.type == 'none']", "$['a', 'gone']"])
def test_a_target_that_matches_nothing_is_an_error_that_names_the_action(target: str):
    with pytest.raises(CodegenError, match=rf"action 1 \({re.escape(target)}\) matches nothing"):
        applied({"a": {"x": {"type": "string"}}}, {"target": target, "update": {"y": 1}})


def test_of_several_names_each_must_be_there():
    with pytest.raises(CodegenError, match="matches nothing: gone"):
        applied({"a": {}, "b": {}}, {"target": "$['a', 'gone', 'b']", "remove": True})


def test_a_target_that_is_no_path_is_an_error():
    with pytest.raises(CodegenError, match="not a JSONPath"):
        applied({"a": 1}, {"target": "$.[", "remove": True})


def test_a_reference_put_over_a_plain_type_replaces_it():
    before = {"p": {"type": "string", "description": "kept", "x-kind": "kept"}}
    after = applied(before, {"target": "$.p", "update": {"$ref": "#/components/schemas/T"}})
    assert after == {"p": {"$ref": "#/components/schemas/T", "description": "kept", "x-kind": "kept"}}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[", "not YAML"),
        ("actions: []", "overlay: 1.0.0"),
        ("overlay: 1.0.0\nactions: [{target: $, update: {}, x-source: s}]", "has no `description`"),
        ("overlay: 1.0.0\nactions: [{target: $, update: {}, description: d}]", "has no `x-source`"),
        ("overlay: 1.0.0\nactions: [{update: {}, description: d, x-source: s}]", "has no `target`"),
        ("overlay: 1.0.0\nactions: [{target: $, description: d, x-source: s}]", "either `update` or `remove`"),
        ("overlay: 1.0.0\nactions: {target: $}", "must be lists of mappings"),
        ("overlay: 1.0.0\nactions: [remove]", "must be lists of mappings"),
        ("overlay: 1.0.0\nx-renames: [{from: a, description: d, x-source: s}]", "has no `to`"),
    ],
)
def test_an_overlay_without_reasons_or_sources_is_refused(text: str, complaint: str):
    with pytest.raises(CodegenError, match=complaint):
        overlay.load(text)


def test_our_overlay_gives_every_entry_its_reason_and_a_source_that_can_be_looked_up():
    kinds = r"docs? page|Swagger|older API manual|observed by integrators|OpenAPI 3\.1"
    for entry in from_yaml(OVERLAY_TEXT)["actions"]:
        assert re.search(kinds, entry["x-source"]), entry


def test_the_finished_document_keeps_the_house_rules():
    assert breaches(DOCUMENT) == []


def test_words_for_a_property_that_upstream_took_away_are_noticed():
    document = {
        "paths": {},
        "components": {"schemas": {"A": {"x-area": "a", "description": "d", "properties": {"Gone": {}}}}},
    }
    assert breaches(document) == [
        "schema A: Gone: neither a type nor a $ref: the overlay describes a property that upstream does not have"
    ]


@pytest.mark.parametrize(
    ("prop", "complaint"),
    [
        ({"type": "number", "format": "decimal"}, "needs x-kind"),
        ({"type": "number", "format": "decimal", "x-kind": "money"}, "needs x-scale"),
        ({"type": "string", "format": "date-time"}, "needs x-local"),
        ({"type": "string", "enum": ["a"]}, "closed enumeration"),
        ({"$ref": "#/components/schemas/Nowhere"}, "which is not there"),
    ],
)
def test_each_house_rule_is_told(prop: dict[str, Any], complaint: str):
    schemas = {"A": {"x-area": "a", "description": "d", "properties": {"P": prop}}}
    found = breaches({"paths": {}, "components": {"schemas": schemas}})
    assert len(found) == 1
    assert complaint in found[0]


def test_areas_that_need_each_other_are_refused():
    schemas = {
        name: {
            "x-area": name.lower(),
            "description": "d",
            "properties": {"P": {"$ref": f"#/components/schemas/{other}"}},
        }
        for name, other in (("A", "B"), ("B", "A"))
    }
    assert breaches({"paths": {}, "components": {"schemas": schemas}}) == [
        "areas that import each other in a ring: a, b"
    ]


def test_a_filter_column_that_the_item_does_not_have_is_noticed():
    facts = {"item": "A", "key": "ID", "fields": "F", "keyset": "documented", "filterable": ["ID", "B/ID", "B/No"]}
    number = {"type": "integer"}
    schemas = {
        "A": {"x-area": "a", "description": "d", "properties": {"ID": number, "B": {"$ref": "#/components/schemas/B"}}},
        "B": {"x-area": "a", "description": "d", "properties": {"ID": number}},
    }
    operation = {"operationId": "x", "summary": "s", "x-resource": "r", "x-list": facts}
    document = {"paths": {"/a": {"get": operation}}, "components": {"schemas": schemas}}
    assert breaches(document) == ["GET /a: x-list names the column B/No, which A does not have"]


def test_what_is_patched_is_a_property_of_one_of_the_models():
    document = copy.deepcopy(DOCUMENT)
    facts = document["paths"]["/v1/einvoices/registrations/{registrationID}"]["patch"]["x-patchable"]
    facts["models"].remove("PartyAddress")
    with pytest.raises(CodegenError, match="changes 'Box', which none of its models has"):
        read(document)


def test_every_property_has_words():
    silent = [
        f"{name}.{prop}"
        for name, schema in SCHEMAS.items()
        for prop, facts in schema.get("properties", {}).items()
        if not facts.get("description")
    ]
    assert silent == []
    assert sum(len(s["properties"]) for s in SCHEMAS.values() if "x-upstream-name" not in s and "properties" in s) > 600


def test_the_security_schemes_and_servers_are_ours():
    assert [server["url"] for server in DOCUMENT["servers"]] == [
        "https://api.sandbox.billit.be",
        "https://api.billit.be",
    ]
    assert set(DOCUMENT["components"]["securitySchemes"]) == {"ApiKey", "OAuth2"}
    assert DOCUMENT["paths"]["/OAuth2/token"]["post"]["security"] == []


def test_the_nine_lists_carry_odata_options_and_their_facts():
    lists = {path: item["get"] for path, item in DOCUMENT["paths"].items() if "get" in item and "x-list" in item["get"]}
    assert len(lists) == 9
    for operation in lists.values():
        references = {parameter.get("$ref", "").rpartition("/")[2] for parameter in operation["parameters"]}
        assert references >= {"ODataFilter", "ODataOrderBy", "ODataTop", "ODataSkip", "ODataInlineCount", "PartyID"}
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert SCHEMAS[answer]["x-page-of"] == operation["x-list"]["item"]
    documented = {path: frozenset(listed["x-list"]["filterable"] or ()) for path, listed in lists.items()}
    # What the client refuses before anything is sent is what the document says, and nothing else.
    assert documented == {spec.path: frozenset(spec.columns or ()) for spec in LISTS.values()}
    assert {path: len(columns) for path, columns in documented.items() if columns} == {"/v1/orders": 28}
    assert lists["/v1/Cashbook/Entries"]["x-list"]["key"] is None


def test_every_operation_answers_errors_with_the_real_envelope():
    for path, item in DOCUMENT["paths"].items():
        for operation in item.values():
            statuses = {status for status, response in operation["responses"].items() if "$ref" in response}
            assert statuses >= {"400", "500"}, path
    envelope = SCHEMAS["ErrorEnvelope"]["properties"]["errors"]["items"]["$ref"].rpartition("/")[2]
    assert list(SCHEMAS[envelope]["properties"]) == ["Code", "Description"]


def test_creating_and_sending_take_an_idempotency_key_and_may_conflict():
    for path in ("/v1/orders", "/v1/orders/commands/send", "/v1/parties", "/v1/peppol/sendxml"):
        operation = DOCUMENT["paths"][path]["post"]
        assert {"$ref": "#/components/parameters/IdempotencyKey"} in operation["parameters"]
        assert operation["responses"]["409"] == {"$ref": "#/components/responses/Conflict"}
    key = DOCUMENT["components"]["parameters"]["IdempotencyKey"]
    assert (key["name"], key["x-other-names"]) == ("Idempotency-Key", ["Idempotent-Key"])


@pytest.mark.parametrize(
    ("theirs", "ours", "kept", "found"),
    [
        (["Income", "Cost"], ["Income", "Cost"], [], []),
        (["Income"], ["Income", "Cost"], [], ["Cost: upstream does not have it"]),
        (["Income"], ["Income", "Cost"], ["Cost"], []),
        (["Income", "Cost"], ["Income", "Cost"], ["Cost"], ["Cost: upstream has it now"]),
        # An enumeration that upstream does not have is ours as a whole.
        ([], ["Income", "Cost"], [], []),
    ],
)
def test_a_value_that_upstream_lost_is_told_unless_it_is_kept_on_purpose(
    theirs: list[str], ours: list[str], kept: list[str], found: list[str]
) -> None:
    def document(values: list[str], **more: Any) -> dict[str, Any]:
        return {"paths": {}, "components": {"schemas": {"Kind": {"x-known-values": dict.fromkeys(values, ""), **more}}}}

    facts, finished = document(theirs), document(ours, **{"x-kept-values": kept})
    told = unmarked(facts, finished)
    assert [line.partition(";")[0].removeprefix("schema Kind: the value ") for line in told] == [
        line if line.endswith("now") else f"{line} (any more)" for line in found
    ]
    # Without a hand edit a pull goes on, and reports it.
    assert len(settle(facts, finished)) == len(found)
    assert unmarked(facts, finished) == []
