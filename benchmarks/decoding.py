"""Bytes of one page to objects: ours against msgspec, pydantic and plain dictionaries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import orjson

from benchmarks.measure import Result, Timings, side_by_side
from benchmarks.pages import page
from billit_async._serialization.codec import read_page
from billit_async.models import Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.peers import Peers

OURS = "billit-async: attrs models"
STRUCTS = "msgspec.Struct, typed"
PYDANTIC = "pydantic v2 models"


def measure(peers: Peers, *, rounds: int) -> tuple[dict[str, Timings], list[Result]]:
    """Decode one page of 120 full orders in every way, interleaved."""
    raw = page(0, next_page_link="http://127.0.0.1/v1/orders?$skip=120")
    decoder = msgspec.json.Decoder(peers.struct_page)
    contenders: dict[str, Callable[[], Any]] = {
        STRUCTS: lambda: decoder.decode(raw),
        OURS: lambda: read_page(Order, raw),
        "orjson to dicts (floats)": lambda: orjson.loads(raw),
        "json.loads to dicts (floats)": lambda: json.loads(raw),
        PYDANTIC: lambda: peers.pydantic_page.model_validate_json(raw),
    }
    _check_that_all_read_the_same(contenders)
    timings = side_by_side(contenders, rounds=rounds)
    ours = timings[OURS]
    return timings, [
        Result("decode a page, time against msgspec.Struct", ours.against(timings[STRUCTS]), 1.5, at_most=True),
        Result("decode a page, speed against pydantic", timings[PYDANTIC].against(ours), 2.0, at_most=False),
    ]


def _check_that_all_read_the_same(contenders: dict[str, Callable[[], Any]]) -> None:
    totals = {str(contenders[name]().items[-1].total_incl) for name in (OURS, STRUCTS, PYDANTIC)}
    if len(totals) != 1:
        raise RuntimeError(f"the contenders did not read the same amount: {totals}")
