"""The logon page: who is let in, what is shown, and where the user is sent back to."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import aiohttp
import pytest

from billit_async.emulator import Emulator

CALLBACK = "http://127.0.0.1:8400/callback"


def logon_path(emulator, **changes):
    query = {"client_id": emulator.client_id, "redirect_uri": emulator.redirect_uri, **changes}
    return "/Account/Logon?" + urlencode({name: value for name, value in query.items() if value is not None})


def ticket_of(page):
    return re.search(r'name="ticket" value="([^"]+)"', page.text)[1]


@pytest.fixture
async def press(wire):
    """Send the form: `await press(page, "allow")`; redirects are not followed."""

    async def send(page, decision="allow", **changes):
        form = urlencode({"ticket": ticket_of(page), "decision": decision, **changes})
        return await wire(
            "POST", "/Account/Logon", form.encode(), Content_Type="application/x-www-form-urlencoded", ApiKey=""
        )

    return send


@pytest.fixture
async def read(wire, emulator):
    """Open the logon page: `await read(state="x")`, or `await read("/Account/Logon?...")`."""

    async def get(path=None, **changes):
        return await wire.get(path or logon_path(emulator, **changes), ApiKey="")

    return get


def parameters(response):
    return parse_qs(urlsplit(response.headers["Location"]).query, keep_blank_values=True)


async def test_the_page_shows_the_application_and_every_company(read, emulator, wire):
    page = await read()
    account = (await wire.get("/v1/account/accountInformation")).json
    text = html.unescape(page.text)
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "Demo application" in text
    assert len(account["Companies"]) == 2
    assert all(company["Name"] in text for company in account["Companies"])


async def test_the_page_is_plain_html_with_one_heading_and_two_buttons(read):
    page = (await read()).text
    assert '<html lang="en">' in page
    assert page.count("<h1>") == 1
    assert re.findall(r"<button ([^>]*)>(\w+)</button>", page) == [
        ('type="submit" name="decision" value="allow"', "Allow"),
        ('type="submit" name="decision" value="refuse"', "Refuse"),
    ]
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!data:,)", page)
    assert "url(" not in page


async def test_the_page_may_load_nothing_and_is_kept_nowhere(read):
    headers = (await read()).headers
    assert headers["Content-Security-Policy"].startswith(
        "default-src 'none'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
    )
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


async def test_the_many_companies_of_an_accountant_are_folded_away():
    async with Emulator(orders=0, companies=30) as emu, aiohttp.ClientSession() as session:
        response = await session.get(emu.url + logon_path(emu))
        page = await response.text()
    assert "<summary>22 more</summary>" in page
    assert page.count("<li>") == 30


async def test_allow_sends_the_user_back_with_a_code(read, press):
    response = await press(await read())
    assert response.status == 302
    assert response.headers["Location"].startswith(f"{CALLBACK}?code=")
    assert list(parameters(response)) == ["code"]


async def test_refuse_sends_the_user_back_with_access_denied(read, press):
    response = await press(await read(), "refuse")
    assert (response.status, response.headers["Location"]) == (302, f"{CALLBACK}?error=access_denied")


@pytest.mark.parametrize("decision", ["allow", "refuse"])
async def test_state_comes_back_as_it_was_sent(read, press, decision):
    state = "Zoë/1 + 2=3?#%\r\nX: y"
    assert parameters(await press(await read(state=state), decision))["state"] == [state]


async def test_what_follows_an_ampersand_inside_state_is_lost(read, press):
    assert parameters(await press(await read(state="left&right=1")))["state"] == ["left"]


@pytest.mark.parametrize("state", ["", "&lost"])
async def test_an_empty_state_is_not_echoed(read, press, state):
    assert "state" not in parameters(await press(await read(state=state)))


async def test_a_hostile_state_is_not_shown(read):
    assert "<script>" not in (await read(state='"><script>alert(1)</script>')).text


async def test_a_hostile_application_name_is_shown_as_text(read, emulator):
    name = """<script>alert('1')</script>"><img src=x> & Söhne"""
    client_id, _ = emulator.register(name, ["https://app.example/back"])
    page = await read(client_id=client_id, redirect_uri="https://app.example/back")
    assert page.status == 200
    assert "<script" not in page.text
    assert "<img" not in page.text
    assert name in html.unescape(page.text)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"client_id": "nobody"}, "client_id"),
        ({"client_id": None}, "client_id"),
        ({"redirect_uri": None}, "missing"),
        ({"redirect_uri": "https://evil.example/callback"}, "not one of those"),
        ({"redirect_uri": CALLBACK + "/"}, "not one of those"),
        ({"redirect_uri": CALLBACK.upper()}, "not one of those"),
        ({"redirect_uri": "http://127.0.0.1:8401/callback"}, "not one of those"),
        ({"redirect_uri": CALLBACK + "#x"}, "not one of those"),
        ({"redirect_uri": CALLBACK + "?own=1"}, "query of its own"),
        ({"code_challenge": "x" * 43}, "S256"),
        ({"code_challenge": "x" * 43, "code_challenge_method": "plain"}, "S256"),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, "S256"),
    ],
)
async def test_a_technical_failure_is_shown_on_screen_and_never_redirected(read, changes, reason):
    page = await read(**changes)
    assert (page.status, page.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "Location" not in page.headers
    assert "<form" not in page.text
    assert reason in html.unescape(page.text)


async def test_the_failure_page_repeats_nothing_of_the_query(read):
    page = await read(client_id="<script>alert(1)</script>", redirect_uri="<b>")
    assert "<script" not in page.text
    assert "<b>" not in page.text


async def test_the_redirect_uri_of_another_application_is_foreign(read, emulator):
    emulator.register("Other", ["https://other.example/back"])
    assert (await read(redirect_uri="https://other.example/back")).status == 400


async def test_every_registered_redirect_uri_may_be_used(read, press, emulator):
    uris = ["https://a.example/back", "https://b.example/back"]
    client_id, _ = emulator.register("Two ways", uris)
    for uri in uris:
        response = await press(await read(client_id=client_id, redirect_uri=uri))
        assert response.headers["Location"].startswith(uri + "?code=")


@pytest.mark.parametrize(
    "uri",
    ["http://127.0.0.1:54321/callback", "http://127.0.0.1/callback", "http://127.0.0.1:8400/callback"],
)
async def test_any_loopback_port_is_taken_when_the_setting_says_so(boot, uri):
    wire = await boot(settings={"oauth.any_loopback_port": True})
    assert (await wire.get(logon_path(wire.emulator, redirect_uri=uri))).status == 200


@pytest.mark.parametrize(
    "uri",
    ["http://127.0.0.1:54321/other", "https://127.0.0.1:54321/callback", "http://localhost:54321/callback",
     "http://127.0.0.1:1@evil.example/callback", "http://127.0.0.1.evil.example/callback",
     "http://127.0.0.1:99999/callback", "http://127.0.0.1:54321/callback?x=1", "http://127.0.0.1:54321/callback#x",
     "http://[::1]:54321/callback", "http://127.0.0.1:54321/callback\n"],
)  # fmt: skip
async def test_any_loopback_port_opens_nothing_else(boot, uri):
    wire = await boot(settings={"oauth.any_loopback_port": True})
    assert (await wire.get(logon_path(wire.emulator, redirect_uri=uri))).status == 400


async def test_a_registered_uri_elsewhere_takes_no_other_port(boot):
    wire = await boot(settings={"oauth.any_loopback_port": True})
    client_id, _ = wire.emulator.register("Web", ["https://app.example:1/back"])
    path = logon_path(wire.emulator, client_id=client_id, redirect_uri="https://app.example:2/back")
    assert (await wire.get(path)).status == 400


async def test_a_form_is_taken_once(read, press):
    page = await read()
    assert (await press(page)).status == 302
    again = await press(page)
    assert again.status == 400
    assert "used before" in again.text


@pytest.mark.parametrize("ticket", ["", "guessed"])
async def test_a_form_without_its_ticket_is_refused(read, press, ticket):
    assert (await press(await read(), ticket=ticket)).status == 400


async def test_a_form_without_a_decision_is_refused_and_may_be_sent_again(read, press):
    page = await read()
    assert (await press(page, "")).status == 400
    assert (await press(page)).status == 302


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", ""])
async def test_a_decision_that_is_no_form_is_refused(wire, read, media_type):
    body = urlencode({"ticket": ticket_of(await read()), "decision": "allow"}).encode()
    assert (await wire("POST", "/Account/Logon", body, Content_Type=media_type)).status == 400


async def test_a_form_cannot_change_what_was_asked(read, press):
    response = await press(await read(), redirect_uri="https://evil.example", state="other")
    assert response.headers["Location"].startswith(f"{CALLBACK}?code=")
    assert list(parameters(response)) == ["code"]


async def test_a_page_that_stood_open_too_long_is_refused(boot, hands):
    wire = await boot(settings={"time.clock": hands})
    page = await wire.get(logon_path(wire.emulator))
    hands.turn(minutes=30)
    form = urlencode({"ticket": ticket_of(page), "decision": "allow"}).encode()
    response = await wire("POST", "/Account/Logon", form, Content_Type="application/x-www-form-urlencoded")
    assert response.status == 400


async def test_the_path_has_no_case_as_everywhere(wire, emulator):
    assert (await wire.get(logon_path(emulator).replace("/Account/Logon", "/account/LOGON"))).status == 200


async def test_consent_plays_the_user(emulator):
    url = emulator.url + logon_path(emulator, state="s-1")
    assert re.fullmatch(re.escape(CALLBACK) + r"\?code=[\w-]{40,}&state=s-1", emulator.consent(url))
    assert emulator.consent(url, allow=False) == f"{CALLBACK}?error=access_denied&state=s-1"


async def test_consent_takes_the_url_of_either_host(emulator):
    assert "code=" in emulator.consent("https://my.sandbox.billit.be" + logon_path(emulator))


@pytest.mark.parametrize(
    ("path", "said"),
    [("/Account/Logon?client_id=nobody", "client_id"), ("/OAuth2/token?client_id=x", "path /Account/Logon")],
)
async def test_consent_raises_what_the_page_would_show(emulator, path, said):
    with pytest.raises(ValueError, match=said):
        emulator.consent(emulator.url + path)


async def test_the_first_application_is_what_the_constructor_says():
    async with Emulator(orders=0, application="Books", redirect_uris=["https://b.example/x", CALLBACK]) as emu:
        assert (emu.application, emu.redirect_uri) == ("Books", "https://b.example/x")
        for uri in ("https://b.example/x", CALLBACK):
            assert emu.consent(logon_path(emu, redirect_uri=uri)).startswith(uri)


async def test_the_same_seed_gives_the_same_client(emulator):
    async with Emulator(seed=7, orders=0) as struct, Emulator(seed=8, orders=0) as other:
        assert (struct.client_id, struct.client_secret) == (emulator.client_id, emulator.client_secret)
        assert other.client_id != emulator.client_id
        assert other.client_secret != emulator.client_secret
        assert other.client_secret.startswith("emulator-secret-not-a-secret-")
        assert other.register("Other", [CALLBACK])[1].startswith("emulator-secret-not-a-secret-")


async def test_each_application_has_credentials_of_its_own(emulator):
    registered = [emulator.register("A", [CALLBACK]), emulator.register("A", [CALLBACK])]
    ids = {emulator.client_id, *(client_id for client_id, _ in registered)}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("name", "uris"),
    [
        ("", [CALLBACK]),
        ("line\nbreak", [CALLBACK]),
        ("turned \u202e round", [CALLBACK]),
        ("A", []),
        ("A", ["/relative"]),
        ("A", [CALLBACK + "?x=1"]),
        ("A", [CALLBACK + "#x"]),
        ("A", ["javascript:alert(1)"]),
        ("A", ["https://a.example/\r\nSet-Cookie:x"]),
    ],
)
async def test_what_billit_would_not_register_is_refused(emulator, name, uris):
    with pytest.raises(ValueError, match=r"application|redirect URI"):
        emulator.register(name, uris)
    with pytest.raises(ValueError, match=r"application|redirect URI"):
        Emulator(application=name, redirect_uris=uris)


async def test_the_redirect_uri_may_be_encoded_or_not(read, emulator):
    bare = f"/Account/Logon?client_id={emulator.client_id}&redirect_uri={CALLBACK}"
    assert (await read(bare)).status == 200
    assert (await read(bare.replace(CALLBACK, quote(CALLBACK, safe="")))).status == 200
