"""Fetches the upstream document and makes `openapi/` from it; writes all files or none, and never half of one."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from billit_async._transport.addresses import is_loopback
from codegen import ROOT, CodegenError, Json, is_mapping
from codegen import overlay as overlays
from codegen import swagger as swaggers
from codegen.decisions import Decision, settle, undecided
from codegen.normalise import kept_definitions, normalise
from codegen.plain import shown
from codegen.rules import breaches, unmarked
from codegen.text import to_yaml, write_atomically

if TYPE_CHECKING:
    import datetime as dt
    from email.message import Message
    from pathlib import Path
    from typing import IO

__all__ = ["DEFAULT_URL", "Files", "Pulled", "counts", "derive", "fetch", "pull", "settled"]

DEFAULT_URL = "https://api.sandbox.billit.be/swagger/docs/v1"
TIMEOUT_SECONDS = 30
_MOST_BYTES = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Files:
    """Where the committed documents live below a root directory."""

    root: Path = ROOT

    @property
    def overlay(self) -> Path:
        """Our corrections and our words, written by hand."""
        return self.root / "openapi" / "overlay.yaml"

    @property
    def document(self) -> Path:
        """The API in OpenAPI 3.1, generated."""
        return self.root / "openapi" / "billit-v1.yaml"

    @property
    def lock(self) -> Path:
        """What the document was made from, generated."""
        return self.root / "openapi" / "upstream.lock"

    @property
    def upstream(self) -> Path:
        """The upstream document without prose; the emulator serves it."""
        return self.root / "billit_async" / "emulator" / "data" / "swagger-v1.json"


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull did."""

    digest: str
    counts: dict[str, int]
    upstream_changed: bool
    written: tuple[Path, ...]
    decisions: tuple[Decision, ...] = ()
    """What a maintainer should still decide."""


