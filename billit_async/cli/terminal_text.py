"""Text that is safe to print on a terminal: control characters and invisible ones are escaped. Pure.

A terminal obeys what it is shown: control characters change its title, clear it, make links, or send back what it then
takes for typing; a line break in a name forges a row of a table; marks of direction show a text in another order than
it is read by a program. Every text that a command prints goes through here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["terminal_safe", "terminal_safe_json"]

# Letters and marks by their category, but nothing is seen of them: fillers, joiners, the second planes of selectors.
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0") | {
    chr(code) for code in range(0xE0100, 0xE01F0)
}
_BROKEN_LINES: Final = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")


def terminal_safe(text: str) -> str:
    r"""Return a text as one line that only shows characters.

    Line breaks and tabs become one blank; every other character that acts or is not seen becomes its escape, such as
    ``\x1b``: controls of both ranges, marks of direction, characters of no width, halves of surrogate pairs, and what
    Unicode has not assigned.

    Args:
        text: Any text.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, _BROKEN_LINES.sub(" ", text)))


def terminal_safe_json(text: str) -> str:
    """Return JSON text with the same value, in which such characters are written as JSON's own escapes.

    Args:
        text: JSON text. A line break in it stands between values, since none can stand inside of one.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char == "\n" or _is_harmless(char) else _json_escape(char) for char in text)


def _is_harmless(char: str) -> bool:
    return char.isprintable() and char not in _UNSEEN


def _shown(char: str) -> str:
    if _is_harmless(char):
        return char
    # Blanks of other widths show nothing but a blank.
    if unicodedata.category(char) == "Zs":
        return " "
    return char.encode("unicode_escape").decode("ascii")


def _json_escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))
