"""In which language is a question: French, English, or one that the program does not answer in."""

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from corpus.text import fold

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# The languages of Latin script that a question to a French town may come in. Rarer neighbours
# of French (Catalan, Occitan) are left out: French without accents is taken for them.
_LATIN = ("fr", "en", "es", "de", "it", "pt", "nl", "pl", "tr", "ro")
# Measured on 11,584 French questions and titles (PIAF, service-public.fr, labour guides), each also
# without accents and capitals: with this margin and the words below, one is taken for foreign.
# Whole foreign questions are 0.84 and above.
_MARGIN = 0.8
_FRENCH = re.compile(
    r"\b(?:comment|quel(?:le)?s?|pourquoi|combien|est|une|dans|avec|nous|sont|aux|qui|signifie)\b"
)
# French keywords without a verb (« subvention association culture ») look English, at 0.54.
_ENGLISH = re.compile(r"\b(?:the|of|to|is|are|how|what|who|which|in|for|and|my|our|can|any|it)\b")
_SURE = 0.9
# Below these the words tell too little: such a text is French.
_ENGLISH_WORDS = 3
FOREIGN_WORDS = 4


def detect_language(text: str) -> Literal["fr", "en", "other"]:
    """French, English, or another language; in doubt French."""
    if _foreign_script(text):
        return "other"
    words = len(text.split())
    if words >= FOREIGN_WORDS and not _FRENCH.search(fold(text)):
        (best, probability), *others = _identifier(_LATIN).rank(text)
        ours = max((p for language, p in others if language in ("fr", "en")), default=0.0)
        if best not in ("fr", "en") and probability - ours >= _MARGIN:
            return "other"
    if words < _ENGLISH_WORDS:
        return "fr"
    language, probability = _identifier(("fr", "en")).classify(text)
    sure = probability >= _SURE or _ENGLISH.search(fold(text))
    return "en" if language == "en" and sure else "fr"


def _foreign_script(text: str) -> bool:
    """Whether more than half of the letters are of another alphabet than ours."""
    letters = [c for c in text if c.isalpha()]
    latin = sum("LATIN" in unicodedata.name(c, "LATIN") for c in letters)
    return latin * 2 < len(letters)


@lru_cache(maxsize=2)
def _identifier(languages: tuple[str, ...]) -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(languages))
    return identifier
