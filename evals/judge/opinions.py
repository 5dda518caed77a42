"""What do judge and code say of the answers of a run? Statement by statement."""

from collections.abc import Mapping, Sequence
from functools import partial

from corpus.runs import Progress
from corpus.types import Document
from evals.judge.types import Judged, Opinion
from evals.judge.verdicts import Verdicts
from evals.metrics import Support, cited_by, mean, needed, stated, supported, unused
from evals.metrics.evidence import exact
from evals.said import Quoted, Said, Stated

Documents = Mapping[str, Document]


def judged(said: Sequence[Said], documents: Documents, verdicts: Verdicts) -> dict[str, Judged]:
    """The opinions on each answer, by its id."""
    progress = Progress("answers judged", len(said))
    found = {}
    for one in said:
        found[one.id] = _judged(one, documents, verdicts)
        progress.advance(1)
    return found


def _judged(said: Said, documents: Documents, verdicts: Verdicts) -> Judged:
    opinions = tuple(_opinion(s, said, documents, verdicts) for s in stated(said))
    # ALCE counts a citation that no statement uses as one that none needs.
    spare = [False] * len(unused(said)) if opinions else []
    return Judged(
        opinions,
        judge_recall=mean(o.judge for o in opinions),
        judge_precision=mean([*(v for o in opinions for v in o.judge_citations), *spare]),
        code_recall=mean(o.code for o in opinions),
        code_precision=mean([*(v for o in opinions for v in o.code_citations), *spare]),
    )


def _opinion(statement: Stated, said: Said, documents: Documents, verdicts: Verdicts) -> Opinion:
    cited = cited_by(statement, said)
    quotes = tuple(c.quote or "" for c in cited)
    asked = bool(cited) and all(exact(c, documents) for c in cited)
    judge = partial(_support, documents=documents, verdicts=verdicts)
    code = partial(supported, documents=documents)
    return Opinion(
        statement.text,
        quotes,
        asked,
        judge=judge(statement.text, cited),
        code=code(statement.text, cited),
        judge_citations=_each(statement, said, judge),
        code_citations=_each(statement, said, code),
        reason=verdicts.of(statement.text, quotes).reason if asked else "",
    )


def _each(statement: Stated, said: Said, support: Support) -> tuple[bool | None, ...]:
    """Whether the statement needs each of its citations."""
    return tuple(needed(statement, c, said, support) for c in cited_by(statement, said))


def _support(
    text: str, cited: Sequence[Quoted], documents: Documents, verdicts: Verdicts
) -> bool | None:
    """The judge's verdict; nothing is borne out by no quote or by one that no document holds."""
    found = [exact(c, documents) for c in cited]
    if not cited or False in found:
        return False
    if None in found:
        return None
    return verdicts.of(text, [c.quote for c in cited if c.quote is not None]).supported
