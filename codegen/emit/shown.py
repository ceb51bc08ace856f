"""Which fields the `repr` of a model shows: what tells one document from another, and never whose it is.

A rule over kinds and names, so that a new property needs no decision: numbers, moments, enumerations and codes may be
shown; a free text never is, since it may be a name, an address or an account.
"""

from __future__ import annotations

from typing import Final

from codegen.emit.schema import Kind, Model, Property

__all__ = ["shown_fields"]

_IDS: Final = {Kind.INT, Kind.LONG, Kind.UUID}
_NUMBERS: Final = {Kind.INT, Kind.LONG, Kind.BOOL, Kind.DECIMAL}
# Texts that are codes. The wire names "Zipcode" and the like are written in one word.
_CODE_ENDINGS: Final = ("Type", "TC", "Code", "Status", "Direction", "Currency", "Scheme", "Enum")
_CODES: Final = {"OrderNumber", "Unit", "MIMEType", "MimeType"}
# What ends like a code and is content, and a balance, which is nobody else's business.
_NEVER: Final = {"QRCode", "Saldo"}
_DATE_LENGTH: Final = len("TransactionDate")
_TOTALS: Final = ("TotalIncl", "TotalAmount", "Amount", "AmountIncl")
_PARTIES: Final = {"CustomerID", "SupplierID", "CounterPartyID"}


def shown_fields(model: Model) -> tuple[str, ...]:
    """Name the fields that a `repr` may show, the telling ones first.

    Args:
        model: A model of the document.

    Returns:
        Python names: the own id, number, type, date, total, currency, parties, then everything else that is not a text.
    """
    firsts = _firsts(model)
    ranked = sorted(
        (rank, index, prop.name)
        for index, prop in enumerate(model.properties)
        if (rank := _rank(prop, firsts)) is not None
    )
    return tuple(name for _, _, name in ranked)


def _firsts(model: Model) -> dict[str, int]:
    """The properties of which the first one of its kind goes before the others, with their ranks."""
    found: dict[int, str] = {}
    for prop in model.properties:
        kind, wire = prop.shape.kind, prop.wire
        if kind in _IDS and wire.upper().endswith("ID"):
            if kind is not Kind.UUID or not _has_number(model):
                found.setdefault(0, wire)
        elif kind in {Kind.STRING, Kind.ENUMERATION} and wire.endswith("Type"):
            found.setdefault(2, wire)
        elif kind is Kind.DATETIME and wire.endswith("Date") and len(wire) <= _DATE_LENGTH:
            found.setdefault(4, wire)
    total = next((wire for wire in _TOTALS if any(prop.wire == wire for prop in model.properties)), None)
    if total is not None:
        found[5] = total
    return {wire: rank for rank, wire in found.items()}


def _has_number(model: Model) -> bool:
    """Whether a number tells what it is, so that the first GUID is another thing's."""
    return any(
        prop.shape.kind in {Kind.INT, Kind.LONG} and prop.wire.upper().endswith("ID") for prop in model.properties
    )


def _rank(prop: Property, firsts: dict[str, int]) -> int | None:
    kind, wire = prop.shape.kind, prop.wire
    if prop.private or kind is Kind.BASE64:
        return 12
    if wire in _NEVER or (kind is Kind.STRING and not (wire in _CODES or wire.endswith(_CODE_ENDINGS))):
        return None
    if wire in firsts:
        return firsts[wire]
    if wire == "OrderNumber":
        return 1
    if wire.endswith("Direction"):
        return 3
    if wire.startswith("Currency"):
        return 6
    if prop.shape.model == "Party" or wire in _PARTIES:
        return 7
    if kind in {Kind.STRING, Kind.ENUMERATION}:
        return 8
    if kind in _NUMBERS or kind in {Kind.UUID, Kind.DATETIME}:
        return 9
    return 10 if kind in {Kind.MODEL, Kind.LIST} else 11
