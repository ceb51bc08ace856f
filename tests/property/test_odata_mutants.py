"""Whether the tests of the query language would notice a mistake: the mutants, one after the other, and a table."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.property import mutants

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.mark.parametrize("mutant", mutants.MUTANTS, ids=lambda mutant: f"{mutant.file}: {mutant.name}")
def test_every_mutant_changes_its_file(mutant: Any) -> None:
    source = (mutants.ROOT / "billit_async" / mutant.file).read_text()
    assert mutant.old in source
    assert source.replace(mutant.old, mutant.new) != source


OUTCOMES: list[tuple[str, str]] = []


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    """Print what became of the mutants when all have run."""
    yield
    if OUTCOMES:
        killed = sum(outcome == "killed" for outcome, _ in OUTCOMES)
        lines = [f"{outcome:9} {name}" for outcome, name in OUTCOMES]
        sys.__stdout__.write("\n".join(["", *lines, f"{killed} of {len(OUTCOMES)} killed", ""]))  # type: ignore[union-attr]


@pytest.mark.soak
def test_without_a_mistake_every_test_is_green(tmp_path: Path) -> None:
    everything = tuple(dict.fromkeys(name for mutant in mutants.MUTANTS for name in mutant.tests))
    harmless = mutants.Mutant("none", "odata/render.py", "import annotations", "import annotations", everything)
    assert mutants.run(harmless, tmp_path) == "survived"


@pytest.mark.soak
@pytest.mark.parametrize("mutant", mutants.MUTANTS, ids=lambda mutant: f"{mutant.file}: {mutant.name}")
def test_the_tests_notice_the_mistake(tmp_path: Path, mutant: Any) -> None:
    outcome = mutants.run(mutant, tmp_path)
    OUTCOMES.append((outcome, f"{mutant.file}: {mutant.name}"))
    assert outcome == "killed"
