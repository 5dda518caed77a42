"""What the tests of hostile files share: a Python that reaches for the network ends at once."""

import os

import pytest

_NO_NETWORK = """\
import os, sys
def refuse(event, _):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        os.write(2, f"network: {event}".encode())
        os._exit(99)
sys.addaudithook(refuse)
"""


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of such a process, and of those that it starts."""
    folder = tmp_path_factory.mktemp("offline")
    (folder / "sitecustomize.py").write_text(_NO_NETWORK)
    return os.environ | {"PYTHONPATH": str(folder)}
