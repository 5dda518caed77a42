"""What the tests of addresses share: a site, and a reader of it with short limits."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.settings import Settings, settings
from ingest.web.client import Client, Limits
from ingest.web.fetch import Fetched, fetch
from ingest.web.robots import Robots
from tests.ingest.web.site import Site, serving

SHORT = Limits(connect=5, read=2, page=4, size=300_000, pause=0)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def local() -> Settings:
    """Settings that allow this machine's own addresses."""
    return settings().model_copy(update={"private_addresses": True})


@pytest.fixture
def slept() -> list[float]:
    """The seconds of every pause that a `get` would have made."""
    return []


@pytest.fixture
def get(tmp_path: Path, slept: list[float], local: Settings) -> Iterator[Callable[..., Fetched]]:
    """Fetch addresses with one client, whose pauses are noted and not made."""
    with Client(tmp_path / "index", local, SHORT, slept.append) as client:
        robots = Robots(client)
        yield lambda address: fetch(address, client, robots)
