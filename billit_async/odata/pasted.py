"""Filters as people paste them, from an address, a page, a mail or a program, put into the words of OData v3; pure.

Billit's documentation prints filters as they stand in an address (``OrderType+eq+'Invoice'``) and says that text stands
between single or double quotes; its server takes single ones only. Nothing here is asked for a text that reads as it
stands: what is valid is never changed.

Source: docs pages "odata" and "status-of-export".
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, unquote_plus

from billit_async.odata.functions import SIGNATURES

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["miswritten", "readings"]

_LONGEST: Final = 50_000
_LITERAL: Final = re.compile(r"'(?:[^']|'')*'")
_OPTION: Final = re.compile(
    r"(?:^(?:https?:/)?/[\w/.:-]*|^|[?&]|&amp;|%26)\s*(?:(?:\$|%24)(?P<name>filter|orderby)\s*(?:=|%3[dD]|:|\t)"
    r"|(?P<bare>filter|orderby)\s*(?:=(?!=)|:))",
    re.IGNORECASE,
)
# The next option of the query, also where its ampersand is missing: the manual prints `asc$skip=120` in chapter 17.
_END: Final = re.compile(
    r"'(?:[^']|'')*'|\"[^\"]*\"|&amp;|&(?![#\w]{1,8};)(?!&)|%26(?=%24|\$)"
    r"|(?<=[\w')])(?:\$|%24)(?:filter|orderby|skip|top|select|inlinecount)=",
    re.IGNORECASE,
)
# The end of a line within a date, as the manual's filters have it when they are copied from its pages.
_BROKEN_DATE: Final = re.compile(r"(datetime'\d{4}-(?:\d\d-)?)\s+(?=\d)", re.IGNORECASE)
_REQUEST: Final = re.compile(r"^(?:GET|curl)\s+(?:-[a-zA-Z]+\s+)*|(?<!\s)\s{1,3}HTTP/\d(?:\.\d)?$", re.IGNORECASE)
_CITED: Final = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_DOUBLE_QUOTED: Final = re.compile(
    '["\u201c\u201d\u201e\u201f](?:[^"\u201c\u201d\u201e\u201f])*["\u201c\u201d\u201e\u201f]'
)
_OFFSET_WITH_BLANK: Final = re.compile(r"(datetimeoffset'[^' ]*) (?=\d\d:\d\d')", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|quot|apos|amp|lt|gt|nbsp|[lr][sd]quo|[sb]dquo|prime);")
_ENCODED: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_UNSEEN: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_SINGLE: Final = "\u2018\u2019\u201a\u201b\u2032\u2035\u02bc\uff07`\u00b4"
_DOUBLE: Final = '"\u201c\u201d\u201e\u201f\u2033\u2036\uff02\u00ab\u00bb'
_TWICE: Final = re.compile(r"''[^\s'),]")
_AFTER: Final = re.compile(r"\s|[),]|$")
_WORD: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_/.$]*")
_OPERATORS: Final = frozenset(
    {"and", "or", "not", "eq", "ne", "gt", "ge", "lt", "le", "add", "sub", "mul", "div", "mod", "asc", "desc"}
    | {"true", "false", "null"}
)
_LITERAL_OR_WORD: Final = re.compile(
    r"'(?:[^']|'')*'|(?<![\w/.$])(?P<word>(?!true|false|null)(?i:true|false|null))(?![\w/.('])"
)
_SIGN: Final = re.compile(r"<>|[=!<>]=|[=<>]|&&|\|\|")
_SIGNS: Final = {
    "=": "eq",
    "==": "eq",
    "!=": "ne",
    "<>": "ne",
    "<": "lt",
    "<=": "le",
    ">": "gt",
    ">=": "ge",
    "&&": "and",
    "||": "or",
}


def readings(text: str, option: str = "filter") -> tuple[list[str], bool]:
    """Write a pasted text in the words of OData v3, in every way that it can be meant.

    Args:
        text: What does not read as it stands.
        option: ``filter`` or ``orderby``: which one it is to be, where it is a whole query.

    Returns:
        The texts, the likeliest first, which may not read either; and whether something else stood beside it in the
        query, which the text alone would lose.
    """
    if len(text) > _LONGEST:
        return [], False
    text = text.translate(_UNSEEN).strip()
    if _CITED.match(text):  # a mail that is quoted
        text = _CITED.sub("", text)
    text = _BROKEN_DATE.sub(r"\1", _REQUEST.sub("", text).strip())
    found, rest = _option_of(text, option)
    made: list[str] = []
    for one in _decoded(_unescaped(found)):
        inside, more = _option_of(one, option)
        rest = rest or more
        for other in _unwrapped(inside.strip().rstrip(";,. ")):
            for quoted in _quoted(other):
                plain = _outside(quoted, _worded).strip()
                if plain and plain not in made:
                    made.append(plain)
    return made, rest


def miswritten(text: str) -> tuple[str, int] | None:
    """Find a ``False`` or ``NULL`` that is not a constant because of its capitals; give the word and its place."""
    for part in _LITERAL_OR_WORD.finditer(text):
        if part["word"]:
            return part["word"], part.start()
    return None


def _option_of(text: str, option: str) -> tuple[str, bool]:
    """Take an option out of a query or an address."""
    matched = [one for one in _OPTION.finditer(text) if (one["name"] or one["bare"]).lower() == option]
    if not matched:
        end = _end_of_value(text) if "$" in text or "%24" in text else len(text)
        return (text[:end], True) if text[end : end + 1] in {"$", "%"} else (text, False)
    if len(matched) != 1:
        return text, False
    before, value = text[: matched[0].start()], text[matched[0].end() :]
    around = {"'": "'", '"': '"', "<": ">", "`": "`"}.get(before[:1])
    if around:  # the address stands between quotes or brackets, and ends where they do
        before, (value, _, after) = before[1:], value.partition(around)
        if after.strip():
            return value[: _end_of_value(value)], True
    # An ampersand within a text is part of it; an encoded one is not there yet.
    end = _end_of_value(value)
    is_address = not before or before.endswith(("?", "/")) or "://" in before or before.startswith(("/", "?"))
    beside = value[end:].strip("&;# \t\r\n")
    is_address = is_address or matched[0][0].startswith("?")
    query = before.partition("?")[2] if "?" in before else "" if is_address else before
    return value[:end], bool(beside or query.strip("&? "))


def _end_of_value(value: str) -> int:
    for found in _END.finditer(value):
        if found[0][0] not in "'\"":
            if found[0] == "&" and value[found.start() - 1 : found.start()] == "&":
                continue  # `&&` is somebody's "and"
            return found.start()
    return len(value)


def _code(text: str) -> str:
    """The text without what is between single quotes."""
    return _LITERAL.sub("''", text)


def _bare_code(text: str) -> str:
    """The text without what is between quotes of any kind: blanks in it show that they are not part of an address."""
    code = _code(text)
    return _DOUBLE_QUOTED.sub("''", code) if re.search(r"\s", code) else code


def _outside(text: str, change: Callable[[str], str]) -> str:
    """Change what is not between single quotes."""
    made: list[str] = []
    at = 0
    for literal in _LITERAL.finditer(text):
        made += (change(text[at : literal.start()]), literal[0])
        at = literal.end()
    return "".join((*made, change(text[at:])))


def _unescaped(text: str) -> str:
    """Resolve the entities of a web page, where one stands that is not part of a text."""
    for _ in range(2):
        if not _ENTITY.search(_code(text)):
            break
        text = html.unescape(text)
    return text.replace("\\'", "'").replace('\\"', '"') if re.search(r"\\['\"]", _code(text)) else text


def _decoded(text: str) -> list[str]:
    """Decode what was taken from an address, as the code outside of texts shows.

    A text that has a ``+`` can be meant in two ways where blanks were written as ``%20``.
    """
    made = [text]
    for _ in range(2):
        following: list[str] = []
        for one in made:
            code = _bare_code(one)
            if "+" in code:
                following.append(_OFFSET_WITH_BLANK.sub(r"\1+", unquote_plus(one)))
                if re.search(r"\s", code):
                    following.append(_outside(one, unquote_plus))
            elif _ENCODED.search(code):
                following += [unquote(one)] if "+" not in one else [unquote(one), unquote_plus(one)]
            else:
                following.append(one)
        if following == made:
            break
        made = [one for one in following if "\ufffd" not in one]
    return made


def _unwrapped(text: str) -> list[str]:
    """Take off quotes around the whole, which a shell or a program needed."""
    text = text.strip()
    if len(text) > 1 and text[0] in "\"'`\u201c\u2018" and text[-1] in "\"'`\u201d\u2019" and " " in text:
        inside = text[1:-1].strip()
        if _WORD.match(inside.lstrip("( ")) and re.search(r"\s(?:\w\w|[=!<>]=?)\s", inside):
            # A spreadsheet doubles the quotes within a cell that it puts between quotes.
            is_cell = text[0] == '"' and inside.count('"') == 2 * inside.count('""') > 0
            return [inside.replace('""', '"') if is_cell else inside]
    return [text]


def _quoted(text: str) -> list[str]:
    """Put every text between single quotes, whatever stood around it."""
    made: list[str] = []
    is_open_to_doubt = False
    at = 0
    while at < len(text):
        char = text[at]
        literal = _LITERAL.match(text, at) if char == "'" and not _TWICE.match(text, at) else None
        if literal and _AFTER.match(text, literal.end()):
            made.append(literal[0])
            at = literal.end()
            continue
        kind = _DOUBLE if char in _DOUBLE else _SINGLE if char in _SINGLE or char == "'" else ""
        if not kind:
            made.append(char)
            at += 1
            continue
        doubled = text.startswith("''", at)  # two single quotes, in place of a double one
        begins = at + (2 if doubled else 1)
        end = _closing(text, begins, "''" if doubled else kind if kind == _DOUBLE else kind + "'", is_pair=doubled)
        if end < 0:
            return []
        inside = text[begins:end]
        if char == '"':
            inside = inside.replace('""', '"')
        # Was it an apostrophe of the text, or a straight one that a word processor has bent?
        is_open_to_doubt = is_open_to_doubt or (kind == _SINGLE and bool(set(inside) & set(_SINGLE)))
        made.append("'" + inside.replace("''", "'").replace("'", "''") + "'")
        at = end + (2 if doubled else 1)
    whole = "".join(made)
    if is_open_to_doubt:
        bent = _LITERAL.sub(lambda one: re.sub(f"(?<=.)[{_SINGLE}](?=.)", "''", one[0]), whole)
        return [whole, bent]
    return [whole]


def _closing(text: str, begins: int, marks: str, *, is_pair: bool) -> int:
    """Find the quote that ends a text: one with a blank, a bracket, a comma or nothing behind it."""
    at = begins
    while at < len(text):
        if is_pair:
            at = text.find(marks, at)
            if at < 0 or _AFTER.match(text, at + 2):
                return at
        elif text[at] in marks:
            if text[at] == '"' and text.startswith('""', at) and at > begins - 1 and not _AFTER.match(text, at + 1):
                at += 2  # doubled, it is part of the text
                continue
            if _AFTER.match(text, at + 1):
                return at
        at += 1
    return -1


def _worded(code: str) -> str:
    """Write operators as OData v3 does: ``AND`` as ``and``, ``=`` as ``eq``."""
    code = _SIGN.sub(lambda sign: f" {_SIGNS[sign[0]]} ", code)
    code = re.sub(r"[ \t]{2,}", " ", code)
    code = re.sub(r"[\u2212\u2013](?=\d)", "-", code)

    def lower(word: re.Match[str]) -> str:
        plain = word[0].lower()
        is_function = plain in SIGNATURES and code[word.end() :].lstrip().startswith("(")
        return plain if plain in _OPERATORS or is_function else word[0]

    return _WORD.sub(lower, code)
