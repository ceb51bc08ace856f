"""The pages that a user sees at logon; everything shown is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from billit_async.emulator.http.html_page import html_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from billit_async.emulator.http.routing import Response

__all__ = ["consent_page", "refusal_page"]

_SHOWN_AT_ONCE: Final = 8


def consent_page(*, application: str, user: str, companies: Sequence[tuple[str, str]], ticket: str) -> Response:
    """The page that asks the user.

    Args:
        application: The name of the application.
        user: The user's name.
        companies: Name and VAT number of each company that the application would see.
        ticket: What the form carries, once.
    """
    name = f"<bdi>{escape(application)}</bdi>"
    shown, hidden = companies[:_SHOWN_AT_ONCE], companies[_SHOWN_AT_ONCE:]
    more = f"<details><summary>{len(hidden)} more</summary>{_list(hidden)}</details>" if hidden else ""
    return html_page(
        200,
        f"Allow {application}?",
        f"<h1>Allow {name} to use your Billit account?</h1>"
        f"<p>You are logged on as <bdi>{escape(user)}</bdi>. If you allow it, the application can read and write the"
        " documents, customers, suppliers and products of your companies until you remove it.</p>"
        f'<h2 id="companies">Your companies ({len(companies)})</h2>{_list(shown, labelled_by="companies")}{more}'
        '<form method="post" action="/Account/Logon">'
        f'<input type="hidden" name="ticket" value="{escape(ticket)}">'
        '<button type="submit" name="decision" value="allow">Allow</button>'
        '<button type="submit" name="decision" value="refuse">Refuse</button></form>',
    )


def refusal_page(reason: str) -> Response:
    """The page for a failure that is the application's: shown here, never sent to a redirect URI.

    Source: docs page "how do I get started with OAuth".
    """
    return html_page(
        400,
        "The application cannot be connected",
        f"<h1>The application cannot be connected</h1><p>{escape(reason)}</p>"
        "<p>Go back to the application and try again, or ask its maker.</p>",
    )


def _list(companies: Sequence[tuple[str, str]], *, labelled_by: str = "") -> str:
    label = f' aria-labelledby="{labelled_by}"' if labelled_by else ""
    items = "".join(
        f"<li><bdi>{escape(name)}</bdi>{f'<small>{escape(vat_number)}</small>' if vat_number else ''}</li>"
        for name, vat_number in companies
    )
    # A list without bullets loses its role in some browsers.
    return f'<ul role="list"{label}>{items}</ul>'
