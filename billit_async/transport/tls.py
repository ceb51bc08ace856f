"""The TLS context of sessions: built once in a process, in a thread, since reading the certificates takes its time."""

from __future__ import annotations

import asyncio
import ssl

__all__ = ["trusted_context"]

_built: list[ssl.SSLContext] = []


async def trusted_context() -> ssl.SSLContext:
    """Return the context that trusts what this machine trusts; every session of the process shares it."""
    if not _built:
        context = await asyncio.to_thread(_build)
        if not _built:  # another loop may have been faster
            _built.append(context)
    return _built[0]


def _build() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(("http/1.1",))
    return context
