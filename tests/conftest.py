"""What every test runs under: nothing blocks the loop, nothing is left running, no setting leaks in from outside.

The package is tested as it is installed. The repository root comes last on `sys.path`, so that `codegen` and
`benchmarks` can be imported while `billit_async` still comes from where it is installed.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from blockbuster import BlockBuster

import billit_async

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from billit_async import BillitSession
    from billit_async.emulator import Emulator
    from tests.servers import PostgresServer, RedisServer

REPOSITORY = Path(__file__).resolve().parent.parent
if str(REPOSITORY) not in sys.path:
    sys.path.append(str(REPOSITORY))

# A busy machine is not a failure.
hypothesis.settings.register_profile("without deadlines", deadline=None)
hypothesis.settings.load_profile("without deadlines")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background of a shell, where Ctrl-C is ignored, and by every program that a test starts too.
    signal.signal(signal.SIGINT, signal.default_int_handler)

EMULATOR_SOURCE = str(Path(billit_async.__file__).parent / "emulator") + os.sep


def _is_called_by_the_emulator(*_args: Any, **_kwargs: Any) -> bool:
    """Tell whether the nearest caller is a module of the emulator.

    The one exception to "nothing blocks the loop": the emulator asks SQLite inline. Its database is in memory, a query
    takes microseconds, and a thread hop would cost twenty times that.
    """
    frame = inspect.currentframe()
    for _ in range(6):
        if frame is None:
            return False
        if frame.f_code.co_filename.startswith(EMULATOR_SOURCE):
            return True
        frame = frame.f_back
    return False


@pytest.fixture
def unused_tcp_port() -> int:
    """A port that nobody listens at; the one of pytest-asyncio may be given to a connection of another worker."""
    from tests.servers import free_port

    return free_port()


@pytest.fixture(scope="session", autouse=True)
def _nothing_blocks_the_loop() -> Iterator[None]:
    """Turn any blocking call that the package or aiohttp makes inside a running loop into an error."""
    guard = BlockBuster(["billit_async", "aiohttp"])
    for name, function in guard.functions.items():
        if name.startswith("sqlite3."):
            function.can_block_predicate = _is_called_by_the_emulator
        elif name.startswith(("os.", "io.")):
            # redis-py looks its own version up on disk for each new connection.
            function.can_block_in("redis/utils.py", {"get_lib_version"})
            # asyncpg looks for the user's certificates and passwords for each new connection.
            function.can_block_in("asyncpg/connect_utils.py", {"_parse_connect_dsn_and_args", "_dot_postgresql_path"})
    guard.activate()
    yield
    guard.deactivate()


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the developer's own BILLIT_* variables, and the proxy of the developer's network, from the test."""
    for name in list(os.environ):
        is_ours = name.startswith("BILLIT_") and not name.startswith("BILLIT_TEST_")
        if is_ours or name.lower() in {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}:
            monkeypatch.delenv(name)


@pytest.fixture
async def _nothing_left_running() -> AsyncIterator[None]:
    """Fail the test when a task that it started, or the package started for it, outlives it."""
    before = asyncio.all_tasks()
    yield
    for _ in range(10):  # a cancelled task needs a turn of the loop to end
        left = {task for task in asyncio.all_tasks() - before if task is not asyncio.current_task()}
        if not left:
            return
        await asyncio.sleep(0)
    # What waits for a thread ends when the thread has had its turn, which a busy machine may keep from it.
    in_threads = {task for task in left if getattr(task.get_coro(), "__name__", "") == "to_thread"}
    if in_threads:
        await asyncio.wait(in_threads, timeout=5)
    left = {task for task in left if not task.done()}
    if left:
        pytest.fail("left running: " + ", ".join(sorted(repr(task) for task in left)))


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Watch over asynchronous tests only: a plain test has no loop to leave anything in.

    The collection makes an unclosed connection or an un-awaited coroutine warn here, where it is an error of the test
    that made it, and not at some later test.
    """
    function = getattr(request, "function", None)
    if not inspect.iscoroutinefunction(inspect.unwrap(function) if function else None):
        yield
        return
    request.getfixturevalue("_nothing_left_running")
    yield
    gc.collect(1)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    """Billit in a box, small: two companies, and more orders than fit on one page of 120."""
    from billit_async.emulator import Emulator

    async with Emulator(seed=7, orders=300, companies=2) as running:
        yield running


@pytest.fixture
async def billit(emulator: Emulator) -> AsyncIterator[BillitSession]:
    """A session of the emulator's first company."""
    from billit_async import ApiKey, BillitSession

    async with BillitSession(ApiKey(emulator.api_key), base_url=emulator.url, party_id=emulator.party_id) as session:
        yield session


@pytest.fixture(scope="session")
def shared_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A Redis for all tests of a worker."""
    from tests.servers import RedisServer

    if RedisServer.missing:
        pytest.skip(RedisServer.missing)
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def shared_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL for all tests of a worker."""
    from tests.servers import PostgresServer

    if PostgresServer.missing:
        pytest.skip(PostgresServer.missing)
    server = PostgresServer()
    server.start()
    yield server
    server.remove()
