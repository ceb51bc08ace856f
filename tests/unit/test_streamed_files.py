"""The content of a file, cut out of its JSON piece by piece: the same as when it is read in one go."""

from __future__ import annotations

import base64
import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billit_async._resources.files import read_file
from billit_async._resources.responses import read_document
from billit_async._resources.streamed import ContentCutter
from billit_async.models.files import File

FILE_ID = UUID(int=7)


def cut(raw: bytes, size: int) -> bytes:
    """Cut it in pieces of this size, and read the rest as a download does."""
    cutter = ContentCutter()
    content = b"".join([cutter.feed(raw[at : at + size]) for at in range(0, len(raw), size)])
    read_document(File, cutter.rest(), "file_id", FILE_ID)
    if not cutter.has_content:
        raise ValueError("no FileContent")
    return content


def escaped(text: str, way: int) -> str:
    """Base64 within JSON, as one encoder or another writes it."""
    if way == 1:
        return text.replace("/", "\\/")
    if way == 2:
        return text.replace("+", "\\u002B").replace("/", "\\u002f").replace("=", "\\u003D")
    return "".join(f"\\u{ord(char):04x}" for char in text) if way == 3 else text


@given(
    st.binary(max_size=400),
    st.integers(1, 50),
    st.integers(0, 3),
    st.permutations(["FileID", "FileName", "FileContent", "Other"]),
    st.sampled_from(["", " ", "\n\t "]),
)
def test_any_pieces_in_any_order_give_what_one_go_gives(
    content: bytes, size: int, way: int, order: list[str], blank: str
) -> None:
    values = {
        "FileID": f'"{FILE_ID}"',
        "FileName": json.dumps('Invoice "FileContent": \\ {é}.pdf'),
        "FileContent": f'"{escaped(base64.b64encode(content).decode(), way)}"',
        "Other": '{"FileContent": "inner", "a": [{"b": "]"}, 1.5, null]}',
    }
    pairs = [blank.join(("", f'"{name}"', ":", values[name], "")) for name in order]
    raw = (blank + "{" + ",".join(pairs) + "}").encode()
    assert cut(raw, size) == read_file(raw, FILE_ID).content == content


BROKEN = {
    "a page": b'<html>"FileContent": "AAAA"</html>',
    "a list": b'[{"FileID": "%b", "FileContent": "AAAA"}]',
    "a text": b'"FileContent"',
    "null": b'{"FileID": "%b", "FileContent": null}',
    "a number": b'{"FileID": "%b", "FileContent": 7}',
    "an object": b'{"FileID": "%b", "FileContent": {"FileContent": "AAAA"}}',
    "none": b'{"FileID": "%b"}',
    "another id": b'{"FileID": "00000000-0000-0000-0000-000000000008", "FileContent": "AAAA"}',
    "no id": b'{"FileContent": "AAAA"}',
    "no base64": b'{"FileID": "%b", "FileContent": "AA*A"}',
    "a quotation mark": b'{"FileID": "%b", "FileContent": "AAA\\"AAAA"}',
    "a backslash": b'{"FileID": "%b", "FileContent": "AAA\\\\/AAA"}',
    "a line end": b'{"FileID": "%b", "FileContent": "AAAA\\nAAAA"}',
    "another escape": b'{"FileID": "%b", "FileContent": "AAAA\\u00e9AAA"}',
    "padding within": b'{"FileID": "%b", "FileContent": "AA==AAAA"}',
    "too much padding": b'{"FileID": "%b", "FileContent": "AAA=="}',
    "too little padding": b'{"FileID": "%b", "FileContent": "AAAAA"}',
    "cut off in the content": b'{"FileID": "%b", "FileContent": "AAAA',
    "cut off behind it": b'{"FileID": "%b", "FileContent": "AAAA"',
    "more behind it": b'{"FileID": "%b", "FileContent": "AAAA"} {}',
    "nothing": b"",
}


@pytest.mark.filterwarnings("ignore::billit_async.PayloadWarning")
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("what", BROKEN)
def test_what_is_refused_in_one_go_is_refused_in_pieces(what: str, size: int) -> None:
    raw = BROKEN[what].replace(b"%b", str(FILE_ID).encode())
    with pytest.raises(ValueError):  # noqa: PT011  (the models have their own words)
        read_file(raw, FILE_ID)
    with pytest.raises(ValueError):  # noqa: PT011
        cut(raw, size)


def test_what_is_no_file_is_not_kept() -> None:
    cutter = ContentCutter()
    for _ in range(8):
        cutter.feed(b'{"a": "b"}, ' * 10_000)
    with pytest.raises(ValueError, match="too much around"):
        cutter.feed(b'{"a": "b"}, ' * 10_000)


def test_a_content_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        ContentCutter().feed(b'{"FileContent": "AAAA", "File\\u0043ontent": "BBBB"}')
