"""What a question names or lists, and no passage that is cited does."""

import re
from collections.abc import Iterable, Sequence

from assistant.asking.parts import after_story
from assistant.asking.reference import refers
from assistant.asking.spelling import expand, is_french
from assistant.asking.things import listed
from assistant.claims import names
from assistant.treated import spoken_of
from assistant.types import Citation, Part, Question
from corpus.text import fold


def not_named(
    question: Question, citations: Sequence[Citation], sections: Iterable[str]
) -> list[str]:
    """Names, then things listed, that no quote, title or heading holds, as written, but for what is
    wanted no more; of a law it is enough that a section with a quote names it, as a list's lead-in
    does.
    """
    if question.language == "en":
        return []
    texts = [f"{c.title}\n{c.heading}\n{c.quote}" for c in citations]
    unwanted = {name for part in question.parts for name in part.without}
    held, around = fold(" ".join(texts)), fold(" ".join(sections))
    text = question.understood_as
    laws = {name for name in names(text) if any(name in law for law in question.laws)}
    unheld = {name for name in names(text) - unwanted if not _holds(held, name)}
    unheld -= {name for name in laws if _holds(around, name)}
    missing = [name for name in _joined(text, unheld) if not _is_common(name, question)]
    things = dict.fromkeys(thing for part in question.parts for thing in _listed(part))
    others = [thing for thing in things if not any(name in thing for name in missing)]
    return missing + [thing for thing in others if not spoken_of(thing, texts)]


def _listed(part: Part) -> tuple[str, ...]:
    """What is listed in what a part asks, and not in a topic told before it, nor in a story that
    it does not point to; of what it compares, `missing` tells.
    """
    text = part.own or part.text
    asked = after_story(text)
    return () if part.kind == "comparison" else listed(text if refers(asked) else asked)


def _is_common(name: str, question: Question) -> bool:
    """Whether a name is but a word with a capital: « Monsieur le Maire », « Pourriez-vous »."""
    plain = name[1:].islower() and all(map(is_french, name.split("-")))
    return plain and not any(name in place for place in question.places)


def _joined(text: str, words: Iterable[str]) -> list[str]:
    """Words of a text in its order, those that stand side by side (« Terre de Liens ») as one."""
    words = sorted(words, key=text.find)
    found: list[str] = []
    for word in words:
        before = found[-1] if found else ""
        between = re.search(
            rf"{re.escape(before)}( (?:de |du |des |la |à )?){re.escape(word)}", text
        )
        if before and between:
            found[-1] = f"{before}{between[1]}{word}"
        else:
            found.append(word)
    return found


def _holds(held: str, name: str) -> bool:
    """Whether a folded text holds a name, or what an acronym stands for."""
    forms = [name, expand(name)[len(name) :].strip(" ()")]
    return any(re.search(rf"(?<!\w){re.escape(fold(form))}", held) for form in forms if form)
