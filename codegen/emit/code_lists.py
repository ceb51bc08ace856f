"""Emits `billit_async/invoicing/code_lists.py` from `openapi/code-lists.yaml`: the codes that e-invoices may hold."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any, Final

import yaml

from codegen import CodegenError, is_list, is_mapping

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CODE_LISTS", "HEADER", "emit_code_lists"]

CODE_LISTS: Final = "billit_async/invoicing/code_lists.py"
HEADER: Final = "# Generated from openapi/code-lists.yaml by `python -m codegen emit`. Do not edit.\n"
_NAME: Final = re.compile(r"[a-z]+(?:_[a-z]+)*")
_CODE: Final = re.compile(r"[0-9A-Z]{1,8}")


def emit_code_lists(path: Path) -> dict[str, str]:
    """Make the module of code lists.

    Args:
        path: The YAML file: its ``source``, and for each list its words and its codes, or codes by code.

    Returns:
        Relative path to Python text, not formatted.

    Raises:
        CodegenError: The file has another shape, or a name or code that is not a plain one.
    """
    document: Any = yaml.safe_load(path.read_text("utf-8"))
    if not is_mapping(document) or not is_mapping(document.get("lists")):
        raise CodegenError(f"{path}: expected `source` and `lists`")
    parts = [
        f'"""The lists of codes that e-invoices may hold.\n\n{_wrapped(str(document.get("source")))}\n"""',
        "from __future__ import annotations\n",
        "from types import MappingProxyType\nfrom typing import TYPE_CHECKING, Final",
        "if TYPE_CHECKING:\n    from collections.abc import Mapping\n",
        f"__all__ = {sorted(map(str.upper, document['lists']))!r}",
        "def _codes(text: str) -> frozenset[str]:\n    return frozenset(text.split())\n\n",
    ]
    for name, entry in sorted(document["lists"].items()):
        if not isinstance(name, str) or not _NAME.fullmatch(name) or not is_mapping(entry):
            raise CodegenError(f"{path}: {name!r} is not a list's name with its words and codes")
        parts.append(f"{name.upper()}: Final{_value(entry.get('codes'), where=f'{path}: {name}')}")
        parts.append(f'"""{_wrapped(str(entry.get("words")))}"""')
    return {CODE_LISTS: "\n".join(parts) + "\n"}


def _value(codes: Any, *, where: str) -> str:
    if is_mapping(codes):
        pairs = {_plain(key, where): _plain(value, where) for key, value in codes.items()}
        return f"[Mapping[str, str]] = MappingProxyType({pairs!r})"
    if is_list(codes):
        text = textwrap.fill(" ".join(_plain(code, where) for code in codes), 112)
        return f' = _codes("""\n{textwrap.indent(text, "    ")}\n""")'
    raise CodegenError(f"{where}: `codes` is neither a list nor a mapping")


def _plain(code: Any, where: str) -> str:
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise CodegenError(
            f"{where}: {code!r} is not a code: 1 to 8 digits and capital letters, in quotes where it is a number"
        )
    return code


def _wrapped(text: str) -> str:
    """Words that stand in a docstring and cannot end it."""
    plain = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return textwrap.fill(plain, 110)
