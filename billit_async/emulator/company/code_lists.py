"""Billit's code lists with their words in three languages. Data only.

The values are those of the docs pages "types" and "ventilation codes". What the lists are called, and the words, are
not documented: here a list is called like the property it is for, and English is the value read aloud.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["LANGUAGES", "TYPE_CODES"]

LANGUAGES: Final[tuple[str, ...]] = ("EN", "NL", "FR")
"""Languages that words are known in."""

_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TRANSLATED: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "OrderType": {
        "Invoice": ("Factuur", "Facture"),
        "CreditNote": ("Creditnota", "Note de crédit"),
        "Offer": ("Offerte", "Offre"),
        "DeliveryNote": ("Leveringsbon", "Bon de livraison"),
        "OrderForm": ("Bestelbon", "Bon de commande"),
    },
    "OrderDirection": {"Income": ("Inkomst", "Recette"), "Cost": ("Kost", "Dépense")},
    "PartyType": {"Customer": ("Klant", "Client"), "Supplier": ("Leverancier", "Fournisseur")},
    "AddressType": {
        "InvoiceAddress": ("Facturatieadres", "Adresse de facturation"),
        "DeliveryAddress": ("Leveringsadres", "Adresse de livraison"),
    },
    "ApprovalStatus": {
        "Pending": ("In afwachting", "En attente"),
        "Approved": ("Goedgekeurd", "Approuvé"),
        "Rejected": ("Afgekeurd", "Rejeté"),
        "ToApproveByMe": ("Door mij goed te keuren", "À approuver par moi"),
    },
    "PaymentMethod": {
        "Other": ("Andere", "Autre"),
        "Visa": ("Visa", "Visa"),
        "Bancontact": ("Bancontact", "Bancontact"),
        "Contant": ("Contant", "Comptant"),
        "Wired": ("Overschrijving", "Virement"),
        "Online": ("Online", "En ligne"),
        "Domiciliation": ("Domiciliëring", "Domiciliation"),
        "PrivateAccount": ("Privérekening", "Compte privé"),
    },
}
_PLAIN: Final = {
    "OrderStatus": (
        "Draft ToSend ToPay ToInvoice ToDeliver ToDomiciliate Sent Invoiced DeliveryNoteCreated OrderFormCreated "
        "Credited Refused Canceled Paid ApprovalNeeded Delivered PaymentFileGenerated"
    ),
    "TransportType": "SMTP Letter Peppol SDI KSeF OSA ANAF SAT MyInvois Chorus PDP",
    "AccountingCostType": "GoodsForReSale ServicesAndMiscellaneousGoods Investments",
    "WebhookUpdateType": "I U D",
}
_VENTILATION: Final = {
    "1": "0 %",
    "2": "6 %",
    "3": "12 %",
    "4": "21 %",
    "21": "Reverse charge",
    "22": "Outside the scope of VAT",
    "24": "Margin scheme",
    "51": "Goods within the EU",
    "55": "Services within the EU",
    "70": "Export",
}


def _read_aloud(value: str) -> str:
    """``ToSend`` as ``To send``; an abbreviation stays as it is."""
    words = _WORDS.split(value)
    return " ".join([words[0], *(word if word.isupper() else word.lower() for word in words[1:])])


def _type_codes() -> dict[str, dict[str, dict[str, str]]]:
    codes: dict[str, dict[str, dict[str, str]]] = {
        name: {
            value: dict(zip(LANGUAGES, (_read_aloud(value), *translations), strict=True))
            for value, translations in values.items()
        }
        for name, values in _TRANSLATED.items()
    }
    for name, values in _PLAIN.items():
        codes[name] = {value: dict.fromkeys(LANGUAGES, _read_aloud(value)) for value in values.split()}
    codes["VentilationCode"] = {key: dict.fromkeys(LANGUAGES, text) for key, text in _VENTILATION.items()}
    return codes


TYPE_CODES: Final = _type_codes()
"""The words of each value in each language, by list and value."""
