"""What is wrong with an answer, and how bad is it? In plain French."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from evals.invariants import broken_promises
from evals.metrics import Scored, held_facts

# What would mislead a reader is worse than what would only disappoint.
_PROMISE, _OFF_TOPIC, _UNFOUNDED, _ELSEWHERE, _REFUSED, _LACKS, _DOUBTS = 7, 6, 5, 4, 3, 2, 1
_EXPECTED = {
    "answered": "une réponse complète",
    "partial": "une réponse partielle, qui dit ce qui manque",
    "refused": "un refus",
}


def errors(scored: Scored, titles: Mapping[str, str]) -> list[str]:
    """The errors of one answer as French sentences, worst first; none where it is as it should be.

    `titles` are those of the documents, by id.
    """
    return [text for _, text in sorted(_graded(scored, titles), reverse=True)]


def worst(scored: Sequence[Scored], count: int) -> list[Scored]:
    """The answers that would mislead most, worst first, the surest of themselves before others.

    One gravity takes at most half of the places while another has answers left, so that a
    frequent error does not hide the others.
    """
    graded = [(max((g for g, _ in _graded(s, {})), default=0), s) for s in scored]
    bad = [(grade, s) for grade, s in graded if grade]
    bad.sort(key=lambda pair: (-pair[0], -(pair[1].scores.confidence or 0), pair[1].case.id))
    seen: Counter[int] = Counter()
    first: list[tuple[int, Scored]] = []
    rest: list[tuple[int, Scored]] = []
    for grade, s in bad:
        seen[grade] += 1
        (first if seen[grade] <= count // 2 else rest).append((grade, s))
    chosen = [*first, *rest][:count]
    return [s for _, s in sorted(chosen, key=lambda pair: -pair[0])]


def expected(scored: Scored, titles: Mapping[str, str]) -> list[str]:
    """What a right answer would have been, in French."""
    case = scored.case
    lacking = f" ({case.why.rstrip('.')})" if case.why else ""
    if case.label in ("near_miss", "absent"):
        return [f"Un refus ou une réserve\u00a0: les fiches ne le disent pas{lacking}."]
    if case.label == "off_topic":
        return ["Un refus\u00a0: la question est hors sujet."]
    said = [f"{_EXPECTED.get(case.expected, 'Une réponse').capitalize()}{lacking}."]
    if case.document_ids:
        said.append(f"Dans {_either(case.document_ids, titles)}.")
    said += [f"Doit y figurer\u00a0: {_wordings(fact)}." for fact in case.key_facts]
    return said


def _graded(scored: Scored, titles: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    if scored.said.is_missing:
        yield _REFUSED, "N’a pas de réponse."
        return
    for promise in broken_promises(scored.said, scored.scores):
        yield _PROMISE, f"Promesse non tenue\u00a0: {promise}."
    if scored.case.label in ("answerable", "multi_part"):
        yield from _answerable(scored, titles)
    elif scored.case.label == "off_topic" and scored.scores.answered:
        yield _OFF_TOPIC, "Répond à une question hors sujet."
    elif scored.scores.right == 0:
        yield _UNFOUNDED, "Répond sans réserve à ce que les fiches ne disent pas."


def _answerable(scored: Scored, titles: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    case, said, scores = scored.case, scored.said, scored.scores
    if case.expected == "refused":
        if scores.answered:
            yield _UNFOUNDED, "Répond à ce que les fiches ne disent pas."
        return
    if said.status == "refused":
        yield _REFUSED, "Refuse de répondre, alors que les fiches répondent."
        return
    if said.status == "answered" and case.expected == "partial":
        yield (
            _UNFOUNDED,
            "Répond à tout sans réserve, alors que les fiches n’en disent qu’une partie.",
        )
    if said.status == "partial" and case.expected != "partial":
        yield _DOUBTS, "Répond avec une réserve, alors que les fiches répondent à tout."
    if scores.right_document_first == 0:
        if said.citations:
            first = titles.get(said.citations[0].document_id, said.citations[0].document_id)
            yield _ELSEWHERE, f"Cite d’abord «\u00a0{first}\u00a0»."
        else:
            yield _ELSEWHERE, "Ne cite aucune source."
    if scores.key_facts == 0:
        facts = zip(case.key_facts, held_facts(case, said), strict=True)
        named = "\u00a0; ".join(_wordings(fact) for fact, held in facts if not held)
        yield _LACKS, f"Il manque dans la réponse\u00a0: {named}."


def _wordings(fact: Sequence[str]) -> str:
    return " ou ".join(f"«\u00a0{wording}\u00a0»" for wording in fact)


def _either(documents: Sequence[str], titles: Mapping[str, str]) -> str:
    return _wordings([titles.get(document, document) for document in documents])
