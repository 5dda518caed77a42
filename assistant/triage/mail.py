"""What a pasted mail asks: each of its questions, with the context that it cannot do without."""

import re

from assistant.asking.phrases import capitalised
from assistant.asking.reference import refers
from assistant.asking.talk import is_courtesy
from assistant.triage.mail_body import Body, body_of
from assistant.triage.mail_html import plain
from assistant.triage.mail_quoted import quoted_mails
from assistant.triage.mail_wording import (
    ABOUT_THE_MAIL,
    ANOTHER,
    BELOW,
    GENERAL,
    ITEM_TIED,
    REPORTED,
    REQUEST,
    TIED,
)
from assistant.triage.theme import field_words
from corpus.text import fold, units

_FEW, _BARE = 7, 4
# How much context a question keeps.
_MOST_CONTEXT = 3
_ITEM = re.compile(r"^\s*(?:[-–—•●*]|(?:\d{1,2}|[a-h])\s?(?:[.)/°]|er?\b))\s*", re.I)
_INLINE_ITEM = re.compile(r"(?<=[\s:])\(?(?:[1-9]|[a-h])\s?[)/]\s?(?=\w)")
_SIDES = re.compile(
    r"\bd['’]une part\b,?\s*(.+?),?\s*(?:et )?d['’]autre part,?\s*(.+)", re.I | re.S
)
_LEAD = re.compile(
    r"^(?:(?:et|puis|enfin|ensuite|aussi|par ailleurs|de plus|autre|derniere?|question|point"
    r"|subsidiaire|complementaire|plus|pointue)[ ,]*)+:\s*|^(?:par ailleurs|enfin|ensuite"
    r"|de plus),?\s+",
    re.I,
)
_INTRODUCES = re.compile(
    r"\b(?:questions?|points?|aspects?|choses)\b[^.?:]*:$|^(?:voici|deux|trois|quatre|plusieurs"
    r"|mes)\b"
)


def questions_of(text: str) -> tuple[str, ...]:
    """What a text asks: each question of a mail by itself, at least one.

    A text that is no mail is returned whole; the body of a mail in which no question is found
    too. A mail that says nothing itself, or that points below, asks what the mails do that it
    quotes; one that asks nothing of the field, such as a reminder, asks that too.
    """
    said = plain(text)
    body = body_of(said)
    if body is None:
        return _of_quoted(said) or (said,)
    asked = _of_body(body)
    if all(BELOW.search(fold(one)) for one in asked):
        return _of_quoted(said) or asked
    of_the_field = any(any(field_words(one).values()) for one in asked)
    return asked if of_the_field else asked + _of_quoted(said)


def _of_quoted(text: str) -> tuple[str, ...]:
    """The questions of the mails that a mail quotes."""
    asking = [mail for mail in quoted_mails(text) if _asks_anything(mail)]
    return tuple(question for mail in asking for question in questions_of(mail))


def _asks_anything(text: str) -> bool:
    return "?" in text or REQUEST.search(fold(text)) is not None


def _of_body(body: Body) -> tuple[str, ...]:
    """The questions of a mail's body; all of it where none is found."""
    pieces = [piece for paragraph in body.paragraphs for piece in _pieces(paragraph)]
    found = _questions(pieces)
    whole = "\n\n".join("\n".join(paragraph) for paragraph in body.paragraphs)
    if not found:
        return (f"{body.subject}\n\n{whole}" if body.subject else whole,)
    if body.subject and len(found) == 1 and _is_tied(found[0]):
        return (f"{body.subject.rstrip(' .')}. {found[0]}",)
    return tuple(found)


