"""The lists of identifier schemes that matter on Peppol; only facts, no rule is applied here."""

from __future__ import annotations

from typing import Final

__all__ = ["PARTICIPANT_SCHEMES", "PEPPOL_SCHEMES", "VAT_SCHEMES"]

PEPPOL_SCHEMES: Final[dict[str, str]] = {
    "GLN": "0088",
    "CBE": "0208",
    "KVK": "0106",
    "OIN": "0190",
    "LEITWEGID": "0204",
    "SIRET": "0009",
    "SIRENE": "0002",
    "DUNS": "0060",
    "LEI": "0199",
}
"""Identifier type to Peppol scheme. Source: docs page "allowed identifiers"; GLN and CBE also in the order sample."""

VAT_SCHEMES: Final[dict[str, str]] = {"BE": "9925", "DE": "9930", "NL": "9944"}
"""Country of a VAT number to its Peppol scheme. Source: docs page "allowed identifiers"."""

PARTICIPANT_SCHEMES: Final[frozenset[str]] = frozenset({*PEPPOL_SCHEMES.values(), *VAT_SCHEMES.values()})
"""The schemes that Billit's documentation names; Peppol knows more, so an unlisted one is no error."""
