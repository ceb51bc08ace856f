"""The retry policy as a table: every method, outcome and attempt."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from billit_async._transport.responses import refusal
from billit_async._transport.retries import Outcome, OutcomeKind, RetryBudget, decide
from billit_async.config import RetryPolicy, Timeouts, UnknownWrites
from billit_async.errors import CallInfo, ConfigurationError
from billit_async.errors._statuses import WRITE_STATUSES, after_write

READS = ("GET", "HEAD", "OPTIONS")
WRITES = ("POST", "PUT", "PATCH", "DELETE")
STATUSES = (400, 401, 403, 404, 408, 409, 413, 422, 425, 429, 500, 501, 502, 503, 504, 302, 599)
OUTCOMES = [
    Outcome(OutcomeKind.NOT_SENT),
    Outcome(OutcomeKind.NOT_SENT, permanent=True),
    Outcome(OutcomeKind.LOST),
    Outcome(OutcomeKind.LOST, stale=True),
    Outcome(OutcomeKind.CUT_OFF),
    Outcome(OutcomeKind.CUT_OFF, 200),
    Outcome(OutcomeKind.TIMED_OUT),
    Outcome(OutcomeKind.TIMED_OUT, 200),
    *(Outcome(OutcomeKind.RESPONDED, status) for status in STATUSES),
]
POLICY = RetryPolicy(attempts=3, base=1.0, cap=3.0)

# What each kind of request is repeated after, written out by hand, where the caller asked for nothing else.
REPEATED = {
    (OutcomeKind.NOT_SENT, None): {"read", "write"},
    (OutcomeKind.LOST, None): {"read"},
    (OutcomeKind.CUT_OFF, None): {"read"},
    (OutcomeKind.CUT_OFF, 200): {"read"},
    (OutcomeKind.TIMED_OUT, None): {"read"},
    (OutcomeKind.TIMED_OUT, 200): {"read"},
    (OutcomeKind.RESPONDED, 429): {"read"},
    (OutcomeKind.RESPONDED, 500): {"read"},
    (OutcomeKind.RESPONDED, 502): {"read"},
    (OutcomeKind.RESPONDED, 503): {"read"},
    (OutcomeKind.RESPONDED, 504): {"read"},
}
BLINDLY = {(OutcomeKind.LOST, None), (OutcomeKind.CUT_OFF, None), (OutcomeKind.CUT_OFF, 200)}
BLINDLY |= {(OutcomeKind.RESPONDED, status) for status in (429, 502, 503)}


def is_repeated(
    method: str, outcome: Outcome, attempt: int, *, keyed: bool = False, policy: RetryPolicy = POLICY
) -> bool:
    decision = decide(policy, method, outcome, attempt, left=60.0, budget=10.0, keyed=keyed, draw=0.5)
    return decision.wait is not None


@pytest.mark.parametrize("keyed", [False, True])
@pytest.mark.parametrize("attempt", [1, 2, 3, 4])
@pytest.mark.parametrize("outcome", OUTCOMES, ids=str)
@pytest.mark.parametrize("method", READS + WRITES)
def test_the_table(method: str, outcome: Outcome, attempt: int, keyed: bool) -> None:
    kind = "read" if method in READS else "write"
    expected = attempt < 3 and not outcome.permanent and kind in REPEATED.get((outcome.kind, outcome.status), set())
    assert is_repeated(method, outcome, attempt, keyed=keyed) is expected


@pytest.mark.parametrize("keyed", [False, True])
@pytest.mark.parametrize("policy", [POLICY, RetryPolicy.look_first()], ids=["default", "look first"])
@pytest.mark.parametrize("method", WRITES)
@pytest.mark.parametrize("outcome", OUTCOMES, ids=str)
def test_a_write_that_may_have_arrived_is_never_repeated_unless_it_was_asked_for_by_name(
    method: str, outcome: Outcome, policy: RetryPolicy, keyed: bool
) -> None:
    if outcome.may_have_arrived:
        assert not is_repeated(method, outcome, 1, keyed=keyed, policy=policy)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=str)
def test_blind_repetition_is_for_writes_with_a_key_alone(outcome: Outcome) -> None:
    blindly = RetryPolicy.repeat_writes_blindly()
    surely_not_sent = outcome == Outcome(OutcomeKind.NOT_SENT)
    assert is_repeated("POST", outcome, 1, policy=blindly) is surely_not_sent
    repeated = is_repeated("POST", outcome, 1, keyed=True, policy=blindly)
    assert repeated is (surely_not_sent or (outcome.kind, outcome.status) in BLINDLY)


def test_the_danger_is_said_where_blind_repetition_is_offered() -> None:
    assert "DANGER" in (RetryPolicy.repeat_writes_blindly.__doc__ or "")
    assert RetryPolicy().unknown_writes is UnknownWrites.RAISE


# What a status says of a write, written out by hand: those by which it was surely not carried out.
SURELY_NOT_DONE = {307, 308, 400, 401, 403, 404, 405, 409, 411, 414, 415, 421, 422, 426, 428, 431}
# Made up by gateways, or too late to say anything.
SAY_NOTHING = {
    301,
    302,
    303,
    406,
    408,
    413,
    418,
    425,
    429,
    451,
    499,
    500,
    501,
    502,
    503,
    504,
    507,
    *range(520, 531),
    599,
}


@pytest.mark.parametrize("status", sorted(SURELY_NOT_DONE | SAY_NOTHING))
def test_each_status_of_a_write_is_decided_with_its_reason(status: int) -> None:
    decided = after_write(status)
    assert decided.may_have_arrived is (status in SAY_NOTHING)
    assert decided.reason
    assert Outcome(OutcomeKind.RESPONDED, status).may_have_arrived is decided.may_have_arrived


def test_a_status_that_is_not_known_says_nothing() -> None:
    told = {status for status in range(300, 600) if not after_write(status).may_have_arrived}
    assert told == SURELY_NOT_DONE


@pytest.mark.parametrize("method", [*WRITES, "GET"])
def test_the_error_that_the_caller_sees_follows_from_the_table(method: str) -> None:
    for status in range(300, 600):
        error = refusal(CallInfo(method, "/v1/orders"), status, {}, b"")
        assert error is not None
        arrived = method in WRITES and after_write(status).may_have_arrived
        assert error.may_have_arrived is arrived, status
        assert ("it may have been carried out" in str(error)) is arrived, status


def test_the_page_on_reliability_shows_the_table() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "reliability.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:4]] for line in page.splitlines() if line.startswith("| ")]
    shown: dict[int, tuple[str, str]] = {}
    for statuses, said, reason in (row for row in rows if row[1] in {"not carried out", "unknown"}):
        shown |= {int(status): (said, reason) for status in statuses.split(", ") if status.isdigit()}
    assert shown == {
        status: ("unknown" if decided.may_have_arrived else "not carried out", decided.reason)
        for status, decided in WRITE_STATUSES.items()
    }


@pytest.mark.parametrize(
    ("outcome", "arrived"),
    [
        (Outcome(OutcomeKind.NOT_SENT), False),
        (Outcome(OutcomeKind.LOST), True),
        (Outcome(OutcomeKind.CUT_OFF, 200), True),
        (Outcome(OutcomeKind.TIMED_OUT), True),
        (Outcome(OutcomeKind.RESPONDED, 400), False),
        (Outcome(OutcomeKind.RESPONDED, 429), True),
        (Outcome(OutcomeKind.RESPONDED, 500), True),
        (Outcome(OutcomeKind.RESPONDED, 302), True),
    ],
    ids=str,
)
def test_only_what_was_refused_or_never_sent_cannot_have_arrived(outcome: Outcome, arrived: bool) -> None:
    assert outcome.may_have_arrived is arrived


@pytest.mark.parametrize(
    ("timeouts", "settle", "expected"),
    [
        (Timeouts(), None, 60.0),
        (Timeouts(attempt=20), None, 20.0),
        (Timeouts(attempt=90), None, 60.0),
        (Timeouts(total=0.3), None, 5.0),
        (Timeouts(), 0.5, 0.5),
        (Timeouts(), 0, 0.0),
        (Timeouts(total=0.3), 600, 600.0),
    ],
)
def test_a_write_is_believed_to_be_at_work_for_its_own_time_limit_and_at_least_a_while(
    timeouts: Timeouts, settle: float | None, expected: float
) -> None:
    assert RetryPolicy(settle=settle).settle_for(timeouts) == expected


@pytest.mark.parametrize(("attempt", "longest"), [(1, 1.0), (2, 2.0), (3, 3.0), (4, 3.0), (5_000, 3.0)])
def test_waits_double_up_to_the_cap_and_are_drawn_from_all_of_it(attempt: int, longest: float) -> None:
    policy = RetryPolicy(attempts=10_000, base=1.0, cap=3.0)
    waits = [
        decide(policy, "GET", Outcome(OutcomeKind.LOST), attempt, left=60, budget=9, keyed=False, draw=draw).wait
        for draw in (0.0, 0.5, 0.999)
    ]
    assert waits == pytest.approx([0.0, longest / 2, longest * 0.999], abs=1e-6)


def test_a_connection_that_died_while_idle_is_no_reason_to_wait() -> None:
    stale = Outcome(OutcomeKind.LOST, stale=True)
    assert decide(POLICY, "GET", stale, 1, left=60, budget=9, keyed=False, draw=0.9).wait == 0.0
    assert decide(POLICY, "GET", stale, 2, left=60, budget=9, keyed=False, draw=0.9).wait == pytest.approx(1.8)


@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_that_the_server_asks_for_is_never_cut_short(status: int) -> None:
    outcome = Outcome(OutcomeKind.RESPONDED, status, retry_after=7.0)
    for draw in (0.0, 0.5, 0.999):
        wait = decide(POLICY, "GET", outcome, 1, left=60, budget=9, keyed=False, draw=draw).wait
        assert wait is not None
        assert 7.0 <= wait < 8.0


def test_a_wait_that_just_fits_the_deadline_is_obeyed_without_spreading() -> None:
    outcome = Outcome(OutcomeKind.RESPONDED, 429, retry_after=7.0)
    assert decide(POLICY, "GET", outcome, 1, left=7.3, budget=9, keyed=False, draw=0.9).wait == 7.0


@pytest.mark.parametrize("asked", [7.0, 86_400.0])
def test_a_wait_beyond_the_deadline_ends_the_call_at_once(asked: float) -> None:
    outcome = Outcome(OutcomeKind.RESPONDED, 429, retry_after=asked)
    decision = decide(POLICY, "GET", outcome, 1, left=7.0, budget=9, keyed=False, draw=0.1)
    assert decision.wait is None
    assert "deadline" in decision.reason


def test_no_wait_of_our_own_passes_the_deadline_either() -> None:
    lost = Outcome(OutcomeKind.LOST)
    assert decide(POLICY, "GET", lost, 1, left=0.4, budget=9, keyed=False, draw=0.5).wait is None
    assert decide(POLICY, "GET", lost, 1, left=0.6, budget=9, keyed=False, draw=0.5).wait == 0.5
    assert (
        decide(POLICY, "GET", Outcome(OutcomeKind.LOST, stale=True), 1, left=0.0, budget=9, keyed=False, draw=0).wait
        is None
    )


@pytest.mark.parametrize(("left", "repeated"), [(0.0, False), (0.99, False), (1.0, True)])
def test_an_empty_budget_ends_the_call(left: float, repeated: bool) -> None:
    decision = decide(POLICY, "GET", Outcome(OutcomeKind.LOST), 1, left=60, budget=left, keyed=False, draw=0.5)
    assert (decision.wait is not None) is repeated


def test_the_budget_is_spent_by_repeats_and_refilled_by_successes_up_to_its_size() -> None:
    budget = RetryBudget(3, 0.5)
    for _ in range(3):
        budget.spend()
    assert budget.left == 0.0
    for _ in range(3):
        budget.succeeded()
    assert budget.left == 1.5
    for _ in range(10):
        budget.succeeded()
    assert budget.left == 3.0


def test_a_policy_may_name_other_statuses_for_reads() -> None:
    policy = RetryPolicy(statuses={418, 500})
    for status, read in [(418, True), (429, False), (504, False)]:
        outcome = Outcome(OutcomeKind.RESPONDED, status)
        assert is_repeated("GET", outcome, 1, policy=policy) is read
        assert not is_repeated("POST", outcome, 1, keyed=True, policy=policy)


def test_never_is_never() -> None:
    for method, outcome, keyed in itertools.product(READS + WRITES, OUTCOMES, (True, False)):
        assert not is_repeated(method, outcome, 1, keyed=keyed, policy=RetryPolicy.never())


@pytest.mark.parametrize(
    "wrong",
    [
        {"attempts": 0},
        {"attempts": 1.5},
        {"base": 0},
        {"cap": float("inf")},
        {"statuses": {200}},
        {"statuses": {"500"}},
        {"budget": -1},
        {"refill": True},
        {"unknown_writes": "sometimes"},
        {"settle": -1},
        {"settle": True},
        {"settle": "5"},
        {"settle": float("nan")},
    ],
)
def test_a_policy_out_of_range_names_what_is_wrong(wrong: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError, match="RetryPolicy"):
        RetryPolicy(**wrong)  # type: ignore[arg-type]
