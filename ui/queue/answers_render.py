"""How the validated answers look to the jurists: pure functions to escaped HTML."""

from collections.abc import Sequence
from datetime import date
from html import escape

from assistant.records.types import ValidatedAnswer
from ui import sources
from ui.publishing import Published
from ui.words import LEVELS, THEMES, counted, day


def listed(answers: Sequence[ValidatedAnswer], today: date) -> str:
    """Every validated answer, the newest first, with a button to change it."""
    if not answers:
        return '<p class="welcome">Aucune réponse n’a encore été validée pour être publiée.</p>'
    items = "".join(_one(answer, today) for answer in answers)
    return f'<div class="answers">{items}</div>'


def _one(answer: ValidatedAnswer, today: date) -> str:
    level = f", {LEVELS[answer.level]}" if answer.level else ""
    facts = (
        f"N° {answer.id}, validée par {answer.jurist} le {day(answer.validated_on)}, "
        f"{THEMES[answer.theme]}{level}."
    )
    button = ""
    if answer.withdrawn_at is None:
        button = (
            f'<button type="button" class="choose" data-id="{answer.id}" '
            f'aria-label="Retirer la réponse n° {answer.id} ou changer sa date de fin">'
            "Retirer ou changer la date de fin</button>"
        )
    return (
        f'<article><h3>{escape(answer.question)}</h3><p class="also">{escape(facts)}</p>'
        f'<p><span class="tag {_state(answer, today)[0]}">{escape(_state(answer, today)[1])}</span>'
        f"</p><details><summary>Lire la réponse</summary>{sources.prose(escape(answer.text))}"
        f"</details>{button}</article>"
    )


def _state(answer: ValidatedAnswer, today: date) -> tuple[str, str]:
    """Whether an answer is in force, as a kind of mark and in words."""
    if answer.withdrawn_at is not None:
        why = f"\u00a0: {answer.withdrawn_why}" if answer.withdrawn_why else ""
        said = f"Retirée par {answer.withdrawn_by} le {day(answer.withdrawn_at)}{why}"
        return "juriste", said
    if answer.valid_until is None:
        return "reponse_fiche", "En vigueur, sans date de fin"
    if answer.in_force(today):
        return "reponse_fiche", f"En vigueur jusqu’au {day(answer.valid_until)}"
    return (
        "reponse_partielle",
        f"N’est plus en vigueur\u00a0: valable jusqu’au {day(answer.valid_until)}",
    )


def chosen(answer_id: int) -> str:
    """Which answer the fields below are about."""
    return f'<h3 tabindex="-1" data-row="{answer_id}">Réponse n° {answer_id}</h3>'


def published(done: Published) -> str:
    """What a publication did, in one sentence."""
    gone = counted(len(done.removed), "retirée", "retirées")
    if done.report is None:
        return f"Aucune réponse n’est en vigueur\u00a0: {gone} de ce que cite l’assistant."
    report = done.report
    total = counted(done.answers, "réponse publiée", "réponses publiées")
    return (
        f"{total}\u00a0: {counted(report.added, 'nouvelle', 'nouvelles')}, "
        f"{counted(report.updated, 'mise à jour', 'mises à jour')}, "
        f"{counted(report.unchanged, 'inchangée', 'inchangées')}, {gone}."
    )
