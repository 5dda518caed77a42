"""How are verdicts kept? So that none is paid twice."""

import json
import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from corpus.runs import Progress, in_runs
from evals.judge.types import Asked, Judge, Verdict
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


class Unasked(LookupError):
    """A verdict is wanted on what was not asked; `asked` is that."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.asked = asked


class Verdicts:
    """The verdicts of one judge: those of a run's folder, or asked now and added to it.

    What failed in an earlier run is asked again, once; its tokens and seconds stay counted.
    """

    def __init__(self, judge: Judge, folder: Path) -> None:
        self._judge = judge
        self._path = folder / VERDICTS
        self._held = {key: row.verdict for key, row in read_kept(self._path, _parse).items()}
        self._failures = 0
        self._keeping = Lock()
        self.given: dict[Asked, Verdict] = {}

    def of(self, asked: Asked) -> Verdict:
        """The verdict on a statement and its quotes together; Unasked where there is none yet."""
        if asked not in self.given:
            raise Unasked(asked)
        return self.given[asked]

    def ask(self, asked: Iterable[Asked]) -> None:
        """Find all verdicts: those of the folder, else the judge's, as many at once as it takes."""
        new = [one for one in dict.fromkeys(asked) if one not in self.given]
        held = {one: former for one in new if (former := self._former(one))}
        self.given |= {one: v for one, v in held.items() if v.supported is not None}
        left = [one for one in new if one not in self.given]
        progress = Progress("Avis du juge", len(left))
        pool = ThreadPoolExecutor(self._judge.at_once)
        try:
            runs = [pool.submit(self._asked, run) for run in in_runs(left, self._judge.batch)]
            for run in runs:
                self.given |= run.result()
                progress.advance(len(run.result()))
        finally:
            pool.shutdown(cancel_futures=True)

    def _former(self, asked: Asked) -> Verdict | None:
        return self._held.get(self._key(asked))

    def _key(self, asked: Asked) -> str:
        said = json.dumps([self._judge.identity, asked[0], *asked[1]])
        return sha256(said.encode("utf-8", "replace")).hexdigest()[:24]

    def _asked(self, run: Sequence[Asked]) -> dict[Asked, Verdict]:
        """The judge's verdicts on a run, kept; called from several threads."""
        if self._failures >= _MOST_FAILURES:
            return {a: self._former(a) or Verdict(None, "not_asked", tokens=(0, 0)) for a in run}
        verdicts = self._judge.verdicts(run)
        with self._keeping:
            return {a: self._kept(a, verdict) for a, verdict in zip(run, verdicts, strict=True)}

    def _kept(self, asked: Asked, verdict: Verdict) -> Verdict:
        self._count(verdict)
        former = self._former(asked)
        if former is not None:
            verdict = replace(
                verdict,
                tokens=sum_tokens([former.tokens, verdict.tokens]),
                seconds=round(former.seconds + verdict.seconds, 3),
            )
        statement, quotes = asked
        row = {"id": self._key(asked), "judge": self._judge.name, "statement": statement}
        add_kept(self._path, row | {"quotes": quotes, "verdict": asdict(verdict)})
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
