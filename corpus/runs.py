"""How long work is cut into runs, and how it tells how far it is."""

import logging
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")
# Seconds between two lines, after the first.
_PAUSE = 5.0


def in_runs(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in order, in lists of `size`, the last one shorter."""
    left = iter(items)
    while run := list(islice(left, size)):
        yield run


class Progress:
    """How much of the work is done and how long the rest will take, in the log now and then."""

    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self._total = total
        self._done = 0
        self._started = time.monotonic()
        self._said = 0.0

    def advance(self, count: int) -> None:
        """Count what was just done."""
        self._done += count
        now = time.monotonic()
        if now - self._said >= _PAUSE:
            self._said = now
            left = (now - self._started) / self._done * (self._total - self._done)
            log.info(
                "%s : %d sur %d, encore %d s environ", self._what, self._done, self._total, left
            )
