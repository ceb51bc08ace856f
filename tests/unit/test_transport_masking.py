"""What is shown of texts from outside: their shape, never their content."""

from __future__ import annotations

import json
import pickle

import pytest

from billit_async._transport.logs import masked_body
from billit_async._transport.masking import masked_code, masked_start, masked_text, quotable_text
from billit_async._transport.responses import refusal, unreadable
from billit_async.emulator.protocol.errors import DESCRIPTIONS, PATCH_REFUSED
from billit_async.errors import CallInfo, Code


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, 12 of them", "plain words, 12 of them"),
        ("key 3fa85f64-5717-4562-b3fc-2c963f66afa6.", "key …."),
        ("Bearer eyJhbGciOi.eyJzdWIi.SflKxwRJ", "Bearer …"),
        ("to jan.peeters@example.be now", "to … now"),
        ("IBAN BE68 5390 0754 7034", "IBAN …"),
        ("IBAN BE68539007547034,", "IBAN …,"),
        ("token 0a1b2c3d4e5f60718293a4b5c6d7e8f9", "token …"),
        ("two\n lines\t here", "two lines here"),
        (
            "Could not find a property named 'VATNumber' on type 'Domain.Order.OrderPartyPerformanceSafeColumns'.",
            "Could not find a property named 'VATNumber' on type 'Domain.Order.OrderPartyPerformanceSafeColumns'.",
        ),
    ],
)
def test_a_text_is_shown_without_keys_addresses_and_accounts(text: str, shown: str) -> None:
    assert masked_text(text) == shown


def test_a_long_text_is_cut() -> None:
    assert len(masked_text("word " * 500)) == 300


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b'{"OrderID": 1684998, "Name": "Jan Peeters", "Tot', '{"OrderID": 0000000, "Name": "…", "…"'),
        (b'\xef\xbb\xbf["secret", 12.5]', '["…", 00.0]'),
        (b'{"a":"\\" quoted \\" ","b"', '{"a":"…","…"'),
        (b"<html><head><style>b{}</style><title>Sign in</title></head><body>Hello", "Sign in Hello"),
        (b"<p>call 0123456789 now", "call … now"),
        (b"\x00\x01\x02", "3 bytes that are not text"),
        (b"", ""),
    ],
)
def test_the_start_of_a_body_shows_its_shape_and_not_its_values(body: bytes, shown: str) -> None:
    assert masked_start(body) == shown


def test_the_start_of_a_large_body_is_short() -> None:
    assert len(masked_start(b'{"Items":[' + b'{"Name":"x"},' * 100_000)) <= 160


PERSONAL = ("Peeters", "Bakkerij", "jan@", "BE68", "5390", "0403", "0471", "3fa85f64", "eyJhbGci")
SAID = (
    "The customer 'Bakkerij Peeters' (jan@peeters.example, BE68 5390 0754 7034) does not have a valid email address, "
    "tel. 0471 23 45 67, VAT BE 0403.170.701, key 3fa85f64-5717-4562-b3fc-2c963f66afa6, eyJhbGciOi.eyJzdWIi.SflKxw"
)
BODIES = {
    "a description": {"errors": [{"Code": "TheCustomer_0_DoesNotHaveAValidEmailAddress", "Description": SAID}]},
    "a code that is none": {"errors": [{"Code": SAID, "Description": None}]},
    "a message": {"Message": SAID, "ExceptionMessage": SAID},
    "names of properties": {"Bakkerij Peeters": {"jan@peeters.example": 1}},
    "a bare text": SAID,
}


@pytest.mark.parametrize("what", BODIES)
@pytest.mark.parametrize("written", [json.dumps, str, "<html><title>{}</title><p>Peeters".format, "<p {}".format])
def test_a_message_that_names_a_customer_is_quoted_without_that(what: str, written: object) -> None:
    assert callable(written)
    body = str(written(BODIES[what])).encode()
    for status in (200, 400, 401, 404, 409, 429, 500, 502):
        call = CallInfo("POST", "/v1/orders", 1, "sandbox", 1, 0.0)
        error = refusal(call, status, {}, body) or unreadable(call, status, {}, body)
        told = " ".join((str(error), repr(error), repr(error.errors), error.body_start, repr(vars(error))))
        told += pickle.dumps(error).decode("latin-1") + masked_body(body)
        assert [mark for mark in PERSONAL if mark in told] == []


@pytest.mark.parametrize("code", [*DESCRIPTIONS, *Code])
def test_a_known_code_and_its_text_are_quoted_as_they_are(code: str) -> None:
    assert masked_code(code) == code
    text = DESCRIPTIONS.get(code, "").replace("{0}", "Invoice").replace("{1}", "5").replace("{2}", "the customer")
    assert quotable_text(text) == text
    assert quotable_text(PATCH_REFUSED) == PATCH_REFUSED


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("De klant Peeters heeft geen geldig btw nummer", "De klant … heeft geen geldig btw nummer"),
        ("Le client Dupont SRL est introuvable", "Le client … est introuvable"),
        ("[BR-CO-15]-Invoice total amount (BT-112), line 3", "[BR-CO-15]-Invoice total amount (BT-112), line 3"),
        ("Could not find a property named 'VATNumber' on type 'Domain.Order'.",) * 2,
        ("502 Bad Gateway nginx",) * 2,
        ("call 0471 23 45 67 now", "call … now"),
        ("JanPeeters wrote Janssens\u2019s order", "… order"),
        ("the \ud800 word", "the word"),
    ],
)
def test_of_a_message_only_known_words_are_quoted(text: str, shown: str) -> None:
    assert quotable_text(text) == shown


@pytest.mark.parametrize("secret", ["jan@peeters.example", "3fa85f64-5717-4562-b3fc-2c963f66afa6", "BE68539007547034"])
def test_a_text_is_not_cut_in_the_middle_of_what_is_masked(secret: str) -> None:
    for before in range(2_560, 2_640):
        for mask in (masked_text, quotable_text):
            shown = mask("word " * (before // 5) + "x" * (before % 5) + secret)
            assert secret[:6] not in shown
