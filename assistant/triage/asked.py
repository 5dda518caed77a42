"""What a row asks: its questions, what it says beside them, and whom it names."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asking.mentions import level_of
from assistant.question import understand
from assistant.triage.mail import questions_of
from assistant.triage.mail_body import body_of, said_below, signature_of
from assistant.triage.mail_html import plain
from assistant.triage.mail_lines import is_closing
from assistant.triage.mail_quoted import quotes_another
from assistant.triage.mail_wording import BELOW
from assistant.triage.named_by import SIGNED
from assistant.triage.personal import found
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

__all__ = ["persons_in", "questions_of", "said_below", "said_in", "sentences_of", "understood"]

# Who signs for a level without its name, folded: « adjointe à la culture », « CCAS », « Dinan
# Communauté »; a « directeur adjoint » may be of any, and an « adjoint au chef de service » too.
_SIGNS_FOR: tuple[tuple[str, Level], ...] = (
    (
        r"(?:^|, ?)(?:\d\S* |premier |premiere )?adjointe?(?:,|$| (?:delegue|charge|en charge)"
        r"| (?:aux? |a )(?!(?:la |l['’])?(?:direct|chef|respons|secret)))|\bccas\b",
        "commune",
    ),
    (r"\bcommunaute\b|\bcias\b", "epci"),
)

# What a sender calls their own, folded; « notre région » is where they live as well.
_OWN = re.compile(r"\b(?:notre|ma|mon) (?!regions?\b|departements?\b)(?:\w+ )?\w+")

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


def understood(text: str, asked: Sequence[str], level: Level | None, index: Index) -> Question:
    """All questions of a row, `asked` in its `text`, as one, with the parts of each."""
    each = [understand(one, None, level, None, index.words) for one in asked]
    return replace(
        each[0],
        text=text,
        understood_as=" ".join(one.understood_as for one in each),
        parts=tuple(part for one in each for part in one.parts),
        level=next((one.level for one in each if one.level), None) or _senders_level(text),
        places=tuple(dict.fromkeys(place for one in each for place in one.places)),
        years=tuple(dict.fromkeys(year for one in each for year in one.years)),
        laws=tuple(dict.fromkeys(law for one in each for law in one.laws)),
        foreign=all(one.foreign for one in each),
    )


def _senders_level(text: str) -> Level | None:
    """The level of who asks, by the signature, else by what they call theirs (« notre ville »).

    None where neither says it.
    """
    signature = signature_of(text)
    if level := level_of(signature):
        return level
    folded = fold(signature.replace("\n", ", "))
    signs_for = {level for words, level in _SIGNS_FOR if re.search(words, folded)}
    if len(signs_for) == 1:
        return signs_for.pop()
    return level_of(". ".join(_OWN.findall(fold(said_in(text)))))


def _is_senders(text: str, start: int, end: int) -> bool:
    before = text[:start]
    ends = before.endswith("\n") and not before.rstrip().endswith((":", ","))
    signs = ends and _SIGNED.match(text, end) is not None
    said = _CLAUSE_END.split(before.rstrip(" ,–—-\n"))[-1]
    apart = before.rstrip(" ").endswith((",", "–", "—", "-", "\n"))
    closes = apart and is_closing(said) and _LINE_END.match(text, end) is not None
    return signs or closes or _SENDER.search(fold(before)) is not None
