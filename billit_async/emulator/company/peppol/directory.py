"""The two public registers beside Billit: who does business in Belgium, and who is reached over Peppol.

Only Belgian numbers are known here, beside the foreign parties that the companies have. Nothing is looked up anywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import attrs

from billit_async.emulator.documents.ubl.elements import BILLING_PROCESS, SELF_BILLING_PROCESS, UBL, document_type
from billit_async.emulator.protocol.errors import generic
from billit_async.emulator.protocol.shapes import arrange
from billit_async.invoicing.identifiers import is_belgian_vat_number, normalise_vat_number
from billit_async.invoicing.schemes import PEPPOL_SCHEMES, VAT_SCHEMES

if TYPE_CHECKING:
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.settings import EmulatorSettings
    from billit_async.emulator.storage.store import Store

__all__ = [
    "Participant",
    "find_companies",
    "is_taken_off",
    "look_up",
    "participant_response",
    "set_participant",
]

_MOST_FOUND: Final = 20
_COUNTRY: Final = re.compile(r"[A-Z]{2}[0-9A-Z]{2,13}")
_SCHEME: Final = re.compile(r"\d{4}")
_CBE: Final = "0208"
_CTC: Final = PEPPOL_SCHEMES["CTC"]
_CANONICAL: Final = "iso6523-actorid-upis::"
_BELGIAN_DIGITS: Final = 10

_DOCUMENTS: Final = {
    "BISv3Invoice": (document_type("Invoice"), BILLING_PROCESS),
    "IMR": (
        f"{UBL}:ApplicationResponse-2::ApplicationResponse##urn:fdc:peppol.eu:poacc:trns:invoice_response:3::2.1",
        "urn:fdc:peppol.eu:poacc:bis:invoice_response:3",
    ),
    "MLR": (
        f"{UBL}:ApplicationResponse-2::ApplicationResponse##urn:fdc:peppol.eu:poacc:trns:mlr:3::2.1",
        "urn:fdc:peppol.eu:poacc:bis:mlr:3",
    ),
    "BISv3CreditNote": (document_type("CreditNote"), BILLING_PROCESS),
    "MYPintInvoice": (f"{UBL}:Invoice-2::Invoice##urn:peppol:pint:billing-1@my-1::2.1", "urn:peppol:bis:billing"),
    "MYPintCreditNote": (
        f"{UBL}:CreditNote-2::CreditNote##urn:peppol:pint:billing-1@my-1::2.1",
        "urn:peppol:bis:billing",
    ),
    "BISv3InvoiceSelfBilling": (document_type("Invoice", self_billing=True), SELF_BILLING_PROCESS),
    "BISv3CreditNoteSelfBilling": (document_type("CreditNote", self_billing=True), SELF_BILLING_PROCESS),
}
"""Document and process id of each type. Source: docs page "check via API"; those of self-billing are Peppol's own."""
_USUAL: Final = ("BISv3Invoice", "IMR", "MLR", "BISv3CreditNote")
_WITH_COMPANY_NUMBER: Final = ("BISv3Invoice", "IMR", "MLR", "BISv3CreditNote", "MYPintInvoice", "MYPintCreditNote")
"""The samples show two more types under the company number than under the VAT number."""


@attrs.frozen(kw_only=True)
class Participant:
    """Somebody on Peppol, or somebody who is not.

    Args:
        identifier: Scheme and value, ``0208:0563846944``.
        vat_number: The normalised VAT number behind it; empty when there is none.
        is_registered: Whether anything can be sent there.
        document_types: What it takes.
    """

    identifier: str
    vat_number: str
    is_registered: bool
    document_types: tuple[str, ...]


def find_companies(store: Store, keywords: str) -> list[Document]:
    """Companies whose number or name holds all of the words, at most twenty.

    Source: Swagger operation Misc_GetCompanySearch; how it searches and how much it returns is inferred.
    """
    words = keywords.lower().split()
    number = normalise_vat_number(keywords).removeprefix("BE")
    found: list[Document] = []
    for entry in store.documents.every("directory", 0):
        text = f"{entry['Name']} {entry['City']}".lower()
        is_number = bool(number) and number in normalise_vat_number(entry["CompanyIdentification"])
        if (words and all(word in text for word in words)) or (is_number and number.isdecimal()):
            found.append(arrange(entry, "CompanySearchResultItem"))
    return found[:_MOST_FOUND]