def _pieces(paragraph: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The sentences and items of a paragraph, and whether each is an item of a list."""
    pieces: list[tuple[str, bool]] = []
    running: list[str] = []

    def end_running() -> None:
        text = _INLINE_ITEM.sub("\n", " ".join(running))
        for number, part in enumerate(text.split("\n")):
            sentences = re.split(r"(?<=\?)\s+", part)
            pieces.extend((s[a:b], number > 0) for s in sentences for a, b in units(s))
        running.clear()

    for line in paragraph:
        if _ITEM.match(line) and not re.match(r"\w\s", line):
            end_running()
            pieces.append((_ITEM.sub("", line), True))
        elif pieces and pieces[-1][1] and not running:
            pieces[-1] = (f"{pieces[-1][0]} {line}", True)
        else:
            running.append(line)
    end_running()
    return pieces


def _questions(pieces: list[tuple[str, bool]]) -> list[str]:
    """The questions, in order, each with the context that it needs."""
    found: list[str] = []
    context: list[str] = []
    stem, seen = "", 0
    marked = any("?" in piece[-3:] for piece, _ in pieces)
    for piece, is_item in pieces:
        if piece.endswith(":"):
            stem = piece[:-1].rstrip()
            continue
        asked = capitalised(_LEAD.sub("", piece))
        if is_item and stem:
            seen = len(context)
            item = _item(asked, stem)
            found.append(f"{found[0]} {item}" if found and ITEM_TIED.search(fold(item)) else item)
        elif marked and REPORTED.search(fold(piece)) and "?" not in piece[-3:]:
            context.append(piece)
        elif _asks(asked):
            first, *others = _sides(asked)
            _add(found, context, first)
            found.extend(" ".join([*context[-_MOST_CONTEXT:], other]) for other in others)
            stem, seen = "", len(context)
        elif not ABOUT_THE_MAIL.match(fold(piece)) and not is_courtesy(piece):
            context.append(piece)
    if found:
        # What follows the last question may be a request that no rule knows.
        found[-1] = " ".join([found[-1], *context[seen:]])
    return found


def _add(found: list[str], context: list[str], question: str) -> None:
    """Add a question, with the context or the question before it where it leans on them."""
    if found and not context and _is_another(question):
        found.append(question)
    elif found and (len(question.split()) < _BARE or fold(question).startswith("et ")):
        found[-1] = f"{found[-1]} {question}"
    elif context and (_is_tied(question) or not GENERAL.match(_asked(question))):
        found.append(" ".join([*context[-_MOST_CONTEXT:], question]))
    elif found and _is_tied(question):
        found[-1] = f"{found[-1]} {question}"
    else:
        found.append(question)


def _asks(sentence: str) -> bool:
    return "?" in sentence[-3:] or REQUEST.search(fold(sentence)) is not None


def _asked(question: str) -> str:
    """The folded words of a question, without the request that leads to them."""
    plain = fold(question)
    if not REQUEST.search(plain):
        return plain
    return re.sub(r"^.*?\b(?:savoir|comprendre|indiquer|preciser|dire|demande)\b ?", "", plain)


def _is_tied(question: str) -> bool:
    """Whether a question needs what was said before it."""
    plain = _asked(question)
    few = len(plain.split()) < (_FEW if "?" in plain else _FEW + 3)
    return few or TIED.search(plain) is not None or refers(question)


def _is_another(question: str) -> bool:
    """Whether a question brings in a thing of the field: « comment créer une AMAP ? »."""
    plain = fold(question)
    return (
        ANOTHER.match(plain) is not None
        and TIED.search(plain) is None
        and any(field_words(question).values())
    )


def _item(item: str, stem: str) -> str:
    """An item of a list as a question: with the request that leads to the list, if it is one."""
    text = item.rstrip(" ;.,?")
    asks = item.rstrip(" ;").endswith("?")
    last = [stem[a:b] for a, b in units(stem)][-1]
    if _INTRODUCES.search(fold(f"{last}:")) or not REQUEST.search(fold(f"{last} :")):
        return text + (" ?" if asks else "")
    asks = asks or re.search(r"-(?:vous|il|nous)\b", last) is not None
    return f"{last} {text[:1].lower()}{text[1:]}" + (" ?" if asks else "")


def _sides(question: str) -> list[str]:
    """« … d'une part A, d'autre part B ? » as two questions."""
    split = _SIDES.search(question)
    if split is None:
        return [question]
    stem = question[: split.start()].rstrip(" ,:")
    mark = " ?" if question.rstrip().endswith("?") else "."
    return [f"{stem} {side.strip(' ?.,')}{mark}" for side in split.groups()]
