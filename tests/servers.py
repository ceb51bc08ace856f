"""Real servers of a test's own, on free loopback ports, gone with the test: Redis and PostgreSQL."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PASSWORD = "sesam-open-u"


def unmeasured() -> dict[str, str]:
    """Return the environment for a process whose coverage is not measured: many at once would be in their own way."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}


def free_port() -> int:
    """Return a port that nobody listens at, and that no outgoing connection of another process is given meanwhile."""
    while True:
        # Below the range that Linux takes such ports from.
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class _Server:
    """A process that listens at a port."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def _run(self, *command: str) -> None:
        # A group of its own, so that what it starts ends with it.
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        for _ in range(400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.025)
        raise RuntimeError(f"{command[0]} does not answer")

    def hang(self) -> None:
        """Let it accept connections and send nothing."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGSTOP)

    def stop(self) -> None:
        """Kill it."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


class RedisServer(_Server):
    """A Redis that keeps nothing on the disk."""

    missing = None if shutil.which("redis-server") else "redis-server is not installed: apt-get install redis-server"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    @property
    def url(self) -> str:
        return f"redis://:{PASSWORD}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self._run(
            "redis-server",
            *("--port", str(self.port), "--bind", "127.0.0.1", "--requirepass", PASSWORD),
            *("--save", "", "--appendonly", "no", "--dir", str(self._folder)),
        )


_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


class PostgresServer(_Server):
    """A PostgreSQL; as root it runs as the user that its package made, since it refuses to run as root."""

    missing = None if _PROGRAMS else "postgresql is not installed: apt-get install postgresql"

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp(prefix="billit-postgres-"))
        self._as: tuple[str, ...] = ()
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self._folder, user.pw_uid, user.pw_gid)
            self._as = ("runuser", "-u", "postgres", "--")
        subprocess.run(
            [*self._as, str(_PROGRAMS[-1]), "-D", f"{self._folder}/data", "-U", "billit", "--auth=trust", "-N"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
        )

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://billit:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self._folder,
            "fsync": "off",
            "max_connections": 200,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._run(*self._as, str(_PROGRAMS[-1].with_name("postgres")), "-D", f"{self._folder}/data", *options)

    def stop(self) -> None:
        super().stop()
        (self._folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def remove(self) -> None:
        """Kill it, and delete what it kept."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
