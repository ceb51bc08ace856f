"""Finds the Peppol address of a party: the scheme and the value that its access point is looked up by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from billit_async.invoicing.identifiers import normalise_vat_number
from billit_async.invoicing.schemes import PEPPOL_SCHEMES, PRIMARY_TYPES, VAT_SCHEMES

if TYPE_CHECKING:
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["peppol_address"]

_CBE: Final = "0208"
_SCHEME: Final = re.compile(r"\d{4}")


def peppol_address(party: Document) -> str:
    """Scheme and value that a party is reached under, empty when there is none.

    A primary number, such as the company number, comes before the VAT number. Source: docs pages "how can I send to a
    specific company number" and "identifiers France PA".
    """
    identifiers: list[Document] = party.get("Identifiers", [])
    for primary in (PEPPOL_SCHEMES[kind] for kind in PRIMARY_TYPES):
        for identifier in identifiers:
            if identifier.get("SchemeID") == primary and identifier.get("Identifier"):
                value = normalise_vat_number(identifier["Identifier"]).removeprefix("BE")
                return f"{primary}:{value if primary == _CBE else identifier['Identifier'].strip()}"
    vat_number = normalise_vat_number(party.get("VATNumber") or "")
    if scheme := VAT_SCHEMES.get(vat_number[:2]):
        return f"{scheme}:{vat_number}"
    for identifier in identifiers:
        if _SCHEME.fullmatch(identifier.get("SchemeID") or "") and identifier.get("Identifier"):
            return f"{identifier['SchemeID']}:{identifier['Identifier']}"
    return ""
