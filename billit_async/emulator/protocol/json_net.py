"""Reads what Json.NET reads and JSON does not allow: names without quotes, single quotes, comments, a comma too many.

It rewrites such a body as JSON and decides nothing about its content.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["as_json"]

# Each alternative begins with other characters, so that a text is read once, whatever it holds.
_TOKEN: Final = re.compile(
    r"""
    (?P<blank>\s+)
  | (?P<comment>/\*(?:[^*]|\*(?!/))*\*/|//[^\r\n]*)
  | (?P<double>"(?:[^"\\]|\\.)*")
  | (?P<single>'(?:[^'\\]|\\.)*')
  | (?P<mark>[{}\[\]:,])
  | (?P<bare>[^\s"'{}\[\]:,/]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_NAME: Final = re.compile(r"[\w$]+")
_HEXADECIMAL: Final = re.compile(r"0[xX][0-9a-fA-F]{1,16}")
_WORDS: Final = {"true": "true", "false": "false", "null": "null", "undefined": "null"}


def as_json(text: str) -> str | None:
    """Rewrite a body as JSON.

    Args:
        text: What came in.

    Returns:
        JSON, or None where Json.NET could not read it either.

    Source: the printed samples of the API manual, chapters 15 and 16 (names without quotes); its other bodies are JSON.
        That it takes single quotes, comments, a comma before a closing bracket and hexadecimal numbers is Json.NET's
        own documentation.
    """
    written: list[str] = []
    for kind, token in _tokens(text):
        if kind is None:
            return None
        if token in {"}", "]"} and written and written[-1] == ",":
            written.pop()
        written.append(_double_quoted(token) if kind == "single" else token)
    return _names_quoted(written)


def _tokens(text: str) -> Iterator[tuple[str | None, str]]:
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            yield None, ""
            return
        place = match.end()
        if match.lastgroup not in {"blank", "comment"}:
            yield match.lastgroup, match.group()


def _double_quoted(token: str) -> str:
    inner = re.sub(r"\\(.)|(\")", lambda found: "'" if found[1] == "'" else f"\\{found[1] or found[2]}", token[1:-1])
    return f'"{inner}"'


def _names_quoted(tokens: list[str]) -> str | None:
    """Quote the words before a colon; elsewhere a word is a number or one of JSON's own, or nothing at all."""
    for place, token in enumerate(tokens):
        if token[0] in '"{}[]:,':
            continue
        if tokens[place + 1 : place + 2] == [":"] and _NAME.fullmatch(token):
            tokens[place] = json.dumps(token)
        elif token in _WORDS:
            tokens[place] = _WORDS[token]
        elif _HEXADECIMAL.fullmatch(token):
            tokens[place] = str(int(token, 16))
        elif not _NUMBER.fullmatch(token):
            return None
    return " ".join(tokens)
