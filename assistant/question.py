"""What is asked: the language, and what a follow-up takes from the questions before it."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.types import Language, Question
from corpus.errors import AssistantError
from corpus.text import fold
from corpus.types import Level

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# A question in a web chat or a mail stays well below; the encoder reads 512 tokens anyway.
MAX_CHARACTERS = 4000
_FOLLOW_UP = re.compile(
    r"^\s*(?:et\b|and\b|what about|idem|même question|plus de détails|"
    r"donnez?(?:[- ]moi)? (?:un|des|d['’]autres?) exemples?(?! d))",
    re.I,
)
# « Quelles ressources ? »: what reading lists and tables of contents answer, and nothing else.
_RESOURCES = re.compile(
    r"\b(?:ressources? (?:pour|sur|a lire)|"
    r"quelles? (?:sont les )?(?:ressources|lectures|publications|references|etudes)|"
    r"quels? (?:sont les )?(?:guides?|documents?|ouvrages?|rapports?|outils)|"
    r"pour aller plus loin|bibliographie|a lire|sommaire|resources|further reading|reading list)\b"
)


def understand(
    text: str, history: list[str] | None = None, level: Level | None = None, kit: str | None = None
) -> Question:
    """The question with its language; a follow-up is read together with the question before it.

    Raises AssistantError where the text is empty or too long.
    """
    # A lone surrogate, from a broken file or terminal, is no text.
    asked = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    if not asked:
        raise AssistantError("La question est vide : écrivez ce que vous cherchez dans les fiches.")
    if len(asked) > MAX_CHARACTERS:
        raise AssistantError(
            f"La question compte {len(asked)} caractères ; la limite est de {MAX_CHARACTERS} : "
            "résumez-la en quelques phrases."
        )
    earlier = [" ".join(question.split()) for question in history or [] if question.strip()]
    understood = asked
    if _FOLLOW_UP.match(asked):
        # The last question that stands by itself says what the follow-up is about.
        subject = next((q for q in reversed(earlier) if not _FOLLOW_UP.match(q)), "")
        understood = f"{subject[:MAX_CHARACTERS]} {asked}".strip()
    resources = _RESOURCES.search(fold(understood)) is not None
    return Question(asked, understood, detect_language(asked), resources, level, kit)


def detect_language(text: str) -> Language:
    """French or English; a text of fewer than three words tells too little, and is French."""
    if len(text.split()) < 3:
        return "fr"
    language, _ = _identifier().classify(text)
    return "en" if language == "en" else "fr"


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["fr", "en"])
    return identifier
