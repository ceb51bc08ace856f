"""No reader of UBL, the complete rules least of all, is given a document that names entities or files."""

from __future__ import annotations

import socket
import threading
from importlib import import_module
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import pytest

from billit_async import InvalidUbl
from billit_async.invoicing import ubl_validator
from billit_async.invoicing.ubl import check_ubl, refuse_invalid_ubl
from billit_async.invoicing.ubl_guard import parsed
from billit_async.invoicing.ubl_validator import has_official_rules, official_findings
from tests.unit.ubl_samples import good

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

needs_official = pytest.mark.skipif(not has_official_rules(), reason="needs the extra ubl")
CANARY = "the-canary-sings"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


class Listener:
    """A server that counts who comes."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.visitors = 0
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            visitor, _ = self._socket.accept()
            with visitor:
                if visitor.recv(4) == b"stop":
                    return
                self.visitors += 1

    def stop(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as last:
            last.sendall(b"stop")
        self._thread.join()
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.stop()


def with_dtd(dtd: str, reference: str = "") -> str:
    document = good("Invoice")
    declaration, separator, rest = document.partition("?>") if document.startswith("<?xml") else ("", "", document)
    return f"{declaration}{separator}{dtd}{rest}".replace("PO-1", f"PO-1{reference}")


def hostile(address: str) -> dict[str, str]:
    whole = with_dtd(f'<!DOCTYPE Invoice [<!ENTITY e SYSTEM "{address}">]>', "&e;")
    return {
        "an external entity": whole,
        "an external subset": with_dtd(f'<!DOCTYPE Invoice SYSTEM "{address}">'),
        "a public subset": with_dtd(f'<!DOCTYPE Invoice PUBLIC "x" "{address}">'),
        "a parameter entity": with_dtd(f'<!DOCTYPE Invoice [<!ENTITY % p SYSTEM "{address}"> %p;]>'),
        "an internal entity": with_dtd(f'<!DOCTYPE Invoice [<!ENTITY e "{CANARY}">]>', "&e;"),
        "laughs": with_dtd(f'<!DOCTYPE Invoice [<!ENTITY l0 "{CANARY}">{LAUGHS}]>', "&l11;"),
        "a DTD without entities": with_dtd("<!DOCTYPE Invoice>"),
        "behind a mark of byte order": "\ufeff" + whole,
        "behind blanks": " \r\n\t" + whole,
        "behind a comment": "<!-- x -->" + with_dtd(f'<!DOCTYPE Invoice [<!ENTITY e SYSTEM "{address}">]>', "&e;"),
        "behind an instruction": "<?xml-stylesheet href='x'?>" + whole,
        "behind an instruction that ends twice": "<?xml-x ?>" + whole + "<!-- ?> -->",
        "said to be UTF-16": '<?xml version="1.0" encoding="UTF-16"?>' + whole,
        "said to be UTF-7": '<?xml version="1.0" encoding="UTF-7"?>' + whole,
        "said to be Latin-1": '<?xml version="1.0" encoding="ISO-8859-1"?>' + whole,
    }


def refused_everywhere(document: str) -> bool:
    assert not isinstance(parsed(document), Element)
    with pytest.raises(InvalidUbl) as caught:
        refuse_invalid_ubl(document)
    found = [*check_ubl(document), *official_findings(document), *caught.value.findings]
    assert CANARY not in repr(found)
    return {finding.rule for finding in found} <= {"XML-DTD", "XML-FORM"}


@pytest.mark.parametrize("name", hostile(""))
def test_a_document_with_a_dtd_is_refused_before_any_other_reader(
    name: str, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if has_official_rules():
        # A caller of the processor has now not asked the guard.
        monkeypatch.setattr(import_module("saxonche"), "PySaxonProcessor", None)
    canary = tmp_path / "canary.txt"
    canary.write_text(CANARY)
    for address in (canary.as_uri(), f"http://127.0.0.1:{listener.port}/"):
        assert refused_everywhere(hostile(address)[name])
    assert listener.visitors == 0


@pytest.mark.parametrize(
    "document",
    [
        # A DTD in other encodings, taken for text as it stands.
        '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a +AFsAPAAh-ENTITY e SYSTEM +ACI-file:///x+ACIAPgBdAD4-<a/>',
        "<!DOCTYPE a><a/>".encode("utf-16").decode("latin-1"),
        "<!DOCTYPE a><a/>".encode("utf-16-be").decode("latin-1"),
        "<!DOCTYPE a><a/>".encode("utf-32").decode("latin-1"),
        "<a>&e;</a>",
        "<a>&#0;</a>",
        "<a>\0</a>",
        "<a>\ud800</a>",
        "<!ENTITY e 'x'><a/>",
        "<a/><!DOCTYPE a>",
        "",
        "\ufeff",
    ],
)
def test_what_is_not_well_formed_is_refused_too(document: str) -> None:
    assert refused_everywhere(document)


def test_a_document_that_never_ends_to_open_is_refused() -> None:
    findings = official_findings("<a>" * 200 + "</a>" * 200)
    assert not findings or findings[0].rule == "XML-DEPTH"
    assert check_ubl("<a>" * 100_000)[0].rule == "XML-DEPTH"


@needs_official
def test_the_processor_takes_no_dtd_even_if_it_were_given_one(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ubl_validator, "parsed", lambda _: Element("a"))
    canary = tmp_path / "canary.txt"
    canary.write_text(CANARY)
    for address in (canary.as_uri(), f"http://127.0.0.1:{listener.port}/"):
        for name in ("an external entity", "an external subset", "laughs"):
            assert [finding.rule for finding in official_findings(hostile(address)[name])] == ["UBL-RULES"]
    assert listener.visitors == 0


@needs_official
def test_a_good_document_passes_the_guard_and_the_rules() -> None:
    assert isinstance(parsed(good("Invoice")), Element)
    assert [finding for finding in official_findings(good("Invoice")) if finding.is_error] == []
