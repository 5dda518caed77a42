"""How a conversation looks: pure functions from answers to escaped HTML, usable without a script.

A citation is a `<details>` element: its summary is the fiche and heading, opening it shows the
quote highlighted in the section it comes from.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

from assistant.types import Answer, Citation, Closest, Statement
from assistant.wording import (
    INTRODUCTION,
    NEAREST,
    UNSURE,
    UNSURE_ENGLISH,
    cited_name,
    lacks_text,
    own_heading,
)
from assistant.writer import Writer
from corpus.address import is_loopback
from corpus.text import is_list_item
from corpus.types import NOTICES, Document

NOTICE = (
    "Réponses composées automatiquement à partir des fiches chargées : chaque passage est cité, "
    "ouvrez-le avant de le reprendre."
)
WELCOME = "Posez une question sur l’économie sociale et solidaire dans votre collectivité."
SEARCHING = "Recherche dans les fiches…"
_WORDED = (
    "Rédigé par le modèle de langue «\u00a0{}\u00a0», puis comparé aux passages cités\u00a0: "
    "ouvrez-les avant de reprendre la réponse."
)
# How much of the fiche is shown on each side of a quote, in characters, up to a paragraph's end.
_CONTEXT = 300


def conversation(turns: Sequence[tuple[str, str]]) -> str:
    """The questions with their rendered answers, oldest first."""
    if not turns:
        return f'<p class="welcome">{escape(WELCOME)}</p>'
    parts = []
    for question, answer in turns:
        parts.append(
            f'<section class="turn"><h2 class="question">{escape(question)}</h2>{answer}</section>'
        )
    return "".join(parts)


def searching() -> str:
    """What stands in an answer's place while it is being composed."""
    return f'<p class="searching" role="status">{escape(SEARCHING)}</p>'


def failure(message: str) -> str:
    """A sentence that says what went wrong and what to do."""
    return f'<p class="failure" role="alert">{escape(message)}</p>'


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


def answer(value: Answer, documents: Mapping[str, Document], turn: int) -> str:
    """An answer: statements under their headings, citations that open, or a refusal."""
    if value.status == "refused":
        return _refusal(value, documents)
    parts = ['<div class="answer">']
    if value.missing and value.language == "en":
        parts.append(f'<p lang="en">{escape(UNSURE_ENGLISH)}</p>')
    elif value.missing:
        parts.append(_missing(UNSURE, value) + f"<p>{escape(NEAREST)}</p>")
    if value.mode == "generative":
        parts.append(f'<p class="note">{escape(_WORDED.format(value.model))}</p>')
    elif value.language == "en":
        parts.append('<p class="note" lang="en">What the guides say, quoted in French:</p>')
    heading = ""
    for statement in value.statements:
        cited = value.citations[statement.citations[0] - 1]
        if cited.heading and cited.heading != heading:
            parts.append(f"<h3>{escape(own_heading(cited.heading))}</h3>")
        heading = cited.heading
        parts.append(_statement(statement, turn))
    parts.append("</div>")
    parts += _warnings(value)
    parts.append(sources(value.citations, documents, turn))
    return "".join(parts)


def _statement(statement: Statement, turn: int) -> str:
    marks = "".join(_mark(turn, n) for n in statement.citations)
    return f"<div>{prose(escape(statement.text), marks)}</div>"


def _mark(turn: int | str, number: int) -> str:
    where = f"source-{turn}-{number}"
    return f'<a class="mark" href="#{where}" aria-label="Source {number}">[{number}]</a>'


def prose(escaped: str, marks: str = "") -> str:
    """Paragraphs and lists of a text that is escaped already, marks at its end."""
    lines = [line.strip() for line in escaped.split("\n") if line.strip()]
    parts: list[str] = []
    in_list = False
    for position, line in enumerate(lines):
        item = is_list_item(line)
        if item != in_list:
            parts.append("<ul>" if item else "</ul>")
            in_list = item
        end = f" {marks}" if marks and position == len(lines) - 1 else ""
        if item:
            # A bullet is drawn by the list; a number is part of the quote.
            text = line if line[0].isdigit() else line.split(maxsplit=1)[-1]
            parts.append(f"<li>{text}{end}</li>")
        else:
            parts.append(f"<p>{line}{end}</p>")
    return "".join(parts) + ("</ul>" if in_list else "")


def sources(
    citations: Sequence[Citation],
    documents: Mapping[str, Document],
    turn: int | str,
    heading: str = "Sources",
) -> str:
    """Citations that open; one whose document has changed since shows its quote alone."""
    parts = [f'<div class="sources"><h3>{escape(heading)}</h3>']
    parts += [_citation(c, documents, turn) for c in citations]
    parts.append("</div>")
    return "".join(parts)


def reply(
    text: str, citations: Sequence[Citation], documents: Mapping[str, Document], turn: str
) -> str:
    """A reply as a person wrote it: its marks lead to its sources, which open."""
    numbers = {citation.number for citation in citations}

    def linked(found: re.Match[str]) -> str:
        return _mark(turn, int(found[1])) if int(found[1]) in numbers else found[0]

    body = prose(re.sub(r"\[(\d{1,3})\]", linked, escape(text)))
    cited = sources(citations, documents, turn) if citations else ""
    return f'<div class="answer">{body}</div>{cited}'


