"""What a row asks: its questions, what it says beside them, and whom it names."""

from assistant.triage.mail import questions_of
from assistant.triage.mail_body import body_of
from assistant.triage.personal import found

__all__ = ["persons_in", "questions_of", "said_in"]


def said_in(text: str) -> str:
    """What a row says for itself: a mail without its greeting, signature and quoted mails."""
    body = body_of(text)
    if body is None:
        return text
    return "\n".join([body.subject, *("\n".join(lines) for lines in body.paragraphs)]).strip()


def persons_in(text: str) -> tuple[str, ...]:
    """The persons that a text names."""
    return tuple(text[start:end] for kind, start, end in found(text) if kind == "nom")
