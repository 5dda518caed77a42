"""What a row asks: its questions, what it says beside them, and whom it names."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asking.mentions import levels_of
from assistant.question import understand
from assistant.resolver.resolving import Resolver
from assistant.triage.mail_body import body_of, said_below
from assistant.triage.mail_html import plain
from assistant.triage.mail_lines import is_closing
from assistant.triage.mail_quoted import quotes_another
from assistant.triage.mail_wording import BELOW
from assistant.triage.named_by import SIGNED
from assistant.triage.personal import found
from assistant.triage.sender import sender_level
from assistant.types import Question
from corpus.index import Index
from corpus.text import fold, units
from corpus.types import Level

# What stands before the sender's own name.
_SENDER = re.compile(
    r"\b(?:je suis|je m'appelle|je me presente|je me permets de me presenter|soussigne\w*),?"
    r"(?: (?:m|mme|mr|monsieur|madame)\.?)? ?$"
)

_SIGNED = re.compile(SIGNED)
_CLAUSE_END = re.compile(r"[.?!…]+\s+|\n")
_LINE_END = re.compile(r"[ .!]*(?:\n|$)")

# A sentence of fewer words says nothing by itself.
_FEWEST = 4


def said_in(text: str) -> str:
    """What a row says for itself: a mail without its greeting, signature and quoted mails.

    All of it where the sender refers to the mail that he quotes.
    """
    text = plain(text)
    body = body_of(text)
    if body is None:
        return text
    own = "\n".join([body.subject, *("\n".join(lines) for lines in body.paragraphs)]).strip()
    return text if BELOW.search(fold(own)) and quotes_another(text) else own


def sentences_of(text: str) -> list[str]:
    """Each sentence that a row says for itself, in its farewell and below it too."""
    said = f"{said_in(text)}\n{said_below(text)}"
    found = (said[start:end] for start, end in units(said))
    return [sentence for sentence in found if len(sentence.split()) >= _FEWEST]


def persons_in(text: str) -> tuple[str, ...]:
    """The persons that a text names, but for the sender, who signs or says who they are."""
    names = [(start, end) for kind, start, end in found(text) if kind == "nom"]
    return tuple(text[a:b] for a, b in names if not _is_senders(text, a, b))


def understood(
    text: str,
    asked: Sequence[str],
    level: Level | None,
    index: Index,
    resolver: Resolver | None,
) -> Question:
    """All questions of a row, `asked` in its `text`, as one, with the parts of each that asks
    the fiches something; where none does, of all.
    """
    each = [understand(one, None, level, None, index.words, resolver) for one in asked]
    # What is foreign stays: that it was not understood is no reason to leave it out.
    asking = [one for one in each if not (one.courtesy or one.about_reply)] or each
    return replace(
        asking[0],
        text=text,
        understood_as=" ".join(one.understood_as for one in asking),
        parts=tuple(part for one in asking for part in one.parts),
        level=_level(text, each),
        places=tuple(dict.fromkeys(place for one in asking for place in one.places)),
        years=tuple(dict.fromkeys(year for one in asking for year in one.years)),
        laws=tuple(dict.fromkeys(law for one in asking for law in one.laws)),
        foreign=all(one.foreign for one in asking),
    )


def _level(text: str, each: Sequence[Question]) -> Level | None:
    """The level that a row's questions speak of; where they name none, that of who asks."""
    named = next((one.level for one in each if one.level), None)
    if named or any(levels_of(one.understood_as) for one in each):
        return named
    return sender_level(text, said_in(text))


def _is_senders(text: str, start: int, end: int) -> bool:
    before = text[:start]
    ends = before.endswith("\n") and not before.rstrip().endswith((":", ","))
    signs = ends and _SIGNED.match(text, end) is not None
    said = _CLAUSE_END.split(before.rstrip(" ,–—-\n"))[-1]
    apart = before.rstrip(" ").endswith((",", "–", "—", "-", "\n"))
    closes = apart and is_closing(said) and _LINE_END.match(text, end) is not None
    return signs or closes or _SENDER.search(fold(before)) is not None
