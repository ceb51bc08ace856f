"""Which Peppol scheme an identifier belongs to; only facts, no rule is applied here."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from billit_async.invoicing.code_lists import ELECTRONIC_ADDRESS_SCHEMES, VAT_SCHEMES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PARTICIPANT_SCHEMES", "PEPPOL_SCHEMES", "PRIMARY_TYPES", "VAT_SCHEMES"]

PEPPOL_SCHEMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "GLN": "0088",
        "CBE": "0208",
        "KVK": "0106",
        "OIN": "0190",
        "LEITWEGID": "0204",
        "CTC": "0225",
        "SIREN": "0002",
        "SIRENE": "0002",
        "SIRET": "0009",
        "RPM": "0240",
        "DUNS": "0060",
        "LEI": "0199",
    }
)
"""Identifier type to Peppol scheme.

Source: docs pages "allowed identifiers" (``SIRENE`` is its older word for a SIREN), "identifiers registrations find
receiver" and "identifiers France PA"; an older copy of the page has the schemes of SIREN and SIRET swapped.
"""

PRIMARY_TYPES: Final = ("CTC", "CBE")
"""Identifier types that a company is looked up by before any other, where it has them: the French and the Belgian one.

Source: docs pages "identifiers France PA" and "how can I send to a specific company number".
"""

PARTICIPANT_SCHEMES: Final[frozenset[str]] = ELECTRONIC_ADDRESS_SCHEMES | {*PEPPOL_SCHEMES.values()}
"""The schemes that a participant may be registered under; Peppol's list grows, so an unlisted one is not an error."""
