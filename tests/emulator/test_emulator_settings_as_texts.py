"""Settings as the command line writes them, read in this process: each by its own text, and what is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from billit_async.emulator import EmulatorSettings
from billit_async.errors import ConfigurationError

DEFAULTS = EmulatorSettings().flat()


def as_text(value: Any) -> str:
    """The value as a person would type it."""

    def plain(part: Any) -> Any:
        if isinstance(part, frozenset | tuple):
            return [*part]
        return str(part) if isinstance(part, Decimal) else dict(part)

    return value if isinstance(value, str) else json.dumps(value, default=plain)


@pytest.mark.parametrize("path", sorted(path for path, value in DEFAULTS.items() if not callable(value)))
def test_a_setting_is_read_from_its_own_text(path: str) -> None:
    assert EmulatorSettings().with_texts([f"{path}={as_text(DEFAULTS[path])}"]).flat() == DEFAULTS


@pytest.mark.parametrize("path", sorted(DEFAULTS))
def test_a_value_that_no_setting_takes_is_refused_with_those_that_are_possible(path: str) -> None:
    with pytest.raises(ConfigurationError, match=r"possible: ."):
        EmulatorSettings.of({path: object()})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("paging.page_size", "group.name=value"),
        ("paging.page_sise=5", "nearest is 'paging.page_size'"),
        ("page_size=5", "nearest is 'paging.page_size'"),
        ("zzz.qqq=5", "the groups are"),
        ("paging.page_size=many", "possible: a whole number"),
        ("paging.page_size=true", "possible: a whole number"),
        ("paging.page_size=-1", "possible: a whole number from"),
    ],
)
def test_a_text_that_is_wrong_is_refused_with_what_helps(text: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        EmulatorSettings().with_texts([text])
    assert says in str(caught.value)


def test_a_zone_is_read_by_its_name() -> None:
    settings = EmulatorSettings().with_texts(["odata.server_tz=Asia/Tokyo"])
    assert settings.odata.server_tz == ZoneInfo("Asia/Tokyo")
    with pytest.raises(ConfigurationError, match="a time zone"):
        EmulatorSettings().with_texts(["odata.server_tz=Asia/Tokio"])
