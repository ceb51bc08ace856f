from __future__ import annotations

import copy
import datetime as dt
import json
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from codegen import ROOT, CodegenError, swagger
from codegen.pull import Files, fetch, pull
from codegen.text import from_yaml, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMITTED = Files()
CONTENT = COMMITTED.upstream.read_bytes()
MONDAY, TUESDAY = dt.date(2026, 3, 2), dt.date(2026, 3, 3)


@contextmanager
def server(status: int, body: bytes, *, promised: int | None = None) -> Iterator[str]:
    """A real server on a loopback port that answers everything in the same way; it may promise more than it sends."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(promised or len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_address[1]}/swagger/docs/v1"
        finally:
            listening.shutdown()
            thread.join()


@contextmanager
def redirecting(target: str) -> Iterator[str]:
    """A server that sends every reader on, but for `/there`, where the document is."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_there = self.path == "/there"
            self.send_response(200 if is_there else 302)
            if not is_there:
                self.send_header("Location", target)
            self.send_header("Content-Length", str(len(CONTENT) if is_there else 0))
            self.end_headers()
            self.wfile.write(CONTENT if is_there else b"")

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_address[1]}/swagger"
        finally:
            listening.shutdown()
            thread.join()


@pytest.mark.parametrize(
    "url",
    [
        "http://api.sandbox.billit.be/swagger/docs/v1",
        "http://127.0.0.1.evil.example/",
        "http://localhost@evil.example/",
        "https://user:secret@api.billit.be/",
        "HTTP://api.billit.be/",
        "file:///etc/passwd",
        "ftp://api.billit.be/",
        "https://",
        "https://[::1/x",
        "https://api.billit.be:x/",
        "https://api.billit.be/a b",
        "https://api.billit.be/\r\nX: y",
        "",
    ],
)
def test_only_https_or_this_machine_is_asked(url: str) -> None:
    with pytest.raises(CodegenError, match="only https addresses, or http on this machine"):
        fetch(url)


@pytest.mark.parametrize("elsewhere", ["another port", "another scheme", "another host", "a file", "a broken one"])
def test_a_redirect_to_elsewhere_is_refused(elsewhere: str) -> None:
    with server(200, CONTENT) as other:
        targets = {
            "another port": other,
            "another scheme": "https://127.0.0.1/there",
            "another host": "http://localhost/there",
            "a file": "file:///etc/passwd",
            "a broken one": "http://[::1/there",
        }
        with (
            redirecting(targets[elsewhere]) as url,
            pytest.raises(CodegenError, match=r"elsewhere|responded with 302|Invalid"),
        ):
            fetch(url)


def test_a_redirect_that_stays_is_followed() -> None:
    with redirecting("/there") as url:
        assert fetch(url) == CONTENT


def test_a_document_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codegen.pull._MOST_BYTES", 1000)
    with server(200, CONTENT) as url, pytest.raises(CodegenError, match="more than 1000 bytes"):
        fetch(url)


def test_this_machine_is_not_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with server(200, CONTENT) as url:
        assert fetch(url) == CONTENT


@pytest.fixture
def checkout(tmp_path: Path) -> Files:
    """A directory with our overlay and nothing else."""
    files = Files(tmp_path)
    write_atomically(files.overlay, COMMITTED.overlay.read_text("utf-8"))
    return files


@pytest.fixture
def pulled(checkout: Files) -> Files:
    """The same directory after a pull of what is committed, on a Monday."""
    for name in ("document", "upstream", "lock"):
        write_atomically(getattr(checkout, name), getattr(COMMITTED, name).read_text("utf-8"))
    lock = checkout.lock.read_text("utf-8")
    write_atomically(checkout.lock, re.sub(r"date: '[\d-]+'", f"date: '{MONDAY}'", lock))
    return checkout


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "codegen", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def contents(files: Files) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in files.root.rglob("*") if file.is_file()}


def with_new_property() -> bytes:
    document = json.loads(CONTENT)
    document["definitions"]["Order"]["properties"]["Comments2"] = {"type": "string"}
    return json.dumps(document).encode()


