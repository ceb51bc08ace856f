"""The logon page as a person meets it: in a real browser, with a mouse, with a keyboard, on a narrow screen.

Set `BILLIT_TEST_SCREENSHOTS` to a folder to keep a picture of every page.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from billit_async.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

CHROMIUM = Path("/usr/bin/chromium")
playwright = pytest.importorskip("playwright.async_api", reason="needs the Python package playwright")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs the Debian package chromium ({CHROMIUM})")

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 320, "height": 640}
LONG_NAME = "Boekhoudkantoorsoftwareleverancier-" * 3 + " & <b>Söhne</b>"


@pytest.fixture
async def callback() -> AsyncIterator[str]:
    """The application that the user comes back to; gives its redirect URI."""

    async def welcome(_request: web.Request) -> web.Response:
        return web.Response(text="back at the application")

    application = web.Application()
    application.router.add_get("/callback", welcome)
    async with TestServer(application) as server:
        yield str(server.make_url("/callback"))


@pytest.fixture
async def emu(callback: str) -> AsyncIterator[Emulator]:
    async with Emulator(seed=7, orders=0, companies=3, redirect_uris=[callback]) as running:
        yield running


@pytest.fixture
async def open_logon(emu: Emulator) -> AsyncIterator[Callable[..., Any]]:
    """Open the logon page in a browser, without script: `page = await open_logon(viewport=PHONE)`."""
    async with playwright.async_playwright() as tool:
        browser = await tool.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])

        async def start(*, emulator: Emulator = emu, viewport: Any = DESKTOP, **changes: Any) -> Any:
            settings = {"viewport": viewport, "java_script_enabled": False, **changes.pop("context", {})}
            context = await browser.new_context(**settings)
            page = await context.new_page()
            page.requested = []
            page.on("request", lambda request: page.requested.append(request.url))
            page.complaints = []
            page.on("console", lambda message: page.complaints.append(message.text))
            query = {
                "client_id": emulator.client_id,
                "redirect_uri": emulator.redirect_uri,
                "state": "s 1/2",
                **changes,
            }
            await page.goto(f"{emulator.url}/Account/Logon?{urlencode(query)}")
            return page

        yield start
        await browser.close()


async def keep(page: Any, name: str) -> None:
    if folder := os.environ.get("BILLIT_TEST_SCREENSHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)


async def test_allow_leads_back_with_a_code_that_works(
    open_logon: Callable[..., Any], emu: Emulator, callback: str
) -> None:
    page = await open_logon()
    await keep(page, "consent-desktop")
    await page.get_by_role("button", name="Allow").click()
    await page.wait_for_url(callback + "?code=*")
    assert page.url.endswith("&state=s%201%2F2")
    assert await page.inner_text("body") == "back at the application"
    code = page.url.partition("code=")[2].partition("&")[0]
    body = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": emu.client_id,
        "client_secret": emu.client_secret,
        "redirect_uri": callback,
    }
    assert (await page.request.post(f"{emu.url}/OAuth2/token", data=body)).ok


async def test_refuse_leads_back_with_access_denied(open_logon: Callable[..., Any], callback: str) -> None:
    page = await open_logon()
    await page.get_by_role("button", name="Refuse").click()
    await page.wait_for_url(callback + "?*")
    assert page.url == callback + "?error=access_denied&state=s%201%2F2"


@pytest.mark.parametrize(("tabs", "label", "answer"), [(1, "Allow", "code="), (2, "Refuse", "error=access_denied")])
@pytest.mark.parametrize("key", ["Enter", "Space"])
async def test_a_keyboard_is_enough(
    open_logon: Callable[..., Any], callback: str, tabs: int, label: str, answer: str, key: str
) -> None:
    page = await open_logon()
    for _ in range(tabs):
        await page.keyboard.press("Tab")
    await playwright.expect(page.get_by_role("button", name=label)).to_be_focused()
    await keep(page, f"consent-focus-{label.lower()}")
    await page.keyboard.press(key)
    await page.wait_for_url(callback + "?*")
    assert answer in page.url


async def test_the_page_asks_for_nothing_but_itself(open_logon: Callable[..., Any], emu: Emulator) -> None:
    page = await open_logon()
    assert [url.startswith(emu.url + "/Account/Logon?") for url in page.requested] == [True]
    assert page.complaints == []  # not even by its own content security policy


async def test_the_structure_is_told_to_a_screen_reader(open_logon: Callable[..., Any]) -> None:
    page = await open_logon()
    assert await page.title() == "Allow Demo application? - Billit emulator"
    assert await page.get_by_role("main").count() == 1
    assert await page.get_by_role("heading", level=1).all_inner_texts() == [
        "Allow Demo application to use your Billit account?"
    ]
    assert await page.get_by_role("list", name="Your companies (3)").get_by_role("listitem").count() == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_narrow_screen_needs_no_scrolling_sideways(
    open_logon: Callable[..., Any], emu: Emulator, scheme: str
) -> None:
    async with Emulator(
        seed=7, orders=0, companies=12, application=LONG_NAME, redirect_uris=[emu.redirect_uri]
    ) as emulator:
        page = await open_logon(
            emulator=emulator, viewport=PHONE, context={"java_script_enabled": True, "color_scheme": scheme}
        )
        await keep(page, f"consent-phone-{scheme}")
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        for button in await page.get_by_role("button").all():
            box = await button.bounding_box()
            assert box["height"] >= 44
        await page.get_by_text("4 more").click()
        assert await page.get_by_role("listitem").count() == 12


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_stands_out_from_its_ground(open_logon: Callable[..., Any], scheme: str) -> None:
    page = await open_logon(context={"java_script_enabled": True, "color_scheme": scheme})
    pairs = await page.evaluate(_COLOURS)
    assert len(pairs) >= 8
    for text, ink, ground in pairs:
        assert contrast(ink, ground) >= 7, (text, ink, ground)


async def test_a_failure_is_shown_in_the_browser(open_logon: Callable[..., Any]) -> None:
    page = await open_logon(client_id="nobody")
    await keep(page, "refused-desktop")
    assert await page.get_by_role("heading", level=1).inner_text() == "The application cannot be connected"
    assert await page.get_by_role("button").count() == 0


# Every element with text of its own: the text, its colour, and the first ground behind it that is not transparent.
_COLOURS = """() => [...document.querySelectorAll('body *')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .map(e => {
        let ground = e;
        while (getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
        const numbers = colour => colour.match(/\\d+/g).slice(0, 3).map(Number);
        return [e.textContent, numbers(getComputedStyle(e).color), numbers(getComputedStyle(ground).backgroundColor)];
    })"""


def contrast(one: list[int], other: list[int]) -> float:
    """The contrast ratio of WCAG 2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: list[int]) -> float:
    linear = [(value / 255) / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
