"""How sources and the texts that cite them look: pure functions to escaped HTML.

A citation is a `<details>` element: its summary is the fiche and heading, opening it shows the
quote highlighted in the section it comes from.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

from assistant.types import Citation
from assistant.wording import cited_name, places
from corpus.text import is_list_item, typeset
from corpus.types import NOTICES, Document

# How much of the fiche is shown on each side of a quote, in characters, up to a paragraph's end.
_CONTEXT = 300


def reply(
    text: str, citations: Sequence[Citation], documents: Mapping[str, Document], turn: str
) -> str:
    """A reply as a person wrote it: its marks lead to its sources, which open."""
    numbers = {citation.number for citation in citations}

    def linked(found: re.Match[str]) -> str:
        return mark(turn, int(found[1])) if int(found[1]) in numbers else found[0]

    body = prose(re.sub(r"\[(\d{1,3})\]", linked, escape(text)))
    below = cited(citations, documents, turn) if citations else ""
    return f'<div class="answer">{body}</div>{below}'


def cited(
    citations: Sequence[Citation],
    documents: Mapping[str, Document],
    turn: int | str,
    heading: str = "Sources",
) -> str:
    """Citations that open; one whose document has changed since shows its quote alone."""
    parts = [f'<div class="sources"><h3>{escape(heading)}</h3>']
    wheres = places(citations)
    parts += [
        _citation(c, where, documents, turn) for c, where in zip(citations, wheres, strict=True)
    ]
    parts.append("</div>")
    return "".join(parts)


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


def mark(turn: int | str, number: int) -> str:
    """A mark [1] that leads to its source."""
    where = f"source-{turn}-{number}"
    return f'<a class="mark" href="#{where}" aria-label="Source {number}">[{number}]</a>'


def _citation(
    citation: Citation, where: str, documents: Mapping[str, Document], turn: int | str
) -> str:
    document = documents.get(citation.document_id)
    names = [cited_name(documents[name]) for name in citation.also_in if name in documents]
    others = escape("\u00a0; ".join(names))
    also = f'<p class="also">Ce passage figure aussi dans\u00a0: {others}.</p>' if others else ""
    if citation.newer_in in documents:
        newer = escape(cited_name(documents[citation.newer_in]))
        also += (
            f'<p class="also">D’autres chiffres dans une source plus récente\u00a0: {newer}.</p>'
        )
    return (
        f'<details class="source" id="source-{turn}-{citation.number}">'
        f'<summary><span class="number">[{citation.number}]</span> '
        f"{escape(typeset(where))}</summary>"
        f'{notice(citation)}<div class="context">{_in_context(document, citation)}</div>{also}'
        f"{page_link(citation)}</details>"
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


def notice(value: Citation | Document) -> str:
    """What must be said of a source that is no fiche's own text, under the mark of its kind."""
    if value.source_kind not in NOTICES:
        return ""
    return f'<p class="{value.source_kind}">{escape(NOTICES[value.source_kind])}.</p>'


def page_link(document: Document | Citation) -> str:
    """A link to the fiche's page or its kit's, for http(s) addresses only."""
    if not document.url.startswith(("https://", "http://")):
        return ""
    label = "Ouvrir la page du kit sur le site de RTES" if document.fiche else "Ouvrir la page"
    return (
        f'<p><a href="{escape(document.url)}" target="_blank" rel="noopener noreferrer">'
        f"{label}</a></p>"
    )
