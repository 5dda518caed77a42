"""How the validated answers look to the jurists: pure functions to escaped HTML."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from assistant.records.types import ValidatedAnswer
from corpus.numbers import counted
from corpus.text import typeset
from corpus.types import Document
from ui import sources
from ui.publishing import Published, waits
from ui.words import ANSWER_STATES, LEVELS, THEMES, AnswerState, day

_MARKS: dict[AnswerState, str] = {
    "a_publier": "doublon",
    "en_vigueur": "reponse_fiche",
    "echue": "reponse_partielle",
    "retiree": "juriste",
}


def listed(
    answers: Sequence[ValidatedAnswer], documents: Mapping[str, Document], today: date
) -> str:
    """Every validated answer, the newest first, with a button to change it.

    Above them: how many wait to be published, and the address of the table.
    """
    if not answers:
        return '<p class="welcome">Aucune réponse n’a encore été validée pour être publiée.</p>'
    states = [state_of(answer, documents, today) for answer in answers]
    items = "".join(_one(answer, state) for answer, state in zip(answers, states, strict=True))
    links = '<p>Enregistrer ces réponses\u00a0: <a href="reponses.csv" download>CSV</a></p>'
    return f'{_waiting(states.count("a_publier"))}{links}<div class="answers">{items}</div>'


def state_of(
    answer: ValidatedAnswer, documents: Mapping[str, Document], today: date
) -> AnswerState:
    """Whether the assistant, whose documents these are, cites an answer, and if not, why."""
    if answer.withdrawn_at is not None:
        return "retiree"
    if not answer.in_force(today):
        return "echue"
    return "a_publier" if waits(answer, documents, today) else "en_vigueur"


def _waiting(number: int) -> str:
    if not number:
        return ""
    wait = counted(number, "réponse est à publier", "réponses sont à publier")
    cited = "ne la cite pas encore" if number == 1 else "ne les cite pas encore"
    said = f"{wait} : l’assistant {cited}. Cliquez sur « Publier les réponses validées »."
    return f'<p class="warning">{typeset(said)}</p>'


def _one(answer: ValidatedAnswer, state: AnswerState) -> str:
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
        f'<p><span class="tag {_MARKS[state]}">{escape(_told(answer, state))}</span>'
        f"</p><details><summary>Lire la réponse</summary>{sources.prose(escape(answer.text))}"
        f"</details>{button}</article>"
    )


def _told(answer: ValidatedAnswer, state: AnswerState) -> str:
    """The state of an answer with its days, and who withdrew it and why."""
    said = ANSWER_STATES[state]
    if answer.withdrawn_at is not None:
        why = f"\u00a0: {answer.withdrawn_why}" if answer.withdrawn_why else ""
        return f"{said} par {answer.withdrawn_by} le {day(answer.withdrawn_at)}{why}"
    if answer.valid_until is None:
        return f"{said}, sans date de fin"
    return f"{said}, valable jusqu’au {day(answer.valid_until)}"


def chosen(answer: ValidatedAnswer) -> str:
    """Which answer the fields below are about."""
    said = f"Réponse n° {answer.id}\u00a0: {answer.question}"
    return f'<h3 tabindex="-1" data-row="{answer.id}">{escape(said)}</h3>'


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
