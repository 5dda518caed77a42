"""What rows of the triage, questions answered before and duplicates are, and what decides."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

from assistant.types import Answer, Citation
from corpus.types import Level

Decision = Literal["reponse_fiche", "reponse_partielle", "juriste", "hors_perimetre", "doublon"]
# What the decisions are called, in the page and by the commands.
DECISIONS: dict[Decision, str] = {
    "reponse_fiche": "Réponse par les fiches",
    "reponse_partielle": "Réponse partielle",
    "juriste": "Pour le juriste",
    "hors_perimetre": "Hors périmètre",
    "doublon": "Déjà répondu",
}
Theme = Literal[
    "competences",
    "commande_publique",
    "subventions",
    "scic_capital",
    "foncier_tiers_lieux",
    "aides_economiques_sieg",
    "mobilite",
    "numerique",
    "culture",
    "agriculture_alimentation",
    "emploi_insertion",
    "animation_territoire",
    "connaissance_ess",
    "associations_modele_economique",
    "autre",
]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question answered before, with the answer that a jurist validated and that still holds.

    `updated` is an ISO date or empty.
    """

    id: str
    question: str
    answer: str
    theme: str = ""
    updated: str = ""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A question answered before that may ask the same; `similarity` is between 0 and 1.

    `differs_by` says in French what tells the two apart, empty where nothing that matters is seen.
    """

    id: str
    question: str
    similarity: float
    differs_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Triaged:
    """What becomes of one question sent to the FAQ juridique.

    `question` is as it was sent; `reasons` are sentences in French for the jurist; `for_jurist`
    are quotes that may help, never shown to who asks; `confidence` is the probability that the
    decision is right.
    """

    id: str
    question: str
    decision: Decision
    theme: Theme
    level: Level | None
    confidence: float
    reasons: tuple[str, ...]
    answer: Answer | None
    for_jurist: tuple[Citation, ...]
    duplicates: tuple[Duplicate, ...]


class Decides(Protocol):
    """Whatever says what becomes of a question."""

    def row(
        self, id: str, question: str, level: Level | None = None, theme: Theme | None = None
    ) -> Triaged:
        """What becomes of one question; AssistantError where it cannot be asked."""


def triaged_json(row: Triaged) -> dict[str, Any]:
    """The row as plain JSON values, in the form of the outside contract."""
    return asdict(row)
