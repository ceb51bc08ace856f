"""The token endpoint and what the tokens open: each works once, and nothing outlives a revocation."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import attrs
import pytest

from billit_async.emulator import Emulator, EmulatorSettings

OTHER_CALLBACK = "https://other.example/back"


class Client:
    """An application that talks to the emulator by hand."""

    def __init__(self, wire):
        self.wire = wire
        self.emulator = wire.emulator
        self.client_id = self.emulator.client_id
        self.client_secret = self.emulator.client_secret
        self.redirect_uri = self.emulator.redirect_uri

    def code(self, **more):
        query = {"client_id": self.client_id, "redirect_uri": self.redirect_uri, **more}
        callback = self.emulator.consent("/Account/Logon?" + urlencode(query))
        return parse_qs(urlsplit(callback).query)["code"][0]

    def body(self, grant_type, **more):
        body = {"grant_type": grant_type, "client_id": self.client_id, "client_secret": self.client_secret, **more}
        return {name: value for name, value in body.items() if value is not None}

    async def post(self, body, **headers):
        return await self.wire("POST", "/OAuth2/token", body, **{"ApiKey": "", **headers})

    async def exchange(self, code, **more):
        more = {"redirect_uri": self.redirect_uri, **more}
        return await self.post(self.body("authorization_code", code=code, **more))

    async def refresh(self, token, **more):
        return await self.post(self.body("refresh_token", refresh_token=token, **more))

    async def pair(self):
        response = await self.exchange(self.code())
        assert response.status == 200, response.text
        return response.json

    async def call(self, token, path="/v1/orders?$top=1", method="GET", body=None, **headers):
        return await self.wire(method, path, body, **{"ApiKey": "", "Authorization": f"Bearer {token}", **headers})


@pytest.fixture
def client(wire):
    return Client(wire)


@pytest.fixture
async def booted(boot, hands):
    """A client of an emulator with other settings, whose clock the test turns."""

    async def start(*, settings=None):
        return Client(await boot(settings={"time.clock": hands, **(settings or {})}))

    return start


def refused(response):
    return response.status, response.json


INVALID_GRANT = (400, {"errors": [{"Code": "invalid_grant"}]})


# A code becomes a pair


@pytest.mark.parametrize(("reading", "status"), [("json.net", 200), ("strict", 400)])
async def test_a_token_request_is_read_as_other_bodies_are(booted, reading, status):
    client = await booted(settings={"requests.json": reading})
    body = client.body("authorization_code", code=client.code(), redirect_uri=client.redirect_uri)
    text = "{" + ",".join(f"{name}:'{value}'" for name, value in body.items()) + ",}"
    # The type as the manual prints it in chapter 9.
    assert (await client.post(text.encode(), Content_Type="application / json")).status == status


async def test_a_code_becomes_a_pair_in_exactly_the_documented_shape(client):
    response = await client.exchange(client.code())
    assert response.status == 200
    assert list(response.json) == ["token_type", "expires_in", "access_token", "refresh_token"]
    assert (response.json["token_type"], response.json["expires_in"]) == ("Bearer", 3600)
    assert response.json["access_token"] != response.json["refresh_token"]
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"


async def test_a_form_is_taken_as_well_as_json(client):
    body = client.body("authorization_code", code=client.code(), redirect_uri=client.redirect_uri)
    form = urlencode({name.title(): value for name, value in body.items()}).encode()
    response = await client.post(form, Content_Type="application/x-www-form-urlencoded; charset=utf-8")
    assert response.status == 200, response.text


async def test_names_of_parameters_have_no_case(client):
    body = client.body("refresh_token", refresh_token=(await client.pair())["refresh_token"])
    assert (await client.post({name.title(): value for name, value in body.items()})).status == 200


async def test_an_idempotency_key_means_nothing_to_the_token_endpoint(client):
    for _ in range(2):
        body = client.body("authorization_code", code=client.code(), redirect_uri=client.redirect_uri)
        assert (await client.post(body, Idempotency_Key="same")).status == 200


async def test_a_code_works_once(client):
    code = client.code()
    assert (await client.exchange(code)).status == 200
    assert refused(await client.exchange(code)) == INVALID_GRANT


async def test_a_code_works_for_ten_minutes(booted, hands):
    client = await booted()
    in_time, too_late = client.code(), client.code()
    hands.turn(minutes=9, seconds=59)
    assert (await client.exchange(in_time)).status == 200
    hands.turn(seconds=1)
    assert refused(await client.exchange(too_late)) == INVALID_GRANT


@pytest.mark.parametrize("redirect_uri", ["http://127.0.0.1:8400/callback/", "https://evil.example"])
async def test_a_code_wants_the_redirect_uri_of_its_logon(client, redirect_uri):
    code = client.code()
    assert refused(await client.exchange(code, redirect_uri=redirect_uri)) == INVALID_GRANT
    assert (await client.exchange(code)).status == 200  # the refused attempt did not use it up


async def test_a_code_of_another_application_is_refused_and_stays_good(client):
    code = client.code()
    client_id, client_secret = client.emulator.register("Other", [client.redirect_uri])
    response = await client.exchange(code, client_id=client_id, client_secret=client_secret)
    assert refused(response) == INVALID_GRANT
    assert (await client.exchange(code)).status == 200


async def test_an_invented_code_is_refused(client):
    assert refused(await client.exchange("invented")) == INVALID_GRANT


# PKCE


VERIFIER = "v" * 43
CHALLENGE = {
    "code_challenge": base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("="),
    "code_challenge_method": "S256",
}


@pytest.mark.parametrize("verifier", [None, "w" * 43, CHALLENGE["code_challenge"]])
async def test_a_code_with_a_challenge_wants_its_verifier(client, verifier):
    code = client.code(**CHALLENGE)
    assert refused(await client.exchange(code, code_verifier=verifier)) == INVALID_GRANT
    assert (await client.exchange(code, code_verifier=VERIFIER)).status == 200


async def test_a_code_without_a_challenge_asks_for_no_verifier(client):
    assert (await client.exchange(client.code(), code_verifier="anything")).status == 200


# Refusals of the request


@pytest.mark.parametrize("headers", [{"ApiKey": "k"}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}])
async def test_a_token_request_with_an_auth_header_is_refused(client, headers):
    code = client.code()
    body = client.body("authorization_code", code=code, redirect_uri=client.redirect_uri)
    assert refused(await client.post(body, **headers)) == (400, {"errors": [{"Code": "invalid_request"}]})
    assert (await client.exchange(code)).status == 200


@pytest.mark.parametrize("grant_type", ["client_credentials", "password", "x"])
async def test_other_grant_types_are_not_supported(client, grant_type):
    response = await client.post(client.body(grant_type))
    assert refused(response) == (400, {"errors": [{"Code": "unsupported_grant_type"}]})


@pytest.mark.parametrize("changes", [{"client_secret": "wrong"}, {"client_id": "nobody"}])
async def test_a_client_with_a_wrong_secret_is_401(client, changes):
    response = await client.exchange(client.code(), **changes)
    assert refused(response) == (401, {"errors": [{"Code": "invalid_client"}]})


@pytest.mark.parametrize("left_out", ["grant_type", "client_id", "client_secret", "code", "redirect_uri"])
async def test_a_parameter_that_is_missing_is_an_invalid_request(client, left_out):
    body = client.body("authorization_code", code=client.code(), redirect_uri=client.redirect_uri)
    response = await client.post({**body, left_out: ""})
    assert refused(response) == (400, {"errors": [{"Code": "invalid_request"}]})


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"grant_type":1}', b"\xff\xfe", b'"\\ud800"'])
async def test_a_body_that_is_not_an_object_is_an_invalid_request(client, body):
    assert refused(await client.post(body)) == (400, {"errors": [{"Code": "invalid_request"}]})


async def test_a_body_of_another_type_is_an_invalid_request(client):
    body = client.body("authorization_code", code=client.code(), redirect_uri=client.redirect_uri)
    response = await client.post(body, Content_Type="text/plain")
    assert refused(response) == (400, {"errors": [{"Code": "invalid_request"}]})


async def test_refusals_in_the_shape_of_rfc_6749_are_a_setting(booted):
    client = await booted(settings={"oauth.errors": "rfc6749"})
    response = await client.exchange("invented")
    assert (response.status, response.json["error"], sorted(response.json)) == (
        400, "invalid_grant", ["error", "error_description"],
    )  # fmt: skip
    assert (await client.exchange("x", client_secret="wrong")).status == 401


# Refresh


async def test_a_refresh_gives_a_new_pair_and_is_counted(client):
    first = await client.pair()
    response = await client.refresh(first["refresh_token"])
    assert (response.status, list(response.json)) == (200, list(first))
    assert not {response.json["access_token"], response.json["refresh_token"]} & set(map(str, first.values()))
    assert (await client.call(response.json["access_token"])).status == 200
    assert (client.emulator.refreshes, client.emulator.refresh_reuses) == (1, 0)


async def test_a_refresh_works_long_after_the_access_token_expired(booted, hands):
    client = await booted()
    pair = await client.pair()
    hands.turn(days=400)
    assert (await client.call(pair["access_token"])).codes == ["AccessTokenExpired"]
    assert (await client.refresh(pair["refresh_token"])).status == 200


async def test_a_refresh_token_works_once_and_its_reuse_is_counted(client):
    first = await client.pair()
    second = (await client.refresh(first["refresh_token"])).json
    assert refused(await client.refresh(first["refresh_token"])) == INVALID_GRANT
    assert (client.emulator.refreshes, client.emulator.refresh_reuses) == (1, 1)
    # by default the reuse harms nobody else
    assert (await client.call(second["access_token"])).status == 200
    assert (await client.refresh(second["refresh_token"])).status == 200


async def test_a_reuse_may_end_the_whole_grant(booted):
    client = await booted(settings={"oauth.refresh_reuse": "revoke"})
    first, bystander = await client.pair(), await client.pair()
    second = (await client.refresh(first["refresh_token"])).json
    assert refused(await client.refresh(first["refresh_token"])) == INVALID_GRANT
    assert client.emulator.refresh_reuses == 1
    for token in (first["access_token"], second["access_token"]):
        assert refused(await client.call(token)) == (401, {"errors": [{"Code": "AccessTokenRevoked"}]})
    assert refused(await client.refresh(second["refresh_token"])) == INVALID_GRANT
    assert (await client.call(bystander["access_token"])).status == 200


async def test_refreshing_with_another_client_fails_and_uses_nothing_up(client):
    pair = await client.pair()
    client_id, client_secret = client.emulator.register("Other", [OTHER_CALLBACK])
    response = await client.refresh(pair["refresh_token"], client_id=client_id, client_secret=client_secret)
    assert refused(response) == INVALID_GRANT
    assert (await client.refresh(pair["refresh_token"])).status == 200
    assert client.emulator.refresh_reuses == 0


async def test_an_access_token_refreshes_nothing(client):
    pair = await client.pair()
    assert refused(await client.refresh(pair["access_token"])) == INVALID_GRANT


async def test_of_twenty_refreshes_at_once_exactly_one_succeeds(client):
    token = (await client.pair())["refresh_token"]
    responses = await asyncio.gather(*(client.refresh(token) for _ in range(20)))
    assert sorted(response.status for response in responses) == [200] + [400] * 19
    assert (client.emulator.refreshes, client.emulator.refresh_reuses) == (1, 19)


# What a token opens


async def test_a_token_lists_reads_and_creates(client, an_order):
    token = (await client.pair())["access_token"]
    listed = await client.call(token)
    created = await client.call(token, "/v1/orders", "POST", an_order())
    detail = await client.call(token, f"/v1/orders/{created.text}")
    assert [response.status for response in (listed, created, detail)] == [200, 200, 200]
    assert detail.json["OrderNumber"] == an_order()["OrderNumber"]


async def test_every_route_that_takes_a_key_refuses_a_wrong_token(client):
    from billit_async.emulator.http.routes import ROUTES

    for route in ROUTES:
        if route.needs_key:
            body = None if route.method == "GET" else {}
            path = route.path.replace("{", "").replace("}", "")
            response = await client.call("invented", path, route.method, body)
            assert refused(response) == (401, {"errors": [{"Code": "InvalidAccessToken"}]}), route


async def test_party_id_works_as_with_a_key(client):
    token = (await client.pair())["access_token"]
    own, other = client.emulator.party_ids
    assert (await client.call(token)).json["Items"][0]["CompanyID"] == own
    assert (await client.call(token, PartyID=str(other))).json["Items"][0]["CompanyID"] == other
    assert (await client.call(token, PartyID="1")).status == 401


async def test_account_information_without_party_id_lists_the_companies_of_the_user(client):
    response = await client.call((await client.pair())["access_token"], "/v1/account/accountInformation")
    assert [company["PartyID"] for company in response.json["Companies"]] == list(client.emulator.party_ids)


async def test_a_token_expires_by_the_emulators_clock(booted, hands):
    client = await booted()
    token = (await client.pair())["access_token"]
    hands.turn(seconds=3599)
    assert (await client.call(token)).status == 200
    hands.turn(seconds=1)
    assert refused(await client.call(token)) == (401, {"errors": [{"Code": "AccessTokenExpired"}]})


async def test_the_lifetime_is_a_setting(booted, hands):
    client = await booted(settings={"oauth.token_lifetime": 5})
    pair = await client.pair()
    assert pair["expires_in"] == 5
    hands.turn(seconds=5)
    assert (await client.call(pair["access_token"])).codes == ["AccessTokenExpired"]


@pytest.mark.parametrize("kind", ["refresh_token", "nothing"])
async def test_what_is_not_an_access_token_opens_nothing(client, kind):
    pair = {**await client.pair(), "nothing": ""}
    assert refused(await client.call(pair[kind])) == (401, {"errors": [{"Code": "InvalidAccessToken"}]})


async def test_the_scheme_has_no_case(client):
    token = (await client.pair())["access_token"]
    assert (await client.call("", Authorization=f"bearer {token}")).status == 200


# Revocation


async def test_revoke_ends_the_grant_of_the_token_in_the_header_and_no_other(client):
    first, bystander = await client.pair(), await client.pair()
    second = (await client.refresh(first["refresh_token"])).json
    assert (await client.call(second["access_token"], "/OAuth2/revoke", "POST")).status == 200
    for token in (first["access_token"], second["access_token"]):
        assert refused(await client.call(token)) == (401, {"errors": [{"Code": "AccessTokenRevoked"}]})
    assert refused(await client.refresh(second["refresh_token"])) == INVALID_GRANT
    assert (await client.call(bystander["access_token"])).status == 200
    assert client.emulator.refresh_reuses == 0


async def test_revoke_wants_a_good_token(client, booted, hands):
    assert (await client.call("invented", "/OAuth2/revoke", "POST")).codes == ["InvalidAccessToken"]
    key_only = await client.wire("POST", "/OAuth2/revoke")
    assert (key_only.status, key_only.codes) == (401, ["InvalidAccessToken"])
    token = (await client.pair())["access_token"]
    await client.call(token, "/OAuth2/revoke", "POST")
    assert refused(await client.call(token, "/OAuth2/revoke", "POST")) == (
        401, {"errors": [{"Code": "AccessTokenRevoked"}]},
    )  # fmt: skip
    old = await booted()
    token = (await old.pair())["access_token"]
    hands.turn(hours=1)
    assert (await old.call(token, "/OAuth2/revoke", "POST")).codes == ["AccessTokenExpired"]


async def test_a_user_who_removes_the_application_ends_all_its_grants(client):
    pairs = [await client.pair(), await client.pair()]
    code = client.code()
    client.emulator.remove_application()
    for pair in pairs:
        assert (await client.call(pair["access_token"])).codes == ["AccessTokenRevoked"]
        assert refused(await client.refresh(pair["refresh_token"])) == INVALID_GRANT
    assert refused(await client.exchange(code)) == INVALID_GRANT
    assert (await client.call((await client.pair())["access_token"])).status == 200  # allowed again


async def test_removing_one_application_leaves_the_others(client):
    pair = await client.pair()
    client_id, _ = client.emulator.register("Other", [OTHER_CALLBACK])
    client.emulator.remove_application(client_id)
    assert (await client.call(pair["access_token"])).status == 200


async def test_removing_an_unknown_application_is_an_error(emulator):
    with pytest.raises(ValueError, match="client id 'nobody'"):
        emulator.remove_application("nobody")


# Failures on purpose


async def test_a_failure_before_leaves_the_refresh_token_good(booted):
    client = await booted()
    pair = await client.pair()
    client.emulator.settings = client.emulator.settings.with_({"oauth.failure": "before", "oauth.failures": 1})
    failed = await client.refresh(pair["refresh_token"])
    assert (failed.status, failed.json) == (500, {"Message": "An error has occurred."})
    assert client.emulator.refreshes == 0
    assert (await client.refresh(pair["refresh_token"])).status == 200


async def test_a_connection_cut_before_leaves_the_refresh_token_good(booted):
    client = await booted()
    pair = await client.pair()
    client.emulator.settings = client.emulator.settings.with_({"oauth.failure": "before_cut", "oauth.failures": 1})
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.refresh(pair["refresh_token"])
    assert client.emulator.refreshes == 0
    assert (await client.refresh(pair["refresh_token"])).status == 200


async def test_a_failure_after_has_used_the_refresh_token_up(booted, caplog):
    client = await booted()
    pair = await client.pair()
    client.emulator.settings = client.emulator.settings.with_({"oauth.failure": "after", "oauth.failures": 1})
    # a refused request hands out nothing that could be lost, and does not count
    assert refused(await client.refresh("invented")) == INVALID_GRANT
    with caplog.at_level(logging.DEBUG), pytest.raises(aiohttp.ServerDisconnectedError):
        await client.refresh(pair["refresh_token"])
    assert client.emulator.refreshes == 1
    assert refused(await client.refresh(pair["refresh_token"])) == INVALID_GRANT
    assert client.emulator.refresh_reuses == 1
    assert "Traceback" not in caplog.text


async def test_without_a_count_every_request_fails(booted):
    client = await booted(settings={"oauth.failure": "before"})
    assert [(await client.exchange(client.code())).status for _ in range(3)] == [500] * 3


async def test_new_settings_begin_to_count_anew(booted):
    client = await booted(settings={"oauth.failure": "before", "oauth.failures": 2})
    for _ in range(2):
        assert [(await client.refresh("x")).status for _ in range(3)] == [500, 500, 400]
        client.emulator.settings = attrs.evolve(client.emulator.settings)


async def test_settings_may_be_set_before_the_start():
    emulator = Emulator(orders=0)
    emulator.settings = EmulatorSettings.of({"paging.page_size": 7})
    async with emulator:
        assert emulator.settings.paging.page_size == 7


async def test_latency_holds_back_the_response_and_not_the_effect(booted):
    client = await booted()
    pair = await client.pair()
    client.emulator.settings = client.emulator.settings.with_({"oauth.latency": 0.3})
    task = asyncio.create_task(client.refresh(pair["refresh_token"]))
    async with asyncio.timeout(10):
        while not client.emulator.refreshes:  # noqa: ASYNC110 - the emulator counts, it does not tell
            await asyncio.sleep(0.001)
    assert not task.done()
    assert (await client.call(pair["access_token"])).status == 200
    assert not task.done()  # nothing but the token endpoint waits
    assert (await task).status == 200


# What stays


async def test_a_file_keeps_applications_codes_grants_and_counts(boot, tmp_path):
    database = str(tmp_path / "billit.sqlite")
    client = Client(await boot(database=database))
    spent = (await client.pair())["refresh_token"]
    pair, code, gone = (await client.refresh(spent)).json, client.code(), await client.pair()
    await client.call(gone["access_token"], "/OAuth2/revoke", "POST")
    other = client.emulator.register("Other", [OTHER_CALLBACK])
    mine = (client.client_id, client.client_secret)
    await client.emulator.close()

    client = Client(await boot(database=database, seed=9))
    assert (client.client_id, client.client_secret) == mine
    assert (await client.call(pair["access_token"])).status == 200
    assert (await client.call(gone["access_token"])).codes == ["AccessTokenRevoked"]
    assert refused(await client.refresh(spent)) == INVALID_GRANT
    assert (client.emulator.refreshes, client.emulator.refresh_reuses) == (1, 1)
    assert (await client.refresh(pair["refresh_token"])).status == 200
    assert (await client.exchange(code)).status == 200
    client.client_id, client.client_secret, client.redirect_uri = *other, OTHER_CALLBACK
    assert (await client.exchange(client.code())).status == 200


async def test_a_continued_file_takes_over_name_and_redirect_uris(tmp_path):
    database = str(tmp_path / "billit.sqlite")
    async with Emulator(orders=0, database=database) as emu:
        url = f"/Account/Logon?client_id={emu.client_id}&redirect_uri="
        before = emu.redirect_uri
    async with Emulator(orders=0, database=database, redirect_uris=[OTHER_CALLBACK]) as emu:
        assert emu.consent(url + OTHER_CALLBACK).startswith(OTHER_CALLBACK)
        with pytest.raises(ValueError, match="redirect_uri"):
            emu.consent(url + before)


async def test_the_file_holds_no_token_and_no_code(boot, tmp_path):
    path = tmp_path / "billit.sqlite"
    client = Client(await boot(database=str(path)))
    pair, code = await client.pair(), client.code()
    await client.emulator.close()
    content = await asyncio.to_thread(path.read_bytes)
    for secret in (pair["access_token"], pair["refresh_token"], code):
        assert secret.encode() not in content


async def test_no_secret_is_logged_or_printed(client, caplog):
    with caplog.at_level(logging.DEBUG):
        pair = await client.pair()
        await client.call(pair["access_token"])
        await client.refresh(pair["refresh_token"])
    shown = caplog.text + repr(client.emulator._app_state) + repr(client.emulator)
    secrets = (pair["access_token"], pair["refresh_token"], client.client_secret, client.emulator.api_key)
    assert not [secret for secret in secrets if secret in shown]
