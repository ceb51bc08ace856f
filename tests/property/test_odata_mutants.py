"""Whether the tests of the query language would notice a mistake: the mutants, one after the other, and a table."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType


def _load() -> ModuleType:
    # Test files are imported one by one here, not as a package.
    spec = importlib.util.spec_from_file_location("odata_mutants", Path(__file__).with_name("mutants.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["odata_mutants"] = module
    spec.loader.exec_module(module)
    return module


mutants = _load()


@pytest.mark.parametrize("mutant", mutants.MUTANTS, ids=lambda mutant: f"{mutant.file}: {mutant.name}")
def test_every_mutant_changes_its_file(mutant: Any) -> None:
    source = (mutants.ROOT / "billit_async" / mutant.file).read_text()
    assert mutant.old in source
    assert source.replace(mutant.old, mutant.new) != source


@pytest.mark.soak
def test_the_tests_notice_every_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes: list[tuple[str, str]] = []
    for number, mutant in enumerate(mutants.MUTANTS):
        workspace = tmp_path / str(number)
        workspace.mkdir()
        outcome = mutants.run(mutant, workspace)
        outcomes.append((outcome, f"{mutant.file}: {mutant.name}"))
        with capsys.disabled():
            print(f"{outcome:9} {outcomes[-1][1]}", flush=True)  # noqa: T201 - the table is what is asked for
    killed = sum(outcome == "killed" for outcome, _ in outcomes)
    with capsys.disabled():
        print(f"{killed} of {len(outcomes)} killed")  # noqa: T201
    assert [name for outcome, name in outcomes if outcome != "killed"] == []
