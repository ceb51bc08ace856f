"""The exception tree: typed, one line, picklable, and free of secrets."""

from __future__ import annotations

import ast
import copy
import inspect
import pathlib
import pickle
import re

import pytest

from billit_async import errors
from billit_async.errors import (
    ApiError,
    BadRequest,
    BillitError,
    CallError,
    CallInfo,
    Code,
    ConfigurationError,
    DeadlineExceeded,
    ErrorDetail,
    MissingExtra,
    NoResponse,
    NotSent,
    ODataSyntaxError,
    OutcomeUnknown,
    PagingError,
    PayloadError,
    QueryTooLongError,
    RateLimited,
    SessionClosed,
    Unauthorized,
    explain,
)

CALL = CallInfo("POST", "/v1/orders", 574991, "sandbox", 2, 1.25, "key-1")
CLASSES = [value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, BillitError)]


def example(cls: type[BillitError]) -> BillitError:
    if issubclass(cls, ApiError):
        error: BillitError = cls(
            "POST /v1/orders: 400",
            call=CALL,
            status=400,
            errors=(ErrorDetail("GenericError", "why"),),
            headers={"x-request-id": "42"},
            body_start="...",
        )
    elif issubclass(cls, CallError):
        error = cls("POST /v1/orders: broke", call=CALL)
    elif issubclass(cls, MissingExtra):
        error = cls("Parquet files", extra="parquet", needs="pyarrow")
    elif issubclass(cls, QueryTooLongError):
        error = cls(2_000, 1_900)
    elif issubclass(cls, ODataSyntaxError):
        error = cls("what went wrong", "A eq", 4)
    else:
        error = cls("what went wrong")
    if hasattr(error, "cursor"):
        error.cursor = 118
    return error


@pytest.mark.parametrize("cls", CLASSES)
@pytest.mark.parametrize(
    "remake",
    [
        copy.copy,
        copy.deepcopy,
        *[
            lambda error, protocol=protocol: pickle.loads(pickle.dumps(error, protocol))
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
        ],
    ],
)
def test_every_error_survives_pickle_and_copy_with_all_it_knows(cls: type[BillitError], remake: object) -> None:
    error = example(cls)
    if isinstance(error, RateLimited):
        error.retry_after = 3.0
    if isinstance(error, DeadlineExceeded):
        error.may_have_arrived = False
    made = remake(error)  # type: ignore[operator]
    assert type(made) is cls
    assert str(made) == str(error)
    assert vars(made) == vars(error)
    assert made.args == error.args


def test_the_docstring_draws_the_whole_tree_as_it_is() -> None:
    drawn: dict[str, str] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"    ([│├└─ ]*)(\w+)(?: \((\w+)\))?", line)
        if match and match[2] in vars(errors):
            depth = len(match[1]) // 4
            above[depth:] = [match[2]]
            drawn[match[2]] = above[depth - 1] if depth else match[3] or "Exception"
    real = {
        name: cls.__bases__[0].__name__
        for name, cls in vars(errors).items()
        if inspect.isclass(cls) and issubclass(cls, Exception)
    }
    assert drawn == real


def test_all_names_are_listed_in_order() -> None:
    assert errors.__all__ == sorted(errors.__all__)
    folder = pathlib.Path(inspect.getsourcefile(errors) or "").parent
    defined = {
        node.name
        for part in folder.glob("*.py")
        if part.name != "_statuses.py"
        for node in ast.parse(part.read_text()).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
    }
    assert set(errors.__all__) == defined
    assert {getattr(errors, name).__module__ for name in defined} == {"billit_async.errors"}


@pytest.mark.parametrize(
    ("cls", "builtin"),
    [
        (ConfigurationError, ValueError),
        (SessionClosed, RuntimeError),
        (PayloadError, ValueError),
        (DeadlineExceeded, TimeoutError),
        (BadRequest, BillitError),
        (PagingError, BillitError),
    ],
)
def test_errors_can_be_caught_as_the_builtins_that_they_are(cls: type, builtin: type) -> None:
    assert issubclass(cls, builtin)


def test_a_call_error_tells_of_its_call() -> None:
    error = example(BadRequest)
    assert isinstance(error, BadRequest)
    assert (error.method, error.path, error.party_id, error.environment) == ("POST", "/v1/orders", 574991, "sandbox")
    assert (error.attempts, error.elapsed, error.idempotency_key) == (2, 1.25, "key-1")
    assert (error.status, error.code, error.headers) == (400, "GenericError", {"x-request-id": "42"})


def test_an_error_without_a_list_has_no_code() -> None:
    assert ApiError("500").code is None


def test_what_was_not_sent_cannot_have_arrived() -> None:
    assert NotSent("x").may_have_arrived is False
    assert OutcomeUnknown("x").may_have_arrived is True
    assert NoResponse("x").may_have_arrived is True


@pytest.mark.parametrize(
    "written", ["Idempotent token already exists", "idempotent TOKEN already exists", "IdempotentTokenAlreadyExists"]
)
def test_codes_are_matched_without_case_and_spaces(written: str) -> None:
    error = Unauthorized("x", errors=(ErrorDetail("Other"), ErrorDetail(written)))
    assert error.has(Code.IDEMPOTENT_TOKEN_EXISTS)
    assert not error.has(Code.GENERIC_ERROR)


@pytest.mark.parametrize("code", list(Code))
def test_every_known_code_has_a_cause_and_a_cure(code: Code) -> None:
    known = explain(code.upper())
    assert known is not None
    assert known.code is code
    assert known.cause
    assert known.cure


def test_a_code_that_is_new_is_no_error() -> None:
    assert explain("SomethingBilletAddedLater") is None
