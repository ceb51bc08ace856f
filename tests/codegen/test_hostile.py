"""A document that holds code wherever a document can hold a text: it is refused, or its texts stay texts."""

from __future__ import annotations

import ast
import copy
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import billit_async
from codegen import CodegenError, swagger
from codegen.__main__ import main
from codegen.emit import render_all
from codegen.emit.calls import emit_calls
from codegen.emit.proof import refuse_foreign_code
from codegen.emit.schema import read
from codegen.emit.source import docstring, path_below, string
from codegen.pull import Files, derive, overlays
from codegen.text import from_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
UPSTREAM = json.loads(Files().upstream.read_bytes())
OVERLAY = overlays.load(Files().overlay.read_text("utf-8"))

CANARY = "the-canary-sings"
PAYLOADS = {
    "double quotes": f'x") + open("{CANARY}", "w").name + ("',
    "single quotes": f"x') + open('{CANARY}', 'w').name + ('",
    "a docstring": f'"""\n    open("{CANARY}", "w")\n    """',
    "an f-string": f"{{open('{CANARY}', 'w')}}",
    "a statement": f"X\nopen('{CANARY}', 'w')",
    "a comment": f"# x\ropen('{CANARY}', 'w')",
    "a last quote": 'ends with "',
    "a last backslash": "ends with \\",
    "a backslash and quotes": '\\"""',
    "a template": "{{ ''.__class__.__mro__ }}{% raw %}",
    "controls": "a\0b\x1b[2J\u2028c\u202e",
    "half a pair": "a\ud800b",
    "a path": "../../../tmp/x",
    "a keyword": "class",
    "a dunder": "__import__",
    "a letter of another script": "Оrder",  # noqa: RUF001 - the point
    "nothing": "",
    "no text": 7,
    "no text but a list": ["a"],
}

NAME_MAPS = {"definitions", "properties", "paths", "responses"}
Place = tuple[str | int, ...]


def is_plain(payload: Any) -> bool:
    return isinstance(payload, str) and re.fullmatch("[a-z_]+", payload) is not None


