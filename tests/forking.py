"""Commands of the program, each in a process of its own that need not import the libraries anew.

`python -m tests.forking FD` imports them once, then makes a copy of itself for each command, which
goes on as `python -m COMMAND` would: with its own arguments, environment, files and exit status.
The imports of chromadb and gradio, and what is read of the data that ship, are most of the time of
a short command.
"""

import atexit
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parent.parent
LIBRARIES = (
    *("bm25s", "chromadb", "safetensors.numpy", "scipy.sparse"),
    *("assistant.answer", "assistant.triage.decide", "corpus.check", "corpus.move"),
    *("evals.compare", "evals.run", "ingest.pipeline", "ui.app"),
)
_MOST_BYTES = 1 << 18


class Forked:
    """A command that was started; `told` says its process's number, then how it ended."""

    def __init__(self, told: socket.socket) -> None:
        self._told = told
        self.pid = self._number()

    def wait(self, timeout: float) -> int:
        """The exit status, negative for a signal; killed, and TimeoutError, after these seconds."""
        self._told.settimeout(timeout)
        with self._told:
            try:
                return os.waitstatus_to_exitcode(self._number())
            except TimeoutError:
                os.kill(self.pid, signal.SIGKILL)
                raise

    def _number(self) -> int:
        said = self._told.recv(8)
        assert said, "the process that the commands are copies of has ended"
        return int.from_bytes(said)


def start(
    arguments: Sequence[str], environment: dict[str, str], files: Sequence[IO[Any]]
) -> "Forked | subprocess.Popen[bytes]":
    """`python -m ARGUMENTS` from the repository's root; `files` are its standard ones."""
    if sys.platform != "linux":
        command = [sys.executable, "-m", *arguments]
        given, out, errors = files
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=given, stdout=out, stderr=errors
        )
    ours, theirs = socket.socketpair()
    with theirs:
        request = json.dumps([arguments, environment]).encode()
        numbers = [theirs.fileno(), *(file.fileno() for file in files)]
        socket.send_fds(_server(), [request], numbers)
    return Forked(ours)


def kill_once(arguments: Sequence[str], is_time: Callable[[], bool]) -> None:
    """Start a command and kill it as soon as it is time; AssertionError where that never comes."""
    with open(os.devnull, "r+") as nothing:
        running = start(arguments, dict(os.environ), (nothing, nothing, sys.__stderr__))
    late = time.monotonic() + 120
    while not is_time():
        assert time.monotonic() < late
        time.sleep(0.005)
    os.kill(running.pid, signal.SIGKILL)
    assert running.wait(60) == -signal.SIGKILL


@cache
def _server() -> socket.socket:
    ours, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
    with theirs:
        number = theirs.fileno()
        command = [sys.executable, "-m", "tests.forking", str(number)]
        alone = os.environ | {"OMP_NUM_THREADS": "1"}  # numpy starts no thread
        server = subprocess.Popen(command, cwd=ROOT, env=alone, pass_fds=[number])

    def end() -> None:
        ours.close()
        server.wait()

    atexit.register(end)
    return ours


def _import_libraries() -> None:
    for name in LIBRARIES:
        import_module(name)
    from assistant.question import understand
    from corpus import weights
    from corpus.anticipated import anticipated_vectors
    from corpus.opened import open_tokenizer
    from corpus.settings import settings

    open_tokenizer(weights.unpacked(settings().cache))
    anticipated_vectors()
    understand("Comment soutenir un garage solidaire ?")
    settings.cache_clear()
    # What another thread held at the fork would be held in the copy for ever.
    assert len(os.listdir("/proc/self/task")) == 1
    gc.freeze()


def _next_command(requests: socket.socket) -> list[str]:
    """The arguments of a command; returns only in the process that is to run it."""
    while True:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        request, files, _, _ = socket.recv_fds(requests, _MOST_BYTES, 4)
        if not request:
            os._exit(0)
        if os.fork() == 0:
            told, *standard = files
            running = os.fork()
            if running == 0:
                requests.close()
                os.close(told)
                arguments, environment = json.loads(request)
                _become(environment, standard)
                return arguments
            for file in standard:
                os.close(file)
            os.write(told, running.to_bytes(8))
            os.write(told, os.waitpid(running, 0)[1].to_bytes(8))
            os._exit(0)
        for file in files:
            os.close(file)


def _become(environment: dict[str, str], standard: list[int]) -> None:
    """Take another environment and other standard files."""
    for number, file in enumerate(standard):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    tempfile.tempdir = None
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", 1 if "PYTHONUNBUFFERED" in environment else -1, closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, errors="backslashreplace", closefd=False)


if __name__ == "__main__":
    _import_libraries()
    sys.argv = _next_command(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
