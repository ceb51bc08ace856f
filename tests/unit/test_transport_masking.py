"""What is shown of texts from outside: their shape, never their content."""

from __future__ import annotations

import pytest

from billit_async.masking import masked_start, masked_text


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
