"""A CODA file handed in over HTTP: checked first, and then as the bytes that the bank gave."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING

import pytest

from billit_async import FileError, PayloadError
from tests.coda_files import Statement, simple, written
from tests.wire.recording import connected, recording

if TYPE_CHECKING:
    from pathlib import Path


async def test_it_goes_out_as_it_is_and_its_statements_come_back(tmp_path: Path) -> None:
    file = tmp_path / "2026-01-02.cod"
    file.write_bytes(written(Statement(simple("1", "-2", "3")), Statement([], number="008")))
    async with recording() as recorder, connected(recorder) as billit:
        statements = await billit.financial_transactions.import_coda(str(file))
        assert [(one.number, one.movements) for one in statements] == [("007", 3), ("008", 0)]
        sent = recorder.only
        assert (sent.verb, sent.path) == ("POST", "/v1/financialTransactions/importFile")
        body = sent.body.decode()
        assert '"FileName":"2026-01-02.cod"' in body
        assert base64.b64encode(file.read_bytes()).decode() in body


async def test_one_that_is_damaged_does_not_leave(tmp_path: Path) -> None:
    file = tmp_path / "cut.cod"
    file.write_bytes(written(Statement(simple("1")).records()[:-1]))
    async with recording() as recorder, connected(recorder) as billit:
        with pytest.raises(PayloadError, match=r"cut\.cod is not a CODA file, or was cut off"):
            await billit.financial_transactions.import_coda(file)
        with pytest.raises(FileError, match=r"none\.cod"):
            await billit.financial_transactions.import_coda(tmp_path / "none.cod")
        assert recorder.requests == []


async def test_what_is_no_file_is_refused_and_waited_for_by_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.cod")
    names = [tmp_path / "pipe.cod", tmp_path, tmp_path / "pipe.cod" / "x", "a\0b.cod", "\ud800.cod", "x" * 5_000]
    async with recording() as recorder, connected(recorder) as billit:
        for name in names:
            with pytest.raises(FileError):
                await billit.financial_transactions.import_coda(name)
        assert recorder.requests == []