def positions(node: Any, at: Place = ()) -> Iterator[tuple[Place, bool]]:
    """Every text of a document: where it is, and whether it is a key."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*at, key), True
            yield from positions(value, (*at, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from positions(value, (*at, index))
    elif isinstance(node, str):
        yield at, False


def kind(place: Place, is_key: bool) -> tuple[Any, ...]:
    """What sort of place it is: names are left out, so that one of each sort is tried, not thousands."""
    names = {"definitions", "properties", "paths", "responses", "schemas", "x-known-values", "components"}
    shown = [
        "*" if before in names and part not in names else "#" if isinstance(part, int) else part
        for before, part in zip(("", *place), place, strict=False)
    ]
    methods = {"get", "put", "post", "patch", "delete"}
    return (*("method" if part in methods else part for part in shown), is_key)


def one_of_each(document: Any) -> list[tuple[Place, bool]]:
    found: dict[tuple[Any, ...], tuple[Place, bool]] = {}
    for place, is_key in positions(document):
        found.setdefault(kind(place, is_key), (place, is_key))
    return list(found.values())


def spoiled(document: Any, place: Place, is_key: bool, payload: Any) -> Any:
    # What lies beside the place is shared: a copy of the whole document for each place takes most of the time.
    changed = node = copy.copy(document)
    for part in place[:-1]:
        node[part] = copy.copy(node[part])
        node = node[part]
    if is_key:
        node[payload] = node.pop(place[-1])
    else:
        node[place[-1]] = payload
    return changed


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


class TestUpstream:
    def test_the_real_document_passes(self) -> None:
        assert swagger.load(json.dumps(UPSTREAM), origin="here") == UPSTREAM

    @pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
    def test_code_in_any_place_is_refused_or_plain_data(self, payload: Any) -> None:
        for place, is_key in one_of_each(UPSTREAM):
            if (is_key and not isinstance(payload, str)) or is_plain(payload):
                continue
            try:
                loaded = swagger.load(json.dumps(spoiled(UPSTREAM, place, is_key, payload)), origin="here")
            except CodegenError as error:
                shown = str(error).replace("\n", "")
            else:
                shown = ""
                took_the_place_of_a_keyword = is_key and place[-2] not in NAME_MAPS if len(place) > 1 else is_key
                is_data = str(payload).isprintable() and ("enum" in place or place[0] == "info")
                is_prose = place[-1] == "description" and (
                    payload in ("", ["a"]) or payload not in set(texts(swagger.canonical(loaded)))
                )
                assert took_the_place_of_a_keyword or is_data or is_prose, place
            assert shown.isprintable()

    def test_what_is_left_out_or_data_upstream_stays_so(self) -> None:
        payload = PAYLOADS["double quotes"]
        document = copy.deepcopy(UPSTREAM)
        document["info"] = {"title": payload, "version": payload, payload: payload}
        document[payload] = payload
        for item in document["paths"].values():
            for operation in item.values():
                operation |= {payload: payload, "summary": payload, "description": payload, "deprecated": payload}
                for response in operation["responses"].values():
                    response |= {payload: payload, "description": payload, "headers": {payload: payload}}
        derived = from_yaml(derive(swagger.load(json.dumps(document), origin="here"), OVERLAY))
        assert derived.pop("info")
        assert payload not in set(texts(derived))

    def test_a_keyword_that_no_rule_knows_is_refused(self) -> None:
        for place in ("definitions", "Party"), ("definitions", "Party", "properties", "Name"):
            document = copy.deepcopy(UPSTREAM)
            node = document
            for part in place:
                node = node[part]
            node[PAYLOADS["single quotes"]] = "x"
            with pytest.raises(CodegenError, match="no rule for the keyword"):
                derive(swagger.load(json.dumps(document), origin="here"), OVERLAY)

    @pytest.mark.parametrize(
        "text",
        [
            '{"swagger": "2.0", "paths": ' + '{"a":' * 100_000,
            '{"swagger": "2.0", "paths": {"/a": {}}, "definitions": {"A": ' + '{"items":' * 100 + "{}" + "}" * 102,
            '{"swagger": "2.0", "paths": {"/a": []}, "definitions": {"A": 7}}',
            '{"swagger": "2.0", "paths": {"/a": {"get": []}}, "definitions": {"A": {"properties": []}}}',
            '{"swagger": "2.0", "paths": {"/a": {"get": {"parameters": [{"$ref": "#/x"}]}}}, "definitions": {"A": {}}}',
            '{"swagger": "2.0", "paths": {"/a": {}}, "definitions": {"A": {"$ref": ["x"]}}}',
            '{"swagger": "2.0", "paths": {"/a": {}}, "definitions": {"A": {"$ref": "http://127.0.0.1:1/x"}}}',
            '{"swagger": "2.0", "paths": {"/a": {}}, "definitions": {"A": {"$ref": "file:///etc/passwd"}}}',
        ],
        ids=[
            "endless",
            "deep",
            "no objects",
            "lists",
            "a parameter elsewhere",
            "references",
            "a reference elsewhere",
            "a reference to a file",
        ],
    )
    def test_what_has_another_shape_is_refused(self, text: str) -> None:
        with pytest.raises(CodegenError):
            swagger.load(text, origin="here")

    def test_the_name_of_a_property_does_not_reach_the_fields(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        document = copy.deepcopy(UPSTREAM)
        document["definitions"]["Party"]["properties"][f'x") + open("{CANARY}", "w").name + ("'] = {"type": "string"}
        source = tmp_path / "swagger.json"
        source.write_text(json.dumps(document))
        files = Files(tmp_path / "checkout")
        assert main(["--root", str(files.root), "pull", "--from", str(source)]) == 2
        assert "not a plain identifier" in capsys.readouterr().err
        assert not files.document.exists()


def small() -> dict[str, Any]:
    """A document with one of everything that an emitter writes."""
    properties = {
        "ThingID": {"type": "integer", "format": "int64", "description": "Its id."},
        "Name": {"type": "string", "x-private": "a name"},
        "Flag": {"type": "boolean", "readOnly": True},
        "Amount": {"type": "number", "format": "decimal", "x-kind": "money", "x-scale": 2},
        "Day": {"type": "string", "format": "date-time", "x-local": True, "x-kind": "date"},
        "Guid": {"type": "string", "format": "uuid"},
        "Content": {"type": "string", "format": "byte"},
        "Colour": {"$ref": "#/components/schemas/Colour"},
        "Part": {"$ref": "#/components/schemas/Part"},
        "Parts": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}},
        "Days": {"type": "array", "items": {"type": "string", "format": "date-time", "x-local": True}},
        "Extras": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Part"}},
        "Anything": {"type": "object"},
        "Other": {"type": "string", "x-python-name": "another"},
    }
    part = {
        "type": "object",
        "x-area": "parts",
        "description": "A part.",
        "properties": {"Number": {"type": "integer"}},
    }
    colours = {
        "type": "string",
        "x-area": "enumerations",
        "description": "Colours.",
        "x-known-values": {"Red": "As blood.", "DarkGreen": "As fir."},
    }
    listed = {
        "item": "Thing",
        "key": "ThingID",
        "fields": "ThingFields",
        "keyset": "documented",
        "filterable": ["Name"],
    }
    operation = {
        "operationId": "Thing_GetThings",
        "summary": "List things.",
        "x-resource": "things",
        "x-list": listed,
        "parameters": [{"name": "$filter", "in": "query", "required": False, "schema": {"type": "string"}}],
        "responses": {"200": {"description": "OK"}},
    }
    thing = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    one = {"operationId": "Thing_GetThing", "responses": {"200": thing}}
    patch = {
        "operationId": "Thing_PatchThing",
        "x-patchable": {
            "changes": "ThingChanges",
            "models": ["Thing", "Part"],
            "properties": ["Name", "Day", "Number"],
        },
        "responses": {"200": {"description": "OK"}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "v1"},
        "servers": [{"url": "https://api.example"}],
        "paths": {"/v1/things": {"get": operation}, "/v1/things/{thingID}": {"get": one, "patch": patch}},
        "components": {
            "schemas": {
                "Colour": colours,
                "Part": part,
                "Thing": {"type": "object", "x-area": "things", "description": "A thing.", "properties": properties},
            }
        },
    }


def shape(source: str) -> str:
    """The syntax tree of source, without what its texts say and where they stand."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


