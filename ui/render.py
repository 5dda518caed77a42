"""How a conversation looks: pure functions from answers to escaped HTML, no script needed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from assistant.asking.talk import without_greeting
from assistant.elsewhere import NOT_LOADED
from assistant.layout import Group, by_question, under_headings
from assistant.reservations import UNCERTAIN
from assistant.types import Answer, Closest, Language, Reservation, Statement, Suggestion
from assistant.wording import (
    LACKING,
    NEAREST,
    NEAREST_ENGLISH,
    SUGGESTED,
    SUGGESTED_ENGLISH,
    asks_nothing,
    closest_head,
    first_words,
    lacks_text,
    place,
)
from assistant.writer import Writer
from corpus.address import is_loopback
from corpus.text import fold, typeset
from corpus.types import Document
from ui import copied, sources

NOTICE = (
    "Réponses composées automatiquement à partir des textes chargés\u00a0: chaque passage est "
    "cité, ouvrez-le avant de le reprendre."
)
HELP = (
    "Les réponses s’en tiennent à leurs sources. N’écrivez aucune donnée personnelle\u00a0; "
    "4\u202f000 caractères au plus par question."
)
WELCOME = "Posez une question sur l’économie sociale et solidaire dans votre collectivité."
SEARCHING = "Recherche dans les fiches…"
_WORDED = (
    "Rédigé par le modèle de langue «\u00a0{}\u00a0», puis comparé aux passages cités\u00a0: "
    "ouvrez-les avant de reprendre la réponse."
)
_AGAIN: Mapping[Language, str] = {
    "fr": "Passage déjà cité plus haut\u00a0:",
    "en": "Passage already quoted above:",
}
_UNDERSTOOD = {
    "fr": "Question comprise ainsi\u00a0: «\u00a0{}\u00a0»",
    "en": "Question understood as: “{}”",
}
_ALONE = {"fr": "Poser cette question seule", "en": "Ask this question by itself"}


class Turn(NamedTuple):
    """A question with its rendered answer; `alone`: it was asked without those before it."""

    number: int
    question: str
    answer: str
    language: Language
    alone: bool = False


def conversation(turns: Sequence[Turn]) -> str:
    """The questions with their rendered answers, oldest first."""
    if not turns:
        return f'<p class="welcome">{escape(WELCOME)}</p>'
    return "".join(
        f'<section class="turn" data-number="{turn.number}"{" data-alone" if turn.alone else ""}>'
        f'<h2 class="question" lang="{turn.language}" tabindex="-1">{escape(turn.question)}</h2>'
        f"{turn.answer}</section>"
        for turn in turns
    )


def skip() -> str:
    """The link that leads past all else to the question's box."""
    return '<a href="#question" class="unseen">Aller au champ «\u00a0Votre question\u00a0»</a>'


def searching() -> str:
    """What stands in an answer's place while it is being composed."""
    return f'<p class="searching">{escape(SEARCHING)}</p>'


def failure(message: str, field: str = "") -> str:
    """A sentence that says what went wrong and what to do, with the id of the field refused."""
    tied = f' data-field="{field}"' if field else ""
    return f'<p class="failure" role="alert"{tied}>{escape(typeset(message))}</p>'


def sent_to(writer: Writer) -> str:
    """Where questions and passages go for the answers to be worded, for whoever asks."""
    if is_loopback(writer.host):
        said = (
            "Un modèle de langue installé sur ce serveur rédige les réponses\u00a0: rien n’en sort."
        )
    else:
        said = (
            "Votre question et les passages trouvés dans les fiches sont envoyés à "
            f"{writer.host} pour rédiger la réponse."
        )
    return f"<p>{escape(said)}</p>"


def answer(
    value: Answer,
    documents: Mapping[str, Document],
    turn: int,
    today: date,
    follows: bool = False,
) -> str:
    """An answer: statements under their headings, citations that open, or a refusal.

    `follows`: the question was read with those before it.
    """
    if value.status == "refused":
        return _refusal(value, documents, today, follows)
    first = {UNCERTAIN, NOT_LOADED} if value.missing else {UNCERTAIN}
    # Each question of several says itself that its answer is not sure.
    unsure = (part.status == "answered" and not part.is_sure for part in value.parts)
    below = {UNCERTAIN} if any(unsure) else set[str]()
    parts = ['<div class="answer">', _understood(value, follows)]
    parts += _warnings(w for w in value.warnings if w.code in first - below)
    in_doubt = value.missing and not value.parts
    if in_doubt and value.language == "en":
        parts.append(f'<p lang="en">{escape(NEAREST_ENGLISH)}</p>')
    elif in_doubt:
        parts.append(f"<p>{escape(NEAREST)}</p>{_missing(LACKING, value)}")
    if value.mode != "extractive":
        parts.append(f'<p class="note">{escape(_WORDED.format(value.model))}</p>')
    elif value.language == "en":
        parts.append('<p class="note" lang="en">What the guides say, quoted in French:</p>')
    for group in by_question(value.statements, value.parts, value.language):
        parts += _group(group, value, turn)
    parts.append("</div>")
    parts += _warnings(w for w in value.warnings if w.code not in first)
    parts.append(sources.cited(value.citations, documents, turn))
    parts += [*_closest_of(value, documents), *_suggestions(value)]
    return "".join([*parts, copied.button(value, today)])