def fetch(url: str) -> bytes:
    """Read the document at a URL: over https, or from this machine. Code is made of it: nobody may change it underway.

    Raises:
        CodegenError: the address is another, it cannot be reached, or the status is anything but 200, which includes a
            redirect to another host, port or scheme, or more than 32 MiB.
    """
    origin = _origin(url)
    if origin is None:
        raise CodegenError(f"{shown(url)}: only https addresses, or http on this machine; for a file use --from")
    handlers: list[urllib.request.BaseHandler] = [_SameOrigin(origin)]
    if is_loopback(origin[1]):
        handlers.append(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310 - scheme checked above
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=TIMEOUT_SECONDS) as response:
            content: bytes = response.read(_MOST_BYTES + 1)
            missing: int = response.length or 0
    except CodegenError:
        raise
    except urllib.error.HTTPError as error:
        with error:
            raise CodegenError(f"{url}: the server responded with {error.code} {error.reason}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise CodegenError(f"{url}: {getattr(error, 'reason', error)}. No network? Use --from FILE") from error
    if len(content) > _MOST_BYTES:
        raise CodegenError(f"{url}: more than {_MOST_BYTES} bytes, which no document of this API has")
    if missing:
        raise CodegenError(f"{url}: the response broke off, {missing} bytes are missing")
    return content


def _origin(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an address that may be asked; None of any other."""
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if not host or parts.username is not None or not url.isascii() or not url.isprintable() or " " in url:
        return None
    if parts.scheme == "https":
        return "https", host, port or 443
    return ("http", host, port or 80) if parts.scheme == "http" and is_loopback(host) else None


class _SameOrigin(urllib.request.HTTPRedirectHandler):
    """Follows redirects that stay where they are."""

    def __init__(self, origin: tuple[str, str, int]) -> None:
        self._origin = origin

    def redirect_request(  # noqa: PLR0917 - inherited
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        """Return the next request.

        Raises:
            CodegenError: it would go elsewhere.
        """
        if _origin(newurl) != self._origin:
            fp.close()
            raise CodegenError(f"{req.full_url}: the server sends us on to {shown(newurl)}, which is elsewhere")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def derive(upstream: Json, overlay: overlays.Overlay) -> str:
    """Return the text of `billit-v1.yaml`: upstream normalised, overlay applied, validated.

    Raises:
        CodegenError: a rule is missing, the overlay is stale, or the result is not valid OpenAPI 3.1.
    """
    facts = normalise(swaggers.canonical(upstream), overlay.renames)
    return _finished(facts, overlays.apply(facts, overlay))


def settled(upstream: Json, overlay: overlays.Overlay) -> tuple[str, list[Decision]]:
    """Return the text of `billit-v1.yaml` with provisional facts where the overlay is silent, and what is to decide.

    Raises:
        CodegenError: the document holds something that no rule covers, or the result is not valid OpenAPI 3.1.
    """
    notes: list[str] = []
    facts = normalise(swaggers.canonical(upstream), overlay.renames, notes)
    document = overlays.apply(facts, overlay, notes)
    decisions = [Decision("overlay", *_parted(note)) for note in notes] + settle(facts, document)
    return _finished(facts, document), decisions + undecided(document)


def _parted(note: str) -> tuple[str, str]:
    """Where a note belongs, and what it says."""
    where, _, said = note.partition(" matches nothing")
    return (where, f"matches nothing{said}") if said else ("the document", note)


def _finished(facts: Json, document: Json) -> str:
    # The rules of the house first: the schema of OpenAPI takes seconds, and says less.
    problems = [*unmarked(facts, document), *breaches(document)] or [
        f"not valid OpenAPI 3.1 at {'/'.join(map(str, error.path))}: {error.message}"
        for error in OpenAPIV31SpecValidator(document).iter_errors()
    ]
    if problems:
        raise CodegenError("the document is not right:\n  " + "\n  ".join(problems))
    return to_yaml(document)


def counts(upstream: Json) -> dict[str, int]:
    """Count what a document holds, so that a change of size is seen in the lock file."""
    kept = kept_definitions(upstream)
    definitions: Json = upstream["definitions"]
    models = [name for name in kept if not name.startswith("PageResult_")]
    return {
        "paths": len(upstream["paths"]),
        "operations": len(swaggers.operations(upstream)),
        "definitions": len(definitions),
        "kept_schemas": len(kept),
        "models": len(models),
        "properties": sum(len(definitions[name].get("properties", {})) for name in models),
    }


def pull(content: bytes, *, origin: str, files: Files, today: dt.date, strict: bool = False) -> Pulled:
    """Make the committed documents from upstream content; nothing is written when any step fails.

    Where upstream says what it said before, the committed copy stays as it is, byte for byte, and so does the date.
    What the overlay does not say yet gets a provisional fact; a strict pull refuses that.
    """
    upstream = swaggers.canonical(swaggers.load(content, origin=origin))
    digest = swaggers.digest(upstream)
    committed = _committed_upstream(files)
    changed = committed is None or swaggers.digest(committed) != digest
    if committed is not None and not changed:
        upstream = committed
    overlay = overlays.load(_read(files.overlay))
    text, decisions = (derive(upstream, overlay), []) if strict else settled(upstream, overlay)
    lock = _lock(digest, counts(upstream), _lock_date(files, digest) or today.isoformat())
    texts = {files.upstream: swaggers.dump(upstream), files.document: text, files.lock: lock}
    stale = {path: new for path, new in texts.items() if not path.exists() or path.read_text("utf-8") != new}
    for path, new in stale.items():
        write_atomically(path, new)
    return Pulled(digest, counts(upstream), changed, tuple(stale), tuple(decisions))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise CodegenError(f"{path}: {error.strerror}") from error


def _committed_upstream(files: Files) -> Json | None:
    if not files.upstream.exists():
        return None
    try:
        document = swaggers.load(files.upstream.read_bytes(), origin=str(files.upstream))
    except CodegenError:
        return None  # damaged: the pull at hand puts it right
    return swaggers.canonical(document)


def _lock_date(files: Files, digest: str) -> str | None:
    if not files.lock.exists():
        return None
    try:
        lock: Any = yaml.safe_load(_read(files.lock))
    except yaml.YAMLError:
        return None
    return str(lock["date"]) if is_mapping(lock) and lock.get("sha256") == digest and "date" in lock else None


def _lock(digest: str, numbers: dict[str, int], date: str) -> str:
    lines = [
        "# Generated by `python -m codegen pull`: the Swagger document that openapi/billit-v1.yaml was made from.",
        "# sha256 is over its canonical form, blind to prose and key order; date is when that form was first seen.",
        f"sha256: {digest}",
        f"date: '{date}'",
        *(f"{name}: {number}" for name, number in numbers.items()),
    ]
    return "\n".join(lines) + "\n"
