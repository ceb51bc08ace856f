"""The pages that a user sees at logon: plain HTML without script or outside resource. Everything shown is escaped."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING, Final

from billit_async.emulator.http.routing import Response

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["consent_page", "refusal_page"]

_SHOWN_AT_ONCE: Final = 8

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1b2330; --soft: #465062; --paper: #ffffff; --ground: #eef1f6;
  --line: #c3cad6; --go: #14538f; --on-go: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eef1f6; --soft: #b4becd; --paper: #1d2430; --ground: #11161e; --line: #47536a;
    --go: #8cc2f5; --on-go: #0d1520; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 30rem; margin: clamp(0rem, 6vw, 5rem) auto 0; padding: clamp(1.25rem, 5vw, 2.25rem);
  background: var(--paper); border: 1px solid var(--line); border-radius: 0.75rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 1rem; font-size: 1.4rem; line-height: 1.3; }
h2 { margin: 1.5rem 0 0.5rem; font-size: 1rem; }
p { margin: 0 0 0.75rem; }
ul { margin: 0; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: 0.5rem; }
li { padding: 0.5rem 0.75rem; }
li + li { border-top: 1px solid var(--line); }
small, .note { color: var(--soft); font-size: 0.875rem; }
small { display: block; }
details { margin-top: 0.5rem; }
summary { padding: 0.5rem 0; cursor: pointer; }
form { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1.5rem 0 0; }
button { flex: 1 1 8rem; min-height: 2.75rem; padding: 0.5rem 1rem; border: 2px solid var(--go); border-radius: 0.5rem;
  background: var(--paper); color: var(--go); font: inherit; font-weight: 600; cursor: pointer; }
button[value="allow"] { background: var(--go); color: var(--on-go); }
button:focus-visible, summary:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
.note { margin: 1.25rem 0 0; }
"""

# No `form-action`: browsers apply it to the redirect that follows the form too, and that leads to the application.
_POLICY: Final = (
    "default-src 'none'; img-src data:; base-uri 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


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
    return _page(
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
    return _page(
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


def _page(status: int, title: str, content: str) -> Response:
    text = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} - Billit emulator</title><link rel="icon" href="data:,"><style>{_STYLE}</style></head>'
        f'<body><main>{content}<p class="note">This is an emulator with made-up data, not Billit.</p>'
        "</main></body></html>\n"
    )
    return Response(
        status=status,
        body=text.encode("utf-8", "replace"),
        content_type="text/html; charset=utf-8",
        headers=_HEADERS,
    )
