"""Settings: what is pasted is put right, what is wrong is named."""

from __future__ import annotations

import pickle

import pytest

from billit_async import BillitSession
from billit_async.auth import ApiKey, Secret
from billit_async.config import Environment, Limits, SessionConfig, Timeouts, normalise_base_url
from billit_async.errors import ConfigurationError

SANDBOX = ("https://api.sandbox.billit.be", Environment.SANDBOX)
PRODUCTION = ("https://api.billit.be", Environment.PRODUCTION)


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("https://api.sandbox.billit.be", SANDBOX),
        ("https://api.sandbox.billit.be/", SANDBOX),
        ("https://api.sandbox.billit.be/v1", SANDBOX),
        ("https://api.sandbox.billit.be/v1/", SANDBOX),
        ("https://api.sandbox.billit.be/v1/orders", SANDBOX),
        ("https://my.sandbox.billit.be", SANDBOX),
        ("https://my.sandbox.billit.be/Account/Logon", SANDBOX),
        ("https://my.sandbox.billit.eu/", SANDBOX),
        ("sandbox.billit.be", SANDBOX),
        (" https://my.billit.be\n", PRODUCTION),
        ("https://my.billit.eu", PRODUCTION),
        ("HTTPS://API.BILLIT.BE", PRODUCTION),
        ("http://api.billit.be", PRODUCTION),
        ("https://api.billit.be:443/v1", PRODUCTION),
        ("api.billit.be", PRODUCTION),
        ("billit.be", PRODUCTION),
        ("'https://my.billit.be'", PRODUCTION),
        ("http://127.0.0.1:8080/", ("http://127.0.0.1:8080", None)),
        ("127.0.0.1:8080/v1", ("http://127.0.0.1:8080", None)),
        ("localhost:9", ("http://localhost:9", None)),
        ("http://[::1]:8080/v1/", ("http://[::1]:8080", None)),
        ("https://gateway.example/billit/v1/", ("https://gateway.example/billit", None)),
        ("gateway.example:8443/billit", ("https://gateway.example:8443/billit", None)),
        ("https://gateway.example:443", ("https://gateway.example", None)),
        ("https://notbillit.be", ("https://notbillit.be", None)),
        ("https://api.billit.be.evil.example", ("https://api.billit.be.evil.example", None)),
    ],
)
def test_pasted_base_urls_are_put_right(pasted: str, expected: tuple[str, Environment | None]) -> None:
    assert normalise_base_url(pasted) == expected


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("https://xn--a", "address such as"),
        ("http://xn--a.example:80/v1", "address such as"),
        ("", "not an address"),
        ("   ", "not an address"),
        ("https://", "not an address"),
        ("ftp://api.billit.be", "not an address"),
        ("https://api billit be", "not an address"),
        ("https://[oops", "not an address"),
        ("https://user:hunter2@gateway.example", "user or password"),
        ("https://gateway.example/?key=hunter2", "query or fragment"),
        ("https://gateway.example/#top", "query or fragment"),
        ("http://gateway.example", "plain http"),
        ("http://127.evil.example", "plain http"),
        ("https://api.billit.be:8080", "port 8080"),
    ],
)
def test_a_wrong_base_url_is_named_and_never_repeated(pasted: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as caught:
        normalise_base_url(pasted, name="BILLIT_BASE_URL")
    assert "BILLIT_BASE_URL" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_plain_http_elsewhere_needs_to_be_allowed() -> None:
    assert normalise_base_url("http://gateway.example", allow_http=True) == ("http://gateway.example", None)


def test_it_is_the_sandbox_unless_told_otherwise() -> None:
    config = SessionConfig.resolve(variables={})
    assert (config.base_url, config.environment, config.label) == (*SANDBOX, "sandbox")
    assert config.party_id is None
    assert config.timeouts == Timeouts()


def test_everything_comes_from_the_variables() -> None:
    config = SessionConfig.from_env(
        {"BILLIT_ENVIRONMENT": " Production ", "BILLIT_PARTY_ID": " 574991\n", "BILLIT_CONTEXT_PARTY_ID": "680221"}
    )
    assert config.environment is Environment.PRODUCTION
    assert (config.party_id, config.context_party_id) == (574991, 680221)


def test_a_variable_that_is_set_to_nothing_is_unset() -> None:
    config = SessionConfig.from_env({"BILLIT_ENVIRONMENT": "", "BILLIT_PARTY_ID": " ", "BILLIT_BASE_URL": ""})
    assert config == SessionConfig.resolve(variables={})


def test_the_base_url_variable_is_put_right_too() -> None:
    config = SessionConfig.from_env({"BILLIT_BASE_URL": "https://my.billit.be/v1/"})
    assert (config.base_url, config.environment) == PRODUCTION


def test_arguments_beat_variables() -> None:
    variables = {"BILLIT_ENVIRONMENT": "production", "BILLIT_PARTY_ID": "1"}
    config = SessionConfig.resolve(environment=Environment.SANDBOX, party_id=2, variables=variables)
    assert (config.environment, config.party_id) == (Environment.SANDBOX, 2)


def test_a_base_url_argument_is_not_contradicted_by_an_environment_variable() -> None:
    config = SessionConfig.resolve(
        base_url="https://api.sandbox.billit.be", variables={"BILLIT_ENVIRONMENT": "production"}
    )
    assert config.environment is Environment.SANDBOX


@pytest.mark.parametrize(
    "settings",
    [
        {"environment": "sandbox", "base_url": "https://my.billit.be"},
        {"variables": {"BILLIT_ENVIRONMENT": "production", "BILLIT_BASE_URL": "https://api.sandbox.billit.be"}},
    ],
)
def test_an_environment_and_a_base_url_that_contradict_are_an_error(settings: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError, match="give one of the two"):
        SessionConfig.resolve(**{"variables": {}, **settings})  # type: ignore[arg-type]


def test_a_gateway_may_stand_before_an_environment() -> None:
    config = SessionConfig.resolve(environment="production", base_url="https://gateway.example", variables={})
    assert (config.base_url, config.label) == ("https://gateway.example", "production")


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({"BILLIT_PARTY_ID": "abc"}, "BILLIT_PARTY_ID"),
        ({"BILLIT_PARTY_ID": "-5"}, "BILLIT_PARTY_ID"),
        ({"BILLIT_PARTY_ID": "0"}, "BILLIT_PARTY_ID"),
        ({"BILLIT_PARTY_ID": "٣"}, "BILLIT_PARTY_ID"),
        ({"BILLIT_CONTEXT_PARTY_ID": "1.5"}, "BILLIT_CONTEXT_PARTY_ID"),
        ({"BILLIT_ENVIRONMENT": "staging"}, "BILLIT_ENVIRONMENT"),
        ({"BILLIT_BASE_URL": "http://gateway.example"}, "BILLIT_BASE_URL"),
    ],
)
def test_a_wrong_variable_is_named(variables: dict[str, str], name: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        SessionConfig.from_env(variables)


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"party_id": "574991"}, "party_id"),
        ({"party_id": True}, "party_id"),
        ({"party_id": 5.0}, "party_id"),
        ({"context_party_id": -1}, "context_party_id"),
        ({"environment": 3}, "environment"),
        ({"environment": "staging"}, "environment"),
        ({"base_url": 3}, "base_url"),
        ({"timeouts": 30}, "timeouts"),
        ({"timeout": 0}, "timeout takes a number of seconds"),
        ({"timeout": True}, "timeout takes a number of seconds"),
        ({"timeout": "30"}, "timeout takes a number of seconds"),
        ({"timeout": float("nan")}, "timeout takes a number of seconds"),
        ({"timeout": 30, "timeouts": Timeouts()}, "timeout or timeouts, not both"),
        ({"limits": 30}, "limits"),
        ({"idempotency_header": "Idem potency"}, "idempotency_header"),
        ({"idempotency_header": ""}, "idempotency_header"),
    ],
)
def test_a_wrong_argument_is_named(settings: dict[str, object], name: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        SessionConfig.resolve(**{"variables": {}, **settings})  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), "30", True, None])
def test_a_timeout_is_a_number_above_zero(value: object) -> None:
    with pytest.raises(ConfigurationError, match=r"Timeouts\.read"):
        Timeouts(read=value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [0, -1, 2.5, "30", True])
