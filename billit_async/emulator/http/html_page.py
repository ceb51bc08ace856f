"""One HTML page for a person to read: plain, without script or outside resource, in the emulator's own style."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import Final

from billit_async.emulator.http.routing import Response

__all__ = ["html_page"]

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
button:focus-visible, summary:focus-visible, a:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
.note { margin: 1.25rem 0 0; }
code { font: 0.9375rem ui-monospace, "DejaVu Sans Mono", monospace; }
a { color: var(--go); }
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


def html_page(status: int, title: str, content: str) -> Response:
    """Make a page.

    Args:
        status: HTTP status.
        title: Plain text.
        content: HTML, everything in it escaped.
    """
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
