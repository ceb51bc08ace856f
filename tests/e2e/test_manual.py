"""What Billit's manual says, statement by statement: each has a program that runs, and a verdict.

The statements stand in `tests/e2e/manual`, chapter by chapter; `docs/manual.md` prints them. After a change of a
statement or of a misprint, `python -m tests.e2e.test_manual` writes the pages again.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from aiohttp import ClientSession

from billit_async import ApiKey, BillitSession
from billit_async._transport.misprints import MISPRINTS
from billit_async.emulator import Emulator
from tests.e2e.manual import introduction, login, orders, parties, peppol, reading
from tests.e2e.manual.table import AS_PRINTED, DIFFERENT, TABLE, UNKNOWN, Manual, Statement

DOCS = Path(__file__).resolve().parents[2] / "docs"
MODULES = (introduction, login, reading, orders, peppol, parties)
CHAPTERS = sorted({statement.chapter for statement in TABLE})
LARGE = {11, 15, 17}  # chapters that need more than one page, or orders of every kind

_BLOCK = "<!-- {name}: begin -->\n\n{text}\n<!-- {name}: end -->"


def statements() -> list[Statement]:
    """All statements in the order of the manual."""
    return sorted(TABLE, key=lambda statement: statement.chapter)


def manual_table() -> str:
    """The statements as the page of the manual prints them."""
    counts = Counter(statement.verdict for statement in TABLE)
    told = f"{counts[AS_PRINTED]} as printed, {counts[DIFFERENT]} different, {counts[UNKNOWN]} that cannot be known"
    lines = [
        f"{len(TABLE)} statements, none missing: {told}.",
        "",
        "| chapter | the manual says | verdict | why |",
        "|---|---|---|---|",
    ]
    lines += [f"| {one.chapter} | {one.text} | {one.verdict} | {one.because} |" for one in statements()]
    return "\n".join(lines) + "\n"


def misprint_table() -> str:
    """The misprints as the tutorial prints them."""
    lines = ["| chapter | the manual prints | what works |", "|---|---|---|"]
    lines += [f"| {one.chapter} | {one.printed} | {one.works} |" for one in MISPRINTS]
    return "\n".join(lines) + "\n"


PAGES = {"manual.md": ("statements", manual_table), "tutorial/misprints.md": ("misprints", misprint_table)}


def written(page: str) -> str:
    """A page with its table as it should be."""
    name, table = PAGES[page]
    text = (DOCS / page).read_text("utf-8")
    block = _BLOCK.format(name=name, text=table())
    return re.sub(rf"<!-- {name}: begin -->.*<!-- {name}: end -->", lambda _: block, text, flags=re.DOTALL)


@pytest.mark.parametrize("chapter", CHAPTERS)
async def test_the_statements_of_a_chapter_hold_as_their_verdicts_say(chapter: int) -> None:
    failed: list[str] = []
    async with (
        Emulator(seed=7, orders=300 if chapter in LARGE else 60, companies=2) as emu,
        BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as billit,
        ClientSession(emu.url) as http,
    ):
        manual = Manual(emu, billit, http)
        for statement in statements():
            if statement.chapter == chapter:
                try:
                    await statement.program(manual)
                except Exception as error:  # noqa: BLE001 - all that fail are named, not the first alone
                    failed.append(f"{statement.text}: {type(error).__name__}: {error}")
    assert failed == []


def test_every_chapter_of_the_manual_has_statements() -> None:
    assert list(range(2, 23)) == CHAPTERS
    assert len(TABLE) >= 186
    assert [text for (_, text), times in Counter((one.chapter, one.text) for one in TABLE).items() if times > 1] == []


def test_what_is_different_or_cannot_be_known_says_why() -> None:
    silent = [one.text for one in TABLE if bool(one.because) is (one.verdict == AS_PRINTED)]
    assert silent == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_prints_its_table(page: str) -> None:
    assert (DOCS / page).read_text("utf-8") == written(page), "python -m tests.e2e.test_manual writes it again"


if __name__ == "__main__":
    for each in PAGES:
        (DOCS / each).write_text(written(each), "utf-8")
