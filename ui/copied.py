"""How an answer is copied into a note: as plain text, and as simple HTML for a word processor."""

import re
from dataclasses import replace
from datetime import date
from html import escape

from assistant.shown import shown
from assistant.types import Answer, Citation, Closest
from assistant.wording import french_date
from ui import sources

_COMPOSED = "Réponse composée automatiquement par l’assistant des kits ESS de RTES, le"


def button(value: Answer, today: date) -> str:
    """The button that copies an answer, and where it is said that it did."""
    text = plain(value, today)
    return (
        f'<div class="copying"><button type="button" class="copy" data-text="{escape(text)}" '
        f'data-html="{escape(rich(text))}">Copier la réponse</button>'
        '<span role="status"></span></div>'
    )


def plain(value: Answer, today: date) -> str:
    """The question, the answer as the commands show it, the dates of its sources and its own."""
    citations = tuple(replace(c, url=_dated(c)) for c in value.citations)
    closest = tuple(replace(c, url=_dated(c)) for c in value.closest)
    # What else may be asked is nothing for a note.
    text = shown(replace(value, citations=citations, closest=closest, suggestions=()))
    composed = f"{_COMPOSED} {french_date(today.isoformat())}."
    return f"Question\u00a0: {value.question}\n\n{text}\n\n{composed}"


def rich(text: str) -> str:
    """A plain text as paragraphs and lists whose first line stands out and whose addresses lead."""
    asked, _, rest = text.partition("\n")
    linked = re.sub(r"https?://[^\s<]*[\w/]", r'<a href="\g<0>">\g<0></a>', escape(rest))
    return f"<p><strong>{escape(asked)}</strong></p>{sources.prose(linked)}"


def _dated(source: Citation | Closest) -> str:
    """The address of a source with the date of its text, where it has one."""
    dated = f"(texte {_of(source.updated)})" if source.updated else ""
    return f"{source.url} {dated}".strip()


def _of(iso: str) -> str:
    """An ISO date after « texte »: « du 12 mars 2026 », « de mars 2026 », « d’avril 2026 »."""
    said = french_date(iso)
    if iso.count("-") == 2:
        return f"du {said}"
    return f"d’{said}" if said[0] in "ao" else f"de {said}"