def _group(group: Group, value: Answer, turn: int) -> Iterator[str]:
    """The statements under the question of a message that they answer, each under its heading."""
    level = 3
    if group.question:
        level = 4
        yield f'<h3 class="asked" lang="{value.language}">{escape(group.question)}</h3>'
    if group.said:
        yield f'<p lang="{value.language}">{escape(group.said)}</p>'
    if group.above:
        marks = "".join(sources.mark(turn, number) for number in group.above)
        yield f'<p lang="{value.language}">{group.pointer(value.language, marks)}</p>'
    folds = group.in_doubt or (value.status == "partial" and not value.parts)
    for heading, statement in under_headings(group.statements, value.citations):
        if heading:
            yield f"<h{level}>{escape(heading)}</h{level}>"
        yield _statement(statement, value, turn, folds=folds)
        folds = True


def is_read_as_asked(value: Answer) -> bool:
    """Whether the question was read word for word as it was asked."""
    texts = map(without_greeting, (value.question, value.understood_as))
    asked, read = (fold(text).strip(" ?!.…") for text in texts)
    return asked == read


def _understood(value: Answer, follows: bool) -> str:
    """How the question was read, where that is not as it was asked, and how to ask it alone."""
    if is_read_as_asked(value):
        return ""
    said = escape(_UNDERSTOOD[value.language].format(value.understood_as))
    if follows:
        said += (
            f' <button type="button" class="alone" data-question="{escape(value.question)}">'
            f"{_ALONE[value.language]}</button>"
        )
    return f'<p class="note" lang="{value.language}">{said}</p>'


def _statement(statement: Statement, value: Answer, turn: int, *, folds: bool) -> str:
    """A statement with its marks; where it `folds`, what a reply before it quoted opens."""
    marks = "".join(sources.mark(turn, n) for n in statement.citations)
    text = f"<div>{sources.prose(escape(statement.text), marks)}</div>"
    is_again = all(value.citations[n - 1].again for n in statement.citations)
    if value.mode != "extractive" or not (folds and is_again):
        return text
    said = escape(f"{_AGAIN[value.language]} {typeset(first_words(statement.text))}")
    return (
        f'<details class="again"><summary lang="{value.language}">{said}</summary>{text}</details>'
    )


def _refusal(value: Answer, documents: Mapping[str, Document], today: date, follows: bool) -> str:
    # What is missing stands in a list of its own here.
    said = value.text.removesuffix(lacks_text(value.missing))
    is_refusal = not asks_nothing(value)
    parts = [
        f'<div class="{"answer refusal" if is_refusal else "answer"}">',
        _understood(value, follows),
    ]
    parts.append(f'<p lang="{value.language}">{escape(said)}</p>')
    if value.closest and is_refusal:
        parts.append(_missing("Ce qui manque", value))
    parts += _warnings(value.warnings)
    parts += _closest_of(value, documents)
    parts += [*_suggestions(value), "</div>"]
    # That nothing was found is nothing to copy.
    is_found = value.warnings or (value.closest and is_refusal)
    parts += [copied.button(value, today)] if is_found else []
    return "".join(parts)


def _warnings(warnings: Iterable[Reservation]) -> list[str]:
    """What the reader is to check, with the address of a kit as a link."""
    texts = (escape(warning.text) for warning in warnings)
    links = (re.sub(r"https://[\w./-]+\w", _link, text) for text in texts)
    return [f'<p class="warning">{text}</p>' for text in links]


def _link(address: re.Match[str]) -> str:
    return f'<a href="{address[0]}" target="_blank" rel="noopener noreferrer">{address[0]}</a>'


def _missing(heading: str, value: Answer) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in value.missing)
    return f"<h3>{escape(heading)}</h3><ul>{items}</ul>"


def _suggestions(value: Answer) -> Iterator[str]:
    """The questions that may be asked instead, each a button that asks it."""
    if not value.suggestions:
        return
    heading = SUGGESTED_ENGLISH if value.language == "en" else f"{SUGGESTED}\u00a0:"
    buttons = "".join(f"<li>{_suggestion(one)}</li>" for one in value.suggestions)
    yield (
        f'<div class="suggestions"><h3 lang="{value.language}">{escape(heading)}</h3>'
        f"<ul>{buttons}</ul></div>"
    )


def _suggestion(one: Suggestion) -> str:
    # What is asked has the apostrophes that the question was anticipated with.
    return (
        f'<button type="button" lang="fr" class="ask" data-question="{escape(one.question)}">'
        f"{escape(typeset(one.question))}</button>"
    )


def _closest_of(value: Answer, documents: Mapping[str, Document]) -> Iterator[str]:
    """The sections that an answer points to and does not quote, each of which opens."""
    if value.closest:
        yield f"<h3>{escape(closest_head(value))}</h3>"
    for closest in value.closest:
        yield _closest(closest, documents[closest.document_id])


def _closest(closest: Closest, document: Document) -> str:
    section = next(s for s in document.sections if s.section_id == closest.section_id)
    text = document.text[section.start : section.end]
    where = place(document, closest.heading)
    return (
        f'<details class="source"><summary>{escape(typeset(where))}</summary>'
        f'{sources.notice(document)}<div class="context">{sources.prose(escape(text))}</div>'
        f"{sources.page_link(document)}</details>"
    )
