"""OAuth2: the logon page of the host ``my.``, and the token operations of the host ``api.``, on one address here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import parse_qsl

from billit_async.emulator.http.oauth.exchange import TokenRefused, exchange, refusal
from billit_async.emulator.http.oauth.logon import LogonRefused, decide, read_logon
from billit_async.emulator.http.oauth.pages import consent_page, refusal_page
from billit_async.emulator.http.routes.account import USER
from billit_async.emulator.http.routing import Response, Route, bearer_token
from billit_async.emulator.protocol.binding import parse_body
from billit_async.emulator.protocol.errors import APIError

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call

__all__ = ["LOGON_PATH", "ROUTES"]

LOGON_PATH: Final = "/Account/Logon"
_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = frozenset({"", "application/json", "text/json"})


def get_logon(call: Call) -> Response:
    """The page that asks the user. Source: docs page "how do I get started with OAuth"."""
    grants = call.store.grants
    try:
        application, logon = read_logon(grants, call.settings, dict(call.page.pairs))
    except LogonRefused as refused:
        return refusal_page(str(refused))
    documents = [call.store.companies.get(company_id) for company_id in call.company_ids]
    return consent_page(
        application=application.name,
        user=f"{USER['FirstName']} {USER['LastName']}",
        companies=[(document["Name"], document.get("VATNumber", "")) for document in documents],
        ticket=grants.open_logon(logon, call.clock.now()),
    )


def post_logon(call: Call) -> Response:
    """The user's decision: back to the application, or a page that says why not."""
    form = dict(_form(call.body)) if _media_type(call) == _FORM else {}
    decision = form.get("decision")
    if decision not in {"allow", "refuse"}:
        return refusal_page("The page did not say what you decided.")
    try:
        location = decide(call.store.grants, form.get("ticket", ""), call.clock.now(), allow=decision == "allow")
    except LogonRefused as refused:
        return refusal_page(str(refused))
    return Response(status=302, headers={"Location": location, "Cache-Control": "no-store"})


def post_token(call: Call) -> Response:
    """A new pair of tokens. Source: docs page "how do I get started with OAuth".

    The documentation sends JSON, the Swagger operation OAuth2_Token takes a form as well.
    """
    try:
        return exchange(call.store.grants, call.settings, call.clock.now(), _parameters(call))
    except TokenRefused as refused:
        return refusal(call.settings, refused)


def post_revoke(call: Call) -> bytes:
    """End the grant of the token in the header, or the token alone, as the settings say.

    The Swagger operation OAuth2_Revoke has no parameter and no text: that it means the bearer token is inferred.
    """
    token = bearer_token(call.headers) or ""
    found = call.store.grants.access_grant(token, call.clock.now())
    if isinstance(found, str):
        raise APIError(401, (found, None))
    if call.settings.oauth.revoke_ends == "token":
        call.store.grants.revoke_access_token(token)
    else:
        call.store.grants.revoke(found)
    return b""


def _parameters(call: Call) -> dict[str, str]:
    if any(call.headers.get(name, "").strip() for name in ("Authorization", "ApiKey")):
        # Source: docs page "how do I get started with OAuth".
        raise TokenRefused("invalid_request", "a token request carries no credentials in its headers")
    media_type = _media_type(call)
    if media_type == _FORM:
        return {name.lower(): value for name, value in _form(call.body)}
    if media_type not in _JSON:
        raise TokenRefused("invalid_request", "the body is JSON or a form")
    try:
        body = parse_body(call.body, is_strict=call.settings.requests.json == "strict")
    except APIError:
        raise TokenRefused("invalid_request", "the body is not valid JSON") from None
    if not isinstance(body, dict):
        raise TokenRefused("invalid_request", "the body is not a JSON object")
    items = cast("dict[str, Any]", body).items()
    return {name.lower(): value for name, value in items if isinstance(value, str)}


def _media_type(call: Call) -> str:
    # The manual prints "application / json" (chapter 9).
    return call.headers.get("Content-Type", "").partition(";")[0].replace(" ", "").lower()


def _form(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)


ROUTES = (
    Route(method="GET", path=LOGON_PATH, respond=get_logon, needs_key=False, stores=True),
    Route(method="POST", path=LOGON_PATH, respond=post_logon, needs_key=False),
    Route(method="POST", path="/OAuth2/token", respond=post_token, needs_key=False, hands_out_tokens=True),
    Route(method="POST", path="/OAuth2/revoke", respond=post_revoke, needs_key=False),
)
"""Served OAuth2 operations."""
