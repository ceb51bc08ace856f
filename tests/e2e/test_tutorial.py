"""Every chapter of Billit's manual has its section in the tutorial, in the manual's order, with code that runs.

The code itself is run by ``test_documented_examples``; here is only that nothing of the manual is left out.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.e2e.test_documented_examples import blocks_of

DOCS = Path(__file__).resolve().parents[2] / "docs"
OVERVIEW = DOCS / "tutorial.md"
NAVIGATION = DOCS.parent / "mkdocs.yml"

# The chapters in the order of the manual, and what its examples are about: text that only code which runs them has.
CHAPTERS = {
    2: ("introduction", ["ApiKey("]),
    3: ("sandbox and production", ["https://my.sandbox.billit.be", "https://my.billit.be"]),
    4: (
        "what data there are",
        ["account.information", "orders.list", "parties.list", "products.list", "peppol.lookup"],
    ),
    5: ("authentication by API key", ["/v1/account/accountInformation", "InvalidCredentials"]),
    6: ("the API explorer", ["/swagger/docs/v1"]),
    7: ("several businesses of one user", ["for_company"]),
    8: ("authentication by OAuth2", ["/Account/Logon", "expected_state", "access_denied"]),
    9: ("requesting access tokens", ["authorization_code", "expires_in", "/v1/orders", "exchange("]),
    10: ("refresh tokens", ['"grant_type": "refresh_token"', "refresh_reuses"]),
    11: ("reading invoices", ["DateTime'2019-01-01'", "last_modified", '"Invoice"']),
    12: ("reading customers, suppliers and products", ["PartyType", '"Supplier"', "Testgroep"]),
    13: ("creating orders", ["product_id=product_id", "CreditNote", "DeliveryNote", "Offer", '"Cost"', "customer_id"]),
    14: ("invoices as PDF", ["files.download", "58172ba7c2b849669c170ad3ad9be90b?download=true"]),
    15: ("sending by SMTP", ['"SMTP"', 'print_type="Reminder"', "RegisteredLetterWithReceipt"]),
    16: ("marking as paid", ["paid=True"]),
    17: ("paging, querying and sorting", ["NextPageLink", "collect()", "120"]),
    18: ("the Peppol first strategy", ['via="Peppol", fallbacks=', "default_transport_type_tc", "refresh=True"]),
    19: ("whether the receiver is registered", [".registered", "document_types", '"MLR"']),
    20: ("sending over Peppol", ["BE0887010362", "my order line", '("100.00", "21.00", "121.00")', "send_order"]),
    21: ("creating customers and suppliers", ["/v1/parties/", "gl_account_code", "ventilation_code", "default_paid"]),
    22: ("empty lines", ["OrderLine()", ".text("]),
}

_SECTION = re.compile(r"^## .+? \{ #chapter-(\d+) \}$", re.MULTILINE)


def pages() -> list[Path]:
    """The pages of the tutorial in the order of the navigation."""
    return [DOCS / name for name in re.findall(r"(tutorial/[\w-]+\.md)$", NAVIGATION.read_text("utf-8"), re.MULTILINE)]


def sections() -> dict[int, str]:
    found: dict[int, str] = {}
    for page in pages():
        _, *parts = _SECTION.split(page.read_text("utf-8"))
        for number, text in zip(parts[::2], parts[1::2], strict=True):
            assert int(number) not in found, f"chapter {number} has two sections"
            found[int(number)] = text
    return found


def test_every_chapter_of_the_manual_has_its_section_in_the_order_of_the_manual() -> None:
    assert list(sections()) == list(CHAPTERS)


def test_every_page_of_the_tutorial_is_in_the_navigation() -> None:
    assert sorted(pages()) == sorted((DOCS / "tutorial").glob("*.md"))


@pytest.mark.parametrize("number", CHAPTERS)
def test_the_examples_of_a_chapter_are_code_that_runs_and_asserts(number: int) -> None:
    about, examples = CHAPTERS[number]
    blocks = blocks_of(sections()[number])
    code = "\n".join(block.code for block in blocks)
    assert all(block.not_run is None for block in blocks)
    assert "assert " in code, about
    assert [each for each in examples if each not in code] == [], about


def test_the_overview_leads_to_every_chapter() -> None:
    linked = re.findall(
        r"^\| (\d+) \|.+\]\((tutorial/[\w-]+\.md)#chapter-(\d+)\) \|$", OVERVIEW.read_text("utf-8"), re.MULTILINE
    )
    assert [(int(number), int(anchor)) for number, _, anchor in linked] == [(number, number) for number in CHAPTERS]
    for number, page, _ in linked:
        assert f"{{ #chapter-{number} }}" in (DOCS / page).read_text("utf-8")


def test_every_page_of_the_guide_leads_on_to_the_next() -> None:
    guide, _, _ = NAVIGATION.read_text("utf-8").partition("  - Guide:\n")[2].partition("  - Behind it:\n")
    chain = [DOCS / name for name in re.findall(r": ([\w/-]+\.md)$", guide, re.MULTILINE)]
    assert {OVERVIEW, *pages()} < set(chain)
    for page, following in pairwise(chain):
        last = page.read_text("utf-8").rstrip().rpartition("\n\n")[2]
        assert re.search(rf"\]\((\.\./|tutorial/)?{re.escape(following.name)}[)#]", last), page


def test_the_home_page_leads_to_every_page_beside_it() -> None:
    home = (DOCS / "index.md").read_text("utf-8")
    missing = [page.name for page in DOCS.glob("*.md") if page.name != "index.md" and f"({page.name})" not in home]
    assert missing == []