def test_a_limit_is_a_whole_number_above_zero(value: object) -> None:
    with pytest.raises(ConfigurationError, match=r"Limits\.max_connections"):
        Limits(max_connections=value)  # type: ignore[arg-type]


def test_a_number_as_timeout_is_the_deadline_of_a_call() -> None:
    assert SessionConfig.resolve(timeout=30, variables={}).timeouts == Timeouts(total=30)


def test_a_key_as_text_and_all_options_make_a_session() -> None:
    billit = BillitSession("api-key", environment="sandbox", party_id=574991, timeout=30, proxy="http://proxy:3128")
    assert (billit.party_id, billit.config.timeouts.total, billit.config.label) == (574991, 30, "sandbox")


def test_an_option_that_a_session_does_not_have_is_named() -> None:
    with pytest.raises(TypeError, match="tiemout"):
        BillitSession("api-key", tiemout=30)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="party_id"):
        BillitSession.from_config(SessionConfig.resolve(variables={}), "api-key", party_id=5)  # type: ignore[call-arg]


def test_a_config_pickles_for_worker_processes() -> None:
    config = SessionConfig.resolve(environment="production", party_id=5, variables={})
    assert pickle.loads(pickle.dumps(config)) == config


async def test_a_key_is_stripped_of_what_pasting_leaves() -> None:
    assert await ApiKey(' "3fa85f64-5717"\r\n').headers() == {"ApiKey": Secret("3fa85f64-5717")}


@pytest.mark.parametrize("key", ["", "  \n", "two words", "tab\there", "line\nbreak", "clé"])
def test_a_key_that_no_header_can_carry_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(ConfigurationError, match="BILLIT_API_KEY") as caught:
        ApiKey(key, name="BILLIT_API_KEY")
    assert not key.strip() or key not in str(caught.value)


def test_a_key_that_is_no_text_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="NoneType"):
        ApiKey(None)  # type: ignore[arg-type]


def test_keys_and_secrets_never_show() -> None:
    shown = f"{ApiKey('hunter2')!r} {ApiKey('hunter2')} {Secret('hunter2')!r} {Secret('hunter2')} {[Secret('hunter2')]}"
    assert "hunter2" not in shown
    assert Secret("hunter2").reveal() == "hunter2"
    assert ApiKey("hunter2") == ApiKey(" hunter2")
    assert ApiKey("hunter2") != ApiKey("hunter3")
    assert not Secret("")
