"""What is printed is one line that shows all it has, and JSON that is printed keeps its value."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from billit_async.cli.terminal_text import terminal_safe, terminal_safe_json

ANY_CHARACTER = st.characters(exclude_categories=())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(ANY_CHARACTER),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(ANY_CHARACTER), inner),
)


@given(st.text(ANY_CHARACTER))
def test_a_printed_text_is_one_line_without_what_acts_or_hides(text: str) -> None:
    shown = terminal_safe(text)
    assert len((shown + "x").splitlines()) == 1
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for char in shown)
    assert terminal_safe(shown) == shown
    shown.encode()


@given(JSON, st.sampled_from([None, 1]), st.booleans())
def test_printed_json_has_the_same_value(value: Any, indent: int | None, ascii_only: bool) -> None:
    shown = terminal_safe_json(json.dumps(value, indent=indent, ensure_ascii=ascii_only))
    assert json.loads(shown) == json.loads(json.dumps(value))
    assert all(char == "\n" or char.isprintable() for char in shown)
    shown.encode()
