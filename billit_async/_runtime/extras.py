"""Imports libraries that belong to an extra of the package."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from billit_async.errors import MissingExtra

__all__ = ["import_extra"]


def import_extra(*modules: str, what: str, extra: str, needs: str | None = None) -> Any:
    """Import a library of an extra.

    Args:
        modules: The modules to load, the one to return first.
        what: What needs it, for the message.
        extra: The extra that brings it.
        needs: The name of the library; the first module's when it is left out.

    Returns:
        The first module.

    Raises:
        MissingExtra: One of them is not installed.
    """
    try:
        loaded = [import_module(name) for name in modules]
    except ImportError as error:
        raise MissingExtra(what, extra=extra, needs=needs or modules[0].partition(".")[0]) from error
    return loaded[0]