def test_a_pull_over_http_gives_what_is_committed(checkout: Files):
    with server(200, CONTENT) as url:
        done = command("--root", str(checkout.root), "pull", "--url", url)
    assert done.returncode == 0, done.stderr
    assert checkout.document.read_bytes() == COMMITTED.document.read_bytes()
    assert checkout.upstream.read_bytes() == CONTENT
    assert "131 definitions" in done.stdout
    assert "wrote openapi/billit-v1.yaml" in done.stdout


def test_a_first_pull_says_so_and_dates_the_lock(checkout: Files):
    done = pull(CONTENT, origin="test", files=checkout, today=MONDAY)
    assert done.upstream_changed
    assert set(done.written) == {checkout.upstream, checkout.document, checkout.lock}
    assert from_yaml(checkout.lock.read_text("utf-8"))["date"] == "2026-03-02"


def test_a_second_pull_writes_nothing_and_keeps_the_date(pulled: Files):
    before = contents(pulled)
    done = pull(CONTENT, origin="test", files=pulled, today=TUESDAY)
    assert not done.upstream_changed
    assert done.written == ()
    assert contents(pulled) == before


def test_the_date_moves_when_the_document_says_something_new(pulled: Files):
    old = from_yaml(pulled.lock.read_text("utf-8"))
    pull(with_new_property(), origin="test", files=pulled, today=TUESDAY)
    new = from_yaml(pulled.lock.read_text("utf-8"))
    assert old["date"] == "2026-03-02"
    assert new["date"] == "2026-03-03"
    assert new["sha256"] != old["sha256"]
    assert new["properties"] == old["properties"] + 1


def test_a_document_that_only_changed_its_words_or_its_order_is_the_same_document(pulled: Files):
    before = contents(pulled)
    document = json.loads(CONTENT)
    orders = document["definitions"]["Order"]
    orders["description"] = "new words"
    orders["properties"] = dict(reversed(orders["properties"].items()))
    document["paths"] = dict(reversed(document["paths"].items()))
    done = pull(json.dumps(document).encode(), origin="test", files=pulled, today=TUESDAY)
    assert not done.upstream_changed
    assert contents(pulled) == before


def test_the_lock_counts_what_the_document_holds():
    lock = from_yaml(COMMITTED.lock.read_text("utf-8"))
    assert {key: value for key, value in lock.items() if key not in {"sha256", "date"}} == {
        "paths": 71,
        "operations": 87,
        "definitions": 131,
        "kept_schemas": 95,
        "models": 89,
        "properties": 637,
    }
    assert lock["sha256"] == swagger.digest(json.loads(CONTENT))


def test_the_committed_upstream_document_is_canonical_and_without_prose():
    document = json.loads(CONTENT)
    assert swagger.dump(swagger.canonical(document)).encode() == CONTENT
    assert '"summary"' not in CONTENT.decode()


def test_the_canonical_form_drops_words_but_not_properties_that_are_called_so():
    document = json.loads(CONTENT)
    document["definitions"]["Journal"]["properties"]["description"] = {"type": "string", "description": "their words"}
    document["definitions"]["Journal"]["properties"]["title"] = {"type": "string", "title": "their words"}
    kept = swagger.canonical(document)["definitions"]["Journal"]["properties"]
    assert kept["description"] == {"type": "string"}
    assert kept["title"] == {"type": "string"}


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["definitions"]["Party"]["properties"]["PartyType"]["enum"].reverse(),
        lambda d: d["definitions"]["Order"]["properties"].pop("Paid"),
        lambda d: d["paths"]["/v1/orders"].pop("post"),
        lambda d: d["paths"]["/v1/orders"]["get"]["parameters"][0].update(required=True),
    ],
)
def test_the_hash_sees_every_change_of_substance(change: Any):
    document = json.loads(CONTENT)
    other = copy.deepcopy(document)
    change(other)
    assert swagger.digest(other) != swagger.digest(document)


def test_a_byte_order_mark_does_no_harm():
    assert swagger.load(b"\xef\xbb\xbf" + CONTENT, origin="test") == json.loads(CONTENT)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"<!DOCTYPE html><html>", "not JSON .* it begins with '<!DOCTYPE html>"),
        (CONTENT[:5000], "not JSON"),
        (b"", "not JSON"),
        (b"null", "expected a JSON object, found NoneType"),
        (b'{"openapi": "3.0.1"}', r"expected a Swagger 2.0 document, found \{'openapi': '3.0.1'\}"),
        (b'{"swagger": "2.0", "paths": {}}', "the document has no paths"),
    ],
)
def test_what_is_no_swagger_document_is_refused_and_nothing_changes(content: bytes, complaint: str, pulled: Files):
    before = contents(pulled)
    with pytest.raises(CodegenError, match=f"^from there: .*{complaint}"):
        pull(content, origin="from there", files=pulled, today=TUESDAY)
    assert contents(pulled) == before


