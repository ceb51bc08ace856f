"""The functions that OData v3 filters know by name, with their argument types; it never evaluates them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SIGNATURES", "call_problem"]

_S: Final = "Edm.String"
_I: Final = "Edm.Int32"
_DATE: Final = (("Edm.DateTime",), ("Edm.DateTimeOffset",))
_CLOCK: Final = (*_DATE, ("Edm.Time",))
_ROUND: Final = (("Edm.Double",), ("Edm.Decimal",))
_TYPE: Final = (("Edm.String",), ("any", "Edm.String"))

# `replace`, `isof`, `cast` and the geo functions are read, but the service behind cannot run them.
SIGNATURES: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType(
    {
        "substringof": ((_S, _S),),
        "startswith": ((_S, _S),),
        "endswith": ((_S, _S),),
        "indexof": ((_S, _S),),
        "concat": ((_S, _S),),
        "substring": ((_S, _I), (_S, _I, _I)),
        "replace": ((_S, _S, _S),),
        "length": ((_S,),),
        "tolower": ((_S,),),
        "toupper": ((_S,),),
        "trim": ((_S,),),
        "year": _DATE,
        "month": _DATE,
        "day": _DATE,
        "hour": _CLOCK,
        "minute": _CLOCK,
        "second": _CLOCK,
        "round": _ROUND,
        "floor": _ROUND,
        "ceiling": _ROUND,
        "isof": _TYPE,
        "cast": _TYPE,
        "geo.distance": (("Edm.GeographyPoint", "Edm.GeographyPoint"), ("Edm.GeometryPoint", "Edm.GeometryPoint")),
        "geo.intersects": (
            ("Edm.GeographyPoint", "Edm.GeographyPolygon"),
            ("Edm.GeometryPoint", "Edm.GeometryPolygon"),
        ),
        "geo.length": (("Edm.GeographyLineString",), ("Edm.GeometryLineString",)),
    }
)


def call_problem(name: str, count: int) -> str | None:
    """Say what is wrong with a call, in the words of Microsoft's library.

    Args:
        name: The function name as written; case matters.
        count: How many arguments it was given.

    Returns:
        The complaint, or None when the name is known and takes that many arguments.

    Source: OData v3 URL conventions, section 5.1.2.4.
    """
    signatures = SIGNATURES.get(name)
    if signatures is None:
        return (
            f"An unknown function with name '{name}' was found. "
            "This may also be a key lookup on a navigation property, which is not allowed."
        )
    if any(len(signature) == count for signature in signatures):
        return None
    considered = "; ".join(f"{name}({', '.join(signature)})" for signature in signatures)
    return (
        f"No function signature for the function with name '{name}' matches the specified arguments. "
        f"The function signatures considered are: {considered}."
    )
