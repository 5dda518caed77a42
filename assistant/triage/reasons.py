"""Why a decision of the triage is taken, in sentences that a jurist can check."""

from collections.abc import Sequence

from assistant.elsewhere import NOT_LOADED
from assistant.question import MAX_CHARACTERS
from assistant.triage.asks_nothing import Kind
from assistant.triage.duplicates import Candidate
from assistant.triage.never import Subject
from assistant.triage.types import Answered
from assistant.types import Answer, Question
from assistant.wording import french_date, missing_text, own_heading
from corpus.index import Index
from corpus.types import Document, Hit

_MAY_SAY_MORE = (
    "Réponse proposée comme partielle : une fiche qui n’est pas chargée ici traite du sujet."
)


def told(subjects: Sequence[Subject]) -> tuple[str, ...]:
    """Which reserved subjects the words of a question tell."""
    return tuple(subject.reason for subject in subjects)


def quoted(subjects: Sequence[Subject]) -> tuple[str, ...]:
    """Which reserved subjects the words of a quoted mail tell, and those of the sender do not."""
    return tuple(
        f"Le message cité parle d’un sujet réservé ({subject.name}) : jamais répondu "
        "automatiquement."
        for subject in subjects
    )


def meant(subject: Subject | None, sentence: str = "") -> tuple[str, ...]:
    """That a question, or one sentence, means a reserved subject, which one where it is clear."""
    named = f" ({subject.name})" if subject else ""
    said = f"La phrase « {sentence} »" if sentence else "La question"
    return (f"{said} semble toucher à un sujet réservé{named} : jamais répondu automatiquement.",)


def off_topic(question: Question) -> tuple[str, ...]:
    """Why a question is of no concern to the FAQ."""
    several = len(question.parts) > 1
    return (
        f"{'Les questions ne portent' if several else 'La question ne porte'} ni sur l’action des "
        "collectivités envers l’économie sociale et solidaire, ni sur le droit qui l’encadre.",
    )


def foreign() -> tuple[str, ...]:
    """Why a question in another language goes to the jurist."""
    return ("La question n’est ni en français ni en anglais : les fiches n’ont pas été cherchées.",)


def too_long() -> tuple[str, ...]:
    """Why a long text goes to the jurist unread."""
    return (
        f"Une question dépasse {MAX_CHARACTERS} signes : elle n’a pas été cherchée dans les "
        "fiches.",
    )


_DOES: dict[Kind, str] = {
    "thanks": "remercie",
    "receipt": "dit ce qui a été reçu ou convenu",
    "news": "annonce ou transmet quelque chose",
    "courtesy": "salue ou signe",
}


def asks_nothing(does: Sequence[Kind]) -> tuple[str, ...]:
    """What a mail does instead of asking, and what is left to the jurist."""
    said = " et ".join(", ".join(_DOES[kind] for kind in does).rsplit(", ", 1))
    return (
        f"Le message ne pose aucune question : il {said}. Rien n’a été cherché dans les fiches.",
        "À classer sans réponse, sauf si vous y lisez une demande ; le tri ne lit pas les pièces "
        "jointes.",
    )


def answered_before(same: Sequence[Candidate]) -> tuple[str, ...]:
    """Which answered questions a row repeats, and by what words they differ all the same."""
    apart: dict[Answered, dict[str, None]] = {}
    for one in same:
        apart.setdefault(one.answered, {}).update(dict.fromkeys(one.differs_by))
    return tuple(_answered_before(answered, tuple(words)) for answered, words in apart.items())


def _answered_before(answered: Answered, differs_by: Sequence[str]) -> str:
    said = f"Déjà répondu{_on(answered.updated)} à la question « {answered.question} »."
    return f"{said} Vérifiez ce qui diffère : {', '.join(differs_by)}." if differs_by else said


def not_answered(question: Question, hits: Sequence[Hit]) -> tuple[str, ...]:
    """That no fiche answers, with the one that comes nearest, and what it lacks."""
    lacks = tuple(f"Il manque : {missing_text(part)}." for part in question.parts)
    if not hits:
        return ("Aucune fiche chargée ne traite de ce sujet.", *lacks)
    best = max(hits, key=lambda hit: hit.score)
    return (
        f"{_the(best.document)} est la plus proche (« {own_heading(best.heading)} ») ; elle ne "
        "répond pas à ce qui est demandé.",
        *lacks,
    )


def answered(answer: Answer, index: Index, *, may_say_more: bool) -> tuple[str, ...]:
    """Which fiches answer and under which headings, then what they do not say.

    `may_say_more`: the decision is to answer in part, for a fiche that is not loaded.
    """
    found: dict[str, list[str]] = {}
    for citation in answer.citations:
        headings = found.setdefault(citation.document_id, [])
        if own_heading(citation.heading) not in headings:
            headings.append(own_heading(citation.heading))
    whole = answer.status == "answered"
    verb = "répond" if whole else "traite du sujet"
    elsewhere = tuple(warning.text for warning in answer.warnings if warning.code == NOT_LOADED)
    return (
        *(
            f"{_the(index.documents[name])} {verb} : {', '.join(f'« {h} »' for h in headings)}."
            for name, headings in found.items()
        ),
        *(f"Il manque : {lacking}." for lacking in answer.missing),
        *((_MAY_SAY_MORE,) if may_say_more else ()),
        *elsewhere,
    )


def _the(document: Document) -> str:
    """A document as the subject of a sentence, in the feminine."""
    if document.source_kind in ("jurist", "faq"):
        return f"La réponse validée « {document.title} »"
    if document.fiche is not None:
        return f"La fiche {document.fiche} « {document.title} »"
    return f"La page « {document.title} »"


def _on(day: str) -> str:
    """« le 12 mars 2026 », empty where the day is unknown."""
    return f" le {french_date(day)}" if day.count("-") == 2 else ""