def _citation(citation: Citation, documents: Mapping[str, Document], turn: int | str) -> str:
    document = documents.get(citation.document_id)
    names = [cited_name(documents[name]) for name in citation.also_in if name in documents]
    others = escape(" ; ".join(names))
    also = f'<p class="also">Ce passage figure aussi dans : {others}.</p>' if others else ""
    if citation.newer_in in documents:
        newer = escape(cited_name(documents[citation.newer_in]))
        also += f'<p class="also">D’autres chiffres dans une source plus récente : {newer}.</p>'
    return (
        f'<details class="source" id="source-{turn}-{citation.number}">'
        f'<summary><span class="number">[{citation.number}]</span> '
        f"{_place(citation, citation.heading, citation.page)}</summary>"
        f'{_notice(citation)}<div class="context">{_in_context(document, citation)}</div>{also}'
        f"{_page_link(citation)}</details>"
    )


def _in_context(document: Document | None, citation: Citation) -> str:
    """The quote marked in the fiche's text around it, cut at paragraphs; headings stand out.

    A quote kept from before may not stand in the present text: then it is shown by itself.
    """
    if document is None or document.text[citation.start : citation.end] != citation.quote:
        return prose(f"<mark>{escape(citation.quote)}</mark>".replace("\n", "</mark>\n<mark>"))
    text = document.text
    start = text.rfind("\n", 0, max(0, citation.start - _CONTEXT)) + 1
    cut = text.find("\n", min(len(text), citation.end + _CONTEXT))
    end = len(text) if cut < 0 else cut
    bodies = [(s.start, s.end) for s in document.sections]
    parts = ["<p>…</p>"] if start > 0 else []
    for begin, stop in _lines(text, start, end):
        line = _marked(text, begin, stop, citation.start, citation.end)
        inside = any(a <= begin < b for a, b in bodies)
        parts.append(f"<p>{line}</p>" if inside else f"<p><strong>{line}</strong></p>")
    if end < len(text):
        parts.append("<p>…</p>")
    return "".join(parts)


def _marked(text: str, start: int, end: int, quote_start: int, quote_end: int) -> str:
    """`text[start:end]`, with what lies in the quote inside `<mark>`."""
    cuts = sorted({start, *(c for c in (quote_start, quote_end) if start < c < end), end})
    return "".join(
        f"<mark>{escape(text[a:b])}</mark>" if quote_start <= a < quote_end else escape(text[a:b])
        for a, b in pairwise(cuts)
    )


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [
        (match.start() + start, match.end() + start)
        for match in re.finditer(r"[^\n]*\S[^\n]*", text[start:end])
    ]


def _refusal(value: Answer, documents: Mapping[str, Document]) -> str:
    # What is missing stands in a list of its own here.
    said = value.text.removesuffix(lacks_text(value.missing))
    parts = [
        '<div class="answer refusal">',
        f"<p>{escape(said)}</p>",
        _missing("Ce qui manque", value),
    ]
    if value.closest:
        parts.append("<h3>Fiches les plus proches</h3>")
        parts += [_closest(c, documents[c.document_id]) for c in value.closest]
    parts += _warnings(value)
    parts.append("</div>")
    return "".join(parts)


def _warnings(value: Answer) -> list[str]:
    """What the reader is to check, with the address of a kit as a link."""
    texts = (escape(warning.text) for warning in value.warnings)
    links = (re.sub(r"https://[\w./-]+\w", _link, text) for text in texts)
    return [f'<p class="warning">{text}</p>' for text in links]


def _link(address: re.Match[str]) -> str:
    return f'<a href="{address[0]}" target="_blank" rel="noopener noreferrer">{address[0]}</a>'


def _missing(heading: str, value: Answer) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in value.missing)
    return f"<h3>{escape(heading)}</h3><ul>{items}</ul>"


def _closest(closest: Closest, document: Document) -> str:
    section = next(s for s in document.sections if s.section_id == closest.section_id)
    text = document.text[section.start : section.end]
    return (
        f'<details class="source"><summary>{_place(document, closest.heading)}</summary>'
        f'{_notice(document)}<div class="context">{prose(escape(text))}</div>'
        f"{_page_link(document)}</details>"
    )


def _place(document: Document | Citation, heading: str, page: int | None = None) -> str:
    where = f", p.\u00a0{page}" if page else ""
    return escape(f"{cited_name(document)}{where} › {heading or INTRODUCTION}")


def _notice(value: Citation | Document) -> str:
    """What must be said of a source that is no fiche's own text, under the mark of its kind."""
    if value.source_kind not in NOTICES:
        return ""
    return f'<p class="{value.source_kind}">{escape(NOTICES[value.source_kind])}.</p>'


def _page_link(document: Document | Citation) -> str:
    """A link to the fiche's page or its kit's, for http(s) addresses only."""
    if not document.url.startswith(("https://", "http://")):
        return ""
    label = "Ouvrir la page du kit sur le site de RTES" if document.fiche else "Ouvrir la page"
    return (
        f'<p><a href="{escape(document.url)}" target="_blank" rel="noopener noreferrer">'
        f"{label}</a></p>"
    )
