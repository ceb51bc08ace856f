"""Bodies that are not JSON, and that Json.NET reads all the same."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billit_async.emulator.protocol.json_net import as_json

SEND = {"OrderIDs": [1, 2, 3], "TransportType": "SMTP", "PrintType": "Reminder"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('{\n\n\nOrderIDs:[1,2,3], \n\nTransportType:"SMTP", \nPrintType:"Reminder" \n}', SEND),
        ("{'OrderIDs':[1,2,3],'TransportType':'SMTP','PrintType':'Reminder'}", SEND),
        ('{"OrderIDs":[1,2,3,],"TransportType":"SMTP",/* or Peppol */ "PrintType":"Reminder",} // done', SEND),
        ("{OrderIDs:[0x1,2,3],TransportType:'SMTP',PrintType:'Reminder'}", SEND),
        ("{Paid:true,PaidDate:null}", {"Paid": True, "PaidDate": None}),
        ("{Amount:-12.50e1}", {"Amount": -125.0}),
        ("{'a':'it\\'s \"x\"','b':\"it's\"}", {"a": 'it\'s "x"', "b": "it's"}),
        ("{a:'\\u00e9\\n\\\\'}", {"a": "\u00e9\n\\"}),
        ("{a:{b:[{c:1},],},}", {"a": {"b": [{"c": 1}]}}),
        ("{true:1}", {"true": 1}),
        ("{1a:1,2:{R\u00e9f$:2}}", {"1a": 1, "2": {"R\u00e9f$": 2}}),
        ('"a//b /* c */"', "a//b /* c */"),
    ],
)
def test_what_json_net_reads_is_rewritten_as_json(text: str, read: Any) -> None:
    assert json.loads(as_json(text) or "") == read


@pytest.mark.parametrize(
    "text", ["{a:b}", "{a:1 2}", "{'a:1}", "{a-b:1}", "{a:01}", "{a:1/2}", "{a:.5}", "/* open", '{"a:1}', "{a:0x}"]
)
def test_what_it_does_not_read_is_not_read_here(text: str) -> None:
    written = as_json(text)
    with pytest.raises(json.JSONDecodeError):
        json.loads(written or "")


PRINTED = {
    "9": """{"token_type": "Bearer","expires_in": 3600,"access_token": "a","refresh_token":
"b"}
""",
    "13": """{

"OrderType": "Invoice",

"OrderLines": [

{

"ProductID": 5

}

],

"CustomerID": 6

}
""",
    "15": """{

OrderIds:[1,2,3],

TransportType:"SMTP",

PrintType:"Reminder"

}
""",
    "16": """{

Paid: true

}
""",
    "20": """{

"Customer": {

"Fax": "string", "Email":

"abcd@gmail.be",

"VATLiable": true,

"CustomFields": {}

},

"OrderLines": [

{

"Quantity": 1,

"UnitPriceExcl": 100.0

}

],

"Paid": true,

"PaidDate": "2019-12-03T18:51:21.262Z"

}
""",
}
"""Bodies as the manual prints them, by chapter; ids in place of its placeholders, and of chapter 20 a part."""


@pytest.mark.parametrize("chapter", PRINTED)
def test_the_bodies_of_the_manual_are_read_as_printed_and_with_every_kind_of_name(chapter: str) -> None:
    printed = PRINTED[chapter]
    quoted = re.sub(r"^(\w+):", r'"\1":', printed, flags=re.MULTILINE)
    for text in (printed, re.sub(r'"(\w+)":', r"\1:", quoted), re.sub(r'"(\w+)":', r"'\1' :", quoted)):
        assert json.loads(as_json(text) or "") == json.loads(quoted)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_what_is_json_is_left_as_it_is(value: Any) -> None:
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)):
        assert json.loads(as_json(text) or "") == value


@given(st.text(alphabet="{}[]:,'\"/*\\ a0.-\n", max_size=200))
def test_any_text_is_read_or_not_and_never_fails(text: str) -> None:
    as_json(text)


def test_long_texts_are_read_once() -> None:
    for text in ("/*" * 100_000, "'" + "\\" * 200_000, "a" * 200_000, "{" * 100_000, " " * 200_000, "*/" * 50_000):
        as_json(text)
