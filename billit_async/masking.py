"""What may be shown of a text that came from outside: enough to see what it is, never whose. Pure."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["masked_start", "masked_text"]

_SHOWN = 160
_DIGITS = re.compile(r"\d{5,}")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*(?:"|$)(\s*:)?')
_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>?", re.DOTALL | re.IGNORECASE)


@cache
def _secrets() -> re.Pattern[str]:
    # Compiled when it is first needed: five milliseconds of what importing the package takes.
    return re.compile(
        r"""
          eyJ[\w-]*(?:\.[\w-]*){0,2}                                             # a JSON web token
        | [0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}                   # a GUID: keys are GUIDs
        | [^\s<>"'=:;,()]+@[^\s<>"'=:;,()]+                                      # an e-mail address
        | \b[A-Z]{2}\d{2}(?:[ ]?[0-9A-Z]{4}){2,7}(?:[ ]?[0-9A-Z]{1,3})?\b        # an IBAN
        | (?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{24,}                      # a long opaque run
        """,
        re.VERBOSE,
    )


def masked_text(text: str, limit: int = 300) -> str:
    """Put a text on one line, cut it, and mask keys, tokens, GUIDs, e-mail addresses and IBANs in it."""
    line = " ".join(text.split())
    masked = _secrets().sub("…", line)
    return masked if len(masked) <= limit else masked[: limit - 1] + "…"


def masked_start(body: bytes) -> str:
    """Show how a body begins: the shape of JSON without its values, the text of a page without its tags."""
    text = body[: 16 * _SHOWN].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[", '"')):
        shape = _STRING.sub(lambda match: match[0] if match[1] else '"…"', text)
        return masked_text(re.sub(r"\d", "0", shape), _SHOWN)
    if text.startswith("<"):
        text = _TAGS.sub(" ", text)
    if not all(char.isprintable() or char.isspace() for char in text[:_SHOWN]):
        return f"{len(body)} bytes that are not text"
    return masked_text(_DIGITS.sub("…", masked_text(text, len(text) + 1)), _SHOWN)
