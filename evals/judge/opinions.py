"""What do judge and code say of the answers of a run? Statement by statement."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from corpus.types import Document
from evals.judge.types import Asked, Judged, Opinion
from evals.judge.verdicts import Unasked, Verdicts
from evals.metrics import Support, cited_by, mean, needed, stated, supported, unused
from evals.metrics.evidence import exact
from evals.said import Quoted, Said, Stated

Documents = Mapping[str, Document]


def judged(said: Sequence[Said], documents: Documents, verdicts: Verdicts) -> dict[str, Judged]:
    """The opinions on each answer, by its id."""
    judge = partial(_support, documents=documents, verdicts=verdicts)
    # Three rounds: all quotes of a statement, each alone, the others without it.
    while wanted := list(_wanted(said, judge)):
        verdicts.ask(wanted)
    return {one.id: _judged(one, documents, verdicts) for one in said}


def _wanted(said: Sequence[Said], judge: Support) -> Iterator[Asked]:
    """The next verdict that each citation wants, as far as those before it are known."""
    for one in said:
        for statement in stated(one):
            for cited in cited_by(statement, one):
                try:
                    needed(statement, cited, one, judge)
                except Unasked as missing:
                    yield missing.asked


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
        reason=verdicts.of((statement.text, quotes)).reason if asked else "",
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
    return verdicts.of((text, tuple(c.quote or "" for c in cited))).supported