@pytest.fixture(scope="module")
def harmless() -> dict[str, str]:
    return {path: shape(text) for path, text in render_all(small()).items() if path.endswith(".py")}


class TestEmitters:
    """Of the OpenAPI document nothing is trusted either: a hostile upstream is one way in, a merged overlay another."""

    @pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
    def test_code_in_any_place_is_refused_or_stays_a_text(
        self, payload: Any, harmless: dict[str, str], tmp_path: Path
    ) -> None:
        document = small()
        kept: list[Place] = []
        for place, is_key in one_of_each(small()):
            if is_key and not isinstance(payload, str):
                continue
            attempt = spoiled(small(), place, is_key, payload)
            if is_key and place[-1] in {"info", "servers", "openapi", "title", "version"}:
                continue
            try:
                emit_calls(read(attempt))
            except CodegenError:
                continue
            except (KeyError, TypeError, AttributeError):
                # The keyword itself is gone, or another kind of value stands there: nothing was made of it.
                assert is_key or not isinstance(payload, str)
                continue
            if not is_key and isinstance(payload, str):
                if place[-1] in {"x-kind", "format", "operationId"} or (place[-1] == "name" and "parameters" in place):
                    continue  # these choose what is written, and are not written themselves
                kept.append(place)
                document = spoiled(document, place, False, payload)
        # All of the texts that were taken at once.
        if not kept:
            return
        rendered = render_all(document)
        assert not set(rendered) - set(harmless) - {"openapi/operations.yaml", "tests/codegen/names.txt"}
        sources = {path: text for path, text in rendered.items() if path.endswith(".py")}
        assert payload == "" or {path: shape(text) for path, text in sources.items()} == harmless
        assert runs_nothing(sources, tmp_path)

    def test_descriptions_keep_what_they_say(self) -> None:
        words = 'Say "no" to \\ and """; even at the end: "'
        document = small()
        for schema in document["components"]["schemas"].values():
            schema["description"] = words
        document["components"]["schemas"]["Thing"]["properties"]["Name"]["description"] = words
        sources = render_all(document)
        for path in ("billit_async/models/things.py", "billit_async/models/enumerations.py"):
            tree = ast.parse(sources[path])
            found = [ast.get_docstring(node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
            assert any(words in str(text) for text in found)

    @pytest.mark.parametrize(
        "name",
        [
            "Any",
            "Decimal",
            "Model",
            "Page",
            "Struct",
            "UUID",
            "ValueError",
            "order",
            "Or_der",
            "None",
            "True",
            "X.Y",
            "",
        ],
    )
    def test_the_name_of_a_schema_hides_nothing(self, name: str) -> None:
        document = small()
        document["components"]["schemas"][name] = document["components"]["schemas"]["Part"]
        with pytest.raises(CodegenError, match="a schema cannot be called"):
            read(document)

    def test_two_names_that_become_one_are_refused(self) -> None:
        document = small()
        document["components"]["schemas"]["Thing"]["properties"]["Thing_ID"] = {"type": "string"}
        with pytest.raises(CodegenError, match="two properties would both be called thing_id"):
            read(document)
        document = small()
        document["components"]["schemas"]["Colour"]["x-known-values"]["red"] = ""
        with pytest.raises(CodegenError, match="two values would both be called RED"):
            read(document)

    @pytest.mark.parametrize("area", ["../x", "enumerations", "Things", "a.b", "class", "", "a/b", "__init__"])
    def test_an_area_is_the_name_of_a_module(self, area: str) -> None:
        document = small()
        document["components"]["schemas"]["Part"]["x-area"] = area
        with pytest.raises(CodegenError):
            read(document)

    def test_a_reference_to_nothing_is_refused(self) -> None:
        for target in ("#/components/schemas/Nothing", "http://127.0.0.1:1/x", "file:///etc/passwd", 7):
            document = small()
            document["components"]["schemas"]["Thing"]["properties"]["Part"]["$ref"] = target
            with pytest.raises(CodegenError, match="of which no class is made"):
                read(document)


def runs_nothing(sources: dict[str, str], folder: Path) -> bool:
    """Import what was generated, in a process of its own, and look for the canary."""
    package = folder / "billit_async"
    shutil.copytree(
        Path(billit_async.__file__).parent,
        package,
        ignore=shutil.ignore_patterns("__pycache__", "emulator", "models", "wire", "integrations", "cli", "export"),
    )
    for path, text in sources.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    # The package of invoicing needs the models of the real document; its generated module needs none.
    alone = [path for path in sources if path.startswith("billit_async/invoicing/")]
    names = [
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in sources if path not in alone
    ]
    lines = [f"import {name}" for name in names] + [f"import runpy; runpy.run_path({path!r})" for path in alone]
    ended = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return not (folder / CANARY).exists()


class TestTheLastLook:
    def test_what_is_committed_passes(self) -> None:
        paths = [*ROOT.glob("billit_async/models/*.py"), *ROOT.glob("billit_async/_serialization/wire/*.py")]
        for path in (*paths, ROOT / "billit_async/fields.py"):
            refuse_foreign_code(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))

    @pytest.mark.parametrize(
        "source",
        [
            "import os",
            "from os import system",
            "import billit_async.cli",
            "from importlib import import_module",
            "from typing import *",
            "from builtins import open",
            "open('x', 'w')",
            "x = open('x', 'w')",
            "x = __import__('os')",
            "x = eval('1')",
            "x = ().__class__.__mro__",
            "x = __builtins__",
            "class A:\n    print('x')",
            "class A:\n    x = exec('x')",
            "class A:\n    import os",
            "class A:\n    for x in y: pass",
            "def f(x=open('x')): pass",
            "@print\ndef f(): pass",
            "x: open('x', 'w') = 1",
            "if TYPE_CHECKING:\n    x = 1",
            "if True:\n    x = 1",
            "for x in ():\n    pass",
            "try:\n    pass\nexcept E:\n    pass",
            "with x:\n    pass",
            "x = lambda: 1",
            "f'{open(1)}'",
            "f()",
            "x = f'{breakpoint()}'",
            "async def f(): pass",
            "while True: pass",
            "del x",
            "x = (",
            "x = '\0'",
        ],
    )
    def test_what_no_emitter_writes_is_refused(self, source: str) -> None:
        with pytest.raises(CodegenError):
            refuse_foreign_code("billit_async/models/orders.py", f'"""A module."""\n{source}\n')


@pytest.mark.parametrize("payload", [value for value in PAYLOADS.values() if isinstance(value, str)])
def test_a_text_in_source_is_the_text(payload: str) -> None:
    assert ast.literal_eval(string(payload)) == payload
    plain = payload.encode("utf-8", "replace").decode()
    assert eval(path_below(plain), {"path": "Customer"}) == f"Customer/{plain}"  # noqa: S307 - a literal of ours
    for lines in ([plain], [plain, plain]):
        written = docstring(lines)
        assert isinstance(ast.parse(written).body[0], ast.Expr)
        if plain.isprintable():
            assert plain in ast.literal_eval(written)
