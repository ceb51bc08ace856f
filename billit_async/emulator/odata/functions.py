"""The functions of a filter in SQL, chosen by the null mode where T-SQL and .NET differ; it never looks at columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.odata.parser import unmatched
from billit_async.emulator.odata.types import FLOATS, NUMBERS, NotBuiltError, ODataRefusal, Sql
from billit_async.odata.ast import Edm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from billit_async.emulator.settings import EmulatorSettings

__all__ = ["call"]

_NEVER_RUN: Final = frozenset({"replace", "isof", "cast", "geo.distance", "geo.intersects", "geo.length"})
_DATE_PARTS: Final = {
    "year": (1, 4),
    "month": (6, 2),
    "day": (9, 2),
    "hour": (12, 2),
    "minute": (15, 2),
    "second": (18, 2),
}
# By name: the SQL function, its type, and whether letter case may be without meaning to it.
_TEXT: Final[dict[str, tuple[str, Edm, bool]]] = {
    "startswith": ("o_starts", Edm.BOOLEAN, True),
    "endswith": ("o_ends", Edm.BOOLEAN, True),
    "indexof": ("o_index", Edm.INT32, True),
    "concat": ("o_concat", Edm.STRING, False),
    "length": ("o_length", Edm.INT32, False),
    "tolower": ("o_lower", Edm.STRING, False),
    "toupper": ("o_upper", Edm.STRING, False),
    "trim": ("o_trim", Edm.STRING, False),
}
_WINDOWED: Final = 3
"""Arguments of substring when a length is given."""


def call(name: str, arguments: Sequence[Sql], settings: EmulatorSettings, as_number: Callable[[Sql, Edm], Sql]) -> Sql:
    """Compile a call.

    Args:
        name: A function that the parser knows, with as many arguments as it takes.
        arguments: Its arguments.
        settings: Null semantics decide between .NET and T-SQL, ``odata.ignore_case`` how needles are found.
        as_number: Brings a number to the form in which decimals or doubles are computed.

    Raises:
        ODataRefusal: argument types that no signature takes, or a function that the real server fails on.
        NotBuiltError: a valid call that the emulator does not run.

    Source: OData v3 URL conventions, section 5.1.2.4.
    """
    if name in _NEVER_RUN:
        raise ODataRefusal(f"Unknown function '{name}'.", is_bare=True)
    for argument in arguments:
        if argument.column is not None and argument.column.members:
            raise ODataRefusal(f"The '{name}' function cannot be applied to an enumeration-typed argument.")
        if argument.type_name is not None:
            raise ODataRefusal(str(unmatched(name)))
    made = _made(name, arguments, settings, as_number)
    return attrs.evolve(made, nullable=any(argument.nullable for argument in arguments))


def _made(name: str, arguments: Sequence[Sql], settings: EmulatorSettings, as_number: Callable[[Sql, Edm], Sql]) -> Sql:
    if name in _DATE_PARTS:
        return _date_part(name, arguments[0])
    if name in {"round", "floor", "ceiling"}:
        return _rounded(name, arguments[0], settings, as_number)
    if name == "substring":
        _require(name, arguments[:1], Edm.STRING)
        _require(name, arguments[1:], Edm.INT32)
        function = "o_substring_from"
        if len(arguments) == _WINDOWED:
            function = "o_substring_clamped" if settings.odata.null_mode == "linq" else "o_substring_window"
        return _function(function, arguments, Edm.STRING)
    _require(name, arguments, Edm.STRING)
    if name == "substringof":  # needle first, on purpose
        return _function("o_contains", _folded(reversed_pair(arguments), settings), Edm.BOOLEAN)
    function, edm, finds = _TEXT[name]
    return _function(function, _folded(arguments, settings) if finds else arguments, edm)


def reversed_pair(arguments: Sequence[Sql]) -> Sequence[Sql]:
    """The two arguments in the other order."""
    return arguments[1], arguments[0]


def _folded(arguments: Sequence[Sql], settings: EmulatorSettings) -> Sequence[Sql]:
    if not settings.odata.ignore_case:
        return arguments
    return [attrs.evolve(argument, text=f"o_fold({argument.text})") for argument in arguments]


def _date_part(name: str, argument: Sql) -> Sql:
    if argument.edm is Edm.TIME:
        if name in {"year", "month", "day"}:
            raise ODataRefusal(str(unmatched(name)))
        raise NotBuiltError("a function of a duration")
    if argument.edm not in {Edm.DATETIME, Edm.DATETIMEOFFSET, Edm.NULL}:
        raise ODataRefusal(str(unmatched(name)))
    # A moment with an offset counts by its own clock, which is what stands first in it.
    start, length = _DATE_PARTS[name]
    text = f"CAST(substr({argument.text}, {start}, {length}) AS INTEGER)"
    return Sql(text=text, values=argument.values, edm=Edm.INT32)


def _rounded(name: str, argument: Sql, settings: EmulatorSettings, as_number: Callable[[Sql, Edm], Sql]) -> Sql:
    if argument.edm not in NUMBERS and argument.edm is not Edm.NULL:
        raise ODataRefusal(str(unmatched(name)))
    edm = Edm.DOUBLE if argument.edm in FLOATS else Edm.DECIMAL
    way = name
    if name == "round":
        # Math.Round goes to the even neighbour, ROUND of T-SQL away from zero.
        way = "even" if settings.odata.null_mode == "linq" else "away"
    number = as_number(argument, edm)
    function = "o_whole_double" if edm is Edm.DOUBLE else "o_whole_decimal"
    return Sql(text=f"{function}('{way}', {number.text})", values=number.values, edm=edm)


def _function(name: str, arguments: Sequence[Sql], edm: Edm) -> Sql:
    values = tuple(value for argument in arguments for value in argument.values)
    return Sql(text=f"{name}({', '.join(argument.text for argument in arguments)})", values=values, edm=edm)


def _require(name: str, arguments: Sequence[Sql], edm: Edm) -> None:
    # A 32-bit parameter takes no 64-bit number; null fits everywhere.
    if any(argument.edm not in {edm, Edm.NULL} for argument in arguments):
        raise ODataRefusal(str(unmatched(name)))