def look_up(store: Store, settings: EmulatorSettings, text: str) -> Participant:
    """Find out about a participant.

    Args:
        store: The data.
        settings: ``peppol.absent``, ``peppol.present`` and ``peppol.types``.
        text: A VAT number with its country, a Belgian company number, or scheme and value with a colon between.

    Raises:
        APIError: 400 for anything else; the text is inferred.

    Source: docs page "check via API".
    """
    scheme, value = _identifier(text)
    vat_number = _vat_number(scheme, value)
    given = store.documents.find("participants", 0, vat_number or f"{scheme}:{value}")
    if given is not None:
        is_registered = bool(given["IsRegistered"])
    else:
        is_registered = _is_known(store, settings, vat_number, scheme, value)
    types = settings.peppol.types.get(vat_number, _WITH_COMPANY_NUMBER if scheme == _CBE else _USUAL)
    return Participant(
        identifier=f"{scheme}:{value}",
        vat_number=vat_number,
        is_registered=is_registered,
        document_types=types if is_registered else (),
    )


def participant_response(participant: Participant) -> Document:
    """What the look-up returns; the same shape, empty, for who is not registered. Source: docs page "check via API"."""
    details: list[dict[str, Any]] = []
    for name in participant.document_types:
        if name in _DOCUMENTS:
            document, process = _DOCUMENTS[name]
            details.append(
                {
                    "DocumentIdentifier": document,
                    "DocumentIdentifierScheme": "busdox-docid-qns",
                    "Processes": [
                        {"ProcessIdentifier": process, "ProcessIdentifierScheme": "cenbii-procid-ubl"},
                    ],
                }
            )
    return {
        "Registered": participant.is_registered,
        "Identifier": participant.identifier,
        "DocumentTypes": list(participant.document_types),
        "ServiceDetails": details,
    }


def is_taken_off(store: Store, vat_number: str) -> bool:
    """Whether somebody was taken off Peppol."""
    given = store.documents.find("participants", 0, vat_number)
    return given is not None and not given["IsRegistered"]


def set_participant(store: Store, participant: Participant, *, is_registered: bool) -> None:
    """Put somebody on Peppol, or take it off; this counts before everything else that is known."""
    key = participant.vat_number or participant.identifier
    store.documents.put("participants", 0, key, {"Identifier": participant.identifier, "IsRegistered": is_registered})


def _identifier(text: str) -> tuple[str, str]:
    plain = text.strip()
    scheme, colon, value = plain[len(_CANONICAL) if plain.lower().startswith(_CANONICAL) else 0 :].partition(":")
    if colon:
        if not _SCHEME.fullmatch(scheme) or not value.strip():
            raise generic(f"{text.strip()} is not a valid Peppol identifier")
        return scheme, value.strip() if scheme == _CTC else normalise_vat_number(value)
    number = normalise_vat_number(text)
    if number.isascii() and number.isdecimal() and len(number) == _BELGIAN_DIGITS:
        return _CBE, number
    if _COUNTRY.fullmatch(number) and any(letter.isdigit() for letter in number):
        return VAT_SCHEMES.get(number[:2], "9999"), number
    raise generic(f"{text.strip()} is not a VAT number, company number or Peppol identifier")


def _vat_number(scheme: str, value: str) -> str:
    if scheme == _CBE and value.isdecimal():
        return f"BE{value}"
    return value if scheme in VAT_SCHEMES.values() else ""


def _is_known(store: Store, settings: EmulatorSettings, vat_number: str, scheme: str, value: str) -> bool:
    """What the data say: a party that has the number, or any valid Belgian number that the settings do not exclude."""
    if vat_number in settings.peppol.absent:
        return False
    if vat_number:
        of_party = store.parties.is_number_on_peppol(vat_number)
        if of_party is not None:
            return of_party
        return is_belgian_vat_number(vat_number) or vat_number in settings.peppol.present
    return scheme in PEPPOL_SCHEMES.values() and store.parties.is_identifier_on_peppol(scheme, value)
