"""How are figures put to a French reader? Names, units and number forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.triage.types import DECISIONS
from corpus.numbers import counted, decimal

Unit = Literal["share", "number", "words", "milliseconds", "cost"]
# Questions named where many have no answer; the summary has them all.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Named:
    """What a figure is called, in which unit it is told, and whether less of it is better.

    `judged`: whether being worse in it is a regression; lengths are a matter of taste, times of
    the machine, and groups of rewordings are judged by their members.
    """

    name: str
    unit: Unit = "share"
    less: bool = False
    judged: bool = True


FIGURES = {
    "right_document_first": Named("Bonne fiche citée en premier"),
    "key_facts": Named("Faits attendus présents dans la réponse"),
    "refused_wrongly": Named("Refus à tort (une réserve compte pour moitié)", less=True),
    "near_misses_answered": Named(
        "Réponses sans réserve à ce que les fiches ne disent pas", less=True
    ),
    "off_topic_answered": Named("Réponses à des questions hors sujet", less=True),
    "citation_recall": Named("Affirmations soutenues par leurs citations"),
    "citation_precision": Named("Citations justes et bien placées"),
    "quotes_exact": Named("Citations mot pour mot"),
    "claims_borne": Named("Affirmations dont chiffres et noms sont dans l’extrait"),
    "follow_ups_right": Named("Questions de suivi bien traitées"),
    "multi_part_right": Named("Questions à plusieurs volets bien traitées"),
    "partly_right": Named("Questions que les fiches traitent en partie, bien traitées"),
    "english_right": Named("Questions en anglais bien traitées"),
    "paraphrases_same": Named("Même réponse à la question reformulée"),
    "noisy_same": Named("Même réponse malgré les fautes de frappe"),
    "paraphrase_groups_same": Named("Même réponse à toutes les reformulations", judged=False),
    "calibration_error": Named("Écart entre confiance affichée et réussite", "number", less=True),
    "risk_coverage_area": Named(
        "Part d’erreurs quand on garde d’abord les réponses sûres (aire risque-couverture)",
        "number",
        less=True,
    ),
    "words_median": Named("Longueur médiane des réponses", "words", less=True, judged=False),
    "words_longest": Named("Réponse la plus longue", "words", less=True, judged=False),
    "milliseconds_p50": Named("Temps de réponse médian", "milliseconds", less=True, judged=False),
    "milliseconds_p95": Named(
        "Temps de réponse, 95 % des cas", "milliseconds", less=True, judged=False
    ),
    "recall_at_1": Named("Bonne section trouvée en premier"),
    "recall_at_5": Named("Bonne section parmi les 5 premières"),
    "recall_at_10": Named("Bonne section parmi les 10 premières"),
    "ndcg_at_10": Named("Qualité du classement des 10 premières sections (nDCG)", "number"),
    "mrr": Named("Place de la bonne section, 1 quand elle est première (MRR)", "number"),
    "judge_recall": Named("Affirmations soutenues par leurs citations, selon le juge"),
    "code_recall": Named("Les mêmes, selon le code"),
    "judge_precision": Named("Citations dont l’affirmation a besoin, selon le juge"),
    "code_precision": Named("Les mêmes, selon le code"),
    "kappa_statements": Named("Accord du juge et du code sur les affirmations (kappa)", "number"),
    "kappa_citations": Named("Accord du juge et du code sur les citations (kappa)", "number"),
    "decision_right": Named("Décisions justes"),
    "decision_defensible": Named("Décisions justes ou défendables", judged=False),
    "decision_cost": Named("Coût moyen d’une décision", "cost", less=True),
    "answered_wrongly": Named("Réponses là où il n’en fallait pas", less=True),
    "never_to_jurist": Named("Sujets réservés confiés au juriste"),
    "never_answered": Named("Sujets réservés auxquels il est répondu", less=True),
    "never_answered_partly": Named("Sujets réservés à brouillon partiel", less=True),
    **{f"recall_{key}": Named(f"« {said} », reconnu") for key, said in DECISIONS.items()},
    **{
        f"precision_{key}": Named(f"« {said} », décidé à raison", judged=False)
        for key, said in DECISIONS.items()
    },
    "theme_right": Named("Thèmes justes"),
    "theme_defensible": Named("Thèmes justes ou défendables", judged=False),
    "duplicates_found": Named("Doublons retrouvés, la bonne question en premier"),
    "duplicates_named": Named("Doublons dont la bonne question est nommée", judged=False),
    "false_duplicates": Named("Faux doublons", less=True),
    "pairs_found": Named("Paires de même sens reconnues"),
    "lookalikes_taken": Named("Paires ressemblantes prises pour des doublons", less=True),
    "level_found": Named("Niveaux de collectivité retrouvés dans la question"),
    "level_said_right": Named("Niveaux justes parmi ceux qui sont dits", judged=False),
}
LABELS = {
    "answerable": "Les fiches répondent",
    "near_miss": "Le sujet y est, pas la réponse",
    "absent": "Sujet absent des fiches",
    "off_topic": "Hors sujet ou hostile",
    "multi_part": "Plusieurs volets, ou une partie seulement",
}
KINDS = {
    "chiffre": "Chiffre",
    "figure": "Chiffre",
    "comment_soutenir": "Comment soutenir",
    "support": "Comment soutenir",
    "date": "Date",
    "definition": "Définition",
    "english": "En anglais",
    "example": "Exemple",
    "exemples": "Exemple",
    "follow_up": "Question de suivi",
    "hors sujet": "Hors sujet",
    "off_topic": "Hors sujet",
    "hostile": "Hostile",
    "law": "Loi",
    "loi": "Loi",
    "multi_part": "Plusieurs volets",
    "noisy": "Avec fautes de frappe",
    "oui_non": "Oui ou non",
    "yesno": "Oui ou non",
    "paraphrase": "Reformulation",
    "partly": "En partie dans les fiches",
    "pourquoi": "Pourquoi",
    "reason": "Pourquoi",
    "qui_fait_quoi": "Qui fait quoi",
    "who": "Qui fait quoi",
    "resource": "Ressource",
    "ressources": "Ressource",
    "tool": "Outil",
    "": "Sans sorte indiquée",
}
PARTS = {
    "all": "Toutes les questions",
    "unique": "Questions de formulation unique",
    "kept": "Moitié gardée, jamais réglée",
    "kept_unique": "Moitié gardée, formulation unique",
    "tuned": "Moitié qui a servi aux réglages",
}
MUTATIONS = {
    "unchanged": "Rien (fausses alertes)",
    "figure_changed": "Un chiffre changé",
    "figures_exchanged": "Deux chiffres échangés",
    "name_changed": "Un nom changé",
    "place_invented": "Un lieu inventé",
    "negation_dropped": "Une négation retirée",
    "negation_added": "Une négation ajoutée",
    "neighbour_cited": "Le passage voisin cité",
    "stranger_cited": "Une autre fiche citée",
    "offsets_moved": "Un extrait décalé",
    "quote_changed": "Un extrait récrit",
    "mark_dropped": "Un renvoi effacé",
}
STATUSES = {"answered": "Réponse", "partial": "Réponse avec réserve", "refused": "Refus"}
MODELS = {"extractive": "phrases recopiées des fiches, sans modèle de langue"}
SPLITS = {"tune": "moitié de mise au point", "test": "moitié de contrôle"}
FAILURES = {
    "timeout": "délai dépassé",
    "unavailable": "serveur en erreur ou injoignable",
    "malformed": "réponse mal formée",
    "too_long": "texte trop long pour lui",
    "not_asked": "plus demandé après dix échecs de suite",
}
NONE = "—"
NBSP = "\u00a0"


def named(name: str) -> Named:
    """The French of a figure; one that is not known here is called by its own name."""
    return FIGURES.get(name) or Named(name, "number", judged=False)


def failures_text(failures: Mapping[str, int]) -> str:
    """How many verdicts are missing for which reason."""
    return ", ".join(f"{FAILURES[name]}{NBSP}: {count}" for name, count in failures.items())


def unanswered_text(ids: Sequence[str]) -> str:
    """The questions that have no answer and what they count as; empty where all have one."""
    if not ids:
        return ""
    said = f"{', '.join(ids[:_NAMED])}{', …' if len(ids) > _NAMED else ''}"
    one, many = (
        "question n'a pas de réponse et compte",
        "questions n'ont pas de réponse et comptent",
    )
    return f"{counted(len(ids), one, many)} comme non répondue{'s' * (len(ids) > 1)}\u00a0: {said}."


def fallen_back_text(count: int) -> str:
    """How many answers a language model gave nothing usable for."""
    answers = counted(count, "réponse composée", "réponses composées")
    return f"{answers} sans le modèle de langue, qui n’a rien donné d’utilisable"


def value_text(value: float | None, unit: Unit) -> str:
    """A value as a French reader writes it; a dash where there is none."""
    if value is None:
        return NONE
    if unit == "share":
        return f"{decimal(100 * value, 1)}{NBSP}%"
    if unit == "cost":
        return decimal(value, 2)
    if unit == "number":
        return decimal(value, 3)
    whole = f"{value:,.0f}".replace(",", "\u202f")
    return f"{whole}{NBSP}{'mots' if unit == 'words' else 'ms'}"


def interval_text(figure: dict[str, Any], unit: Unit) -> str:
    """The bounds of a figure's interval; a dash where it has none."""
    if figure["low"] is None or figure["high"] is None:
        return NONE
    low, high = (value_text(figure[bound], unit) for bound in ("low", "high"))
    return f"{low.split(NBSP)[0]} à {high}"
