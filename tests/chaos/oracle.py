"""What must hold of every call, whatever the server did: the judge of all chaos tests."""

from __future__ import annotations

import asyncio
import pickle
from typing import TYPE_CHECKING, Any

from billit_async.auth import ApiKey
from billit_async.config import RetryPolicy, Timeouts
from billit_async.errors import BillitError, CallError, NoResponse, NotSent
from billit_async.models import Order
from billit_async.session import BillitSession
from tests.chaos.server import DOCUMENT, KEY, WRITES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.chaos.server import ChaosServer, Fault, Seen

    Operation = Callable[[BillitSession, int], Awaitable[Any]]

PATIENT = Timeouts(connect=3.0, read=3.0, total=10.0)
"""For faults that show themselves at once, also on a busy machine."""
ONE_SILENCE = Timeouts(connect=0.5, read=0.15, attempt=0.25, total=6.0)
"""A silent attempt ends soon, and there is time for more."""
HURRIED = Timeouts(connect=0.1, read=0.1, attempt=0.15, total=0.3)
"""A silence that stays ends the call soon."""
LATE = Timeouts(connect=3.0, read=3.0, attempt=1.0, total=10.0)
"""The request leaves on a busy machine too; its response does not come in time."""
QUICK = RetryPolicy(base=0.01, cap=0.02)

READING: dict[str, Operation] = {
    "list": lambda billit, _number: billit.orders.list().collect(),
    "get": lambda billit, number: billit.orders.get(number),
}
KEYED: dict[str, Operation] = {
    "create": lambda billit, number: billit.orders.create(
        Order(order_type="Invoice", order_direction="Income", order_number=f"2024/{number:06}")
    ),
    "send": lambda billit, number: billit.orders.send([number], "Peppol"),
}
UNKEYED: dict[str, Operation] = {
    "patch": lambda billit, number: billit.orders.patch(number, internal_info="x"),
    "delete": lambda billit, number: billit.orders.delete(number),
}
WRITING = {**KEYED, **UNKEYED}
METHODS = {"list": "GET", "get": "GET", "create": "POST", "send": "POST", "patch": "PATCH", "delete": "DELETE"}
SECRETS = (KEY, *DOCUMENT.split(), "jan@example.org", "BE68539007547034")
_GENEROUS = 15.0


def limits_for(fault: Fault, *, stays: bool) -> Timeouts:
    if not fault.is_silent:
        return PATIENT
    return HURRIED if stays else ONE_SILENCE


def session(url: str, timeouts: Timeouts = PATIENT, retry: RetryPolicy = QUICK, **settings: Any) -> BillitSession:
    return BillitSession(ApiKey(KEY), base_url=url, party_id=574991, timeouts=timeouts, retry=retry, **settings)


async def outcome_of(call: Awaitable[Any], seconds: float = _GENEROUS) -> Any:
    """Give the result, or the typed error; a hang and any other exception fail the test."""
    try:
        async with asyncio.timeout(seconds):
            return await call
    except BillitError as error:
        assert_can_be_passed_on(error)
        return error


def assert_can_be_passed_on(error: BillitError) -> None:
    """An error pickles, and neither it nor its pickle has in it the key or what documents hold."""
    pickled = pickle.dumps(error)
    again = pickle.loads(pickled)
    assert (type(again), str(again)) == (type(error), str(error))
    assert_tells_no_secret(f"{error} {error!r} {pickled.decode('latin-1')}")


def assert_tells_no_secret(text: str) -> None:
    told = [secret for secret in SECRETS if secret in text]
    assert not told, f"{told} in {text}"


async def assert_is_the_truth(server: ChaosServer, operation: str, outcome: Any, *, repeats: bool = False) -> None:
    """What the SDK said of the one write of this kind agrees with what the server knows."""
    await server.settle()
    arrived = server.seen(METHODS[operation])
    executed = server.executed.total()
    judge(operation, outcome, arrived, executed, repeats=repeats)
    if operation == "create" and not isinstance(outcome, BillitError):
        assert outcome in server.orders


def judge(operation: str, outcome: Any, arrived: list[Seen], executed: int, *, repeats: bool = False) -> None:
    assert METHODS[operation] in WRITES
    assert executed <= 1, f"executed {executed} times: {outcome!r}"
    if not repeats:
        assert len(arrived) <= 1, f"sent {len(arrived)} times: {outcome!r}"
    assert len({seen.key for seen in arrived}) <= 1, "one logical call has one key"
    if not isinstance(outcome, BillitError):
        assert executed == 1, f"said to be done, and was not: {outcome!r}"
        return
    assert isinstance(outcome, CallError), repr(outcome)
    if isinstance(outcome, NotSent) or (isinstance(outcome, NoResponse) and not outcome.may_have_arrived):
        assert not arrived, f"said not to be sent, and arrived: {outcome!r}"
    if executed:
        assert outcome.may_have_arrived, f"executed, and said not to have arrived: {outcome!r}"
