"""What does a row ask: its questions, what it says beside them, and whom it names?"""

import re
from importlib import import_module
from importlib.util import find_spec

# A civility and the name after it.
_CIVILITY = re.compile(
    r"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Dr|Monsieur|Madame|Mademoiselle|Docteur) "
    r"(?!(?:le|la|les|l['’])\b)[A-ZÀ-ÖØ-Þ][\w’'-]+(?: [A-ZÀ-ÖØ-Þ][\w’'-]+)*"
)


def questions_of(text: str) -> tuple[str, ...]:
    """The questions of a row, each by itself, at least one."""
    from assistant.triage import mail

    return mail.questions_of(text)


def said_in(text: str) -> str:
    """What a row says for itself: a mail without its greeting, signature and quoted mails."""
    from assistant.triage.mail_body import body_of

    body = body_of(text)
    if body is None:
        return text
    return "\n".join([body.subject, *("\n".join(lines) for lines in body.paragraphs)]).strip()


def persons_in(text: str) -> tuple[str, ...]:
    """The persons that a text names."""
    if find_spec("assistant.triage.personal") is None:
        return tuple(match.group() for match in _CIVILITY.finditer(text))
    return tuple(import_module("assistant.triage.personal").found(text))
