"""What may be shown of a text that came from outside: enough to see what it is, never whose. Pure.

Every function cuts first and masks then, and every pattern takes time in proportion to what it is given, so that a long
text costs no more than a short one.
"""

from __future__ import annotations

import re
from functools import cache

from billit_async._transport.vocabulary import is_plain_number, known_words

__all__ = ["masked_code", "masked_start", "masked_text", "quotable_text"]

_SHOWN = 160
# An open string, or one that ends in the middle of an escape, is one as well: a body may be cut anywhere.
_STRING = re.compile(r'"(?:[^"\\]|\\.|\\\Z)*+(?:"|\Z)(\s*+:)?', re.DOTALL)
_NUMBERS = re.compile(r"(?<![\w-])\d[\d .,/:+-]*")
_TOKEN = re.compile(r"\w+(?:[.@/:+'&-]++\w+)*+")
_SEGMENT = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"[A-Z\u00c0-\u00de]+(?![a-z\u00df-\u00ff])|[A-Z\u00c0-\u00de]?[a-z\u00df-\u00ff]+|[0-9]+")
_RULE = re.compile(r"(?:BR|BT|BG|CL|UBL|PEPPOL|EN16931|XSD)(?:-[A-Z]{1,7}|-EN16931)*(?:-[A-Z]?[0-9]{1,4})?")
_GAPS = re.compile(r"…(?:[\s,.;:/'\u2019&()-]*…)+")
_LONGEST_CODE = 120
_LONGEST_GROUP = 4
_GROUPS_OF_AN_IBAN = 10
_SCRIPTS = ("script", "style")


@cache
def _secrets() -> tuple[re.Pattern[str], ...]:
    # Compiled when they are first needed: five milliseconds of what importing the package takes. Each begins where a
    # run of its characters begins, and nowhere within it: otherwise it would read a long run from each of its letters.
    return (
        re.compile(r"""(?<![^\s<>"'=:;,()@])[^\s<>"'=:;,()@]++@[^\s<>"'=:;,()]++"""),  # an e-mail address
        re.compile(r"eyJ[\w-]*+(?:\.[\w-]*+){0,2}"),  # a JSON web token
        re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),  # a GUID: keys are GUIDs
        re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[0-9A-Z]{4}){2,7}(?:[ ]?[0-9A-Z]{1,3})?\b"),  # an IBAN
        # A long opaque run.
        re.compile(r"(?<![\w+/=-])(?=[\w+/=-]{24})(?=[A-Za-z_+/=-]*+\d)(?=[\d_+/=-]*+[A-Za-z])[\w+/=-]++"),
    )


def masked_text(text: str, limit: int = 300) -> str:
    """Put a text on one line, cut it, and mask keys, tokens, GUIDs, e-mail addresses and IBANs in it.

    For what does not speak of customers: a header, a parameter's name. A message of the service may name one anywhere,
    and goes through :func:`quotable_text`.
    """
    line, was_cut = _line(text, limit)
    return _shortened(_without_secrets(line), limit, was_cut=was_cut)


def quotable_text(text: str, limit: int = 300) -> str:
    """Show of a message of the service what can be nobody's: the known words, the names of fields, short numbers.

    A name is not told from another word by its look. So what is shown is a list, of the words of the service's own
    fields, codes and messages and of technical prose, and everything else is masked.
    """
    line, was_cut = _line(text, limit)
    return _shortened(_in_known_words(_without_secrets(line)), limit, was_cut=was_cut)


def masked_code(code: str) -> str:
    """Show a message key as it is, placeholders and all; what is not a key is shown as a message is."""
    plain = len(code) <= _LONGEST_CODE and code.isascii() and code.replace("_", "").isalnum()
    few = is_plain_number("".join(char for char in code[:_LONGEST_CODE] if char.isdigit()))
    return code if plain and few and not code.startswith("eyJ") else quotable_text(code, _LONGEST_CODE)


def masked_start(body: bytes) -> str:
    """Show how a body begins: the shape of JSON without its values, the known words of a page or a text."""
    text = body[: 16 * _SHOWN].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[", '"')):
        shape = _STRING.sub(lambda match: _masked_key(match[0]) if match[1] else '"…"', text)
        return _shortened(" ".join(_in_known_words(re.sub(r"\d", "0", shape), shape=True).split()), _SHOWN)
    if text.startswith("<"):
        text = _without_tags(text)
    if not all(char.isprintable() or char.isspace() for char in text[:_SHOWN]):
        return f"{len(body)} bytes that are not text"
    return quotable_text(text, _SHOWN)


def _line(text: str, limit: int) -> tuple[str, bool]:
    """Put the start of a text on one line; tell whether there was more. Never ends within a word, or an account."""
    room = 8 * limit + 200
    head = "".join(char if char.isprintable() else " " for char in text[:room])
    if len(text) <= room:
        return " ".join(head.split()), False
    words = head.split()[:-1]
    for _ in range(_GROUPS_OF_AN_IBAN):
        if not words or len(words[-1]) > _LONGEST_GROUP:
            break
        words.pop()
    return " ".join(words), True


def _shortened(masked: str, limit: int, *, was_cut: bool = False) -> str:
    if len(masked) > limit:
        return masked[: limit - 1] + "…"
    if was_cut and not masked.endswith("…"):
        return masked[: limit - 1].rstrip() + "…"
    return masked


def _without_secrets(line: str) -> str:
    for pattern in _secrets():
        line = pattern.sub("…", line)
    return line


def _in_known_words(line: str, *, shape: bool = False) -> str:
    if not shape:
        line = _NUMBERS.sub(_shown_number, line)
    shown = _TOKEN.sub(lambda match: match[0] if _is_known(match[0], shape=shape) else "…", line)
    return shown if shape else _GAPS.sub("…", shown)


def _shown_number(match: re.Match[str]) -> str:
    digits = "".join(char for char in match[0] if char.isdigit())
    if is_plain_number(digits):
        return match[0]
    end = len(match[0].rstrip(" .,/:+-"))
    return f"…{match[0][end:]}"


def _masked_key(text: str) -> str:
    name, _, rest = text.rpartition('"')
    return f'{name}"{rest}' if all(_is_known(found[0]) for found in _TOKEN.finditer(name)) else f'"…"{rest}'


def _is_known(token: str, *, shape: bool = False) -> bool:
    if _RULE.fullmatch(token):
        return True
    if not shape and not is_plain_number("".join(char for char in token if char.isdigit())):
        return False
    return all(_is_known_segment(found[0]) for found in _SEGMENT.finditer(token))


def _is_known_segment(segment: str) -> bool:
    words = known_words()
    if segment.casefold() in words or segment.isdecimal():
        return True
    # OrderPartyColumns, VATNumber: a name of the service's, hump by hump.
    humps = _HUMP.findall(segment)
    return "".join(humps) == segment and all(hump.isdecimal() or hump.casefold() in words for hump in humps)


def _without_tags(text: str) -> str:
    kept: list[str] = []
    lower = text.lower()
    at = 0
    while (start := text.find("<", at)) >= 0:
        kept.append(text[at:start])
        script = next((name for name in _SCRIPTS if lower.startswith(name, start + 1)), None)
        end = text.find(">", start)
        if script is not None:
            closing = lower.find(f"</{script}", start)
            end = text.find(">", closing) if closing >= 0 else -1
        if end < 0:
            return " ".join(kept)
        at = end + 1
    kept.append(text[at:])
    return " ".join(kept)
