"""Twice the text is twice the work: no pattern, and no function that shows foreign text, takes more than its share."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import time
from typing import TYPE_CHECKING, Any

import pytest

import billit_async
import codegen
from billit_async._resources.files import safe_file_name
from billit_async._transport.logs import masked_body, shown_headers, shown_query
from billit_async._transport.masking import _secrets, masked_code, masked_start, masked_text, quotable_text
from billit_async._transport.responses import kept_headers, read_details, refusal, retry_after
from billit_async.auth.login import callback_fields
from billit_async.errors import BillitError, CallInfo, LoginError
from billit_async.webhooks import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CALL = CallInfo("GET", "/v1/x", 1, "sandbox", 1, 0.0)
# What makes a pattern try again from each of its letters: runs of what it may begin with, without what must follow.
UNITS = (
    *(
        "a",
        "A",
        "1",
        "a1",
        "A1",
        "0-",
        "a-",
        "é",
        "_",
        " ",
        "\t",
        "\n",
        ".",
        ",",
        ";",
        ":",
        "/",
        "\\",
        "'",
        '"',
        '\\"',
        "''",
    ),
    *(
        "@",
        "a@",
        "a.",
        "@.",
        "eyJ",
        "eyJ.",
        "<",
        "<a",
        "<script",
        "</script",
        "{",
        "[",
        "(",
        "()",
        "*",
        "+++",
        "***",
        "RF1",
    ),
    *(
        "%",
        "=",
        "a=",
        "t=,",
        "s=",
        "&",
        "#",
        "-",
        "…",
        "… ",
        "[]",
        "Q{",
        "xs:",
        "BE68 ",
        "1e",
        "1.",
        "0x",
        "T",
        "P1",
        "PT1H",
    ),
)
SHORT, TIMES = 2_000, 8


METHODS = ("search", "match", "fullmatch", "sub", "findall", "finditer", "split")
Used = tuple[str, "re.Pattern[str]", tuple[str, ...]]


def patterns() -> Iterator[Used]:
    """Every pattern that a module of the package holds, with the methods by which the module uses it."""
    for package in (billit_async, codegen):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.endswith("__main__"):
                continue
            module = importlib.import_module(found.name)
            source = inspect.getsource(module)
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    used = tuple(method for method in METHODS if f"{name}.{method}(" in source)
                    yield f"{found.name}.{name}", value, used or METHODS[:3]
    for pattern in _secrets():
        yield "billit_async._transport.masking._secrets", pattern, ("sub",)


PATTERNS = sorted({(each[0], each[1].pattern): each for each in patterns()}.items())


def texts(unit: str, length: int) -> list[str]:
    run = (unit * length)[:length]
    return [run, f"x{run}\x00", f'"{run}\\', f"{{{run}"]


def cost(work: Callable[[str], object], text: str) -> float:
    """Seconds of this process's own computing, the least of three."""
    least = float("inf")
    for _ in range(3):
        began = time.process_time()
        work(text)
        least = min(least, time.process_time() - began)
    return least


def is_linear(work: Callable[[str], object]) -> list[str]:
    """The texts on which eight times the length is far more than eight times the work: quadratic would be 64 times."""
    for unit in UNITS:
        for short, long in zip(texts(unit, SHORT), texts(unit, TIMES * SHORT), strict=True):
            # A look first: what takes no time at all is not measured.
            began = time.process_time()
            work(long)
            if time.process_time() - began < 0.01:
                continue
            # What is quadratic is so each time; a busy machine is slow for a while only.
            for _ in range(4):
                once, often = cost(work, short), cost(work, long)
                if often <= 3 * TIMES * max(once, 0.0002):
                    break
            else:
                return [f"{unit!r}: {once * 1000:.1f} ms, {often * 1000:.1f} ms"]
    return []


def test_there_are_patterns_to_look_at() -> None:
    assert len(PATTERNS) > 40


@pytest.mark.parametrize("used", [each for _, each in PATTERNS], ids=[key[0] for key, _ in PATTERNS])
def test_a_pattern_is_linear_as_it_is_used(used: Used) -> None:
    name, pattern, methods = used

    def work(text: str) -> None:
        for method in methods:
            if method == "sub":
                pattern.sub("", text)
            elif method == "finditer":
                list(pattern.finditer(text))
            else:
                getattr(pattern, method)(text)

    assert is_linear(work) == [], name


def errors_are_fine(work: Callable[[str], object]) -> Callable[[str], object]:
    def run(text: str) -> object:
        try:
            return work(text)
        except BillitError as error:
            return str(error)

    return run


def body(text: str) -> bytes:
    return text.encode("utf-8", "replace")


READERS: dict[str, Callable[[str], Any]] = {
    "masked_text": masked_text,
    "quotable_text": quotable_text,
    "masked_code": masked_code,
    "masked_start": lambda text: masked_start(body(text)),
    "masked_body": lambda text: masked_body(body(text)),
    "a description": lambda text: read_details(
        b'{"errors":[{"Code":"A","Description":"' + body(text).replace(b'"', b"").replace(b"\\", b"") + b'"}]}'
    ),
    "a refusal": lambda text: refusal(CALL, 500, {"Content-Type": text, "Retry-After": text}, body(text)),
    "headers": lambda text: (
        kept_headers({"Server": text}),
        shown_headers({"Server": text}),
        retry_after({"Date": text}),
    ),
    "a query": shown_query,
    "a name of a file": lambda text: safe_file_name(text, "file"),
    "a signature": lambda text: verify(b"{}", text, "s"),
    "a callback": callback_fields,
}


@pytest.mark.parametrize("name", READERS)
def test_what_reads_foreign_text_is_linear(name: str) -> None:
    assert is_linear(errors_are_fine(READERS[name])) == []


@pytest.mark.parametrize("length", [300, 60_000, 4_000_000])
def test_what_is_masked_looks_at_a_text_of_any_length_as_at_a_short_one(length: int) -> None:
    """Cut first, mask then: counted in what the patterns are given, not in seconds."""
    given: list[int] = []

    class Watched(str):
        __slots__ = ()

        def __getitem__(self, index: Any) -> str:
            piece = str.__getitem__(self, index)
            given.append(len(piece))
            return piece

    for mask in (masked_text, quotable_text):
        mask(Watched("a" * length))
    assert max(given) <= 8 * 300 + 200


def test_a_callback_with_a_long_error_is_refused_at_once() -> None:
    from billit_async.auth.login import code_of_callback

    began = time.process_time()
    with pytest.raises(LoginError):
        code_of_callback(f"/cb?state=s&error={'a' * 10_000_000}", "s")
    assert time.process_time() - began < 5
