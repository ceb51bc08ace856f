"""Cuts OData v3 filter text into tokens, one at a time, the way Microsoft's lexer does; it never builds trees."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from typing import Final

from billit_async.errors import ODataSyntaxError
from billit_async.odata.ast import Edm

__all__ = ["NUMERIC", "Kind", "Lexer", "ODataSyntaxError"]


class Kind(Enum):
    """What a token is."""

    END = auto()
    IDENTIFIER = auto()
    LITERAL = auto()
    MINUS = auto()
    OPEN = auto()
    CLOSE = auto()
    COMMA = auto()
    SLASH = auto()
    DOT = auto()
    COLON = auto()
    STAR = auto()
    OTHER = auto()


_MARKS: Final = {
    "(": Kind.OPEN,
    ")": Kind.CLOSE,
    ",": Kind.COMMA,
    "/": Kind.SLASH,
    ".": Kind.DOT,
    ":": Kind.COLON,
    "*": Kind.STAR,
    "=": Kind.OTHER,
    "?": Kind.OTHER,
}
_SPACE: Final = re.compile(r"[ \t-\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*")
_WORD: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_]*")
_NUMBER: Final = re.compile(r"0[xX][0-9A-Fa-f]*|\d+(?P<point>\.\d*)?(?P<power>[eE][+-]?\d*)?(?P<suffix>[MmDdLlFf])?")
_LETTERS: Final = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"})
_LATER: Final = _LETTERS | {"Nd", "Mn", "Mc", "Pc", "Cf"}
_SUFFIXES: Final = {"M": Edm.DECIMAL, "D": Edm.DOUBLE, "L": Edm.INT64, "F": Edm.SINGLE}
NUMERIC: Final = frozenset({Edm.INT32, Edm.INT64, Edm.DOUBLE, Edm.SINGLE, Edm.DECIMAL})
_PREFIXES: Final = {
    "datetime": Edm.DATETIME,
    "datetimeoffset": Edm.DATETIMEOFFSET,
    "guid": Edm.GUID,
    "time": Edm.TIME,
    "binary": Edm.BINARY,
    "x": Edm.BINARY,
}
_WORDS: Final = {
    "true": Edm.BOOLEAN,
    "false": Edm.BOOLEAN,
    "null": Edm.NULL,
    "INF": Edm.DOUBLE,
    "NaN": Edm.DOUBLE,
    "INFf": Edm.SINGLE,
    "NaNf": Edm.SINGLE,
}


class Lexer:
    """A cursor over the text: ``kind``, ``token``, ``start``, ``end`` and ``edm`` describe the current token."""

    __slots__ = ("edm", "end", "kind", "start", "text", "token")

    def __init__(self, text: str) -> None:
        self.text = text
        self.kind = Kind.END
        self.token = ""
        self.start = 0
        self.end = 0
        self.edm: Edm | None = None
        self.advance()

    def fail(self, message: str, position: int | None = None) -> ODataSyntaxError:
        """Make the error, with the current token's position unless another is given."""
        where = self.start if position is None else position
        return ODataSyntaxError(f"{message} at position {where} in '{self.text}'.", self.text, where)

    def unexpected(self) -> ODataSyntaxError:
        """Make the error for a token that cannot stand here; its position is the one *after* the token."""
        return self.fail("Syntax error", self.end)

    def at(self, kind: Kind) -> bool:
        """Say whether the current token is of this kind."""
        return self.kind is kind

    def is_word(self, word: str) -> bool:
        """Say whether the current token is this bare word; case matters."""
        return self.kind is Kind.IDENTIFIER and self.token == word

    def negate(self, minus_at: int) -> None:
        """Take a minus sign that was read as a token of its own into the number after it."""
        self.token = "-" + self.token
        self.start = minus_at

    def advance(self) -> None:
        """Move to the next token."""
        text = self.text
        start = _SPACE.match(text, self.end).end()  # type: ignore[union-attr] # it can match nothing
        self.start = start
        self.edm = None
        if start == len(text):
            self.kind, self.end = Kind.END, start
        else:
            self._read(start)
        self.token = text[self.start : self.end]

    def _read(self, start: int) -> None:
        text = self.text
        char = text[start]
        if kind := _MARKS.get(char):
            self.kind, self.end = kind, start + 1
        elif char == "'":
            self._read_string(start)
        elif char == "-":
            self._read_minus(start)
        elif (end := self._word_end(start)) > start:
            self._read_word(start, end)
        elif unicodedata.category(char) == "Nd" and char <= "\uffff":
            self._read_number(start)
        else:
            raise ODataSyntaxError(
                f"Syntax error: character '{char}' is not valid at position {start} in '{text}'.", text, start
            )

    def _read_string(self, start: int) -> None:
        text = self.text
        end = start
        while True:
            end = text.find("'", end + 1)
            if end < 0:
                raise self.fail("There is an unterminated string literal", len(text))
            end += 1
            if not text.startswith("'", end):
                break
        self.kind, self.edm, self.end = Kind.LITERAL, Edm.STRING, end

    def _read_minus(self, start: int) -> None:
        following = self.text[start + 1 : start + 2]
        if following and unicodedata.category(following) == "Nd":
            self._read_number(start + 1)
            if self.edm in NUMERIC:
                return
        elif following == "I":
            end = self._word_end(start + 1)
            edm = _WORDS.get(self.text[start + 1 : end])
            if edm is not None:
                self.kind, self.edm, self.end = Kind.LITERAL, edm, end
                return
        self.kind, self.edm, self.end = Kind.MINUS, None, start + 1

    def _word_end(self, start: int) -> int:
        """Find where the identifier that begins here ends; ``start`` itself when none begins."""
        text = self.text
        matched = _WORD.match(text, start)
        end = matched.end() if matched else start
        while end < len(text) and "\x7f" < text[end] <= "\uffff":
            category = unicodedata.category(text[end])
            if category not in (_LATER if end > start else _LETTERS):
                break
            end += 1
            # ASCII may follow again: "é1_x".
            while end < len(text) and text[end] < "\x80" and (text[end].isalnum() or text[end] == "_"):
                end += 1
        return end

    def _read_word(self, start: int, end: int) -> None:
        text = self.text
        word = text[start:end]
        if text.startswith("'", end) and (edm := _PREFIXES.get(word.lower())):
            # Typed literals know no doubled quote: the next one ends them.
            close = text.find("'", end + 1)
            if close < 0:
                raise self.fail("There is an unterminated literal", len(text))
            self.kind, self.edm, self.end = Kind.LITERAL, edm, close + 1
            return
        self.edm = _WORDS.get(word)
        self.kind = Kind.IDENTIFIER if self.edm is None else Kind.LITERAL
        self.end = end

    def _read_number(self, start: int) -> None:
        matched = _NUMBER.match(self.text, start)
        if matched is None:  # pragma: no cover - the caller saw a digit
            raise self.unexpected()
        point, power, suffix = matched.group("point", "power", "suffix")
        if point == ".":
            raise self.fail("Digit expected", matched.end("point"))
        if power is not None and not power[-1].isdigit():
            raise self.fail("Digit expected", matched.end("power"))
        self.kind, self.end = Kind.LITERAL, matched.end()
        if matched.group()[1:2] in ("x", "X"):
            self.edm = Edm.BINARY
        elif suffix is not None:
            self.edm = _SUFFIXES[suffix.upper()]
        else:
            self.edm = Edm.INT32 if point is None and power is None else Edm.DOUBLE
