"""Of what the passages hold by half, the answer is partial and says what lacks."""

from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.types import Answer
from corpus.settings import settings


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    """Without anticipated questions: halves are told from the passages."""
    return Assistant(digests, settings().model_copy(update={"anticipated": False}))


def missing(answer: Answer) -> str:
    """What an answer lacks, in one text; it is partial."""
    assert answer.status == "partial"
    assert answer.statements
    return " ; ".join(answer.missing)


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        (
            "c quoi la difference entre ess et entreprise a mission",
            "faute de passage sur «\u00a0entreprise a mission\u00a0»",
        ),
        (
            "ESS, économie circulaire, entrepreneuriat social : c'est la même chose ou pas ?",
            "faute de passage sur «\u00a0économie circulaire\u00a0» ni sur "
            "«\u00a0entrepreneuriat social\u00a0»",
        ),
    ],
)
def test_a_comparison_names_what_no_passage_speaks_of(
    assistant: Assistant, question: str, lacks: str
) -> None:
    answer = assistant.ask(question)
    assert missing(answer).endswith(lacks)
    assert answer.confidence == 0.8


def test_a_comparison_whose_things_are_spoken_of_lacks_no_passage(assistant: Assistant) -> None:
    asked = "Quelle différence entre une association et une coopérative ?"
    # No sentence that is quoted says how one is unlike the other.
    assert missing(
        assistant.ask(asked)
    ) == f"la comparaison demandée («\u00a0{asked}\u00a0»)".replace(" ?", "\u00a0?")


def test_a_definition_that_no_quote_gives_is_in_doubt_beside_what_is_answered(
    assistant: Assistant,
) -> None:
    asked = "Que veut dire numérique responsable et comment une commune peut-elle s'y mettre ?"
    assert missing(assistant.ask(asked)).startswith(
        "la définition demandée («\u00a0Que veut dire numérique responsable\u00a0?"
    )
    assert assistant.ask("Qu'est-ce qu'un garage solidaire ?").status == "answered"
