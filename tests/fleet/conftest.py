"""A real Redis for the tests of a fleet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers import RedisServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    if RedisServer.missing:
        pytest.skip(RedisServer.missing)
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()
