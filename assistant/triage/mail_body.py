"""Which lines of a pasted mail are its sender's own matter: no greeting, signature or quote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asking.phrases import capitalised
from assistant.triage.mail_html import plain
from assistant.triage.mail_lines import (
    after_greeting,
    greets,
    is_closing,
    is_contact,
    is_greeting,
    is_header,
    is_small_print,
    leads_to_another,
    may_go_on,
    postscript_of,
    subject_of,
)
from assistant.triage.mail_wording import REQUEST
from assistant.triage.named_by import is_signed_name
from corpus.text import fold, units

# Below a farewell, what begins or holds a sentence, as no line of a signature does: a pronoun, a
# verb, an article before what is no function, « PJ », a full stop. As written: « à » is no verb.
_SENTENCE = re.compile(
    r"\b[jncsm]['’]\w|\b(?:je|nous|vous|on|ils?|elles?|qui|est|sont|était|étaient|sera|seront|été"
    r"|ont|avons|avez|avait|suis|sommes|êtes|va|vont|veut|veulent|doit|peut)\b"
    r"|\ba \w+(?:é|ée|és|ées|is|it|u)\b|^(?:pj|p\.j|pièces? jointes?|nb|n\.b|important)\b"
    r"|^(?:l['’]|l[ae]s? |une? |notre |nos |mon |ma |cet(?:te)? |ce |des )(?!direct|respons|charg"
    r"|présid|maire|adjoint|conseil|secrét|chef|juriste|délégu|vice)(?:\S+ ){4}"
    r"|^(?:\S+ ){2,}\S+[.!?]$"
)


@dataclass(frozen=True, slots=True)
class Body:
    """What a mail says for itself: paragraphs of lines; `subject` is that of its header."""

    paragraphs: tuple[tuple[str, ...], ...]
    subject: str = ""


def body_of(text: str) -> Body | None:
    """The body of a pasted mail; None where the text is no mail, or nothing of it would be left."""
    lines = lines_of(text)
    own, subject = _own(lines)
    greeted = bool(own) and greets(own[0])
    kept, closed = before_closing(after_greetings(own))
    quoted = len(own) < len(lines)
    if len(lines) == 1 or not (greeted or closed or quoted or subject):
        return None
    paragraphs = _paragraphs(kept)
    if not closed and len(paragraphs) > 1 and _is_signature(paragraphs[-1]):
        paragraphs.pop()
    return Body(tuple(map(tuple, paragraphs)), subject) if paragraphs else None


def lines_of(text: str) -> list[str]:
    """The lines of a text; the sentences where a mail that greets was put on one line."""
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(lines) != 1 or not re.match(r"bonjour\b|bonsoir\b|madame,? monsieur\b", fold(lines[0])):
        return lines
    rest = capitalised(after_greeting(lines[0]))
    return ["Bonjour,", "", *(rest[start:end] for start, end in units(rest))]


def before_closing(lines: list[str]) -> tuple[list[str], bool]:
    """The lines before the farewell, and whether there is one; a postscript is kept."""
    number = _farewell(lines)
    if number is None:
        return lines, False
    return lines[:number] + _postscripts(lines[number + 1 :]), True


def said_below(text: str) -> str:
    """What a mail still says in its farewell and below it, without its signature."""
    return "\n".join(from_closing(after_greetings(_own(lines_of(plain(text)))[0])))


def signature_of(text: str) -> list[str]:
    """The lines in which who writes a mail says who they are: what follows the farewell on its line
    and below it, or the last lines where there is none; no sentence, and nothing to reach them by.
    """
    lines = after_greetings(_own(lines_of(plain(text)))[0])
    number = _farewell(lines)
    if number is not None:
        signed = [lines[number].partition(",")[2], *lines[number + 1 :]]
    else:
        paragraphs = _paragraphs(lines)
        last = len(paragraphs) > 1 and _is_signature(paragraphs[-1])
        signed = paragraphs[-1] if last else []
    said = from_closing(lines)[1:]
    return [one for one in map(str.strip, signed) if not (one in said or is_contact(one))]


def from_closing(lines: list[str]) -> list[str]:
    """The farewell, and the lines below it that are sentences, up to where these end."""
    number = _farewell(lines)
    if number is None:
        return []
    said, goes_on = [lines[number]], False
    for line in lines[number + 1 :]:
        begins = not is_contact(line) and _SENTENCE.search(line.lower()) is not None
        if line and goes_on:
            said[-1] = f"{said[-1]} {line}"
        elif is_closing(line) or begins:
            said.append(line)
        goes_on = bool(line) and (begins or goes_on) and not line.endswith((".", "!", "?"))
    return said


def _farewell(lines: Sequence[str]) -> int | None:
    """The place of the farewell; a thanks in the middle is none, a question follows."""
    for number, line in enumerate(lines):
        if is_closing(line) and "?" not in line:
            rest = lines[number + 1 :]
            if _postscripts(rest) or not _goes_on(line, rest):
                return number
    return None


def _postscripts(lines: Sequence[str]) -> list[str]:
    return [said for line in lines if (said := postscript_of(line)) is not None]


def _own(lines: list[str]) -> tuple[list[str], str]:
    """The lines that the sender wrote, without the mail's header; and its subject.

    Where these ask nothing, those of the mail that they hand on, if it asks more.
    """
    subject = ""
    own: list[str] = []
    above: list[str] = []
    for number, line in enumerate(lines):
        if leads_to_another(lines, number):
            if _asks(own):
                break
            above, own = (own if any(map(_tells, own)) else above), []
        elif (found := subject_of(line)) is not None:
            subject = subject or found
        elif is_small_print(line):
            break
        elif not line.startswith(">") and not (is_header(line) and not any(map(_tells, own))):
            own.append(line)
    own = own if any(map(_tells, own)) or not above else above
    while own and not own[0]:
        own.pop(0)
    return own, subject


def _asks(lines: Sequence[str]) -> bool:
    text = " ".join(lines)
    return "?" in text or REQUEST.search(fold(text)) is not None


def _tells(line: str) -> bool:
    """Whether a line says more than a greeting or a farewell."""
    own = after_greeting(line)
    return "?" in own or (len(own.split()) > 4 and not is_closing(line))


def after_greetings(lines: list[str]) -> list[str]:
    """The lines after one greeting or more; all of them where there is none."""
    if not lines or not greets(lines[0]):
        return lines
    # « Bonjour, » and « Madame, » each on a line.
    for number, line in enumerate(lines):
        if number and line and not is_greeting(line):
            return lines[number:]
        if rest := after_greeting(line):
            return [capitalised(rest), *lines[number + 1 :]]
    return []


def _goes_on(line: str, rest: Sequence[str]) -> bool:
    """Whether something is still asked after a line that looks like a farewell."""
    soft = may_go_on(line)
    return any("?" in later or (soft and REQUEST.search(fold(later))) for later in rest)


def _paragraphs(lines: Sequence[str]) -> list[list[str]]:
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return [paragraph for paragraph in paragraphs if paragraph]


def _is_signature(paragraph: Sequence[str]) -> bool:
    """Whether a last paragraph is a name with a function, a body and how to reach them."""
    short = all(len(line) < 90 and not line.endswith(("?", ":", ";")) for line in paragraph)
    named = re.match(
        r"(?:(?:M\.|Mme|Dr|Me) )?[A-ZÀ-Ý][\w'’-]+(?: [\w'’-]+){0,3}(?: ?[,–-].*)?$", paragraph[0]
    )
    told = len(paragraph) > 1 or any(map(is_contact, paragraph)) or is_signed_name(paragraph[0])
    return short and named is not None and told
