"""Which fiche treats a question's subject although it is not loaded, and where its kit is."""

from collections.abc import Collection

from assistant.types import Question, Reservation
from corpus.catalogue import KnownFiche, known_fiches, newest_edition
from corpus.lexical import stems
from corpus.types import Document

NOT_LOADED = "not_loaded"
# How many fiches are named.
_MOST = 2


def not_loaded(question: Question, loaded: Collection[Document]) -> tuple[Reservation, ...]:
    """A sentence on each known fiche about the subject that is not loaded, at most two.

    The subject is the one that the question names in most words. Nothing where a loaded page is
    about the same subject, for the level that asks.
    """
    asked = set(stems(" ".join(part.words for part in question.parts)))
    found: dict[str, tuple[int, KnownFiche]] = {}
    for fiche in known_fiches():
        subjects = (s for s in fiche.subjects if asked >= set(stems(s)))
        subject = max(subjects, key=_length, default=None)
        other_level = question.level is not None and question.level not in fiche.levels
        if subject and not other_level and not _treated(fiche, subject, question, loaded):
            best = found.get(fiche.kit)
            if best is None or _length(subject) > best[0]:
                found[fiche.kit] = (_length(subject), fiche)
    most = max((words for words, _ in found.values()), default=0)
    named = [fiche for words, fiche in found.values() if words == most]
    return tuple(Reservation(NOT_LOADED, _sentence(fiche)) for fiche in named[:_MOST])


def _length(subject: str) -> int:
    return len(set(stems(subject)))


def _treated(
    fiche: KnownFiche, subject: str, question: Question, loaded: Collection[Document]
) -> bool:
    """Whether a loaded page is that fiche, or about that subject for the level that asks."""
    known = {(one.kit, one.edition, one.fiche): one for one in known_fiches()}
    for document in loaded:
        its = known.get((document.kit, document.edition, document.fiche or 0))
        level = question.level is None or not document.levels or question.level in document.levels
        named = set(stems(document.title)) >= set(stems(subject))
        if its == fiche or (level and (named or (its and subject in its.subjects))):
            return True
    return False


def _sentence(fiche: KnownFiche) -> str:
    if fiche.hub and fiche.edition == newest_edition(fiche.kit):
        where = f"à cette adresse : {fiche.hub}"
    else:
        where = "sur le site de RTES."
    return (
        f"Une fiche qui n’est pas chargée ici peut vous aider : la fiche {fiche.fiche} du "
        f"{fiche.kit_name} ({fiche.edition}), « {fiche.title} ». Vous trouverez le kit "
        f"{where}"
    )
