"""Cuts the text of a query option into tokens for the emulator's own parser; it shares no line with the SDK's.

The whole text is cut at once. Where Microsoft's lexer would stop, the list ends in a token that holds the complaint:
the parser raises it when it gets there, and never when it stops earlier over something else.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PUNCTUATION", "SyntaxRefusal", "Token", "TokenKind", "tokens_of"]

TokenKind: TypeAlias = Literal[
    "end", "name", "minus", "mark", "string", "int32", "int64", "single", "double", "decimal",
    "datetime", "datetimeoffset", "guid", "time", "binary", "boolean", "null", "broken",
]  # fmt: skip
PUNCTUATION: Final = "(),/.:*=?"
_TYPED: Final[dict[str, TokenKind]] = {
    "datetime": "datetime",
    "datetimeoffset": "datetimeoffset",
    "guid": "guid",
    "time": "time",
    "binary": "binary",
    "x": "binary",
}
_RESERVED: Final[dict[str, TokenKind]] = {
    "true": "boolean",
    "false": "boolean",
    "null": "null",
    "INF": "double",
    "NaN": "double",
    "INFf": "single",
    "NaNf": "single",
}
_SUFFIX: Final[dict[str, TokenKind]] = {"m": "decimal", "d": "double", "l": "int64", "f": "single"}
_HEX: Final = frozenset("0123456789abcdefABCDEF")
_LAST_OF_PLANE_0: Final = "\uffff"


class SyntaxRefusal(Exception):  # noqa: N818 - a response of the server
    """The text is not OData; the message is Microsoft's."""


@attrs.frozen
class Token:
    """A piece of the text.

    Args:
        kind: What it is. ``mark`` is one character of punctuation, ``broken`` a place where reading stops.
        text: The piece as it stands there; of a broken one, the complaint.
        start: Where it begins, in characters.
        end: Where it ends.
    """

    kind: TokenKind
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Cut a text.

    Args:
        text: The value of ``$filter`` or ``$orderby`` after URL decoding.

    Returns:
        The tokens; the last one is ``end`` or ``broken``.

    Source: OData v3 URL conventions, section 5.1.2; Microsoft's lexer takes ``'`` only, never ``"``.
    """
    cutter = _Cutter(text)
    tokens: list[Token] = []
    while not tokens or tokens[-1].kind not in {"end", "broken"}:
        tokens.append(cutter.next_token())
    return tokens


class _Cutter:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def next_token(self) -> Token:
        self._skip(_is_blank)
        start = self._at
        char = self._peek()
        if not char:
            return self._token("end", start)
        if char in PUNCTUATION:
            self._at += 1
            return self._token("mark", start)
        if char == "'":
            return self._string(start)
        if char == "-":
            return self._minus(start)
        if _is_digit(char):
            return self._number(start)
        if _begins_name(char):
            return self._word(start)
        where = f"Syntax error: character '{char}' is not valid at position {start} in '{self._text}'."
        return Token("broken", where, start, start)

    def _peek(self, ahead: int = 0) -> str:
        return self._text[self._at + ahead : self._at + ahead + 1]

    def _skip(self, belongs: Callable[[str], bool]) -> None:
        while (char := self._peek()) and belongs(char):
            self._at += 1

    def _token(self, kind: TokenKind, start: int) -> Token:
        return Token(kind, self._text[start : self._at], start, self._at)

    def _broken(self, complaint: str) -> Token:
        return Token("broken", f"{complaint} at position {self._at} in '{self._text}'.", self._at, self._at)

    def _string(self, start: int) -> Token:
        """Quotes inside are doubled; every second one in a row may be the end."""
        self._at += 1
        while True:
            self._skip(lambda char: char != "'")
            if not self._peek():
                return self._broken("There is an unterminated string literal")
            self._at += 1
            if self._peek() != "'":
                return self._token("string", start)
            self._at += 1

    def _minus(self, start: int) -> Token:
        """A sign belongs to the number, or the ``INF``, that touches it."""
        self._at += 1
        following = self._peek()
        if _is_digit(following):
            number = self._number(self._at)
            if number.kind == "broken":
                return number
            if number.kind != "binary":
                return self._token(number.kind, start)
        elif following == "I":
            self._skip(_continues_name)
            kind = _RESERVED.get(self._text[start + 1 : self._at])
            if kind is not None:
                return self._token(kind, start)
        self._at = start + 1
        return self._token("minus", start)

    def _word(self, start: int) -> Token:
        self._at += 1
        self._skip(_continues_name)
        word = self._text[start : self._at]
        if self._peek() == "'" and word.lower() in _TYPED:
            # No doubling in these: the next quote is the end.
            self._at += 1
            self._skip(lambda char: char != "'")
            if not self._peek():
                return self._broken("There is an unterminated literal")
            self._at += 1
            return self._token(_TYPED[word.lower()], start)
        return self._token(_RESERVED.get(word, "name"), start)

    def _number(self, start: int) -> Token:
        if self._peek() == "0" and self._peek(1) in {"x", "X"}:
            self._at += 2
            self._skip(lambda char: char in _HEX)
            return self._token("binary", start)
        kind: TokenKind = "int32"
        self._skip(_is_digit)
        if self._peek() == ".":
            kind = "double"
            self._at += 1
            if not _is_digit(self._peek()):
                return self._broken("Digit expected")
            self._skip(_is_digit)
        if self._peek() in {"e", "E"}:
            kind = "double"
            self._at += 1
            if self._peek() in {"+", "-"}:
                self._at += 1
            if not _is_digit(self._peek()):
                return self._broken("Digit expected")
            self._skip(_is_digit)
        if (suffix := self._peek().lower()) in _SUFFIX:
            kind = _SUFFIX[suffix]
            self._at += 1
        return self._token(kind, start)


def _is_blank(char: str) -> bool:
    # Char.IsWhiteSpace: unlike str.isspace it leaves out the four ASCII separators 1C to 1F.
    return char.isspace() and not "\x1c" <= char <= "\x1f"


def _is_digit(char: str) -> bool:
    return char != "" and char <= _LAST_OF_PLANE_0 and unicodedata.category(char) == "Nd"


def _begins_name(char: str) -> bool:
    if char in "_$":
        return True
    return char <= _LAST_OF_PLANE_0 and unicodedata.category(char) in {"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"}


def _continues_name(char: str) -> bool:
    if char > _LAST_OF_PLANE_0:
        return False
    return unicodedata.category(char) in {"Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Nd", "Mn", "Mc", "Pc", "Cf"}
