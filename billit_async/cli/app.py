"""The command line: its commands, how errors are shown, and the exit codes."""

from __future__ import annotations

import logging
import os
import signal
import sys
import warnings
from pathlib import Path  # noqa: TC003 - cyclopts reads the annotations when the command runs
from typing import TYPE_CHECKING, Annotated, Any, Final

import cyclopts
from cyclopts import Parameter

from billit_async._version import __version__
from billit_async.cli.network_options import NetworkOptions
from billit_async.cli.output import Failure, LogLines, fail, show_traceback, warn
from billit_async.errors import (
    BillitError,
    ConfigurationError,
    NoAccess,
    NotSent,
    PayloadWarning,
    ReauthorisationRequired,
    TokenServiceUnavailable,
    Unauthorized,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["app", "run"]

DONE: Final = 0
FAILED: Final = 1
USAGE: Final = 2
INTERRUPTED: Final = 130
TERMINATED: Final = 143

app = cyclopts.App(
    name="billit",
    version=__version__,
    usage="Usage: billit COMMAND [OPTIONS]",
    help_format="plaintext",
    # Lines of at most 78 characters: a narrow terminal wraps longer ones without any indent.
    help="""Billit from a terminal: orders, exports, and a Billit in a box to try it on.

Without an account:
  billit demo                        export 12,000 made-up orders, and prove it
  billit emulator                    run that Billit, to be called by your code

With BILLIT_API_KEY and BILLIT_PARTY_ID set, or after a login:
  billit login                       log in with a browser (OAuth2)
  billit whoami                      who the commands act for
  billit logout                      give the login back
  billit account                     whose key is it, which companies has it
  billit orders list --top 10        summaries; --filter takes an OData filter
  billit orders get 125478           one order with all its lines, as JSON
  billit export -d ./billit-export   every order in full, to JSONL and Parquet
  billit peppol check BE0563846944   is a company on Peppol, what does it take
  billit peppol inbox                what came in over Peppol
  billit webhooks listen             receive, check and print what Billit tells

It talks to the sandbox, unless BILLIT_ENVIRONMENT=production.

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 130 Ctrl-C.
""",
)
# A command is imported when it is called, so that a quick one does not wait for the others. Its words are in its
# module, so the panel of commands would be blank; the help above says more anyway.
app.command(
    "billit_async.cli.demo:demo",
    show=False,
    help_epilogue="""Examples:
  billit demo
  billit demo --orders 300 --companies 2 --directory /tmp/billit-demo
  billit demo --no-keep                             prove it and leave no files
""",
)
app.command(
    "billit_async.cli.emulator:emulator",
    show=False,
    help_epilogue="""Examples:
  billit emulator
  billit emulator --orders 5000 --companies 3 --port 8080
  billit emulator --database ./billit.sqlite        keeps what you create
""",
)
app.command(
    "billit_async.cli.account:account",
    show=False,
    help_epilogue="""Examples:
  billit account
  billit account --output json
""",
)
app.command("billit_async.cli.orders:orders", name="orders", show=False)
app.command("billit_async.cli.peppol:peppol", name="peppol", show=False)
app.command("billit_async.cli.webhooks:webhooks", name="webhooks", show=False)
app.command(
    "billit_async.cli.export:export",
    show=False,
    help_epilogue="""Examples:
  billit export --directory ./billit-export
  billit export -d ./billit-export --company 574991 --company 680221
  billit export -d ./billit-export --all-companies --format jsonl
""",
)


app.command(
    "billit_async.cli.login:login",
    show=False,
    help_epilogue="""The client id and secret come from Billit support. The secret is read from
BILLIT_CLIENT_SECRET, or asked for.

Examples:
  billit login --client-id 3fa85f64-5717-4562-b3fc-2c963f66afa6
  billit login --store keyring
  billit login --no-browser                         on a machine without one
""",
)
app.command(
    "billit_async.cli.login:logout",
    show=False,
    help_epilogue="""Examples:
  billit logout
  billit logout --local                             without telling Billit
""",
)
app.command(
    "billit_async.cli.login:whoami",
    show=False,
    help_epilogue="""Examples:
  billit whoami
  billit whoami --output json
""",
)


@app.meta.default
def _with_common_options(
    *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    debug: Annotated[bool, Parameter(negative="")] = False,
    proxy: str | None = None,
    ca_file: Path | None = None,
) -> Any:
    """Run a command.

    Args:
        tokens: The command and its options.
        debug: Show the traceback of an error.
        proxy: The address of an HTTP proxy; one with a password belongs into BILLIT_PROXY, where no list of processes
            shows it. Without it, BILLIT_PROXY, HTTPS_PROXY and NO_PROXY are read.
        ca_file: A file of certificates to trust besides those of this machine; or BILLIT_CA_FILE, SSL_CERT_FILE.
    """
    _Debug.on = debug
    NetworkOptions.proxy, NetworkOptions.ca_file = proxy, ca_file
    return app(tokens, exit_on_error=False, print_error=False, result_action="return_value")


class _Debug:
    """Whether errors are shown with their traceback."""

    on = False


def run(tokens: Sequence[str]) -> int:
    """Run the command line.

    Args:
        tokens: The arguments, without the program's name.

    Returns:
        The exit code.
    """
    before, last_resort = _end_on_sigterm(), logging.lastResort
    logging.lastResort = LogLines(logging.WARNING)
    app.suppress_keyboard_interrupt = app.meta.suppress_keyboard_interrupt = False
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            code = app.meta(list(tokens), exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        # The reader of our output, `head` for instance, has seen enough. Python would complain once more at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    except Exception as error:  # noqa: BLE001 - the one place that turns an error into a line and an exit code
        return _failed(error)
    finally:
        signal.signal(signal.SIGTERM, before)
        logging.lastResort = last_resort
    return code if isinstance(code, int) else DONE


def _show_warning(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
    """A warning is one line too: where in our code it was raised tells a user nothing."""
    warn(f"billit: {'' if issubclass(category, PayloadWarning) else f'{category.__name__}: '}{message}")


def _failed(error: Exception) -> int:
    if _Debug.on:
        show_traceback(error)
    fail(_line(error), hint=_hint(error))
    if isinstance(error, Failure):
        return USAGE if error.usage else FAILED
    return USAGE if isinstance(error, (cyclopts.CycloptsError, ConfigurationError, ImportError)) else FAILED


def _line(error: Exception) -> str:
    if isinstance(error, (BillitError, Failure, cyclopts.CycloptsError)):
        return " ".join(str(error).split())
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    if isinstance(error, ValueError):
        return " ".join(str(error).split())
    return f"{type(error).__name__}: {error}"


def _hint(error: Exception) -> str | None:
    if isinstance(error, Failure):
        return error.hint
    if notes := getattr(error, "__notes__", ()):
        return "; ".join(notes)
    for kinds, hint in _HINTS:
        if isinstance(error, kinds):
            return hint
    return None if _Debug.on or isinstance(error, (BillitError, OSError)) else "--debug shows where"


# The first that fits is shown.
_HINTS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (ReauthorisationRequired, "billit login logs in again"),
    (TokenServiceUnavailable, "the login is kept; check the network, and try again"),
    (cyclopts.CycloptsError, "billit --help, or --help after a command, shows what it takes, with examples"),
    (
        ConfigurationError,
        '"billit login" logs in; no account at hand? "billit emulator" runs a Billit and prints the settings for it',
    ),
    (NoAccess, "BILLIT_PARTY_ID names the company; billit account lists those within reach"),
    (Unauthorized, "check BILLIT_API_KEY and BILLIT_ENVIRONMENT: sandbox and production have keys of their own"),
    (NotSent, "nothing was sent; check the network, and BILLIT_BASE_URL if it is set"),
)


_terminated = False


def _end_on_sigterm() -> Any:
    """Let SIGTERM unwind as Ctrl-C does, so that a container's stop cleans up too; returns what it did before."""

    def interrupt(*_: object) -> None:
        global _terminated  # noqa: PLW0603 - a signal has no other place to leave a mark
        _terminated = True
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            # A shell starts background commands with SIGINT ignored; SIGTERM must end them all the same.
            signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.raise_signal(signal.SIGINT)

    return signal.signal(signal.SIGTERM, interrupt)


def _interrupted() -> int:
    warn("Interrupted; nothing half-written was left behind.")
    return TERMINATED if _terminated else INTERRUPTED
