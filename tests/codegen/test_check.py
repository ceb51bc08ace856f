from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from codegen import ROOT, CodegenError
from codegen.check import check, compare_files, emit
from codegen.pull import Files

if TYPE_CHECKING:
    from pathlib import Path

COMMITTED = Files()


class OneFile:
    """A back half that makes one file, and owns a directory."""

    GENERATED = ("made", "single.txt")

    def render_all(self, document: dict[str, Any]) -> dict[str, str]:
        return {"made/title.txt": document["info"]["title"] + "\n"}


@pytest.fixture
def checkout(tmp_path: Path) -> Files:
    """A copy of the committed documents, with the one file emitted."""
    files = Files(tmp_path)
    for path in (COMMITTED.overlay, COMMITTED.document, COMMITTED.lock, COMMITTED.upstream):
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    emit(files, OneFile())
    return files


def problems(files: Files) -> list[str]:
    return [str(difference) for difference in check(files, OneFile())]


def test_what_was_just_made_is_as_it_should_be(checkout: Files):
    assert problems(checkout) == []
    assert emit(checkout, OneFile()) == ([], [])


def test_a_document_edited_by_hand_is_named_with_its_remedy(checkout: Files):
    text = checkout.document.read_text("utf-8")
    checkout.document.write_text(text.replace("Billit API", "Billed API"), "utf-8")
    assert problems(checkout) == ["different: openapi/billit-v1.yaml (run `python -m codegen pull --committed`)"]


def test_an_overlay_edited_without_a_pull_shows_in_the_document_and_the_code(checkout: Files):
    text = checkout.overlay.read_text("utf-8")
    checkout.overlay.write_text(text.replace("title: Billit API", "title: Billed API"), "utf-8")
    assert problems(checkout) == [
        "different: openapi/billit-v1.yaml (run `python -m codegen pull --committed`)",
        "different: made/title.txt (run `python -m codegen emit`)",
    ]


def test_missing_different_and_stale_files_are_each_named(checkout: Files):
    (checkout.root / "made" / "old.txt").write_text("left over")
    (checkout.root / "made" / "title.txt").unlink()
    (checkout.root / "single.txt").write_text("left over")
    checkout.document.unlink()
    checkout.lock.unlink()
    assert problems(checkout) == [
        "missing: openapi/billit-v1.yaml (run `python -m codegen pull --committed`)",
        "missing: openapi/upstream.lock (run `python -m codegen pull --committed`)",
        "missing: made/title.txt (run `python -m codegen emit`)",
        "stale: made/old.txt (run `python -m codegen emit`)",
        "stale: single.txt (run `python -m codegen emit`)",
    ]


def test_a_lock_of_another_document_is_different(checkout: Files):
    text = checkout.lock.read_text("utf-8")
    checkout.lock.write_text(text.replace("sha256: ", "sha256: 0"), "utf-8")
    assert problems(checkout) == ["different: openapi/upstream.lock (run `python -m codegen pull --committed`)"]


def test_emitting_puts_right_what_is_missing_and_removes_what_is_stale(checkout: Files):
    (checkout.root / "made" / "old.txt").write_text("left over")
    (checkout.root / "made" / "title.txt").write_text("edited")
    assert emit(checkout, OneFile()) == (["made/title.txt"], ["made/old.txt"])
    assert (checkout.root / "made" / "title.txt").read_text() == "Billit API\n"
    assert problems(checkout) == []


def test_compiled_python_is_not_stale(tmp_path: Path):
    (tmp_path / "made" / "__pycache__").mkdir(parents=True)
    (tmp_path / "made" / "__pycache__" / "a.pyc").write_bytes(b"")
    assert compare_files(tmp_path, {}, ("made",), "x") == []


def test_a_lost_upstream_document_is_an_error_that_says_what_to_run(checkout: Files):
    checkout.upstream.unlink()
    with pytest.raises(CodegenError, match=r"swagger-v1\.json is missing; run `python -m codegen pull`"):
        check(checkout, OneFile())


def test_the_committed_outputs_are_what_the_committed_inputs_give():
    done = subprocess.run(
        [sys.executable, "-m", "codegen", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "everything is as it should be\n"), done.stdout + done.stderr
