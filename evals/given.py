"""Which answers of another system can be scored? The others are named by their line."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import AssistantError
from evals.cases import Case
from evals.lines import BrokenLine
from evals.said import Said, read_answers


@dataclass(frozen=True, slots=True)
class Given:
    """What was said to each case, in their order, nothing to those without an answer; the lines
    that were left out.
    """

    said: tuple[Said, ...]
    broken: tuple[BrokenLine, ...]


def given_answers(path: Path, cases: Sequence[Case], unasked: AbstractSet[str]) -> Given:
    """The answers of a file to these cases.

    A broken line, an id that no case has and a second answer to a case are left out, each with
    its line and the reason in French; those to questions that the set has and that are `unasked`
    here, by id, are left out without a word. A case without an answer has one that says nothing.
    AssistantError where no answer is left.
    """
    known = {case.id for case in cases}
    said: dict[str, Said] = {}
    broken: list[BrokenLine] = []
    for number, row in read_answers(path):
        if isinstance(row, BrokenLine):
            broken.append(row)
        elif row.id in unasked - known:
            continue
        elif row.id not in known:
            broken.append(BrokenLine(number, f"aucune question n'a l'identifiant « {row.id} »"))
        elif row.id in said:
            broken.append(BrokenLine(number, f"« {row.id} » a déjà une réponse plus haut"))
        else:
            said[row.id] = row
    if not said:
        raise _nothing(path, broken)
    # Where others tell their sources, none was named here.
    cited = () if any(one.citations is not None for one in said.values()) else None
    silent = (Said(c.id, "", citations=cited) for c in cases)
    told = (
        one if one.id not in said or said[one.id].is_missing else said[one.id] for one in silent
    )
    return Given(tuple(told), tuple(broken))


def _nothing(path: Path, broken: Sequence[BrokenLine]) -> AssistantError:
    why = f" (ligne {broken[0].line}, {broken[0].reason})" if broken else ""
    return AssistantError(
        f"« {path} » n'a aucune réponse aux questions posées{why} : donnez une réponse par ligne, "
        "avec le « id » de sa question et son « text »."
    )