def test_a_stale_overlay_stops_the_pull_before_anything_is_written(checkout: Files):
    document = json.loads(CONTENT)
    document["definitions"]["Order"]["properties"].pop("OrderSubType")
    with pytest.raises(CodegenError, match=r"properties\.OrderSubType\) matches nothing"):
        pull(json.dumps(document).encode(), origin="test", files=checkout, today=MONDAY, strict=True)
    assert list(contents(checkout)) == ["overlay.yaml"]


def test_a_property_that_upstream_took_away_does_not_come_back_through_its_words(checkout: Files):
    document = json.loads(CONTENT)
    document["definitions"]["Order"]["properties"].pop("OrderTitle")
    with pytest.raises(CodegenError, match="schema Order: OrderTitle: upstream does not have it"):
        pull(json.dumps(document).encode(), origin="test", files=checkout, today=MONDAY, strict=True)


def test_what_we_added_and_upstream_now_has_must_leave_the_overlay(checkout: Files):
    document = json.loads(CONTENT)
    operation = {"operationId": "Project_GetProjects", "tags": ["Project"], "responses": {"200": {"description": ""}}}
    document["paths"]["/v1/projects"] = {"get": operation}
    with pytest.raises(CodegenError, match="GET /v1/projects: upstream has it now"):
        pull(json.dumps(document).encode(), origin="test", files=checkout, today=MONDAY, strict=True)


def test_a_new_operation_and_a_new_model_ask_for_an_area_and_for_words(checkout: Files):
    document = json.loads(CONTENT)
    answer = {"200": {"description": "", "schema": {"$ref": "#/definitions/New"}}}
    document["paths"]["/v1/new"] = {"get": {"operationId": "New_Get", "tags": ["New"], "responses": answer}}
    document["definitions"]["New"] = {"type": "object", "properties": {"Price": {"type": "number"}}}
    with pytest.raises(CodegenError) as caught:
        pull(json.dumps(document).encode(), origin="test", files=checkout, today=MONDAY, strict=True)
    complaints = str(caught.value)
    for complaint in (
        "New: no x-area",
        "New: no description",
        "Price: a decimal needs x-kind",
        "GET /v1/new: no summary",
    ):
        assert complaint in complaints


@pytest.mark.parametrize(("status", "complaint"), [(404, "responded with 404"), (503, "responded with 503")])
def test_an_answer_that_is_no_success_is_an_error_with_its_status(status: int, complaint: str):
    with server(status, b"no") as url, pytest.raises(CodegenError, match=complaint):
        fetch(url)


def test_an_answer_that_breaks_off_is_an_error():
    with server(200, CONTENT, promised=len(CONTENT) + 1) as url, pytest.raises(CodegenError, match="1 bytes are"):
        fetch(url)


def test_a_host_that_does_not_answer_is_an_error_that_offers_a_way_out():
    with server(200, b"") as url:
        pass
    with pytest.raises(CodegenError, match=r"Connection refused.*Use --from FILE"):
        fetch(url)


def test_only_web_addresses_are_fetched():
    with pytest.raises(CodegenError, match="for a file use --from"):
        fetch("file:///etc/hosts")


def test_the_command_says_what_is_wrong_without_a_traceback(tmp_path: Path):
    done = command("pull", "--from", str(tmp_path / "none.json"))
    assert done.returncode == 2
    assert done.stderr == f"error: {tmp_path / 'none.json'}: No such file or directory\n"


def test_help_teaches_every_command():
    done = command("--help")
    assert done.returncode == 0
    for word in ("pull", "emit", "check", "diff", "exit status", "openapi/overlay.yaml"):
        assert word in done.stdout


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path):
    file = tmp_path / "file.txt"
    write_atomically(file, "old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(file, "new \ud800")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
