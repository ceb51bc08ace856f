"""Makes the stored documents of a seeded company."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from billit_async.emulator.documents.pdf import text_pdf
from billit_async.emulator.protocol.shapes import Document, arrange
from billit_async.emulator.storage.files import StoredFile

if TYPE_CHECKING:
    from billit_async.emulator.seed.record_maker import RecordMaker

__all__ = ["fill_documents"]

_YEAR: Final = timedelta(days=365)
# Name, description, file name, tags.
_PAPERS: Final[tuple[tuple[str, str, str, list[str]], ...]] = (
    ("Huurcontract kantoor", "Contrat de bail, bureau", "huurcontract", ["contract"]),
    ("Verzekeringspolis BA", "Burgerlijke aansprakelijkheid, jaarpolis", "polis", ["verzekering", "contract"]),
    ("Leasingcontract bestelwagen", "Vier jaar, 20 000 km per jaar", "leasing", ["contract", "wagenpark"]),
    ("Extrait de compte", "Relevé mensuel de la banque", "extrait", ["bank"]),
    ("Btw-aangifte", "Indieningsbewijs", "btw-aangifte", ["btw"]),
    ("Statuten", "Publicatie in het Staatsblad", "statuten", []),
    ("Attest RSZ", "Geen schulden", "attest", ["attest"]),
)


def fill_documents(maker: RecordMaker, count: int) -> None:
    """Write documents of two years, each with its file."""
    draws = maker.draws
    documents: list[Document] = []
    files: list[StoredFile] = []
    for created in maker.moments(count, 2 * _YEAR):
        name, description, stem, tags = draws.one_of(_PAPERS)
        dated = created.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=draws.below(45))
        file_id, file_name = maker.draws.guid(), f"{stem}_{dated:%Y-%m}.pdf"
        document: Document = {
            "DocumentID": maker.store.counters.advance("document", step=draws.between(1, 4)),
            "CompanyID": maker.company_id,
            "File": {"FileID": file_id, "FileName": file_name},
            "Name": f"{name} {dated:%m/%Y}",
            "DocumentDate": f"{dated:%Y-%m-%dT00:00:00}",
            "CreationDate": maker.clock.stamp_of(created),
            "Tags": tags,
        }
        if draws.chance(70):
            document["Description"] = description
        documents.append(arrange(document, "DocumentAPIView"))
        content = text_pdf([document["Name"], "", maker.company["Name"], description])
        files.append(
            StoredFile(file_id=file_id, company_id=maker.company_id, order_id=0, name=file_name, content=content)
        )
    maker.records.add_documents(documents)
    maker.store.files.add(files)
