"""Writes the XML that travels over Peppol: a standard business document header around a UBL invoice or credit note."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from billit_async.emulator.documents.ubl.elements import BILLING_PROCESS, SELF_BILLING_PROCESS, UBL, document_type

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["wrap"]


def wrap(
    kind: str, ubl: str, *, from_id: str, to_id: str, identifier: str, created: datetime, self_billing: bool = False
) -> bytes:
    """A UBL document in the envelope that it travels in.

    Args:
        kind: ``Invoice`` or ``CreditNote``.
        ubl: The document; its XML declaration is left out.
        from_id: Peppol identifier of the sender.
        to_id: The same of the receiver.
        identifier: The GUID of the transmission.
        created: When it was sent; Belgian local time.
        self_billing: Whether the buyer made it.
    """
    document_id = document_type(kind, self_billing=self_billing)
    process = SELF_BILLING_PROCESS if self_billing else BILLING_PROCESS
    if ubl.lstrip("\ufeff \r\n\t").startswith("<?xml"):
        ubl = ubl.partition("?>")[2]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">'
        "<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion>"
        f'<Sender><Identifier Authority="iso6523-actorid-upis">{escape(from_id)}</Identifier></Sender>'
        f'<Receiver><Identifier Authority="iso6523-actorid-upis">{escape(to_id)}</Identifier></Receiver>'
        f"<DocumentIdentification><Standard>{UBL}:{kind}-2</Standard><TypeVersion>2.1</TypeVersion>"
        f"<InstanceIdentifier>{identifier}</InstanceIdentifier><Type>{kind}</Type>"
        f"<CreationDateAndTime>{created:%Y-%m-%dT%H:%M:%S}</CreationDateAndTime></DocumentIdentification>"
        "<BusinessScope>"
        f"{_scope('DOCUMENTID', document_id, 'busdox-docid-qns')}"
        f"{_scope('PROCESSID', process, 'cenbii-procid-ubl')}"
        "</BusinessScope></StandardBusinessDocumentHeader>"
        f"{ubl}"
        "</StandardBusinessDocument>"
    ).encode()


def _scope(name: str, value: str, scheme: str) -> str:
    return (
        f"<Scope><Type>{name}</Type><InstanceIdentifier>{value}</InstanceIdentifier>"
        f"<Identifier>{scheme}</Identifier></Scope>"
    )
