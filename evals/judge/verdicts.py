"""How are verdicts kept? So that none is paid twice."""

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.judge.types import Judge, Verdict
from evals.kept import add_kept, read_kept

if TYPE_CHECKING:
    from pydantic import TypeAdapter

log = logging.getLogger(__name__)
VERDICTS = "verdicts.jsonl"
# After so many failures one after the other the judge is taken to be down.
_MOST_FAILURES = 10


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    verdict: Verdict


class Verdicts:
    """The verdicts of one judge: those of a run's folder, or asked now and added to it.

    What failed in an earlier run is asked again, once; its tokens and seconds stay counted.
    """

    def __init__(self, judge: Judge, folder: Path) -> None:
        self._judge = judge
        self._path = folder / VERDICTS
        self._held = {key: row.verdict for key, row in read_kept(self._path, _parse).items()}
        self._failures = 0
        self.given: dict[str, Verdict] = {}

    def of(self, statement: str, quotes: Sequence[str]) -> Verdict:
        """The judge's verdict on a statement and the quotes together."""
        asked = json.dumps([self._judge.identity, statement, *quotes])
        key = sha256(asked.encode("utf-8", "replace")).hexdigest()[:24]
        if key not in self.given:
            former = self._held.get(key)
            if former is None or former.supported is None:
                former = self._asked(key, statement, quotes, former)
            self.given[key] = former
        return self.given[key]

    def _asked(
        self, key: str, statement: str, quotes: Sequence[str], former: Verdict | None
    ) -> Verdict:
        if self._failures >= _MOST_FAILURES:
            return former or Verdict(None, "not_asked", tokens=(0, 0))
        verdict = self._judge.verdict(statement, quotes)
        self._count(verdict)
        if former is not None:
            verdict = replace(
                verdict,
                tokens=sum_tokens([former.tokens, verdict.tokens]),
                seconds=round(former.seconds + verdict.seconds, 3),
            )
        row = {"id": key, "judge": self._judge.name, "statement": statement, "quotes": list(quotes)}
        add_kept(self._path, row | {"verdict": asdict(verdict)})
        return verdict

    def _count(self, verdict: Verdict) -> None:
        """Count failures one after the other; a text that is too long is none of the judge's."""
        if verdict.failure != "too_long":
            self._failures = self._failures + 1 if verdict.failure else 0
        if self._failures == _MOST_FAILURES:
            log.warning("the judge failed %d times running and is no longer asked", _MOST_FAILURES)


def sum_tokens(tokens: Iterable[tuple[int, int] | None]) -> tuple[int, int] | None:
    """Tokens read and written in all; None where one does not tell its own."""
    read = written = 0
    for pair in tokens:
        if pair is None:
            return None
        read, written = read + pair[0], written + pair[1]
    return read, written


def _parse(value: Any) -> _Row:
    return _adapter().validate_python(value)


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[_Row]":
    from pydantic import TypeAdapter

    return TypeAdapter(_Row)
