"""A Chroma server of the installed package, started on a free port and stopped at the end."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# `chroma run` of the package, wherever its script was installed.
_RUN = "import sys; sys.argv[0] = 'chroma'; from chromadb.cli.cli import app; app()"
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """A server that answers at an address of this machine."""

    address: str
    process: subprocess.Popen[bytes]


@contextmanager
def chroma_server(folder: Path, port: int = 0) -> Iterator[ChromaServer]:
    """A server over the store in `folder`, new or made before; RuntimeError where it fails."""
    number = port or _free_port()
    command = [sys.executable, "-c", _RUN, "run", "--path", str(folder), "--host", "127.0.0.1"]
    with subprocess.Popen(
        [*command, "--port", str(number)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(process, number)
            yield ChromaServer(f"http://127.0.0.1:{number}", process)
        finally:
            process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + _SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the Chroma server did not start")
