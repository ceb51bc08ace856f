"""One logical call to the API: pure decisions, and a thin shell around aiohttp."""

from __future__ import annotations

from billit_async._transport.messages import Request, Response
from billit_async._transport.shell import Caller, Transport

__all__ = ["Caller", "Request", "Response", "Transport"]
