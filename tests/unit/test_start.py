"""What a program loads by importing the package, opening a session and reading a page; counted in a fresh process."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

PROGRAM = """
import asyncio, json, sys

def loaded():
    return sorted(name for name in sys.modules if name.startswith(("billit_async", "cattrs", "xml", "zoneinfo")))

found = {}
import billit_async
found["package"] = loaded()
from billit_async import BillitSession
found["session"] = loaded()

BODY = b'{"Items":[{"OrderID":7,"OrderNumber":"2024-1","TotalIncl":12.50,"CounterParty":{"PartyID":3}}]}'

async def respond(reader, writer):
    await reader.readuntil(b"\\r\\n\\r\\n")
    head = "HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: {}\\r\\n\\r\\n"
    writer.write(head.format(len(BODY)).encode() + BODY)
    await writer.drain()
    writer.close()

async def main():
    server = await asyncio.start_server(respond, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with BillitSession("key", base_url=f"http://127.0.0.1:{port}", party_id=1) as billit:
        found["open"] = loaded()
        orders = await billit.orders.list(top=1)
        assert [order.order_id for order in orders] == [7], orders
        found["page"] = loaded()
        for _ in range(WAITS):
            if "billit_async.invoicing.ubl" in sys.modules:
                break
            await asyncio.sleep(0.1)
        found["later"] = loaded()
    server.close()
    found["tasks"] = [str(task) for task in asyncio.all_tasks() if task is not asyncio.current_task()]

asyncio.run(main())
print(json.dumps(found))
"""


def loaded_by_step(*, waits: int) -> dict[str, set[str]]:
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", PROGRAM.replace("WAITS", str(waits))],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return {step: set(names) for step, names in json.loads(done.stdout).items()}


@pytest.fixture(scope="module")
def steps() -> dict[str, set[str]]:
    return loaded_by_step(waits=0)


# What a list of orders does without: a name stands for the module and all below it.
NOT_FOR_A_LIST = (
    "cattrs",
    "xml",
    "billit_async.webhooks",
    "billit_async.invoicing.ubl",
    "billit_async.invoicing.checks",
    "billit_async.invoicing.drafts",
    "billit_async.invoicing.totals",
    "billit_async._serialization.converter",
    "billit_async._serialization.lenient",
    "billit_async._resources.accountant",
    "billit_async._resources.cashbook",
    "billit_async._resources.einvoices",
    "billit_async._resources.webhooks",
    "billit_async.models.account",
    "billit_async.models.cashbook",
    "billit_async.models.einvoices",
    "billit_async.emulator",
    "billit_async.export",
)


def test_importing_the_package_loads_nothing(steps: dict[str, set[str]]) -> None:
    assert steps["package"] == {"billit_async", "billit_async._version"}


def test_importing_the_session_loads_no_query_no_model_and_no_zone(steps: dict[str, set[str]]) -> None:
    heavy = ("billit_async.odata", "billit_async.models", "billit_async._paging", "billit_async.invoicing", "zoneinfo")
    assert not [name for name in steps["session"] if name.startswith(heavy)]
    assert len(steps["session"]) <= 55


@pytest.mark.parametrize("step", ["open", "page"])
def test_a_session_that_reads_a_list_of_orders_loads_what_it_needs(steps: dict[str, set[str]], step: str) -> None:
    assert not [
        name for name in steps[step] for not_needed in NOT_FOR_A_LIST if f"{name}.".startswith(f"{not_needed}.")
    ]
    assert len(steps[step]) <= {"open": 147, "page": 150}[step]


def test_the_rest_is_loaded_in_a_thread_and_nothing_is_left_running() -> None:
    steps = loaded_by_step(waits=300)
    assert {"billit_async.invoicing.ubl", "billit_async.webhooks", "billit_async._resources.cashbook"} <= steps["later"]
    assert not steps["tasks"]


FORK = """
import asyncio, os, sys, tempfile, time
from billit_async._runtime.preloading import load

with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "slow_module.py"), "w") as file:
        file.write("import time; time.sleep(1)")
    sys.path.insert(0, folder)

    async def main():
        loading = asyncio.ensure_future(load(["slow_module"]))
        await asyncio.sleep(0.3)
        child = os.fork()
        if child == 0:
            import slow_module
            os._exit(7)
        await loading
        return child

    child = asyncio.run(main())
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_process_that_is_forked_while_a_module_is_loaded_can_import_it() -> None:
    done = subprocess.run([sys.executable, "-c", FORK], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "7\n", done.stderr
