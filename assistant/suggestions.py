"""What may be asked instead: questions near one that the fiches do not answer, which they do."""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from assistant.anticipated import Alike, Questions, placed
from assistant.asking.kinds import kind_of
from assistant.asking.things import defined
from assistant.models import Models
from assistant.question import understand
from assistant.treated import says_what
from assistant.types import Citation, Part, Suggestion
from corpus.index import Index
from corpus.text import fold, units

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

_MOST = 3
# Cosines. None of the 52 off-topic questions of `tune` is as near to a question that may be shown
# (0.751 at most); what is farther from one about the field mostly speaks of another thing. Of the
# 279 of `tune` near the subject or absent 117 got some with the first 7,420 questions; of 150 drawn
# from the 30,079 and asked over the digests, 143 are answered, six in part, one is refused.
_NEAR = 0.76
# From here on, most pairs of anticipated questions ask the same in other words.
_SAME = 0.95
# Characters: one to three lines of a button.
_LENGTHS = range(20, 131)
# The asker, or what stands before: « notre commune », « ces plateformes », « le guide en parle ».
_OF_SOMEBODY = re.compile(
    r"\b(?:je|j|jsuis|me|m|moi|mon|ma|mes|nous|notre|nos|(?<!rendez-)vous|votre|vos|souhaite)\b"
    r"|\b(?:cet|cette|ces)\b|(?<!-)\bce (?!qu|sont)"
    r"|\ble (?:guide|document)\b(?! (?:de|sur|complet)\b)"
)
# Spoken or cut short, beside a page that says « vous »; « compte-t-on » is neither. Without these
# 196 instead of 205 of 685 questions near the subject have suggestions, 398 instead of 413 in all.
_FAMILIAR = re.compile(
    r"^(?:et|mais) |\bc'est (?:quoi|qui|quand|ou)\b|\bquoi \?|\bpeut (?:elle|il)\b|/"
    r"|\b(?:ca|(?<!-)on|y (?:en )?a(?!-)|du coup|dedans|tombe)\b"
    r"|\b(?:trucs?|boulot|gens|assos?|coop|infos?)\b"
)


def suggested(
    index: Index,
    models: Models,
    parts: Sequence[Part],
    asked: Sequence[str],
    cited: Iterable[Citation],
) -> tuple[Suggestion, ...]:
    """The questions near parts that are not answered, at most three, the nearest first.

    Each is about another section, none that is `cited`; what asks the same as one that was `asked`
    is left out.
    """
    if models.questions is None or not parts:
        return ()
    vectors = models.encoder.queries([part.text for part in parts])
    near = _near(index, models.questions, vectors)
    said = list(models.encoder.queries(list(asked))) if near else []
    quoted, withheld = {one.section_id for one in cited}, index.withheld()
    sections = placed(index)
    chosen: dict[int, Suggestion] = {}
    for one in near:
        if len(chosen) == _MOST:
            break
        if one.section in chosen or _is_said(one, said) or not is_shown(one.question, index.words):
            continue
        document, section = sections[one.section]
        if section.section_id in quoted or document.document_id in withheld:
            continue
        if _is_defined(one.question, document.text[section.start : section.end]):
            chosen[one.section] = Suggestion(one.question, document.document_id, section.section_id)
            said.append(one.vector)
    return tuple(chosen.values())


def _near(index: Index, questions: Questions, vectors: "Iterable[Array]") -> list[Alike]:
    """The answered questions near enough to one of the vectors, the nearest first."""
    found = [
        one
        for vector in vectors
        for one in takewhile(lambda one: one.similarity >= _NEAR, questions.alike(index, vector))
    ]
    return sorted(found, key=lambda one: -one.similarity)


def _is_said(one: Alike, said: "Iterable[Array]") -> bool:
    """Whether a question asks nearly the same as one that was said."""
    return any(float(vector @ one.vector) >= _SAME for vector in said)


def _is_defined(question: str, text: str) -> bool:
    """Whether a text says what the thing is whose definition a question asks for, if it does.

    What is left in doubt of the anticipated questions is mostly this.
    """
    thing = defined(question) if kind_of(question) == "definition" else ""
    return not thing or says_what(thing, [text])


def is_shown(question: str, vocabulary: Collection[str]) -> bool:
    """Whether a question reads well by itself: a French sentence that asks one thing, in words
    that need no mending, none of them familiar, and in nobody's name.
    """
    if len(question) not in _LENGTHS or not question[0].isupper() or question[-2:] != " ?":
        return False
    if (
        "?" in question[:-1]
        or len(list(units(question))) > 1
        or any(pattern.search(fold(question)) for pattern in (_OF_SOMEBODY, _FAMILIAR))
    ):
        return False
    read = understand(question, vocabulary=vocabulary)
    return read.asks and read.language == "fr" and [p.text for p in read.parts] == [question]
