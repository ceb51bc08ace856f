"""Files, the Swagger document, and the paths that are not there."""

from __future__ import annotations

import base64
import json
import re
from types import SimpleNamespace

import pytest

from billit_async.emulator.http.routes.swagger import get_explorer


async def test_a_pdf_comes_as_base64_in_json_and_is_a_real_one(wire):
    item = (await wire.get("/v1/orders?$top=1")).json["Items"][0]
    detail = await wire.detail(item["OrderID"])
    file = (await wire.get(f"/v1/files/{item['OrderPDF']['FileID']}")).json
    content = base64.b64decode(file["FileContent"], validate=True)
    assert list(file) == ["FileID", "FileName", "MimeType", "FileContent"]
    assert (file["FileName"], file["MimeType"]) == (detail["OrderPDF"]["FileName"], "application/pdf")
    assert content.startswith(b"%PDF-1.4")
    assert content.endswith(b"%%EOF\n")
    assert str(detail["TotalIncl"]).encode() in content


async def test_the_cross_reference_table_of_the_pdf_points_at_its_objects(wire):
    item = (await wire.get("/v1/orders?$top=1")).json["Items"][0]
    content = base64.b64decode((await wire.get(f"/v1/files/{item['OrderPDF']['FileID']}")).json["FileContent"])
    offsets = [int(found) for found in re.findall(rb"^(\d{10}) 00000 n ", content, re.MULTILINE)]
    assert [content[offset:].split()[0] for offset in offsets] == [b"%d" % (n + 1) for n in range(len(offsets))]
    assert content[int(content.split(b"startxref\n")[1].split()[0]) :].startswith(b"xref")


async def test_a_file_id_is_taken_without_dashes_too(wire):
    item = (await wire.get("/v1/orders?$top=1")).json["Items"][0]
    bare = item["OrderPDF"]["FileID"].replace("-", "").upper()
    assert (await wire.get(f"/v1/files/{bare}")).json["FileID"] == item["OrderPDF"]["FileID"]


async def test_a_supplied_pdf_replaces_the_drawn_one(written):
    given = {"FileName": "own.pdf", "FileContent": base64.b64encode(b"%PDF-1.4 own").decode()}
    detail = await written.detail(await written.create(OrderPDF=given))
    file = (await written.get(f"/v1/files/{detail['OrderPDF']['FileID']}")).json
    assert (file["FileName"], file["FileContent"]) == (given["FileName"], given["FileContent"])


async def test_a_file_belongs_to_one_company(wire, emulator):
    item = (await wire.get("/v1/orders?$top=1")).json["Items"][0]
    other = str(emulator.party_ids[1])
    assert (await wire.get(f"/v1/files/{item['OrderPDF']['FileID']}", PartyID=other)).status == 401


@pytest.mark.parametrize(
    ("query", "kind"), [("?download=true", "attachment"), ("?Download=TRUE", "attachment"), ("", "inline")]
)
async def test_the_web_application_gives_the_file_itself_without_a_key(written, query, kind):
    order_id = await written.create(
        OrderPDF={"FileName": "Ré\u20ac çu.pdf", "FileContent": base64.b64encode(b"%PDF-1.4 own").decode()}
    )
    file_id = (await written.detail(order_id))["OrderPDF"]["FileID"].replace("-", "")
    file = await written.get(f"/file/{file_id}{query}", ApiKey="")
    assert (file.status, file.text, file.headers["Content-Type"]) == (200, "%PDF-1.4 own", "application/pdf")
    name = "R%C3%A9%E2%82%AC%20%C3%A7u.pdf"
    assert file.headers["Content-Disposition"] == f"{kind}; filename=\"R__ _u.pdf\"; filename*=UTF-8''{name}"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Security-Policy"].startswith("default-src 'none';")


async def test_the_web_application_has_no_file_with_an_unknown_id(wire):
    for file_id in ("57eade47f4024605849b58c223c6b970", "nonsense"):
        page = await wire.get(f"/file/{file_id}?download=true", ApiKey="")
        assert (page.status, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


async def test_a_page_lists_every_operation_of_the_document_without_a_key(wire):
    short = await wire.get("/swagger", ApiKey="")
    assert (short.status, short.headers["Location"]) == (302, "/swagger/ui/index")
    page = await wire.get("/swagger/ui/index", ApiKey="")
    operations = [
        f"{method.upper()} {path}"
        for path, described in (await wire.get("/swagger/docs/v1")).json["paths"].items()
        for method in described
    ]
    assert sorted(re.findall(r"<code>([^<]*)</code>", page.text)) == sorted(operations)
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "<script" not in page.text


async def test_the_page_of_operations_escapes_what_the_document_says(wire):
    evil = "<img src=x onerror=alert(1)>"
    described = {"get": {"tags": [evil], "operationId": evil, "parameters": [{"name": evil}]}}
    swagger = json.dumps({"paths": {f"/v1/{evil}": described}}).encode()
    call = SimpleNamespace(swagger=swagger)
    page = get_explorer(call).body.decode()
    assert "<img" not in page
    assert page.count("&lt;img") == 4


async def test_a_large_attachment_passes(written):
    content = base64.b64encode(bytes(3 * 1024**2)).decode()
    await written.create(Attachments=[{"FileName": "big.pdf", "FileContent": content}])


async def test_a_client_that_waits_for_100_continue_gets_it(written, an_order):
    assert (await written("POST", "/v1/orders", an_order(), Expect="100-continue")).status == 200


@pytest.mark.parametrize(
    "path", ["/v1/order/5", "/v2/documents", "/v1/orders/5/pdf", "/v1", "/", "/v1/files/a/download"]
)
async def test_a_path_that_does_not_exist_is_404(wire, path):
    response = await wire.get(path)
    assert (response.status, list(response.json)) == (404, ["Message"])


async def test_a_method_that_a_path_does_not_have_is_405(wire):
    assert (await wire("PUT", "/v1/orders", {})).status == 405


async def test_an_operation_wants_the_key(wire):
    assert (await wire.get("/v1/reports", ApiKey="wrong")).status == 401


async def test_every_operation_of_the_swagger_document_has_a_route(wire):
    document = (await wire.get("/swagger/docs/v1")).json
    for path, operations in document["paths"].items():
        for method in operations:
            real = re.sub(r"\{[^}]*\}", "5", path)
            response = await wire(method.upper(), real, None if method == "get" else b"{}")
            assert response.status not in {404, 405}, (method, real, response.text)


async def test_the_date_header_is_the_emulators_own_time(written):
    assert (await written.get("/v1/orders?$top=1")).headers["Date"] == "Sun, 10 Mar 2024 14:00:49 GMT"


async def test_an_attachment_belongs_to_one_company_too(wire, emulator):
    attachment = (await wire.detail(await wire.create()))["Attachments"][0]
    assert (await wire.get(f"/v1/files/{attachment['FileID']}")).status == 200
    assert (await wire.get(f"/v1/files/{attachment['FileID']}", PartyID=str(emulator.party_ids[1]))).status == 401
