"""A server that records what the session sends, and a session with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.wire.recording import Recorder, connected, recording

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from billit_async import BillitSession


@pytest.fixture
async def recorder() -> AsyncIterator[Recorder]:
    async with recording() as running:
        yield running


@pytest.fixture
async def billit(recorder: Recorder) -> AsyncIterator[BillitSession]:
    async with connected(recorder) as session:
        yield session
