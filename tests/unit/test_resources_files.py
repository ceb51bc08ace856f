"""File names from outside: they stay in their directory and work on every system."""

from __future__ import annotations

import pytest

from billit_async._resources.files import safe_file_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("Facture 2024-é.pdf", "Facture 2024-é.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\x.pdf", "x.pdf"),
        ("/absolute.pdf", "absolute.pdf"),
        ("a<b>:c?.pdf", "a_b__c_.pdf"),
        ("a\x00b\n.pdf", "a_b_.pdf"),
        ("CON", "_CON"),
        ("com1.pdf", "_com1.pdf"),
        (".hidden", "hidden"),
        ("trailing. . ", "trailing"),
        ("", "fallback"),
        ("..", "fallback"),
        ("a/", "fallback"),
        ("no extension but.a very long tail", "no extension but.a very long tail"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_file_name(name, "fallback") == safe


@pytest.mark.parametrize("name", ["x" * 1000 + ".pdf", "é" * 500 + ".pdf", "y" * 1000])
def test_a_long_name_is_cut_and_keeps_its_extension(name: str) -> None:
    safe = safe_file_name(name, "fallback")
    assert len(safe.encode()) <= 200
    assert safe.endswith(".pdf") or "." not in name


@pytest.mark.parametrize("name", ["0.\ud800", "\ud800.pdf", "a\udfffb"])
def test_half_a_character_in_a_name_does_not_stay(name: str) -> None:
    assert safe_file_name(name, "file").encode()
