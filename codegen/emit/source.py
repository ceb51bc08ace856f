"""Python source made of texts that came from elsewhere: literals and docstrings in which nothing ends early."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Final

from codegen import CodegenError
from codegen.plain import is_name, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["docstring", "identifier", "path_below", "string", "strings"]

_QUOTES: Final = '"""'


def identifier(value: object, where: str) -> str:
    """Return a name that may stand in source as it is.

    Raises:
        CodegenError: It is not a plain identifier, or a word of the language.
    """
    if not isinstance(value, str) or not is_name(value) or keyword.iskeyword(value) or value.startswith("__"):
        raise CodegenError(f"{where}: {shown(value)} is not a plain identifier")
    return value


def string(text: str) -> str:
    """Return a string literal."""
    return repr(text)


def strings(texts: Iterable[str]) -> str:
    """Return a list of string literals, sorted."""
    return repr(sorted(texts))


def path_below(name: str) -> str:
    """Return the literal of a path: the variable ``path``, a slash, and a name."""
    return "f" + repr("{path}/" + name.replace("{", "{{").replace("}", "}}"))


def docstring(lines: Sequence[str], indent: str = "    ", *, closed_below: bool | None = None) -> str:
    """Return a docstring, without an indent before its first line.

    Args:
        lines: Its lines; no line of them can end it.
        indent: What stands before the lines after the first.
        closed_below: Whether the closing quotes get a line of their own; as many lines say when left out.
    """
    escaped = [_escaped(line).rstrip() for line in lines]
    text = "\n".join([escaped[0], *(f"{indent}{line}" if line else "" for line in escaped[1:])])
    below = len(lines) > 1 if closed_below is None else closed_below
    # A backslash of the text is doubled, so an odd number of them before a last quote means that it is escaped already.
    if not below and text.endswith('"') and not _backslashes(text[:-1]) % 2:
        text = f'{text[:-1]}\\"'
    return f"{_QUOTES}{text}\n{indent}{_QUOTES}" if below else f"{_QUOTES}{text}{_QUOTES}"


def _backslashes(text: str) -> int:
    return len(text) - len(text.rstrip("\\"))


def _escaped(line: str) -> str:
    text = line.replace("\\", "\\\\").replace(_QUOTES, '\\"\\"\\"')
    # What acts or hides is shown as its escape: documentation is read in terminals, and half a pair cannot be stored.
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii").replace("\\", "\\\\")
        for char in text
    )
